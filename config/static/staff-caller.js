// Earlier cases of the caller, as soon as the telephone number is whole; without this script a button asks.
"use strict";

(() => {
  const PAUSE = 400;
  const form = document.querySelector("form#request");
  const place = document.querySelector("[data-earlier]");
  const phone = form?.elements.phone;
  if (!phone || !place) return;

  let timer = 0;
  let asked = null;
  let shown = phone.defaultValue;

  // By POST: a telephone number does not belong in an address.
  const look = async () => {
    if (phone.value === shown) return;
    asked?.abort();
    asked = new AbortController();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("phone", phone.value);
    const options = { method: "POST", body, signal: asked.signal, headers: { "X-Fragment": "earlier" } };
    try {
      const answer = await fetch(form.action, { ...options, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...page.body.childNodes);
      shown = phone.value;
    } catch { /* Typed on, or no network: the button still works. */ }
  };

  const typed = () => {
    clearTimeout(timer);
    if (phone.value.replace(/\D/g, "").length >= 9) timer = setTimeout(look, PAUSE);
  };

  phone.addEventListener("input", typed);
  typed(); // What was typed before this script came.
})();
