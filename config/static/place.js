// The place of a request: position by GPS, pasted degrees, and a map that is loaded only when it is asked for.
// One frame per form: [data-place] of templates/cases/form/place_tools.html, beside the two inputs it names.
// Where there is nothing to fill in, [data-place-view] of place_view.html shows a place, or the town.
"use strict";

(() => {
  const ROUGH_METRES = 100;
  const EARTH_KM = 6371;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const western = (text) => text.replace(/[๐-๙]/g, (digit) => String("๐๑๒๓๔๕๖๗๘๙".indexOf(digit)));
  const radians = (degrees) => (degrees * Math.PI) / 180;

  const distance = (one, two) => {
    const half = Math.sin(radians(two.lat - one.lat) / 2) ** 2
      + Math.cos(radians(one.lat)) * Math.cos(radians(two.lat)) * Math.sin(radians(two.lng - one.lng) / 2) ** 2;
    return 2 * EARTH_KM * Math.asin(Math.sqrt(half));
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // A field that is left by pressing a button must not move that button away before it is released.
  let pressed = false;
  for (const type of ["pointerdown", "pointerup", "pointercancel"]) {
    window.addEventListener(type, () => { pressed = type === "pointerdown"; }, true);
  }
  const afterPress = (step) => {
    if (!pressed) step();
    else window.addEventListener("pointerup", () => window.setTimeout(step), { once: true });
  };

  // A frame with a button that opens a map; `point` says where its pin stands.
  class MapFrame {
    constructor(frame) {
      this.frame = frame;
      this.texts = frame.dataset;
      this.find("[data-open-map]").addEventListener("click", () => this.toggle());
      frame.hidden = false;
    }

    find(selector) { return this.frame.querySelector(selector); }

    say(text) { this.find("[data-say]").textContent = text; }

    get box() {
      const edge = (name) => Number.parseFloat(this.texts[`box${name}`]);
      const box = { south: edge("South"), west: edge("West"), north: edge("North"), east: edge("East") };
      return Object.values(box).every(Number.isFinite) ? box : null;
    }

    get centre() {
      const [lat, lng] = [this.texts.boxLatitude, this.texts.boxLongitude].map(Number.parseFloat);
      if (Number.isFinite(lat) && Number.isFinite(lng)) return { lat, lng };
      const box = this.box;
      return box ? { lat: (box.south + box.north) / 2, lng: (box.west + box.east) / 2 } : { lat: 13.75, lng: 100.5 };
    }

    async toggle() {
      const [button, frame] = [this.find("[data-open-map]"), this.find("[data-map-frame]")];
      const open = frame.hidden;
      frame.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      button.textContent = open ? this.texts.close : this.texts.open;
      if (!open) return;
      try {
        await this.load();
        this.map ??= new window.PlaceMap(this);
        this.map.show();
        this.frame.dispatchEvent(new CustomEvent("map-shown", { bubbles: true, detail: this.map.map }));
      } catch (problem) {
        console.error(problem);
        frame.hidden = true;
        button.setAttribute("aria-expanded", "false");
        button.textContent = this.texts.open;
        this.say(this.texts.mapFailed);
      }
    }

    // Leaflet, its style sheet and ours, what draws streets, then our own part; once.
    async load() {
      if (window.PlaceMap) return;
      await Promise.all([
        element("link", { rel: "stylesheet", href: this.texts.leafletCss }),
        element("link", { rel: "stylesheet", href: this.texts.mapCss }),
        element("script", { src: this.texts.leafletJs }),
      ]);
      if (this.texts.streetsJs) await element("script", { src: this.texts.streetsJs });
      await element("script", { src: this.texts.mapJs });
    }
  }

  // A place, or the town, to look at.
  class PlaceView extends MapFrame {
    fixed = true;

    get point() {
      const [lat, lng] = [this.texts.atLatitude, this.texts.atLongitude].map(Number.parseFloat);
      return Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : null;
    }
  }

  class Place extends MapFrame {
    fixed = false;

    constructor(frame) {
      super(frame);
      this.latitude = document.getElementById(frame.dataset.latitude);
      this.longitude = document.getElementById(frame.dataset.longitude);
      this.find("[data-gps]").hidden = !navigator.geolocation;
      this.find("[data-gps]").addEventListener("click", () => this.locate());
      this.find("[data-clear]").addEventListener("click", () => this.clear());
      this.latitude.addEventListener("paste", (event) => this.paste(event));
      this.longitude.addEventListener("paste", (event) => this.paste(event));
      for (const input of [this.latitude, this.longitude]) {
        input.addEventListener("change", () => afterPress(() => this.typed()));
      }
      this.show();
    }

    // The point in the two inputs, or null.
    get point() {
      const [lat, lng] = [this.latitude, this.longitude].map((input) => western(input.value).trim());
      if (!lat || !lng || !(Math.abs(lat) <= 90) || !(Math.abs(lng) <= 180)) return null;
      return { lat: Number(lat), lng: Number(lng) };
    }

    words(point) { return `${point.lat.toFixed(5)}, ${point.lng.toFixed(5)}`; }

    // Put the point into the inputs; `text` says where it came from.
    set(point, text) {
      this.latitude.value = point.lat.toFixed(6);
      this.longitude.value = point.lng.toFixed(6);
      this.show();
      this.say(text ?? fill(this.texts.pinned, { point: this.words(point) }));
    }

    clear() {
      this.latitude.value = this.longitude.value = "";
      this.show();
      this.say(this.texts.removed);
      this.find("[data-open-map]").focus();
    }

    typed() {
      this.show();
      if (this.point) this.say(fill(this.texts.pinned, { point: this.words(this.point) }));
    }

    // Two numbers pasted into one field go into both.
    paste(event) {
      const pair = western(event.clipboardData?.getData("text") ?? "")
        .match(/^\s*\(?\s*([+-]?\d{1,3}\.\d+)\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)\s*\)?\s*$/);
      if (!pair) return;
      let [lat, lng] = [Number(pair[1]), Number(pair[2])];
      if (Math.abs(lat) > 90 && Math.abs(lng) <= 90) [lat, lng] = [lng, lat];
      if (Math.abs(lat) > 90 || Math.abs(lng) > 180) return;
      event.preventDefault();
      this.set({ lat, lng });
    }

    // What depends on the point: the warning, the remove button, the pin.
    show() {
      const point = this.point;
      this.find("[data-clear]").hidden = !point;
      this.warn(point);
      this.map?.pin(point);
      this.frame.dispatchEvent(new CustomEvent("placed", { bubbles: true, detail: point }));
    }

    warn(point) {
      const box = this.box;
      const warning = this.find("[data-warning]");
      const nearest = point && box
        && { lat: clamp(point.lat, box.south, box.north), lng: clamp(point.lng, box.west, box.east) };
      const km = nearest ? distance(point, nearest) : 0;
      const text = km > 0 ? fill(this.texts.outside, { point: this.words(point), km: Math.ceil(km) }) : "";
      if (warning.textContent !== text) warning.textContent = text;
      warning.hidden = !text;
    }

    locate() {
      const button = this.find("[data-gps]");
      button.disabled = true;
      this.say(this.texts.searching);
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const metres = Math.max(1, Math.round(coords.accuracy));
        const text = metres > ROUGH_METRES ? this.texts.rough : this.texts.found;
        this.set({ lat: coords.latitude, lng: coords.longitude }, fill(text, { metres }));
        this.map?.near();
        button.disabled = false;
      }, (problem) => {
        this.say({ 1: this.texts.denied, 3: this.texts.timeout }[problem.code] ?? this.texts.unavailable);
        button.disabled = false;
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
    }
  }

  const element = (name, attributes) => new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.addEventListener("load", resolve);
    made.addEventListener("error", () => { made.remove(); reject(new Error(name)); });
    document.head.append(made);
  });

  for (const frame of document.querySelectorAll("[data-place]")) new Place(frame);
  for (const frame of document.querySelectorAll("[data-place-view]")) new PlaceView(frame);
})();
