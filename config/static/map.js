// The map of the place: a pin that is tapped, dragged or moved by the arrow keys; or one that stays, to look at.
// Below it the streets of the town's own file or of a tile server, or else a grid of degrees; on top what
// cases/intake/map_drawing.py gives. Loaded by place.js after Leaflet.
"use strict";

(() => {
  const L = window.L;
  const STEP = 8;
  const BIG_STEP = 48;
  const CLOSE = 16;
  const CLOSEST = 19;
  const APART = 76;
  const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  const OPEN_STREET_MAP = '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">OpenStreetMap</a>';

  const escaped = (text) => Object.assign(document.createElement("span"), { textContent: text }).innerHTML;
  const mark = ({ kind, name }) => L.divIcon({ className: `map-mark map-${kind}`, html: escaped(name), iconSize: null });

  class PlaceMap {
    constructor(place) {
      this.place = place;
      this.element = place.find("[data-map]");
      this.map = L.map(this.element, { keyboard: place.fixed, zoomControl: false, attributionControl: false, minZoom: 5, maxZoom: CLOSEST });
      L.control.zoom({ position: "topright", zoomInTitle: place.texts.zoomIn, zoomOutTitle: place.texts.zoomOut }).addTo(this.map);
      this.describe();
      // Leaflet can draw nothing before it has a view.
      this.begin();
      const bare = !place.texts.streets && !place.texts.tiles;
      // Degrees stand at the left, attribution at the right.
      L.control.scale({ imperial: false, position: bare ? "bottomright" : "bottomleft" }).addTo(this.map);
      if (place.texts.streets) this.streets();
      else if (place.texts.tiles) this.tiles();
      else this.grid();
      this.draw();
      this.surroundings();
      this.pin(place.point);
      if (place.texts.points) this.reports();
      if (place.fixed) return;
      this.map.on("click", ({ latlng }) => this.place.set(latlng.wrap()));
      this.element.addEventListener("keydown", (event) => this.key(event));
    }

    // One stop for the Tab key, with its own words; the arrow keys move the pin or the map, not the page.
    describe() {
      this.element.tabIndex = 0;
      this.element.setAttribute("role", "application");
      this.element.setAttribute("aria-label", this.place.texts.mapLabel);
      if (!this.place.fixed) this.element.setAttribute("aria-describedby", "map-help");
    }

    // The town's own file, of which only the parts in view are asked for; the grid where it cannot be read.
    async streets() {
      try {
        const file = new window.protomapsL.PmtilesSource(this.place.texts.streets, true).p;
        const { maxZoom } = await file.getHeader();
        const lang = document.documentElement.lang;
        // In the colours that the reader's system wishes, like the page around it.
        const dark = window.matchMedia("(prefers-color-scheme: dark)");
        let layer = null;
        const paint = () => {
          layer?.remove();
          const flavor = dark.matches ? "dark" : "light";
          layer = window.protomapsL.leafletLayer({ url: file, maxDataZoom: maxZoom, flavor, lang, attribution: "" }).addTo(this.map);
        };
        dark.addEventListener("change", paint);
        paint();
        this.attribute(escaped(this.place.texts.attribution).replace("OpenStreetMap", OPEN_STREET_MAP));
      } catch (problem) {
        console.error(problem);
        this.place.say(this.place.texts.streetsFailed);
        this.grid();
      }
    }

    attribute(html) {
      if (html) L.control.attribution({ prefix: false }).addAttribution(html).addTo(this.map);
    }

    tiles() {
      // A tile server has to know which site asks, not which page.
      L.tileLayer(this.place.texts.tiles, { maxZoom: 19, referrerPolicy: "strict-origin" }).addTo(this.map);
      // The server's settings, where HTML is allowed.
      this.attribute(this.place.texts.attribution);
    }

    // Lines of latitude and longitude, at least APART pixels from each other, drawn anew for what is in view.
    grid() {
      const lines = L.layerGroup().addTo(this.map);
      const label = (at, text) => L.marker(at, {
        interactive: false, keyboard: false, icon: L.divIcon({ className: "map-degrees", html: text, iconSize: null }),
      }).addTo(lines);
      const line = (ends) => L.polyline(ends, { className: "map-grid", interactive: false, weight: 1 }).addTo(lines);
      const draw = () => {
        lines.clearLayers();
        const view = this.map.getBounds();
        const least = ((view.getEast() - view.getWest()) * APART) / Math.max(1, this.map.getSize().x);
        const ten = 10 ** Math.floor(Math.log10(least));
        const step = [1, 2, 5, 10].map((times) => times * ten).find((size) => size >= least) ?? 10 * ten;
        const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        for (let lat = Math.ceil(view.getSouth() / step) * step; lat < view.getNorth(); lat += step) {
          line([[lat, view.getWest()], [lat, view.getEast()]]);
          label([lat, view.getWest()], lat.toFixed(digits));
        }
        for (let lng = Math.ceil(view.getWest() / step) * step; lng < view.getEast(); lng += step) {
          line([[view.getSouth(), lng], [view.getNorth(), lng]]);
          label([view.getNorth(), lng], lng.toFixed(digits));
        }
      };
      draw();
      this.map.on("moveend zoomend resize", draw);
    }

    get bounds() {
      const box = this.place.box;
      return box && L.latLngBounds([box.south, box.west], [box.north, box.east]);
    }

    // Outlines, and where the map has no streets marks with their names.
    async draw() {
      const named = !this.place.texts.streets && !this.place.texts.tiles;
      try {
        const answer = await fetch(this.place.texts.drawing);
        if (!answer.ok) throw new Error(String(answer.status));
        L.geoJSON(await answer.json(), {
          interactive: false,
          filter: ({ geometry }) => named || geometry.type !== "Point",
          style: ({ properties }) => ({ className: `map-outline map-${properties.kind}`, fill: false, weight: 3 }),
          pointToLayer: ({ properties }, at) => L.marker(at, { interactive: false, keyboard: false, icon: mark(properties) }),
        }).addTo(this.map);
      } catch (problem) {
        console.error(problem);
      }
    }

    // Landmarks, where the map has no streets that name them; things with their numbers.
    surroundings() {
      const named = !this.place.texts.streets && !this.place.texts.tiles;
      this.inView(this.place.texts.drawing, ({ features }, layer) => L.geoJSON(features, {
        interactive: false,
        filter: ({ properties }) => named || properties.kind === "asset",
        pointToLayer: ({ properties }, at) => L.marker(at, { interactive: false, keyboard: false, icon: mark(properties) }),
      }).addTo(layer), (problem) => console.error(problem));
    }

    // What was reported, as the server gathers it.
    reports() {
      this.inView(this.place.texts.points, ({ points }, layer) => {
        for (const point of points) this.report(point).addTo(layer);
      }, (problem) => {
        console.error(problem);
        this.place.say(this.place.texts.mapFailed);
      });
    }

    // A layer of what the server knows of what is in view; asked for anew when that has changed.
    inView(source, show, failed) {
      const layer = L.layerGroup().addTo(this.map);
      let asked = 0;
      const ask = async () => {
        const turn = ++asked;
        const view = this.map.getBounds();
        const address = new URL(source, location.href);
        const edges = { south: view.getSouth(), west: view.getWest(), north: view.getNorth(), east: view.getEast() };
        for (const [name, degrees] of Object.entries(edges)) address.searchParams.set(name, this.clamped(name, degrees));
        address.searchParams.set("zoom", this.map.getZoom());
        try {
          const answer = await fetch(address);
          if (!answer.ok) throw new Error(String(answer.status));
          const found = await answer.json();
          if (turn !== asked) return;
          if (found.capped) this.place.say(this.place.texts.capped);
          layer.clearLayers();
          show(found, layer);
        } catch (problem) {
          failed(problem);
        }
      };
      this.map.on("moveend", ask);
      ask();
    }

    clamped(name, degrees) {
      const limit = name === "south" || name === "north" ? 90 : 180;
      return Math.max(-limit, Math.min(limit, degrees)).toFixed(6);
    }

    // One report opens its page; several together are looked at from nearer by.
    report({ latitude, longitude, count, solved, late, soon, number }) {
      const at = [latitude, longitude];
      const words = number ? this.place.texts.pointsOne
        : this.place.texts.pointsMore.replace("{count}", count).replace("{solved}", solved).replace("{late}", late);
      const kind = solved === count ? "solved" : late ? "late" : soon ? "soon" : "open";
      const icon = L.divIcon({ className: `map-report map-${kind}`, html: number ? "" : String(count), iconSize: [44, 44] });
      const marker = L.marker(at, { icon, title: words, alt: words });
      const open = () => {
        if (number) location.assign(`${this.place.texts.case}${number}/`);
        else if (this.map.getZoom() < CLOSEST) this.map.setView(at, Math.min(this.map.getZoom() + 2, CLOSEST));
        // What lies on one spot stays together: the list names each.
        else location.assign(this.listed(at));
      };
      marker.on("click", open);
      marker.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") open(); });
      return marker;
    }

    listed([latitude, longitude]) {
      if (this.place.texts.list) return this.boxed([latitude, longitude]);
      const address = new URL(this.place.texts.case, location.href);
      const chosen = new URL(this.place.texts.points, location.href).searchParams;
      for (const [name, value] of chosen) address.searchParams.set(name, value);
      for (const [name, value] of Object.entries({ latitude, longitude, metres: 250 })) address.searchParams.set(name, value);
      return address;
    }

    // The list of what lies within some metres.
    boxed([latitude, longitude]) {
      const address = new URL(this.place.texts.list, location.href);
      const edges = [latitude - 0.0005, longitude - 0.0005, latitude + 0.0005, longitude + 0.0005];
      address.searchParams.set("box", edges.map((edge) => edge.toFixed(6)).join(","));
      return address;
    }

    // The pin if there is one, else the municipality.
    begin() {
      const point = this.place.point;
      if (point) this.map.setView(point, CLOSE);
      else if (this.bounds) this.map.fitBounds(this.bounds);
      else this.map.setView(this.place.centre, 13);
    }

    show() {
      this.map.invalidateSize();
      if (!this.place.point && this.bounds) this.map.fitBounds(this.bounds);
      this.element.focus({ preventScroll: true });
    }

    // Put the pin where the inputs say, and keep it in view.
    pin(point) {
      if (!point) { this.marker?.remove(); return; }
      this.marker ??= this.makePin(point);
      this.marker.setLatLng(point).addTo(this.map);
      if (!this.map.getBounds().pad(-0.1).contains(point)) this.map.panTo(point, { animate: false });
    }

    // Look at the pin from near by.
    near() { this.map.setView(this.place.point, Math.max(this.map.getZoom(), CLOSE), { animate: false }); }

    makePin(point) {
      const icon = L.divIcon({ className: "map-pin", html: "<span></span>", iconSize: [44, 44], iconAnchor: [22, 42] });
      const marker = L.marker(point, { icon, draggable: !this.place.fixed, interactive: !this.place.fixed, keyboard: false });
      marker.on("dragend", () => this.place.set(marker.getLatLng().wrap()));
      return marker;
    }

    key(event) {
      if (event.target !== this.element || event.altKey || event.ctrlKey || event.metaKey) return;
      // The place of the key besides: where Thai is typed, these two say other letters.
      if (event.key === "+" || event.code === "Equal") this.zoom(1);
      else if (event.key === "-" || event.code === "Minus") this.zoom(-1);
      else if (event.key === "Enter" || event.key === " ") this.place.set(this.map.getCenter());
      else if (MOVES[event.key]) this.move(MOVES[event.key], event.shiftKey ? BIG_STEP : STEP);
      else return;
      event.preventDefault();
    }

    zoom(levels) {
      const around = this.place.point ?? this.map.getCenter();
      this.map.setZoomAround(around, this.map.getZoom() + levels, { animate: false });
    }

    // The first arrow puts the pin in the middle; the next ones move it.
    move([x, y], step) {
      const point = this.place.point;
      if (!point) { this.place.set(this.map.getCenter()); return; }
      const moved = this.map.latLngToContainerPoint(point).add([x * step, y * step]);
      this.place.set(this.map.containerPointToLatLng(moved));
    }
  }

  window.PlaceMap = PlaceMap;
})();
