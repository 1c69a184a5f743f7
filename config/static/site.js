// Small comforts; every page works without them.
"use strict";

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A second click sends nothing a second time; after a while, or after going back, the form is usable again.
const justSent = (form) => Date.now() - Number(form.dataset.sent || 0) < 5000;
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (justSent(form)) event.preventDefault();
    else form.dataset.sent = Date.now();
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What stands in fields, by the address of their form in either language; and the same given back to them.
const plain = (address) => address.replace("/en/", "/");
const noted = (fields) => [...fields].map((field) => [plain(field.form.action), field.name, field.type, field.value, field.checked]);
const giveBack = (typed, fields) => {
  for (const field of fields) {
    const choice = field.type === "radio" || field.type === "checkbox";
    const was = typed.find(([form, name, type, value]) => form === plain(field.form.action) && name === field.name && type === field.type && (!choice || value === field.value));
    if (was && choice) field.checked = was[4];
    else if (was) field.value = was[3];
    if (was && was[3] && !choice) field.closest("details")?.setAttribute("open", "");
  }
};
const typedIn = (form) => form.querySelectorAll("textarea, select, input:not([type=hidden], [type=password], [type=file])");

// What is typed into a form with a draft is kept before it is sent: for a reload, a dead battery, a lost line.
// While there is no line it waits in this browser, for a day, until the draft has it; photos.js keeps the photos.
// Where the browser was closed meanwhile, the form asks whether to take it back.
const OFFLINE = "typed-offline";
const DAY = 864e5;
const forgetOffline = () => {
  localStorage.removeItem(OFFLINE);
  window.caches?.delete(OFFLINE);
};
const folder = (address) => plain(address).replace(/[^/]*\/$/, "");
// Give the words to the draft they belong to, and open its page.
const takeBack = async (waiting, form) => {
  const [address] = waiting.typed[0];
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("autosave", "1");
  for (const name of ["form_token", "came_back"]) data.set(name, waiting.token);
  for (const [, name, type, value, checked] of waiting.typed) {
    if (checked || !["radio", "checkbox"].includes(type)) data.append(name, value);
  }
  const answer = await fetch(address, { method: "POST", body: data }).catch(() => null);
  if (answer?.ok) location.assign((document.documentElement.lang === "en" ? "/en" : "") + new URL(address).pathname);
};
const offer = (waiting, form) => {
  const box = document.querySelector("[data-came-back]");
  box.hidden = false;
  box.querySelector("[data-take]").addEventListener("click", () => takeBack(waiting, form));
  box.querySelector("[data-leave]").addEventListener("click", () => { forgetOffline(); box.hidden = true; });
};
for (const form of document.querySelectorAll("form[data-draft]")) {
  let timer;
  let typed = false;
  const token = form.elements.form_token.value;
  const hold = () => {
    localStorage.setItem(OFFLINE, JSON.stringify({ token, at: Date.now(), typed: noted(typedIn(form)) }));
    form.dispatchEvent(new Event("held"));
  };
  const save = () => {
    clearTimeout(timer);
    if (typed && !navigator.onLine) hold();
    if (!typed || justSent(form)) return;
    typed = false;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    fetch(form.action, { method: "POST", body: data, keepalive: true })
      .then((answer) => { if (answer.ok) localStorage.removeItem(OFFLINE); })
      .catch(() => { typed = true; hold(); });
  };
  const later = () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    document.querySelector("[data-no-line]").hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    delete form.dataset.sent;
    typed = true;
    hold();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("beforeunload", save);
  window.addEventListener("online", save);
  // The page with the photos has been sent.
  if (!form.querySelector("[data-photo-tools]")) window.caches?.delete(OFFLINE);
  const waiting = JSON.parse(localStorage.getItem(OFFLINE) || "null");
  if (!waiting || Date.now() - waiting.at > DAY) {
    localStorage.removeItem(OFFLINE);
  } else if (waiting.token === token) {
    giveBack(waiting.typed, typedIn(form));
    if (waiting.typed.some(([address]) => address === plain(form.action))) later();
  } else if (waiting.typed.length && folder(waiting.typed[0][0]) === folder(form.action)) {
    offer(waiting, form);
  }
}
// By then the draft has all of it, or nobody is to have it.
for (const form of document.querySelectorAll("form#request:not([data-draft]), form[data-log-out]")) {
  form.addEventListener("submit", forgetOffline);
}

// An open menu is closed by Escape, and by pressing something else.
const menus = () => document.querySelectorAll(".menu[open], .person[open]");
document.addEventListener("click", ({ target }) => {
  for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" ? [...menus()].pop() : null;
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
// A script that one form needs comes when somebody turns to it.
for (const form of document.querySelectorAll("form[data-script]")) {
  form.addEventListener("focusin", () => { import(form.dataset.script).catch(() => {}); }, { once: true });
}
// A map to look at comes when its button is pressed, and its script with it.
for (const frame of document.querySelectorAll("[data-later] [data-place-view]")) {
  const button = frame.querySelector("[data-open-map]");
  frame.hidden = false;
  button.addEventListener("click", () => {
    import(frame.parentElement.dataset.later).then(() => button.click()).catch(() => {});
  }, { once: true });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}
// Where the language and the display are links, what was typed goes along, in this window alone.
const KEPT = "typed-before-link";
const typedFields = () => [...document.querySelectorAll('main form[method="post"]')].flatMap((form) => [...typedIn(form)]);
for (const link of document.querySelectorAll("a.language, a[data-display]")) {
  const page = link.matches("[data-display]") ? location.href : link.href;
  link.addEventListener("click", () => {
    sessionStorage.setItem(KEPT, JSON.stringify({ page: new URL(page).pathname, typed: noted(typedFields()) }));
  });
}
const held = JSON.parse(sessionStorage.getItem(KEPT) || "null");
if (held && held.page === location.pathname) giveBack(held.typed, typedFields());
if (!document.querySelector("form#display")) sessionStorage.removeItem(KEPT);
