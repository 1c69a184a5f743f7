// The service worker in the scope of the field. It keeps one page, which says nothing of anybody, with its files,
// and shows it where there is no line; pages with cases and people are never in its cache.
"use strict";

const SHELL = "field-shell";
const PATIENCE = 10000;
const base = new URL(self.registration.scope).pathname;
const empty = `${base}offline/`;

async function keepShell() {
  const answer = await fetch(empty, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("The page could not be read.");
  const html = await answer.clone().text();
  const files = [...html.matchAll(/="(\/[^"?]+\.(?:css|js|svg|png)(?:\?[^"]*)?)"/g)].map((found) => found[1]);
  const cache = await caches.open(`${SHELL}${base}`);
  await cache.addAll([...new Set(files)]);
  await cache.put(empty, answer);
  // Files of an earlier release.
  for (const held of await cache.keys()) {
    const { pathname, search } = new URL(held.url);
    if (pathname !== empty && !files.includes(pathname + search)) await cache.delete(held);
  }
}

async function shell() {
  const cache = await caches.open(`${SHELL}${base}`);
  return (await cache.match(empty)) || Response.error();
}

// The network first, and not for ever; what comes too late is not shown any more.
async function page(request) {
  let timer;
  const patience = new Promise((resolve) => { timer = setTimeout(() => resolve(null), PATIENCE); });
  const answer = await Promise.race([fetch(request).catch(() => null), patience]);
  clearTimeout(timer);
  return answer || shell();
}

async function file(request) {
  const cache = await caches.open(`${SHELL}${base}`);
  return fetch(request).catch(async () => (await cache.match(request)) || Response.error());
}

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["script", "style", "image"].includes(request.destination)) event.respondWith(file(request));
});
// Where the browser has it, the queue is sent after the window was closed.
self.addEventListener("sync", (event) => {
  if (event.tag === "field") event.waitUntil(fieldStore.send(base).then(tell));
});
async function tell() {
  for (const client of await self.clients.matchAll()) client.postMessage("field-sent");
}
