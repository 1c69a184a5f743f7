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

// What is typed into a form with a draft is kept before it is sent: for a reload, a dead battery, a lost line.
for (const form of document.querySelectorAll("form[data-draft]")) {
  let timer;
  let typed = false;
  const save = () => {
    clearTimeout(timer);
    if (!typed || justSent(form)) return;
    typed = false;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("autosave", "1");
    navigator.sendBeacon(form.action, data);
  };
  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("beforeunload", save);
}

// A script that one form needs comes when somebody turns to it.
for (const form of document.querySelectorAll("form[data-script]")) {
  form.addEventListener("focusin", () => { import(form.dataset.script).catch(() => {}); }, { once: true });
}
// Logging out takes along what this device keeps.
for (const form of document.querySelectorAll("form[data-leaves]")) {
  form.addEventListener("submit", async (event) => {
    if (!window.indexedDB) return;
    event.preventDefault();
    const leaves = import(form.dataset.leaves).then(({ leave }) => leave(form.dataset.unsent));
    if (await leaves.catch(() => indexedDB.deleteDatabase("field"))) form.submit();
    else delete form.dataset.sent;
  });
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
// The language is a link on pages with replies: what was typed there goes along, in this window alone.
const KEPT = "typed-before-language";
const typedFields = () => document.querySelectorAll('main form[method="post"] :is(textarea, select, input:not([type=hidden], [type=password], [type=file]))');
const language = document.querySelector("a.language");
if (language) {
  language.addEventListener("click", () => {
    const typed = [...typedFields()].map((field) => [field.form.action.replace("/en/", "/"), field.name, field.type, field.value, field.checked]);
    sessionStorage.setItem(KEPT, JSON.stringify({ page: new URL(language.href).pathname, typed }));
  });
}
const held = JSON.parse(sessionStorage.getItem(KEPT) || "null");
sessionStorage.removeItem(KEPT);
if (held && held.page === location.pathname) {
  for (const field of typedFields()) {
    const action = field.form.action.replace("/en/", "/");
    const choice = field.type === "radio" || field.type === "checkbox";
    const was = held.typed.find(([form, name, type, value]) => form === action && name === field.name && type === field.type && (!choice || value === field.value));
    if (was && choice) field.checked = was[4];
    else if (was) field.value = was[3];
    if (was && was[3] && !choice) field.closest("details")?.setAttribute("open", "");
  }
}
