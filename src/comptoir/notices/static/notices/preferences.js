/** Turning push on in this browser. Where it can't work, one sentence says why. */

import { post } from "./bell.js";
import { say, tell } from "../ui/js/words.js";

const box = document.querySelector("[data-push]");
const says = box?.querySelector("[role=status]");
const turnOn = box?.querySelector("[data-push-on]");

const refuse = (key, values) => {
  says.textContent = say(key, values);
  says.hidden = false;
  tell(says.textContent);
};

const missing = () => {
  if (!window.isSecureContext) return "notices.insecure";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return "notices.unable";
  return Notification.permission === "denied" ? "notices.denied" : "";
};

/** A subscription made with another key than ours would never be heard. */
const subscribe = async (worker) => {
  const kept = await worker.pushManager.getSubscription();
  if (kept) await kept.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.key });
};

const begin = async () => {
  if ((await Notification.requestPermission()) !== "granted") return refuse("notices.denied");
  await navigator.serviceWorker.register(box.dataset.worker, { scope: "/" });
  const found = await subscribe(await navigator.serviceWorker.ready);
  const answer = await post(box.dataset.browsers, { endpoint: found.endpoint });
  if (answer.ok) return location.reload();
  return refuse("notices.failed", { reason: (await answer.json()).error ?? "" });
};

turnOn?.addEventListener("click", () => {
  turnOn.disabled = true;
  begin()
    .catch((error) => refuse("notices.failed", { reason: error.message }))
    .finally(() => { turnOn.disabled = false; });
});

const why = box && missing();
if (why) {
  if (turnOn) turnOn.hidden = true;
  refuse(why);
}
