// Shows a question only where an earlier answer asks for it. Without this file all of them are shown, each
// with the words "only if", and the server leaves out what does not apply.
"use strict";

for (const group of document.querySelectorAll("[data-questions]")) {
  const dependent = [...group.querySelectorAll("[data-show-if]")];
  const chosen = (name) => [...group.querySelectorAll("input, select")]
    .filter((control) => control.name === name && !control.disabled && (control.checked || control.matches("select")))
    .map((control) => control.value);
  // In the order of the page: a hidden question hides those that wait for it.
  const refresh = () => {
    for (const part of dependent) {
      part.hidden = !chosen(part.dataset.showIf).includes(part.dataset.showValue);
      for (const control of part.querySelectorAll("input, select, textarea")) control.disabled = part.hidden;
    }
  };
  for (const hint of group.querySelectorAll("[data-only-if]")) hint.hidden = true;
  group.addEventListener("change", refresh);
  // Going back fills the fields in after this file has run.
  window.addEventListener("pageshow", refresh);
  refresh();
}
