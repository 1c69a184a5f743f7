// What a telephone keeps for the field, for the page and for the service worker: today's pages, and what waits
// for a line. All of it is sealed (AES-GCM) by keys that no script can read; logging out deletes them, and the
// key of the day is gone after twelve hours. In the open lie random keys of forms, times and marks alone.
"use strict";

const fieldStore = (() => {
  const DATABASE = "field";
  const DAY = 12 * 60 * 60 * 1000;
  const SOON = 15000;

  // Opened for each use: nothing holds up the deletion.
  async function withStore(work) {
    const db = await idb.openDB(DATABASE, 1, {
      upgrade: (fresh) => { for (const name of ["keys", "day", "queue"]) fresh.createObjectStore(name); },
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  }

  const newKey = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

  // A form with its files as one sealed piece.
  async function seal(key, form) {
    const whole = new Response(form);
    const type = whole.headers.get("Content-Type");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, type, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, await whole.arrayBuffer()) };
  }

  async function unseal(key, { iv, type, sealed }) {
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
    return new Response(bytes, { headers: { "Content-Type": type } }).formData();
  }

  // The day: the pages by their paths, each with its photos.

  async function forgetDay() {
    await withStore(async (db) => {
      const change = db.transaction(["keys", "day"], "readwrite");
      await Promise.all([change.objectStore("keys").delete("day"), change.objectStore("day").clear(), change.done]);
    });
  }

  async function dayKey() {
    const held = await withStore((db) => db.get("keys", "day"));
    if (!held) return null;
    if (held.until > Date.now()) return held;
    await forgetDay();
    return null;
  }

  // Another person's day goes; one's own is gone on with, for twelve hours from its beginning.
  async function beginDay(owner) {
    const held = await dayKey();
    if (held && held.owner === owner) return held;
    await forgetDay();
    const fresh = { key: await newKey(), owner, until: Date.now() + DAY };
    await withStore((db) => db.put("keys", fresh, "day"));
    return fresh;
  }

  async function index(held) {
    const row = held && (await withStore((db) => db.get("day", "index")));
    return row ? JSON.parse((await unseal(held.key, row)).get("index")) : {};
  }

  // `pages` is a list of {path, version}; `read` gives the form of one: its html, and its photos by address. What
  // cannot be read, or finds no room, is left out.
  async function keepDay(owner, pages, read) {
    const held = await beginDay(owner);
    const was = await index(held);
    const now = {};
    for (const { path, version } of pages) {
      if (was[path] && was[path].version === version) now[path] = was[path];
      else await keepPage(held, path, version, now, read).catch(() => {});
    }
    const told = new FormData();
    told.set("index", JSON.stringify(now));
    const row = await seal(held.key, told);
    await withStore(async (db) => {
      const change = db.transaction(["keys", "day"], "readwrite");
      const day = change.objectStore("day");
      const kept = new Set(["index", ...Object.values(now).map((one) => one.id)]);
      for (const id of await day.getAllKeys()) if (!kept.has(id)) day.delete(id);
      // Logged out meanwhile: nothing stays.
      if (await change.objectStore("keys").get("day")) day.put(row, "index");
      else day.clear();
      await change.done;
    }).catch(forgetDay);
  }

  async function keepPage(held, path, version, now, read) {
    const row = await seal(held.key, await read(path));
    const id = crypto.randomUUID();
    await withStore((db) => db.put("day", row, id));
    now[path] = { id, version, at: Date.now() };
  }

  async function page(path) {
    const held = await dayKey();
    const found = (await index(held))[path];
    const row = found && (await withStore((db) => db.get("day", found.id)));
    return row ? { form: await unseal(held.key, row), at: found.at, owner: held.owner } : null;
  }

  // The queue: forms that were finished here, under the key by which the server does each of them once.

  async function queueKey() {
    const fresh = await newKey();
    return withStore(async (db) => {
      const change = db.transaction("keys", "readwrite");
      const key = (await change.store.get("queue")) || fresh;
      await change.store.put(key, "queue");
      await change.done;
      return key;
    });
  }

  async function put(id, owner, form) {
    const row = { ...(await seal(await queueKey(), form)), owner, at: Date.now(), state: "waiting" };
    await withStore(async (db) => {
      const change = db.transaction(["keys", "queue"], "readwrite");
      // Logged out meanwhile: nobody could open it any more.
      if (!(await change.objectStore("keys").get("queue"))) throw new Error("The key is gone.");
      await change.objectStore("queue").put(row, id);
      await change.done;
    });
  }

  const waiting = () => withStore(async (db) => {
    const [keys, rows] = await Promise.all([db.getAllKeys("queue"), db.getAll("queue")]);
    return keys.map((id, at) => ({ id, owner: rows[at].owner, at: rows[at].at, state: rows[at].state }))
      .sort((one, other) => one.at - other.at);
  });

  async function opened(id) {
    const [key, row] = await withStore((db) => Promise.all([db.get("keys", "queue"), db.get("queue", id)]));
    return key && row ? unseal(key, row) : null;
  }

  const remove = (id) => withStore((db) => db.delete("queue", id));

  const mark = (id, state) => withStore(async (db) => {
    const change = db.transaction("queue", "readwrite");
    const row = await change.store.get(id);
    if (row) await change.store.put({ ...row, state }, id);
    await change.done;
  });

  // What the server knows of these forms; null where the log-in has ended. Rejects where it cannot be asked.
  async function asked(base, ids) {
    const query = ids.slice(0, 50).map((id) => `key=${id}`).join("&");
    const answer = await fetch(`${base}sent/?${query}`, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(SOON) });
    if (answer.type === "opaqueredirect" || answer.status === 204) return null;
    if (!answer.ok) throw new Error("away");
    return answer.json();
  }

  async function settle(base, ids) {
    const told = await asked(base, ids);
    if (told) await Promise.all(told.done.map(remove));
    return told;
  }

  // A form may be sent again and again: the server does it once. It counts as sent when the server says so.
  async function sendAll(base) {
    const rows = await waiting();
    if (!rows.length) return "empty";
    const told = await settle(base, rows.map((row) => row.id));
    if (!told) {
      await forgetDay();
      return "out";
    }
    for (const row of await waiting()) {
      if (row.state !== "waiting" || row.owner !== told.owner) continue;
      const form = await opened(row.id);
      if (!form) continue;
      const path = form.get("field:path");
      form.delete("field:path");
      form.delete("field:label");
      const answer = await fetch(path, {
        method: "POST", body: form, redirect: "manual", headers: { "X-CSRFToken": told.csrf, "X-Fragment": "field" },
      });
      const after = await settle(base, [row.id]);
      if (!after) return "out";
      if (after.done.includes(row.id)) continue;
      if (answer.type === "opaqueredirect" || answer.status >= 500 || [408, 429].includes(answer.status)) return "away";
      await mark(row.id, "refused");
    }
    return "done";
  }

  // By one window or the worker at a time. Tells how it ended: empty, done, out, away, offline or busy.
  function send(base) {
    return navigator.locks.request("field-send", { ifAvailable: true }, async (lock) => {
      if (!lock) return "busy";
      try {
        return await sendAll(base);
      } catch (error) {
        return error.message === "away" ? "away" : "offline";
      }
    });
  }

  return { keepDay, forgetDay, page, dayKey, put, waiting, opened, remove, asked, send };
})();
self.fieldStore = fieldStore;
