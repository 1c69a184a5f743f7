// A brush over the boxes that cover parts of a photo: what the pointer passes is marked, or unmarked where it
// began on a marked box. Without it each box is ticked by itself.
"use strict";

for (const frame of document.querySelectorAll("[data-cover]")) {
  let brush = null;
  const boxAt = ({ clientX, clientY }) => document.elementFromPoint(clientX, clientY)?.closest(".cover-cell")?.querySelector("input");
  const paint = (box) => {
    if (box && frame.contains(box)) box.checked = brush;
  };
  frame.addEventListener("pointerdown", (event) => {
    const box = boxAt(event);
    if (!box) return;
    event.preventDefault();
    brush = !box.checked;
    paint(box);
  });
  frame.addEventListener("pointermove", (event) => { if (brush !== null) paint(boxAt(event)); });
  // The click that ends a stroke would turn its last box back.
  frame.addEventListener("click", (event) => { if (event.detail) event.preventDefault(); });
  window.addEventListener("pointerup", () => { brush = null; });
  window.addEventListener("pointercancel", () => { brush = null; });
}
