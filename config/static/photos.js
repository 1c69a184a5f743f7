// Photos before they are sent: made smaller (upright, without camera data), previewed, removable, each problem
// said at once. The files go back into the form's own input, so that the form is sent as without this script.
// One frame per file input: [data-photo-tools] of templates/cases/form/photo_tools.html.
"use strict";

(() => {
  // Three photos stay below 2 MB in all: a photo that is larger than this is stored with less quality.
  const ENOUGH_BYTES = 600 * 1024;
  const QUALITIES = [0.82, 0.7, 0.55, 0.4];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const isPaper = async (file) => (await file.slice(0, 5).text()) === "%PDF-";

  // JPEG of at most `side` pixels. Rejects what the browser cannot decode.
  const shrunk = async (file, side) => {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    let body;
    for (const quality of QUALITIES) {
      body = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
      if (!body) throw new Error("canvas");
      if (body.size <= ENOUGH_BYTES) break;
    }
    return new File([body], "photo.jpg", { type: "image/jpeg" });
  };

  class PhotoTools {
    constructor(frame) {
      this.frame = frame;
      this.texts = frame.dataset;
      this.input = document.getElementById(frame.dataset.photoTools);
      this.limit = Number(frame.dataset.files);
      this.files = [];
      this.busy = 0;
      this.takeOver();
      frame.hidden = false;
      if (this.form.matches("[data-draft]") && window.caches) this.giveBack().catch(() => {});
    }

    get form() { return this.input.form; }

    find(selector) { return this.frame.querySelector(selector); }

    // Our buttons open the input; the input itself, in the browser's language, steps aside.
    takeOver() {
      const gallery = this.find("[data-gallery]");
      this.input.classList.add("visually-hidden");
      this.input.tabIndex = -1;
      gallery.addEventListener("click", () => this.input.click());
      const wrong = this.input.getAttribute("aria-describedby");
      if (wrong) gallery.setAttribute("aria-describedby", wrong);
      // A link of the error summary leads to the input.
      this.input.addEventListener("focus", () => gallery.focus());
      this.input.addEventListener("change", () => this.take([...this.input.files]));
      this.addCamera();
      this.input.form.addEventListener("submit", (event) => this.holdBack(event), true);
    }

    // Some telephones offer only the gallery for a file input: a second one asks for the camera.
    addCamera() {
      const button = this.find("[data-camera]");
      const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", hidden: true });
      camera.setAttribute("capture", "environment");
      camera.addEventListener("change", () => { this.take([...camera.files]); camera.value = ""; });
      button.addEventListener("click", () => camera.click());
      button.hidden = !window.matchMedia("(pointer: coarse)").matches;
      this.frame.append(camera);
    }

    // Photos that the form kept from before and that are not ticked for removal.
    get kept() { return this.input.form.querySelectorAll(`input[name="${this.texts.kept}"]:not(:checked)`).length; }

    async take(chosen) {
      const problems = [];
      this.busy += 1;
      this.store();
      this.say(this.texts.working);
      for (const file of chosen) {
        if (this.files.length + this.kept >= this.limit) {
          problems.push(fill(this.texts.tooMany, { limit: this.limit }));
          break;
        }
        await this.add(file).catch((problem) => problems.push(problem.message));
      }
      this.busy -= 1;
      this.store();
      this.show(problems);
    }

    async add(file) {
      const words = { file: file.name.slice(0, 60) };
      if ("pdf" in this.texts && await isPaper(file)) {
        if (file.size > Number(this.texts.bytes)) throw new Error(fill(this.texts.tooLarge, words));
        this.files.push(file);
        return;
      }
      try {
        this.files.push(await shrunk(file, Number(this.texts.side)));
      } catch {
        throw new Error(fill("pdf" in this.texts ? this.texts.notTaken : this.texts.notAPicture, words));
      }
    }

    // Without a line the photos wait in this browser, for a day, beside the words (site.js).
    get shelf() { return `/${OFFLINE}/${this.form.elements.form_token.value}/${this.input.id}/`; }

    async hold() {
      const shelf = await window.caches.open(OFFLINE);
      const headers = { "x-at": Date.now() };
      for (const key of await shelf.keys()) if (new URL(key.url).pathname.startsWith(this.shelf)) await shelf.delete(key);
      await Promise.all(this.files.map((file, place) => shelf.put(this.shelf + place, new Response(file, { headers }))));
    }

    async giveBack() {
      const shelf = await window.caches.open(OFFLINE);
      for (const key of await shelf.keys()) {
        const held = await shelf.match(key);
        if (Date.now() - held.headers.get("x-at") > DAY) await shelf.delete(key);
        else if (new URL(key.url).pathname.startsWith(this.shelf)) this.files.push(await this.named(held));
      }
      if (this.files.length) this.store();
      if (this.files.length) this.show([]);
      this.form.addEventListener("held", () => this.hold());
    }

    async named(held) {
      const body = await held.blob();
      return new File([body], body.type === "application/pdf" ? "paper.pdf" : "photo.jpg", { type: body.type });
    }

    remove(place) {
      this.files.splice(place, 1);
      this.store();
      this.show([]);
      this.say(`${this.texts.removed} ${this.summary}`);
      (this.find("[data-previews] button") ?? this.find("[data-gallery]")).focus();
    }

    store() {
      const held = new DataTransfer();
      this.files.forEach((file) => held.items.add(file));
      this.input.files = held.files;
    }

    say(text) { this.find("[data-say]").textContent = text; }

    get summary() {
      const bytes = this.files.reduce((sum, file) => sum + file.size, 0);
      const size = bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
      return this.files.length ? fill(this.texts.ready, { number: this.files.length, size }) : this.texts.none;
    }

    show(problems) {
      const list = this.find("[data-problems]");
      list.replaceChildren(...problems.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }));
      list.hidden = !problems.length;
      this.say(this.summary);
      const previews = this.find("[data-previews]");
      previews.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
      previews.replaceChildren(...this.files.map((file, place) => this.preview(file, place)));
      if (!navigator.onLine) this.form.dispatchEvent(new Event("held"));
    }

    preview(file, place) {
      const item = document.createElement("li");
      const paper = file.type === "application/pdf";
      const name = fill(paper ? this.texts.paper : this.texts.photo, { number: place + 1 });
      item.append(paper ? this.paper(file) : this.picture(file, name), this.removeButton(name, place));
      return item;
    }

    picture(file, name) {
      const image = new Image(120, 120);
      image.src = URL.createObjectURL(file);
      image.alt = name;
      return image;
    }

    paper(file) {
      const box = document.createElement("span");
      box.className = "paper";
      box.textContent = file.name;
      return box;
    }

    removeButton(name, place) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = this.texts.remove;
      button.setAttribute("aria-label", `${this.texts.remove}: ${name}`);
      button.addEventListener("click", () => this.remove(place));
      return button;
    }

    // Sent while photos are still being made smaller: wait for them, then send.
    holdBack(event) {
      if (!this.busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const send = () => (this.busy ? window.setTimeout(send, 100) : this.input.form.requestSubmit(event.submitter));
      send();
    }
  }

  if (window.createImageBitmap && window.DataTransfer && HTMLFormElement.prototype.requestSubmit) {
    for (const frame of document.querySelectorAll("[data-photo-tools]")) new PhotoTools(frame);
  }
})();
