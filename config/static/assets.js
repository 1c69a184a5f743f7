// What stands around the pin, such as lamp posts, as buttons: one press fills in its number and its place.
// Frame: [data-assets] of templates/cases/form/asset.html. place.js says when the pin has moved.
"use strict";

(() => {
  const frame = document.querySelector("[data-assets]");
  if (!frame) return;
  const [number, latitude, longitude] = ["number", "latitude", "longitude"]
    .map((name) => document.getElementById(frame.dataset[name]));
  const offers = frame.querySelector("[data-asset-offers]");
  const buttons = frame.querySelector("[data-asset-buttons]");

  const choose = ([text, lat, lng]) => {
    number.value = text;
    latitude.value = lat;
    longitude.value = lng;
    longitude.dispatchEvent(new Event("change"));
    number.focus();
  };
  const button = (row) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button-quiet", textContent: row[3] });
    made.addEventListener("click", () => choose(row));
    return made;
  };
  document.addEventListener("placed", async ({ detail: point }) => {
    offers.hidden = true;
    if (!point) return;
    const query = new URLSearchParams({ sort: frame.dataset.sort, latitude: point.lat, longitude: point.lng });
    try {
      const answer = await fetch(`${frame.dataset.assets}?${query}`);
      if (!answer.ok) return;
      const rows = (await answer.json()).assets;
      buttons.replaceChildren(...rows.map(button));
      offers.hidden = rows.length === 0;
    } catch {
      // The number can still be typed.
    }
  });
})();
