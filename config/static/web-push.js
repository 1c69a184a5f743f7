// Notifications: asks the browser for them when a button is pressed, and sends what it gives with the form.
(function () {
  "use strict";
  const block = document.querySelector("[data-web-push]");
  if (!block || !window.isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const { pushKey, pushWorker } = block.dataset;
  const offer = block.querySelector("[data-push-offer]");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const same = (one, other) => one.byteLength === other.byteLength && new Uint8Array(one).every((byte, at) => byte === other[at]);

  // No page is in the worker's scope, so navigator.serviceWorker.ready would wait for ever.
  function active(registration) {
    const worker = registration.installing || registration.waiting;
    if (registration.active || !worker) return Promise.resolve();
    return new Promise((resolve, reject) => {
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") reject(new Error("The worker was not started."));
      });
    });
  }

  async function subscription() {
    const registration = await navigator.serviceWorker.register(pushWorker);
    await active(registration);
    const key = bytes(pushKey);
    const old = await registration.pushManager.getSubscription();
    if (old && same(old.options.applicationServerKey, key)) return old;
    // It was made for keys that are gone.
    if (old) await old.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  async function ask(form) {
    const show = (name) => { block.querySelector(`[data-push-${name}]`).hidden = false; };
    for (const words of block.querySelectorAll("[role=alert]")) words.hidden = true;
    if ((await Notification.requestPermission()) !== "granted") return show("blocked");
    try {
      form.querySelector("[data-push-browser]").value = JSON.stringify(await subscription());
    } catch {
      return show("failed");
    }
    form.submit();
  }

  // Which of the browsers that are told is this one.
  async function mark() {
    const registration = await navigator.serviceWorker.getRegistration(pushWorker);
    const own = registration && (await registration.pushManager.getSubscription());
    if (!own) return false;
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(own.endpoint));
    const print = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const row = block.querySelector(`[data-push-told="${print}"]`);
    if (row) row.querySelector("[data-push-here]").hidden = false;
    return Boolean(row);
  }

  mark().catch(() => false).then((told) => {
    if (!offer || told) return;
    block.hidden = offer.hidden = false;
    const form = offer.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  });
})();
