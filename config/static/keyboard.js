// The key that a shortcut means, whichever keyboard is chosen: where Thai is typed, the key K says "า" and "/" says "ฝ".
"use strict";

const shortcutKey = (event) => {
  if (event.isComposing || /^[\x20-\x7e]$|^[A-Z][A-Za-z]+\d*$/.test(event.key)) return event.key;
  if (event.code.startsWith("Key")) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
};
