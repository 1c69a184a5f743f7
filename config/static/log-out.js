// Logging out takes from this device what the field has kept on it, and asks before what is not sent yet. Without
// a line nobody is logged out: that is said, and nothing is taken away.
"use strict";

(() => {
  const DATABASE = "field";

  const unsent = () => new Promise((resolve) => {
    const asked = indexedDB.open(DATABASE);
    // There was none: it is not begun.
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve(0);
    asked.onsuccess = () => {
      const db = asked.result;
      const told = db.objectStoreNames.contains("queue") && db.transaction("queue").objectStore("queue").count();
      const end = (number) => { db.close(); resolve(number); };
      if (!told) return end(0);
      told.onsuccess = () => end(told.result);
      told.onerror = () => end(0);
      return undefined;
    };
  });
  const forget = () => new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(DATABASE);
    // A page that still reads it lets go when this one is left.
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  const leave = async (form) => {
    const number = await unsent();
    if (number && !window.confirm(form.dataset.unsent.replace("{number}", number))) return;
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    } catch {
      window.alert(form.dataset.offline);
      return;
    }
    if (!answer.ok) return form.submit();
    await forget();
    location.assign(answer.url);
  };

  for (const form of document.querySelectorAll("form[data-leaves]")) {
    form.addEventListener("submit", async (event) => {
      if (!window.indexedDB || event.defaultPrevented) return;
      event.preventDefault();
      await leave(form);
      delete form.dataset.sent;
    });
  }
})();
