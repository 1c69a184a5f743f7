// Shows that there is news of a request, and opens its page. It reads no page: it has no fetch handler.
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
