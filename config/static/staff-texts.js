// "Insert" a standard text without leaving the page; without this script the button sends the form and comes back.
"use strict";

(() => {
  const button = document.querySelector("[data-insert-into]");
  const field = button && document.getElementById(button.dataset.insertInto);
  if (!field) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const words = button.form.elements.standard_text.selectedOptions[0].dataset.words;
    if (!words) return;
    field.value = [field.value.trimEnd(), words].filter(Boolean).join("\n\n");
    // The letter that is shown has other words now.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
