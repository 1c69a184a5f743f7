// Search everywhere: Ctrl-K, "/" or the link in the head open a dialog over /staff/search/. Without this script the link is a page.
"use strict";

(() => {
  const PAUSE = 200;
  const link = document.querySelector("a[data-palette]");
  if (!link || !window.HTMLDialogElement) return;

  let dialog = null;
  let asked = null;
  let timer = 0;

  const fetched = async (part, options = {}) => {
    const answer = await fetch(link.href, { ...options, headers: { "X-Fragment": part } });
    if (!answer.ok || answer.redirected) throw new Error("log in again");
    return new DOMParser().parseFromString(await answer.text(), "text/html").body;
  };
  const box = () => dialog.querySelector("#palette-box");
  const list = () => dialog.querySelector("#palette-list");
  const choices = () => [...list().querySelectorAll("a[role=option]")];

  const choose = (option) => {
    for (const one of choices()) one.setAttribute("aria-selected", one === option);
    if (option) {
      box().setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      box().removeAttribute("aria-activedescendant");
    }
  };
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const found = await fetched("options", { method: "POST", body: new FormData(dialog.querySelector("form")), signal: asked.signal });
      list().replaceChildren(...found.childNodes);
      choose(choices()[0]);
    } catch (error) {
      // Typed on; else the page itself says what is wrong.
      if (error.name !== "AbortError") dialog.querySelector("form").submit();
    }
  };
  const move = (by) => {
    const all = choices();
    const here = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (all.length) choose(all[(here + by + all.length) % all.length]);
  };
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1) };

  const made = async () => {
    const part = (await fetched("dialog")).querySelector("dialog");
    document.body.append(part);
    part.querySelector("#palette-box").addEventListener("input", () => {
      // What is shown answers to other words: Enter sends what is typed, until its own answer is there.
      asked?.abort();
      choose();
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
    part.addEventListener("keydown", (event) => {
      if (event.isComposing || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    });
    part.querySelector("form").addEventListener("submit", (event) => {
      const option = list().querySelector("a[aria-selected=true]");
      if (!option) return;
      event.preventDefault();
      location.assign(option.href);
    });
    part.querySelector("[data-close]").addEventListener("click", () => part.close());
    return part;
  };
  const open = async ({ bySlash = false } = {}) => {
    try {
      dialog ??= await made();
    } catch {
      if (!bySlash) location.assign(link.href);
      return;
    }
    if (dialog.open || (bySlash && dialog.dataset.slash === undefined)) return;
    dialog.showModal();
    box().select();
    look();
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const key = shortcutKey(event).toLowerCase();
    const slash = key === "/" && !control && !event.target.closest("input, textarea, select, [contenteditable]");
    if (!slash && !(control && key === "k")) return;
    event.preventDefault();
    open({ bySlash: slash });
  });
})();
