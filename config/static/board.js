// The board: a card that is put down, or moved by its list of steps, opens the form of the step at the side. Nothing
// moves before the step is done; the page is then read anew. Without this script the steps open on the case's page.
"use strict";

(() => {
  const board = () => document.querySelector("[data-board]");
  const side = () => document.querySelector("[data-side]");
  const content = () => document.querySelector("[data-side-content]");
  let dragged = null;
  let from = null;

  // The step that brings a card to a column: of statuses the first that leads there, of officers the assignment.
  const stepTo = (card, column) => {
    const to = column.dataset.column;
    const steps = [...card.querySelectorAll("[data-move]")];
    if (column.contains(card)) return null;
    if (board().dataset.board === "status") return steps.find((step) => step.dataset.leads === to);
    if (board().dataset.board !== "officer") return null;
    return steps.find((step) => step.dataset.move === (to === "none" ? "hand_back" : "assign"));
  };

  const read = (text) => new DOMParser().parseFromString(text, "text/html");

  // The form of the step with what the page says about it; where there is none, all that the page says.
  const show = (page) => {
    const step = page.querySelector("#step");
    const parts = step ? [...page.querySelectorAll("main > [role=alert], main [data-focus]"), step]
      : [...(page.querySelector("main")?.childNodes ?? [])];
    const once = parts.filter((part) => !parts.some((other) => other !== part && other.contains?.(part)));
    content().replaceChildren(...once);
    side().hidden = false;
    (content().querySelector("[data-focus], [role=alert]") ?? side()).focus();
    side().scrollIntoView({ block: "nearest" });
  };

  const open = async (link, officer) => {
    from = link.closest("[data-card]");
    try {
      const answer = await fetch(link.href);
      const page = read(await answer.text());
      if (!page.querySelector("main")) throw new Error(answer.statusText);
      document.querySelector("[data-side-case]").href = link.href;
      show(page);
      const choice = officer && content().querySelector(`input[name=to][value="${CSS.escape(officer)}"]`);
      if (choice) choice.checked = true;
    } catch (problem) {
      console.error(problem);
      location.assign(link.href);
    }
  };

  const close = () => {
    side().hidden = true;
    content().replaceChildren();
    from?.querySelector("summary")?.focus();
  };

  // A redirect says that the step is done: the board is read anew, and says so.
  const send = async (form, button) => {
    const options = { method: "POST", body: new FormData(form, button), redirect: "manual" };
    button?.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(button?.getAttribute("formaction") ? button.formAction : form.action, options);
      if (answer.type === "opaqueredirect") location.reload();
      else show(read(await answer.text()));
    } catch (problem) {
      console.error(problem);
      button?.removeAttribute("aria-disabled");
      content().prepend(Object.assign(document.createElement("p"), { className: "notice notice-warning", role: "alert", textContent: board().dataset.failed }));
    }
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-side-close]")) close();
    const link = event.target.closest("[data-move]");
    if (!link || !board() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side() && !side().hidden) close();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("[data-side-content]")) return;
    event.preventDefault();
    if (event.submitter?.getAttribute("aria-disabled") !== "true") send(event.target, event.submitter);
  });

  // A card can be dragged where one of its steps leads somewhere.
  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) card.draggable = Boolean(card.querySelector("[data-move]")) && board().dataset.board !== "stage";
  });
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.number);
    dragged.dataset.dragged = "";
    for (const column of board().querySelectorAll("[data-column]")) column.classList.toggle("fits", Boolean(stepTo(dragged, column)));
  });
  document.addEventListener("dragover", (event) => {
    if (dragged && event.target.closest?.("[data-column].fits")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && event.target.closest?.("[data-column]");
    const step = column && stepTo(dragged, column);
    if (!step) return;
    event.preventDefault();
    open(step, board().dataset.board === "officer" ? column.dataset.column : "");
  });
  document.addEventListener("dragend", () => {
    if (dragged) delete dragged.dataset.dragged;
    dragged = null;
    for (const column of document.querySelectorAll("[data-column].fits")) column.classList.remove("fits");
  });
})();
