// Cards of a plan, or of a list of questions, are dragged to another place or stage where there is a mouse; the buttons serve everybody.
"use strict";

(() => {
  const form = document.querySelector("form[data-plan]");
  if (!form || !window.matchMedia("(pointer: fine)").matches) return;
  let dragged = null;

  const cards = (list) => [...list.querySelectorAll("[data-step]")];
  const others = (list) => cards(list).filter((card) => card !== dragged);
  // Before the first card whose middle lies below the pointer.
  const place = (list, y) => {
    const at = others(list).findIndex((card) => {
      const box = card.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return at < 0 ? others(list).length : at;
  };
  const unmark = () => {
    for (const one of form.querySelectorAll("[data-drop]")) delete one.dataset.drop;
  };
  const mark = (list, y) => {
    const next = others(list)[place(list, y)];
    unmark();
    if (next) next.dataset.drop = "before";
    else list.dataset.drop = "end";
  };
  const send = (list, at) => {
    if (dragged.parentElement === list && cards(list).indexOf(dragged) === at) return;
    const button = document.createElement("button");
    button.hidden = true;
    button.name = "placed";
    button.value = `${dragged.dataset.step} ${list.dataset.stage} ${at}`;
    form.append(button);
    form.requestSubmit(button);
    // Who comes back to this page finds no button of a card that was dragged.
    button.remove();
  };

  for (const card of cards(form)) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.step);
      card.dataset.dragged = "";
    });
    card.addEventListener("dragend", () => {
      delete card.dataset.dragged;
      dragged = null;
      unmark();
    });
  }
  for (const list of form.querySelectorAll("[data-stage]")) {
    // The whole column takes a card, also below its last one.
    const column = list.parentElement;
    column.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      mark(list, event.clientY);
    });
    column.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      send(list, place(list, event.clientY));
    });
  }
})();
