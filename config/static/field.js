// The field on a telephone: what is finished is kept first and then sent, so that no lost line loses or doubles it;
// the day is kept for where there is no line. Without this file the pages are plain forms.
"use strict";

(() => {
  const panel = document.querySelector("[data-field-queue]");
  const able = window.isSecureContext && window.indexedDB && navigator.serviceWorker && navigator.locks && window.FormData;
  if (!panel || !able) return;
  const { base, worker, dataset: words } = { ...panel.dataset, dataset: panel.dataset };
  const AGAIN = 20000;
  const known = new Map();
  let owner = words.owner;
  let sending = false;
  const shown = () => document.querySelector("[data-field]");
  const path = () => window.location.pathname;

  function say(text) {
    const said = document.querySelector("[data-field-said]");
    said.textContent = text;
    said.hidden = !text;
    if (text) said.scrollIntoView({ block: "nearest" });
  }

  // What waits.

  // Path and name of a form that waits; they are sealed with it.
  async function about(row) {
    if (!known.has(row.id)) {
      const form = await fieldStore.opened(row.id);
      known.set(row.id, form ? { path: form.get("field:path"), label: form.get("field:label") } : {});
    }
    return known.get(row.id);
  }

  function button(text, label, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button-quiet", textContent: text });
    made.setAttribute("aria-label", `${text}: ${label}`);
    made.addEventListener("click", act);
    return made;
  }

  async function line(row) {
    const item = document.createElement("li");
    const own = row.owner === owner;
    // A colleague's stays closed, and so does everybody's where nobody knows whose telephone it is.
    const label = own ? (await about(row)).label : "";
    const state = owner && !own ? words.other : row.state === "refused" ? words.refused : words.waiting;
    item.append([label, state].filter(Boolean).join(": "), " ");
    if (own && row.state === "refused") item.append(button(words.open, label, () => open(row.id)), " ");
    if (own) {
      item.append(button(words.remove, label, async () => {
        if (!window.confirm(words.really)) return;
        await fieldStore.remove(row.id);
        await show();
      }));
    }
    return item;
  }

  async function show(why) {
    const rows = await fieldStore.waiting();
    panel.querySelector("[data-queue-count]").textContent = words.count.replace("{number}", rows.length);
    panel.querySelector("[data-queue-list]").replaceChildren(...(await Promise.all(rows.map(line))));
    for (const reason of panel.querySelectorAll("[data-queue-why]")) {
      if (why) reason.hidden = reason.dataset.queueWhy !== why;
    }
    panel.hidden = !rows.length;
    const paths = new Set();
    for (const row of rows) if (row.owner === owner) paths.add((await about(row)).path);
    for (const card of document.querySelectorAll("[data-card]")) {
      card.querySelector("[data-card-waits]").hidden = !paths.has(card.dataset.card);
    }
    for (const form of document.querySelectorAll("[data-field-form]")) hold(form, rows, paths);
    return rows;
  }

  // A form that waits is not filled in a second time; one that was refused is here to be sent anew.
  function hold(form, rows, paths) {
    const token = form.elements.form_token.value;
    const waits = paths.has(new URL(form.action).pathname) && rows.some((row) => row.state === "waiting" && row.owner === owner
      && (row.id === token || known.get(row.id).path === new URL(form.action).pathname));
    for (const press of form.querySelectorAll("[type=submit]")) press.disabled = waits;
    if (waits) say(words.kept);
  }

  async function send() {
    if (sending) return "busy";
    sending = true;
    try {
      const end = await fieldStore.send(base);
      const rows = await show(end);
      if (rows.some((row) => row.state === "waiting")) later();
      return end;
    } finally {
      sending = false;
    }
  }

  // Where the browser can, it is sent after this window was closed; here, it is tried again and again.
  let timer;
  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, AGAIN);
    navigator.serviceWorker.getRegistration(base).then((one) => one && one.sync && one.sync.register("field")).catch(() => {});
  }

  // The page on which the server says why a form was not taken, with all that was filled in.
  async function open(id) {
    const held = await fieldStore.opened(id);
    const told = held && (await fieldStore.asked(base, [id]).catch(() => null));
    if (!told) return send();
    const form = Object.assign(document.createElement("form"), { method: "post", action: held.get("field:path"), enctype: "multipart/form-data", hidden: true });
    const field = (name, more) => form.appendChild(Object.assign(document.createElement("input"), { name, ...more }));
    for (const name of new Set(held.keys())) {
      if (name.startsWith("field:")) continue;
      const files = held.getAll(name).filter((value) => value instanceof File && value.size);
      for (const value of held.getAll(name)) if (typeof value === "string") field(name, { type: "hidden", value });
      if (!files.length) continue;
      const taken = new DataTransfer();
      for (const file of files) taken.items.add(file);
      field(name, { type: "file", multiple: true }).files = taken.files;
    }
    field("csrfmiddlewaretoken", { type: "hidden", value: told.csrf });
    document.body.append(form);
    return form.submit();
  }

  // Finishing.

  async function keep(form, pressed) {
    const data = new FormData(form, pressed);
    const id = form.elements.form_token.value;
    data.delete("csrfmiddlewaretoken");
    data.set("field:path", new URL(form.action).pathname);
    data.set("field:label", form.dataset.fieldForm);
    known.delete(id);
    await fieldStore.put(id, owner, data);
    return id;
  }

  async function finish(form, pressed) {
    let id;
    try {
      id = await keep(form, pressed);
    } catch (problem) {
      const online = await fieldStore.asked(base, []).catch(() => null);
      if (online) return form.submit();
      return say(problem.name === "QuotaExceededError" ? words.full : words.broken);
    }
    say(words.sending);
    await send();
    const row = (await fieldStore.waiting()).find((one) => one.id === id);
    if (row && row.state === "refused") return open(id);
    return window.location.assign(base);
  }

  let busy = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-field-form]") || event.defaultPrevented) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    await finish(form, event.submitter).finally(() => {
      busy = false;
      delete form.dataset.sent;
    });
  });

  // Comforts of the pages.

  document.addEventListener("click", (event) => {
    const text = event.target.closest("[data-words]");
    if (!text) return;
    event.preventDefault();
    const field = document.getElementById(text.dataset.into);
    field.value = [field.value.trimEnd(), text.dataset.words].filter(Boolean).join("\n\n");
  });

  const RADIUS = 6371000;
  function metres(from, to) {
    const [a, b, c, d] = [...from, ...to].map((degrees) => (degrees * Math.PI) / 180);
    const half = Math.sin((c - a) / 2) ** 2 + Math.cos(a) * Math.cos(c) * Math.sin((d - b) / 2) ** 2;
    return 2 * RADIUS * Math.asin(Math.sqrt(half));
  }

  // The place of the telephone stays on it.
  function nearest(list) {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const here = [coords.latitude, coords.longitude];
      const cards = [...list.children].map((card) => {
        const far = card.dataset.point ? metres(here, card.dataset.point.split(",").map(Number)) : Infinity;
        if (far < Infinity) {
          card.querySelector("[data-distance]").textContent = far < 1000
            ? words.nearest.replace("{metres}", Math.round(far / 10) * 10)
            : words.far.replace("{kilometres}", (far / 1000).toFixed(1));
        }
        return { card, far };
      });
      list.append(...cards.sort((one, other) => one.far - other.far).map(({ card }) => card));
    }, () => {
      const where = document.querySelector("[data-field-where]");
      where.textContent = words.nowhere;
      where.hidden = false;
    }, { maximumAge: 60000, timeout: 15000 });
  }

  function load(address) {
    document.body.append(Object.assign(document.createElement("script"), { src: address }));
  }

  function comforts(part) {
    const near = part.querySelector("[data-field-near]");
    const list = part.querySelector(".field-cards");
    if (near && list && navigator.geolocation) {
      near.hidden = false;
      near.addEventListener("click", () => nearest(list));
    }
    // Apple's telephones do not know geo:.
    if (/iPhone|iPad/.test(navigator.userAgent)) {
      for (const link of part.querySelectorAll("[data-route]")) link.href = `https://maps.apple.com/?daddr=${link.dataset.route}`;
    }
    if (part.querySelector("[data-photo-tools]")) {
      // There are buttons for both now, the camera and the gallery.
      for (const input of part.querySelectorAll("[type=file][capture]")) input.removeAttribute("capture");
      load(words.photoScript);
    }
    if (part.querySelector("[data-questions]")) load(words.questionScript);
    if (part.querySelector("[data-before]") && navigator.mediaDevices) load(words.cameraScript);
  }

  // The day, kept for where there is no line.

  async function read(address) {
    const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) throw new Error("It is no page of the field any more.");
    return packed(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-field]"));
  }

  async function packed(part) {
    const form = new FormData();
    form.set("html", part.outerHTML);
    const wanted = [...part.querySelectorAll("img")].map((image) => image.getAttribute("src"));
    for (const one of part.querySelectorAll("[data-before]")) wanted.push(one.dataset.before);
    for (const address of new Set(wanted)) {
      const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
      if (answer && answer.ok) form.set(`image:${address}`, await answer.blob(), "photo");
    }
    return form;
  }

  async function keepDay(part) {
    const cards = [...part.querySelectorAll("[data-card]")].map((card) => ({ path: card.dataset.card, version: card.dataset.version }));
    const copy = part.cloneNode(true);
    const pages = [{ path: base, version: Date.now() }, ...cards];
    await fieldStore.keepDay(owner, pages, (address) => (address === base ? packed(copy) : read(address)));
    part.dataset.dayKept = "";
  }

  async function fromStore(part) {
    const held = await fieldStore.dayKey().catch(() => null);
    const found = held && (await fieldStore.page(path()));
    if (held) owner = held.owner;
    if (!found) {
      part.querySelector("[data-field-missing]").hidden = !held;
      part.querySelector("[data-field-empty]").hidden = Boolean(held);
      return part;
    }
    const fresh = new DOMParser().parseFromString(found.form.get("html"), "text/html").body.firstElementChild;
    const local = (address) => {
      const blob = found.form.get(`image:${address}`);
      return blob ? URL.createObjectURL(blob) : address;
    };
    for (const image of fresh.querySelectorAll("img")) image.src = local(image.getAttribute("src"));
    for (const one of fresh.querySelectorAll("[data-before]")) one.dataset.before = local(one.dataset.before);
    for (const stored of fresh.querySelectorAll("[data-field-stored]")) {
      stored.hidden = false;
      stored.querySelector("[data-field-at]").textContent = new Date(found.at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    }
    part.replaceWith(fresh);
    document.title = fresh.querySelector("h1").textContent.trim();
    return fresh;
  }

  async function begin() {
    // A page out of the store is not kept anew: its day would begin again when it is over.
    const stored = shown().dataset.field === "offline";
    if (stored) {
      comforts(await fromStore(shown()));
    } else {
      comforts(shown());
      await navigator.serviceWorker.register(worker, { scope: base }).catch(() => {});
    }
    await show(navigator.onLine ? "" : "offline");
    const end = await send();
    if (!stored && owner && end !== "out" && shown().dataset.field === "day") {
      const held = await fieldStore.dayKey();
      if (held && held.owner !== owner) await fieldStore.forgetDay();
      await keepDay(shown());
    }
  }

  panel.querySelector("[data-queue-send]").addEventListener("click", send);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  navigator.serviceWorker.addEventListener("message", () => show());
  begin().catch(() => {});
})();
