// The inbox: ticking a whole page; the keyboard, only while something in the list has the focus, and only if
// the person wants it.
"use strict";

{
  const theList = () => document.querySelector("form[data-list]");
  const links = () => [...theList().querySelectorAll("tbody th a")];
  const here = () => links().findIndex((link) => link.closest("tr").contains(document.activeElement));
  const box = (at) => links()[at]?.closest("tr").querySelector("input[type=checkbox]");
  const go = (at) => links()[Math.min(Math.max(at, 0), links().length - 1)]?.focus();
  const actions = {
    j: () => go(here() + 1),
    k: () => go(here() - 1),
    x: () => box(here())?.click(),
    Enter: () => links()[here()]?.click(),
    a: () => {
      const list = theList();
      const button = list.querySelector("[data-verb=assign]");
      if (!button) return;
      if (!list.querySelector("tbody input:checked") && box(here())) box(here()).checked = true;
      list.requestSubmit(button);
    },
    "/": () => document.getElementById("id_q").focus(),
    "?": () => {
      const keys = document.getElementById("keys");
      keys.open = true;
      keys.querySelector("summary").focus();
    },
  };
  // On the document: the list is another one after a filter or a page.
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest("form[data-list]")) return;
    const key = shortcutKey(event);
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(actions, key)) return;
    // Enter keeps its own meaning on links and buttons.
    if (key === "Enter" && event.target.matches("a, button")) return;
    event.preventDefault();
    actions[key]();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tick-all]");
    if (!button) return;
    const boxes = [...button.form.querySelectorAll("tbody input[type=checkbox]")];
    const wanted = !boxes.every((one) => one.checked);
    for (const one of boxes) one.checked = wanted;
    tell();
  });
  // How many are ticked, whenever that has changed.
  const tell = () => {
    const place = document.querySelector("[data-chosen]");
    if (!place) return;
    place.dataset.none ??= place.textContent;
    const count = document.querySelectorAll("form.list tbody input[name=case]:checked").length;
    place.textContent = count ? place.dataset.chosen.replace("{count}", count) : place.dataset.none;
  };
  // On a telephone the views are one line: the one that is shown is in sight.
  const reveal = () => {
    const tabs = document.querySelector(".tabs");
    const current = tabs?.querySelector("[aria-current]");
    if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - 16;
  };
  document.addEventListener("change", tell);
  window.addEventListener("pageshow", () => { tell(); reveal(); });
  document.addEventListener("htmx:afterSettle", () => { tell(); reveal(); });
  // Where the focus stood is gone: it goes on at the list that has arrived.
  document.addEventListener("htmx:afterSettle", () => document.querySelector("#inbox [data-arrived]")?.focus());
}
