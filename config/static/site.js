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
