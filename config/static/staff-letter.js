// "Show the letter" without leaving the page; without this script the button sends the form and comes back.
"use strict";

(() => {
  const button = document.querySelector("[data-show-letter]");
  const place = document.querySelector("[data-letter]");
  if (!button || !place) return;
  const form = button.form;

  // Photos stay where they are: the letter does not show them.
  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File || name === "remove") data.delete(name);
    data.set(button.name, button.value);
    return data;
  };

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const options = { method: "POST", body: typed(), headers: { "X-Fragment": "letter" }, redirect: "error" };
    try {
      const answer = await fetch(form.action, options);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...page.body.childNodes);
      place.querySelector("[data-letter-focus]")?.focus();
    } catch {
      // Somebody was faster, or the log-in has ended: the page itself says so.
      form.requestSubmit(button);
    }
  });

  // A letter of other words would be a lie.
  form.addEventListener("input", () => place.replaceChildren());
})();
