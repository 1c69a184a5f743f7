// The town's own places on the form: landmarks while somebody types near which one it is, and what stands around
// the pin with a number on it, such as lamp posts. Frames: [data-near] and [data-assets] of templates/cases/form/.
// Without this script a button offers the landmarks, and the number is typed.
"use strict";

// The landmark that is chosen fills in latitude and longitude.
(() => {
  const PAUSE = 250;
  const frame = document.querySelector("[data-near]");
  if (!frame) return;
  const box = document.getElementById(frame.dataset.near);
  const inputs = [frame.dataset.latitude, frame.dataset.longitude].map((id) => document.getElementById(id));
  const list = box.list;
  const known = new Map();
  let timer, asked = "";

  // The point that was filled in here may be replaced; one that somebody gave stays.
  let own = "";
  const point = () => inputs.map((input) => input.value.trim()).join();
  const take = () => {
    const at = known.get(box.value.trim());
    if (!at || (point() !== "," && point() !== own)) return;
    inputs.forEach((input, index) => { input.value = at[index]; });
    own = point();
    inputs[1].dispatchEvent(new Event("change"));
  };
  const search = async () => {
    const q = box.value.trim();
    if (q.length < 2 || q === asked) return;
    asked = q;
    try {
      const answer = await fetch(`${frame.dataset.landmarks}?${new URLSearchParams({ q })}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const rows = (await answer.json()).landmarks;
      rows.forEach(([name, ...at]) => known.set(name, at));
      list.replaceChildren(...rows.map(([name]) => Object.assign(document.createElement("option"), { value: name })));
      take();
    } catch {
      frame.querySelector("[data-near-button]").hidden = false;
    }
  };
  box.addEventListener("input", () => {
    take();
    window.clearTimeout(timer);
    timer = window.setTimeout(search, PAUSE);
  });
  frame.querySelector("[data-near-button]").hidden = true;
})();

// One press on what stands at the pin fills in its number and its place; place.js says when the pin has moved.
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
