/** What happens on the server is seen here without reload.
 *
 *  `<live-feed stream="/live/stream" poll="/live/poll" topics="conversation conversation:41"
 *  position="9-8812">` says what a page or a fragment wants to hear; all of them share one stream. An event carries topic and id, no
 *  content: every element with `data-live="conversation"` or `data-live="conversation:41"` gets a DOM
 *  event `live`, and fetches what it shows through the ordinary view, which checks access anew.
 *  After two failures the page asks every 5 s instead, until the stream is back.
 */

import { say, tell } from "./words.js";

const EVERY = 5000;
const feeds = new Set();
let stream = null;
let position = "";
let failures = 0;
let asking = 0;
let planned = 0;
let following = "";

const topics = () =>
  [...new Set([...feeds].flatMap((feed) => (feed.getAttribute("topics") ?? "").split(/\s+/)))].filter(Boolean).sort();

const address = (way) => {
  const url = new URL([...feeds][0].getAttribute(way), location.href);
  url.searchParams.set("topics", topics().join(","));
  if (position) url.searchParams.set("after", position);
  return url;
};

const dispatch = (topic, detail) => {
  for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(topic)}"]`)) {
    element.dispatchEvent(new CustomEvent("live", { detail }));
  }
};

const announce = (heard) => {
  dispatch(heard.topic, heard);
  if (heard.id !== null) dispatch(`${heard.topic}:${heard.id}`, heard);
};

/** Too much was missed to be told one by one: everything on the page looks for itself. */
const announceAll = () => topics().forEach((topic) => dispatch(topic, { topic, id: null, event: "reset" }));

const hear = (message) => {
  failures = 0;
  position = message.lastEventId || position;
  announce(JSON.parse(message.data));
};

const fail = () => {
  failures += 1;
  // A browser comes back by itself from a cut line, but not from a refusal.
  if (failures < 2) return void (stream?.readyState === EventSource.CLOSED && setTimeout(open, 2000));
  close();
  if (failures === 2) tell(say("live.lost"));
  clearInterval(asking);
  asking = setInterval(poll, EVERY);
};

const poll = async () => {
  try {
    const response = await fetch(address("poll"));
    if (!response.ok) return;
    const heard = await response.json();
    ({ position } = heard);
    if (heard.reset) announceAll();
    heard.events.forEach(announce);
    clearInterval(asking);
    asking = 0;
    open();
  } catch {
    // Still away: the next turn asks again.
  }
};

const close = () => {
  stream?.close();
  stream = null;
};

const begun = () => {
  if (failures >= 2) tell(say("live.back"));
  failures = 0;
};

const open = () => {
  close();
  following = topics().join(",");
  if (asking || !following) return;
  stream = new EventSource(address("stream"));
  stream.addEventListener("message", hear);
  stream.addEventListener("reset", announceAll);
  stream.addEventListener("open", begun);
  stream.addEventListener("error", fail);
};

/** Several feeds come and go in one swap: open once after all of them, and only for something new. */
const plan = () => {
  clearTimeout(planned);
  planned = setTimeout(() => topics().join(",") !== following && open(), 20);
};

customElements.define("live-feed", class extends HTMLElement {
  connectedCallback() {
    feeds.add(this);
    // A fragment's position is newer than the stream's only if the stream has not begun.
    position ||= this.getAttribute("position") ?? "";
    plan();
  }

  disconnectedCallback() {
    feeds.delete(this);
    plan();
  }
});

addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && open());
