// The search box of the first page answers while somebody types: the results of the same page, fetched.
// Without this script the box is a plain form. Needs form[data-request-type-search], [data-request-type-results] with the number
// found in words as data-said, and [data-request-type-status] to say it.
"use strict";

(() => {
  const PAUSE = 250;
  const form = document.querySelector("form[data-request-type-search]");
  const results = document.querySelector("[data-request-type-results]");
  const box = form?.querySelector('input[type="search"]');
  const status = document.querySelector("[data-request-type-status]");
  if (!box || !results || !status) return;

  let timer = 0;
  let asked = null;
  let shown = box.defaultValue.trim();

  const search = async () => {
    const query = box.value.trim();
    if (query === shown) return;
    asked?.abort();
    asked = new AbortController();
    const address = new URL(form.action || location.href, location.href);
    // What callers say does not belong in an address: the staff's form is sent by POST.
    const hidden = form.method === "post";
    const sent = hidden ? { method: "POST", body: new FormData(form) } : {};
    if (!hidden) address.search = new URLSearchParams(query ? { q: query } : {});
    try {
      const answer = await fetch(address, { ...sent, signal: asked.signal, headers: { "X-Fragment": "results" } });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-request-type-results]");
      if (!found) return;
      results.replaceChildren(...found.childNodes);
      // What is read out has to stay in its place; only its words change.
      status.textContent = results.dataset.said = found.dataset.said;
      shown = query;
      if (!hidden) history.replaceState(null, "", address);
    } catch { /* Typed on, or no network: the button still works. */ }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  };
  box.addEventListener("input", soon);
  // What was typed before this script had come.
  soon();
})();
