// The map of the inbox: it is open from the start; "my area", and a part of it that is chosen narrows the list.
"use strict";

{
  const frame = document.querySelector("[data-inbox-map]");
  const find = (selector) => frame.querySelector(selector);
  const bounds = (edges) => {
    const [south, west, north, east] = edges.split(",").map(Number);
    return window.L.latLngBounds([south, west], [north, east]);
  };

  // The list of what lies within, two hundred at a time; its rows are ticked when it arrives.
  const choose = (part) => {
    const address = new URL(location.href);
    const edges = [part.getSouth(), part.getWest(), part.getNorth(), part.getEast()];
    for (const name of ["after", "before"]) address.searchParams.delete(name);
    address.searchParams.set("box", edges.map((edge) => edge.toFixed(6)).join(","));
    address.searchParams.set("rows", "200");
    address.searchParams.set("look", "map");
    location.assign(address);
  };

  // A drag draws a rectangle instead of moving the map, once.
  const drawOn = (map) => {
    const button = find("[data-rectangle]");
    const style = { className: "chosen-part", interactive: false };
    let start = null;
    let drawn = null;
    const on = () => button.getAttribute("aria-pressed") === "true";
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(!on()));
      map.dragging[on() ? "disable" : "enable"]();
    });
    map.on("mousedown", ({ latlng }) => { if (on()) start = latlng; });
    map.on("mousemove", ({ latlng }) => {
      if (!start) return;
      drawn?.remove();
      drawn = window.L.rectangle(window.L.latLngBounds(start, latlng), style).addTo(map);
    });
    map.on("mouseup", ({ latlng }) => {
      if (start && drawn) choose(window.L.latLngBounds(start, latlng));
      start = null;
    });
    if (frame.dataset.box) {
      map.fitBounds(bounds(frame.dataset.box));
      window.L.rectangle(bounds(frame.dataset.box), style).addTo(map);
    }
  };

  if (frame) {
    frame.addEventListener("map-shown", ({ detail: map }) => {
      for (const tool of frame.querySelectorAll("[data-tool]")) tool.hidden = false;
      drawOn(map);
      find("[data-in-view]").addEventListener("click", () => choose(map.getBounds()));
      find("[data-own]")?.addEventListener("click", (event) => map.fitBounds(bounds(event.currentTarget.dataset.own)));
    }, { once: true });
    find("[data-open-map]").click();
    if (frame.dataset.box) {
      for (const box of document.querySelectorAll("form.list tbody input[name=case]")) box.checked = true;
    }
  }
}
