/** Push: a ring comes without a word. What may be shown is asked of the desk, which checks access. */

const ask = async () => {
  const answer = await fetch("/notices/newest/", { credentials: "same-origin" });
  return answer.ok ? answer.json() : {};
};

const show = async () => {
  const { title = "Comptoir", body = "", id = 0 } = await ask().catch(() => ({}));
  // One tag: a newer ring takes the place of the one before.
  await self.registration.showNotification(title, { body, tag: "comptoir", renotify: true, data: { id } });
};

const open = async (id) => {
  const url = id ? `/notices/${id}/` : "/notices/";
  const tabs = await self.clients.matchAll({ type: "window" });
  const tab = tabs.find((each) => each.visibilityState === "visible") ?? tabs[0];
  if (!tab) return self.clients.openWindow(url);
  await tab.focus();
  return tab.navigate(url);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.id));
});
