// The camera with the earlier photo laid over it, faint: before and after are framed alike. The photo goes the way
// of every chosen file.
"use strict";

for (const frame of document.querySelectorAll("[data-before]")) {
  const input = document.querySelector("[data-field-form] [name=photos]");
  const button = frame.querySelector("[data-before-camera]");
  frame.hidden = !input;
  button.addEventListener("click", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1600 } } }).catch(() => null);
    // The telephone's own camera, where this page may not use it.
    if (!stream) return input.click();
    const dialog = document.createElement("dialog");
    dialog.className = "field-camera";
    const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true, playsInline: true, srcObject: stream });
    const before = Object.assign(new Image(), { src: frame.dataset.before, alt: "" });
    // There is nothing to take before the camera shows something.
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: frame.dataset.take, disabled: true });
    video.addEventListener("loadeddata", () => {
      take.disabled = false;
      take.focus();
    });
    const leave = Object.assign(document.createElement("button"), { type: "button", className: "button-quiet", textContent: frame.dataset.leave });
    dialog.setAttribute("aria-label", button.textContent.trim());
    dialog.append(video, before, take, leave);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      for (const track of stream.getTracks()) track.stop();
      dialog.remove();
      button.focus();
    });
    leave.addEventListener("click", () => dialog.close());
    take.addEventListener("click", async () => {
      take.disabled = true;
      const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
      canvas.getContext("2d").drawImage(video, 0, 0);
      const picture = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
      const files = new DataTransfer();
      files.items.add(new File([picture], "photo.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change"));
      dialog.close();
    });
    dialog.showModal();
    return undefined;
  });
}
