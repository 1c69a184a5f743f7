// Shows a question only where an earlier answer asks for it. Without this file all of them are shown, each
// with the words "only if", and the server leaves out what does not apply.
"use strict";

for (const group of document.querySelectorAll("[data-questions]")) {
  const dependent = [...group.querySelectorAll("[data-show-if]")];
  const given = "select, input:checked, input:not([type=checkbox], [type=radio])";
  const chosen = (name) => [...group.querySelectorAll(given)]
    .filter((control) => control.name === name && !control.disabled && control.value.trim())
    .map((control) => control.value);
  // Thai digits and thousands in groups are understood, as on the server.
  const number = (text) => Number(text.replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0xE50).replace(/[,\s]/g, ""));
  const asked = ({ showIf, showValue, showTest }) => {
    const answers = chosen(showIf);
    if (showTest === "more") return answers.some((answer) => number(answer) > Number(showValue));
    return answers.includes(showValue) !== (showTest === "is_not") && answers.length > 0;
  };
  // In the order of the page: a hidden question hides those that wait for it.
  const refresh = () => {
    for (const part of dependent) {
      part.hidden = !asked(part.dataset);
      for (const control of part.querySelectorAll("input, select, textarea")) control.disabled = part.hidden;
    }
  };
  for (const hint of group.querySelectorAll("[data-only-if]")) hint.hidden = true;
  group.addEventListener("change", refresh);
  // A number that is still typed.
  group.addEventListener("input", refresh);
  // Going back fills the fields in after this file has run.
  window.addEventListener("pageshow", refresh);
  refresh();
}
