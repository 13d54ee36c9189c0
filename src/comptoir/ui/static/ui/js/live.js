/** What happens on the server is seen here without reload.
 *
 *  `<live-feed src="/live/" topics="inbox conversation.41" position="8812">` says what a page or a
 *  fragment wants to hear; all of them share one stream. An event carries topic and id, no content:
 *  every element with `data-live="<topic>"` gets a DOM event `live`, and htmx fetches what it shows
 *  (`hx-trigger="live"`), so access is checked anew. After two failures the page asks every 5 s.
 */

import { say, tell } from "./words.js";

const EVERY = 5000;
const feeds = new Set();
let stream = null;
let position = 0;
let failures = 0;
let asking = 0;
let planned = 0;

const topics = () => [...new Set([...feeds].flatMap((feed) => (feed.getAttribute("topics") ?? "").split(/\s+/)))].filter(Boolean).sort();

const address = () => {
  const url = new URL([...feeds][0].getAttribute("src"), location.href);
  url.searchParams.set("topics", topics().join(","));
  url.searchParams.set("after", position);
  return url;
};

const announce = ({ topic, id }) => {
  for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(topic)}"]`)) {
    element.dispatchEvent(new CustomEvent("live", { detail: { topic, id } }));
  }
  document.dispatchEvent(new CustomEvent("live:any", { detail: { topic, id } }));
};

const hear = (message) => {
  failures = 0;
  if (message.lastEventId) position = Math.max(position, Number(message.lastEventId));
  if (message.data) announce(JSON.parse(message.data));
};

const fail = () => {
  failures += 1;
  if (failures < 2) return;
  close();
  tell(say("live.lost"));
  asking = setInterval(poll, EVERY);
};

const poll = async () => {
  try {
    const response = await fetch(address(), { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const heard = await response.json();
    position = Math.max(position, heard.position);
    heard.events.forEach(announce);
    clearInterval(asking);
    asking = 0;
    tell(say("live.back"));
    open();
  } catch {
    // Still away: the next turn asks again.
  }
};

const close = () => {
  stream?.close();
  stream = null;
};

const open = () => {
  close();
  if (asking || !feeds.size || !topics().length) return;
  stream = new EventSource(address());
  stream.addEventListener("message", hear);
  stream.addEventListener("open", () => { failures = 0; });
  stream.addEventListener("error", fail);
};

/** Several feeds come and go in one swap: open once, after all of them. */
const plan = () => {
  clearTimeout(planned);
  planned = setTimeout(open, 20);
};

customElements.define("live-feed", class extends HTMLElement {
  connectedCallback() {
    feeds.add(this);
    // A fragment's position is newer than the stream's only if the stream has not begun.
    position = position || Number(this.getAttribute("position")) || 0;
    plan();
  }

  disconnectedCallback() {
    feeds.delete(this);
    plan();
  }
});

addEventListener("pagehide", close);
addEventListener("pageshow", (event) => event.persisted && plan());
