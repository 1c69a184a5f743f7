// Landmarks while somebody types near which one it is; the one that is chosen fills in latitude and longitude.
// Frame: [data-near] of templates/cases/form/near.html. Without this script a button offers them.
"use strict";

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
