{% load static %}// Shows that there is news of a request, and opens its page. In its own folder it reads no page; the staff's field
// asks for a scope of its own, in which it shows an empty page where there is no line.
"use strict";

self.addEventListener("push", (event) => {
  const news = event.data.json();
  event.waitUntil(self.registration.showNotification(news.title, {
    body: news.body,
    lang: news.language,
    // Of one request only the latest stays, and is heard all the same.
    tag: news.page,
    renotify: true,
    data: { page: news.page },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL(event.notification.data.page, self.location.origin);
  if (page.origin === self.location.origin) event.waitUntil(self.clients.openWindow(page.href));
});

if (new URL(self.registration.scope).pathname.endsWith("/staff/field/")) {
  importScripts("{% static 'vendor/idb/idb.js' %}", "{% static 'field-store.js' %}", "{% static 'field-worker.js' %}");
}
