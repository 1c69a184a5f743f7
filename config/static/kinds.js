// The preview of a kind follows what is chosen and typed; without this script a button shows it.
"use strict";

(() => {
  const form = document.getElementById("kind");
  const frame = document.querySelector("iframe[data-preview]");
  const button = form?.querySelector("[data-show-preview]");
  if (!frame || !button) return;
  const said = document.querySelector("[data-preview-said]");
  let timer, last;

  // What is drawn takes the place of what was there: the frame keeps its place, and Back leads to no preview.
  const draw = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const there = frame.contentDocument;
    const top = there.scrollingElement?.scrollTop ?? 0;
    there.querySelector("main").replaceWith(there.importNode(page.querySelector("main"), true));
    there.scrollingElement.scrollTop = top;
  };

  const show = async () => {
    clearTimeout(timer);
    last?.abort();
    const own = last = new AbortController();
    const options = { method: "POST", body: new FormData(form), headers: { "X-Fragment": "preview" }, redirect: "error", signal: own.signal };
    try {
      const answer = await fetch(frame.dataset.preview, options);
      if (!answer.ok) throw new Error(answer.statusText);
      draw(await answer.text());
      said.textContent = "";
    } catch {
      if (!own.signal.aborted) said.textContent = said.dataset.previewSaid;
    }
  };

  button.addEventListener("click", (event) => {
    event.preventDefault();
    show();
    document.getElementById("preview").scrollIntoView({ block: "nearest" });
  });
  // Questions and rules are saved by forms of their own: what is typed into this one is not left by them unasked.
  let unsaved = false;
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  // The choice of the page belongs to the form, though it stands outside.
  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    unsaved ||= event.target.name !== "preview_page";
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
})();
