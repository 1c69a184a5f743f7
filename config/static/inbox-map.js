// The map of the inbox: it is open from the start; "my area", and a part of it that is chosen narrows the list.
"use strict";

{
  const frame = document.querySelector("[data-inbox-map]");
  const find = (selector) => frame.querySelector(selector);
  const bounds = (edges) => {
    const [south, west, north, east] = edges.split(",").map(Number);
    return window.L.latLngBounds([south, west], [north, east]);
  };
  const corners = (text) => text.split(";").map((pair) => pair.split(",").map(Number));
  const STYLE = { className: "chosen-part", interactive: false };
  // What an address and a saved view have room for.
  const MOST_CORNERS = 30;
  // A shorter way of the pointer is a slip.
  const LEAST = 12;

  // The list of what lies within, two hundred at a time; its rows are ticked when it arrives.
  const choose = (part) => {
    const address = new URL(location.href);
    for (const name of ["after", "before"]) address.searchParams.delete(name);
    address.searchParams.set("box", part);
    address.searchParams.set("rows", "200");
    address.searchParams.set("look", "map");
    location.assign(address);
  };
  const written = (degrees) => degrees.toFixed(5);
  const chooseBox = (part) => {
    const edges = [part.getSouth(), part.getWest(), part.getNorth(), part.getEast()];
    choose(edges.map((edge) => edge.toFixed(6)).join(","));
  };
  const chooseShape = (map, line) => {
    let kept = line;
    for (let tolerance = 2; kept.length > MOST_CORNERS; tolerance *= 1.5) kept = window.L.LineUtil.simplify(line, tolerance);
    const shape = kept.map((point) => map.containerPointToLatLng(point).wrap());
    choose(shape.map(({ lat, lng }) => `${written(lat)},${written(lng)}`).join(";"));
  };

  // What is drawn, and what is chosen by it: from the way of the pointer, in pixels of the map.
  const TOOLS = {
    rectangle: {
      draw: (map, line) => {
        const [from, to] = [line[0], line.at(-1)].map((point) => map.containerPointToLatLng(point));
        return window.L.rectangle(window.L.latLngBounds(from, to), STYLE);
      },
      choose: (map, line) => chooseBox(TOOLS.rectangle.draw(map, line).getBounds()),
      fits: (line) => Math.abs(line[0].x - line.at(-1).x) > LEAST && Math.abs(line[0].y - line.at(-1).y) > LEAST,
    },
    shape: {
      draw: (map, line) => window.L.polygon(line.map((point) => map.containerPointToLatLng(point)), STYLE),
      choose: chooseShape,
      fits: (line) => line.length > 2 && line.some((point) => point.distanceTo(line[0]) > LEAST),
    },
  };

  // While a tool is in the hand, the mouse or one finger draws, and the map stands still.
  const drawOn = (map) => {
    const buttons = [...frame.querySelectorAll("[data-draw]")];
    const area = map.getContainer();
    let tool = null;
    let line = [];
    let drawn = null;
    const take = (name) => {
      tool = TOOLS[name] ?? null;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.draw === name));
      area.classList.toggle("choosing", Boolean(tool));
      for (const way of ["dragging", "touchZoom", "doubleClickZoom", "boxZoom"]) map[way]?.[tool ? "disable" : "enable"]();
      find("[data-say]").textContent = tool ? frame.dataset.howToDraw : "";
    };
    const drop = () => {
      drawn?.remove();
      [line, drawn] = [[], null];
    };
    for (const button of buttons) {
      button.addEventListener("click", () => take(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.draw));
    }
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && tool) { drop(); take(""); }
    });
    area.addEventListener("pointerdown", (event) => {
      if (!tool || !event.isPrimary || event.target.closest(".leaflet-control")) return;
      area.setPointerCapture(event.pointerId);
      line = [map.mouseEventToContainerPoint(event)];
    });
    area.addEventListener("pointermove", (event) => {
      if (!line.length || !event.isPrimary) return;
      line.push(map.mouseEventToContainerPoint(event));
      drawn?.remove();
      drawn = tool.draw(map, line).addTo(map);
    });
    area.addEventListener("pointerup", () => {
      if (line.length && tool?.fits(line)) tool.choose(map, line);
      else drop();
      line = [];
    });
    area.addEventListener("pointercancel", drop);
    // A press that draws opens no case.
    area.addEventListener("click", (event) => {
      if (tool && !event.target.closest(".leaflet-control")) event.stopPropagation();
    }, true);
    if (!frame.dataset.box) return;
    const part = frame.dataset.box.includes(";")
      ? window.L.polygon(corners(frame.dataset.box), STYLE)
      : window.L.rectangle(bounds(frame.dataset.box), STYLE);
    map.fitBounds(part.addTo(map).getBounds());
  };

  if (frame) {
    frame.addEventListener("map-shown", ({ detail: map }) => {
      for (const tool of frame.querySelectorAll("[data-tool]")) tool.hidden = false;
      drawOn(map);
      find("[data-in-view]").addEventListener("click", () => chooseBox(map.getBounds()));
      find("[data-own]")?.addEventListener("click", (event) => map.fitBounds(bounds(event.currentTarget.dataset.own)));
    }, { once: true });
    const opener = find("[data-open-map]");
    opener.click();
    // Here the map is what the page is for.
    frame.addEventListener("map-shown", () => { opener.hidden = true; }, { once: true });
    if (frame.dataset.box) {
      for (const box of document.querySelectorAll("form.list tbody input[name=case]")) box.checked = true;
    }
  }
}
