// The password of the tracking page can be shown: twelve digits are hard to type blind.
"use strict";

for (const input of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-quiet";
  const tell = () => { button.textContent = input.type === "password" ? input.dataset.show : input.dataset.hide; };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    tell();
  });
  button.setAttribute("aria-controls", input.id);
  tell();
  input.after(button);
  input.form.addEventListener("submit", () => { input.type = "password"; });
}
