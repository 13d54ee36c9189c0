/*! Comptoir chat: one element, one file. AGPL-3.0-or-later. */
(() => {
  "use strict";
  const own = document.currentScript;
  const BASE = new URL("./", own?.src || location.href).href;
  const EVERY = 5000, BEAT = 30000, SILENT = 25000, TYPING = 6000;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const name = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

  /* ---------- Drawing: no markup is ever parsed ---------- */

  const h = (tag, told = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(told)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...inside.filter((one) => one != null && one !== false));
    return made;
  };
  /** Addresses of pages become links; everything else stays the text that it is. */
  const linked = (text) => text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]’»])/).map((part, at) => at % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part).filter(Boolean);
  const SVG = "http://www.w3.org/2000/svg";
  const icon = (path) => {
    const made = document.createElementNS(SVG, "svg");
    made.setAttribute("viewBox", "0 0 24 24");
    made.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    made.append(line);
    return made;
  };
  const ICONS = {
    chat: "M21 15a2 2 0 0 1-2 2H8l-5 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z",
    close: "M18 6 6 18M6 6l12 12",
    send: "m22 2-7 20-4-9-9-4zM22 2 11 13",
    clip: "m21 11-9 9a6 6 0 0 1-8-8l9-9a4 4 0 0 1 6 6l-9 9a2 2 0 0 1-3-3l8-8",
    end: "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5-5-5M21 12H9",
    past: "M3 12a9 9 0 1 0 3-6.7L3 8M3 3v5h5M12 7v5l4 2",
  };

  const CSS = `
:host{--ink:#1b1f23;--quiet:#5c646c;--paper:#fff;--sunk:#f3f2ef;--line:#dcd9d3;--bad:#a3271f;--tint:var(--light);--on:var(--onlight);
all:initial;position:fixed;inset:auto 20px 20px auto;z-index:2147483000;color:var(--ink);font:14px/20px system-ui,-apple-system,"Segoe UI",sans-serif;color-scheme:light}
:host([hidden]){display:none}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){--ink:#e9e7e3;--quiet:#a7adb3;--paper:#1d2126;--sunk:#262b31;--line:#3a4047;--bad:#f2958c;--tint:var(--dark);--on:var(--ondark);color-scheme:dark}}
:host([theme=dark]){--ink:#e9e7e3;--quiet:#a7adb3;--paper:#1d2126;--sunk:#262b31;--line:#3a4047;--bad:#f2958c;--tint:var(--dark);--on:var(--ondark);color-scheme:dark}
:host *{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;flex:none}
button,input,textarea{font:inherit;color:inherit}
button{cursor:pointer;border:0;background:none;border-radius:8px;padding:0}
:focus-visible{outline:2px solid var(--tint);outline-offset:2px}
.launch{display:grid;place-items:center;width:56px;height:56px;margin-inline-start:auto;border-radius:50%;background:var(--tint);color:var(--on);box-shadow:0 4px 16px #0003;position:relative}
.launch svg{width:26px;height:26px}
.badge{position:absolute;top:-4px;inset-inline-end:-4px;min-width:22px;padding:1px 6px;border-radius:11px;background:var(--bad);color:var(--paper);font-size:12px;font-weight:600}
.panel{display:flex;flex-direction:column;width:380px;height:min(620px,calc(100vh - 110px));margin-bottom:12px;border:1px solid var(--line);border-radius:14px;background:var(--paper);box-shadow:0 12px 40px #0003;overflow:hidden}
header{display:flex;align-items:center;gap:4px;padding:12px 8px 12px 16px;background:var(--tint);color:var(--on)}
header div{flex:1;min-width:0}
header :focus-visible{outline-color:var(--on)}
h2{font-size:16px;line-height:22px;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
header p{font-size:13px;line-height:18px}
.tool{display:grid;place-items:center;width:40px;height:40px;flex:none}
.log{flex:1;overflow-y:auto;padding:16px;display:flex;flex-direction:column;gap:8px;overscroll-behavior:contain}
.said{max-width:85%;padding:8px 12px;border-radius:12px;background:var(--sunk);align-self:flex-start;overflow-wrap:anywhere;white-space:pre-wrap}
.said.mine{align-self:flex-end;background:var(--tint);color:var(--on)}
.said.pending{opacity:.75}
.who{font-size:12px;line-height:16px;font-weight:600;color:var(--quiet)}
.when{font-size:12px;line-height:16px;color:var(--quiet);align-self:flex-start}
.when.mine{align-self:flex-end}
.said a{color:inherit}
.said a[download]{display:block}
canvas{display:block;max-width:100%;margin-block:4px;border-radius:6px}
.note{padding:8px 12px;border-radius:10px;background:var(--sunk);color:var(--quiet);font-size:13px;line-height:18px}
.note.bad{color:var(--bad)}
.only-note{font-size:13px;line-height:18px;color:var(--quiet)}
.types{min-height:20px;padding:0 16px;font-size:13px;color:var(--quiet)}
form,.ask{padding:8px 12px 12px;border-top:1px solid var(--line);display:grid;gap:8px}
.row{display:flex;align-items:flex-end;gap:8px}
.who-asks{flex-wrap:wrap}
.who-asks p{flex:1 0 100%}
label{display:grid;gap:2px;font-size:13px;color:var(--quiet);flex:1}
input:not([type=file]),textarea{width:100%;border:1px solid var(--line);border-radius:8px;background:var(--paper);padding:8px 10px;min-height:40px;color:var(--ink);font-size:16px}
textarea{resize:none;max-height:140px;line-height:22px}
input[type=file]{position:absolute;width:1px;height:1px;opacity:0}
.attach{position:relative}
.attach:focus-within{outline:2px solid var(--tint);border-radius:8px}
.go{background:var(--tint);color:var(--on)}
.go[disabled]{opacity:.5}
.wide{padding:8px 12px;min-height:40px;border:1px solid var(--line);background:var(--paper)}
.wide.go{border:0;background:var(--tint)}
.files{display:flex;flex-wrap:wrap;gap:4px}
.file{display:flex;align-items:center;gap:4px;padding:2px 4px 2px 8px;border:1px solid var(--line);border-radius:8px;font-size:12px;max-width:100%}
.file span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.file button{width:28px;height:28px;display:grid;place-items:center}
.file svg{width:14px;height:14px}
.only{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:480px){:host([opened]){inset:0}.panel{width:100%;height:100%;margin:0;border:0;border-radius:0}:host([opened]) .launch{display:none}.tool{width:44px;height:44px}}
@media (prefers-reduced-motion:no-preference){.panel{animation:up .12s ease-out}@keyframes up{from{opacity:0;transform:translateY(8px)}}}`;

  customElements.get("comptoir-chat") || customElements.define("comptoir-chat", class extends HTMLElement {
    static observedAttributes = ["token"];

    connectedCallback() {
      if (this.begun) return;
      this.begun = true;
      this.chat = this.getAttribute("chat");
      this.root = this.attachShadow({ mode: "open" });
      this.language = (this.getAttribute("language") || document.documentElement.lang || navigator.language || "en").slice(0, 10);
      this.lines = new Map();
      this.position = "";
      this.state = { me: {} };
      this.files = [];
      this.unread = 0;
      this.tries = this.hasAttribute("tries");
      Object.assign(this, this.kept());
      this.begin();
    }

    attributeChangedCallback(_name, before, after) {
      if (this.hello && before !== after) this.reopen();
    }

    /* ---------- What this browser keeps: its key, and what is not sent yet ---------- */

    kept() {
      try {
        const { key = "", outbox = [] } = JSON.parse(localStorage.getItem(`comptoir-chat:${this.chat}`)) ?? {};
        return { key, outbox };
      } catch {
        return { key: "", outbox: [] };
      }
    }

    keep() {
      if (this.tries) return;
      const outbox = this.outbox.filter((one) => !one.files?.length).map(({ token, text }) => ({ token, text }));
      try {
        localStorage.setItem(`comptoir-chat:${this.chat}`, JSON.stringify({ key: this.key, outbox }));
      } catch {
        // A browser that keeps nothing still chats until the page is left.
      }
    }

    /* ---------- Asking ---------- */

    async ask(path, { form, json, signal, keepalive } = {}) {
      const headers = { "Accept-Language": this.language };
      if (this.key) headers.Authorization = `Chat ${this.key}`;
      if (json) headers["Content-Type"] = "application/json";
      const told = { headers, credentials: "omit", cache: "no-store", signal, keepalive };
      if (form || json) Object.assign(told, { method: "POST", body: form ?? JSON.stringify(json) });
      const response = await fetch(`${BASE}${this.chat}/${path}`, told);
      this.lose(false);
      if (response.ok) return response;
      const { error = "" } = await response.json().catch(() => ({}));
      throw Object.assign(new Error(error), { status: response.status });
    }

    async asked(path, told) {
      return (await this.ask(path, told)).json();
    }

    async begin() {
      for (let pause = 2000; ; pause = Math.min(pause * 2, 60000)) {
        try {
          this.hello = await this.asked(`hello/?language=${encodeURIComponent(this.language)}`);
          break;
        } catch (error) {
          if (error.status) return;
          await wait(pause);
        }
      }
      this.draw();
      if ((this.key || this.getAttribute("token")) && !this.tries) await this.visit().catch(() => {});
      if (this.hasAttribute("opened")) this.open(false);
      addEventListener("online", () => this.back());
      addEventListener("offline", () => { this.lose(true); this.line?.abort(); });
      addEventListener("pagehide", () => this.beat(false));
      addEventListener("pageshow", (event) => event.persisted && this.back());
      document.addEventListener("visibilitychange", () => document.hidden || this.beat(true));
      setInterval(() => document.hidden || this.beat(true), BEAT);
      this.flush();
    }

    /** One at a time: two who open at once would be two visitors. */
    visit() {
      const told = { token: this.getAttribute("token") ?? "", language: this.language, ...this.page() };
      this.opening ??= this.asked("visit/", { json: told }).catch((error) => {
        if (error.status !== 401 || !told.token) throw error;
        // A token that is over is no reason to be silent.
        return this.asked("visit/", { json: { ...told, token: "" } });
      }).then((state) => {
        this.key = state.key;
        this.keep();
        this.take(state);
      }).finally(() => { this.opening = null; });
      return this.opening;
    }

    reopen() {
      this.line?.abort();
      this.take({ me: {}, said: [], position: "", reset: true });
      return this.visit().catch(() => {});
    }

    page() {
      return { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) };
    }

    beat(here) {
      if (!this.key || this.tries || !this.position) return;
      const shown = this.hasAttribute("opened") && !document.hidden ? this.last ?? "" : "";
      const json = { here, read: shown, ...this.page() };
      this.asked("beat/", { json, keepalive: !here }).then(({ seen }) => seen && this.see(seen)).catch(() => {});
    }

    /* ---------- What came ---------- */

    /** Told twice is shown once: every message has its name. */
    take(state) {
      const atEnd = this.atEnd();
      if (state.reset) this.lines.clear();
      let came = 0;
      for (const one of state.said ?? []) {
        if (one.token) this.outbox = this.outbox.filter((waiting) => waiting.token !== one.token);
        if (!this.lines.has(one.id) && one.by && !state.reset) came += 1;
        this.lines.set(one.id, one);
        this.last = one.id;
      }
      // The line and an answer may cross: of what is older only the words are taken.
      if (!this.older(state)) {
        this.state = { ...this.state, ...state, me: state.me ?? this.state.me };
        this.position = state.position ?? this.position;
      }
      if (came) {
        this.typing(false);
        if (!this.hasAttribute("opened")) this.unread += came;
        else this.beat(true);
      }
      this.keep();
      this.show(atEnd);
      if (this.position && !state.me?.ended) this.listen();
    }

    atEnd() {
      return !this.log || this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    }

    older({ position, reset }) {
      const [talk, at] = (position ?? "").split("."), [own, stood] = this.position.split(".");
      return !reset && talk === own && Number(at) < Number(stood);
    }

    see(id) {
      if (this.state.seen === id) return;
      this.state.seen = id;
      this.show(false);
    }

    /** One fetch at a time; what rings meanwhile is fetched after it. */
    async fetch() {
      this.again = true;
      if (this.fetching) return this.fetching;
      this.fetching = (async () => {
        while (this.again) {
          this.again = false;
          this.take(await this.asked(`messages/?after=${encodeURIComponent(this.position)}`));
        }
      })().finally(() => { this.fetching = null; });
      return this.fetching;
    }

    /* ---------- The live line: it tells what is new since where we stood ---------- */

    async listen() {
      if (this.listening || this.tries) return;
      this.listening = true;
      let failures = 0;
      while (this.isConnected && this.position && !this.state.me.ended) {
        const heard = await this.hear().catch((error) => {
          if (error.status === 401) this.over = true;
          return false;
        });
        if (this.over) break;
        failures = heard ? 0 : failures + 1;
        if (failures >= 2) {
          await wait(EVERY);
          await this.fetch().catch(() => this.lose(true));
        } else await wait(heard ? 500 : 2000);
      }
      this.listening = false;
      if (this.over) {
        this.over = false;
        this.key = "";
        this.reopen();
      }
    }

    /** Until the line ends; whether anything was heard at all. */
    async hear() {
      const line = this.line = new AbortController();
      let quiet = setTimeout(() => line.abort(), SILENT), heard = false, rest = "";
      try {
        const response = await this.ask(`stream/?after=${encodeURIComponent(this.position)}`, { signal: line.signal });
        if (response.status === 204) return false;
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return heard;
          clearTimeout(quiet);
          quiet = setTimeout(() => line.abort(), SILENT);
          heard = true;
          const blocks = (rest + value).split("\n\n");
          rest = blocks.pop();
          blocks.forEach((block) => this.ring(block));
        }
      } finally {
        clearTimeout(quiet);
        line.abort();
      }
    }

    ring(block) {
      if (block.includes("event: reset")) return void this.fetch().catch(() => {});
      const told = block.split("\n").find((line) => line.startsWith("data: "));
      if (!told) return;
      const { event, state } = JSON.parse(told.slice(6));
      if (event === "types") this.typing(true);
      else if (state) this.take(state);
      else this.fetch().catch(() => {});
    }

    back() {
      this.lose(false);
      this.line?.abort();
      if (this.position) this.fetch().catch(() => this.lose(true));
      this.flush();
    }

    lose(lost) {
      if (this.lost === lost) return;
      this.lost = lost;
      this.show(false);
    }

    typing(on) {
      clearTimeout(this.typed);
      if (on) this.typed = setTimeout(() => this.typing(false), TYPING);
      if (this.types) this.types.textContent = on ? this.words.typing : "";
    }

    /* ---------- Sending: in order, each under its own name, until the desk has it ---------- */

    submit(event) {
      event.preventDefault();
      const text = this.field.value.trim();
      if (!text && !this.files.length) return this.field.focus();
      this.about = { name: this.form.querySelector("[name=name]")?.value ?? "", mail: this.form.querySelector("[name=mail]")?.value ?? "" };
      if (this.about.mail) this.said = this.about.mail;
      this.outbox.push({ token: name(), text, files: this.files });
      this.files = [];
      this.field.value = "";
      this.grow();
      this.problem = "";
      this.keep();
      this.show(true);
      this.field.focus();
      this.flush();
    }

    async flush() {
      if (this.flushing || this.tries) return;
      this.flushing = true;
      for (let pause = 1000; this.outbox.length && this.isConnected; ) {
        const [one] = this.outbox;
        try {
          if (!this.key) await this.visit();
          if (!this.outbox.includes(one)) continue;
          this.take(await this.asked("say/", { form: this.letter(one) }));
          this.outbox = this.outbox.filter((waiting) => waiting.token !== one.token);
          if (this.problem === this.words.tooFast) this.problem = "";
          pause = 1000;
        } catch (error) {
          if (error.status === 401) this.key = "";
          else if (error.status === 429) this.complain(this.words.tooFast);
          else if (error.status >= 400 && error.status < 500) { this.refuse(one, error); continue; }
          else this.lose(!error.status);
          await Promise.race([wait(error.status === 429 ? 20000 : pause), new Promise((done) => addEventListener("online", done, { once: true }))]);
          pause = Math.min(pause * 2, 15000);
        }
      }
      this.flushing = false;
      this.keep();
      this.show(false);
    }

    letter({ token, text, files = [] }) {
      const form = new FormData();
      for (const [key, value] of Object.entries({ token, text, after: this.position, ...this.about })) form.append(key, value);
      files.forEach((file) => form.append("files", file));
      return form;
    }

    /** The desk does not take it: the words go back to who wrote them. */
    refuse(one, error) {
      this.outbox = this.outbox.filter((waiting) => waiting !== one);
      this.field.value = [one.text, this.field.value].filter(Boolean).join("\n");
      this.files = one.files ?? [];
      this.grow();
      this.complain(error.status === 413 ? this.words.tooBig : error.message || this.words.wrong);
    }

    complain(words, glad = false) {
      this.problem = words;
      this.glad = glad;
      this.show(true);
    }

    /* ---------- The page ---------- */

    draw() {
      const { accent, words } = this.hello;
      this.words = words;
      const sheet = new CSSStyleSheet(), tint = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      tint.replaceSync(`:host{--light:${accent[0]};--dark:${accent[1]};--onlight:${accent[2]};--ondark:${accent[3]}}`);
      this.root.adoptedStyleSheets = [sheet, tint];
      this.lang = this.language;
      this.badge = h("span", { class: "badge", hidden: true });
      this.launcher = h("button", { class: "launch", type: "button", "aria-expanded": "false", "aria-label": words.open, onclick: () => this.toggle() }, icon(ICONS.chat), this.badge);
      this.panel = this.drawPanel();
      this.root.append(this.panel, this.launcher);
      this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
      this.show(true);
    }

    drawPanel() {
      const { words } = this;
      const tool = (path, label, run) => h("button", { class: "tool", type: "button", "aria-label": label, title: label, onclick: run }, icon(ICONS[path]));
      this.sub = h("p");
      this.pastTool = tool("past", words.past, () => this.showPast());
      this.endTool = tool("end", words.end, () => this.sure());
      this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.message, tabindex: "0" });
      this.types = h("p", { class: "types", role: "status" });
      this.extra = h("div", { class: "ask", hidden: true });
      return h("section", { class: "panel", role: "dialog", "aria-label": this.hello.name, hidden: true },
        h("header", {}, h("div", {}, h("h2", {}, this.hello.name), this.sub), this.pastTool, this.endTool, tool("close", words.close, () => this.close())),
        this.log, this.types, this.extra, this.drawForm());
    }

    drawForm() {
      const { words, hello } = this;
      this.field = h("textarea", { rows: "1", "aria-label": words.message, placeholder: words.message, dir: "auto", maxlength: hello.most.characters, oninput: () => this.typed_(), onkeydown: (event) => this.key_(event) });
      this.chosen = h("div", { class: "files" });
      this.asks = h("div", { class: "row who-asks" });
      const picks = h("input", { type: "file", multiple: true, "aria-label": words.attach, onchange: (event) => this.pick(event.target) });
      this.form = h("form", { novalidate: true, onsubmit: (event) => this.submit(event) }, this.asks, this.chosen,
        h("div", { class: "row" }, h("label", { class: "tool attach", title: words.attach }, icon(ICONS.clip), picks), this.field, h("button", { class: "tool go", "aria-label": words.send, title: words.send }, icon(ICONS.send))));
      return this.form;
    }

    key_(event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    }

    typed_() {
      this.grow();
      if (!this.position || !this.key || this.tries || Date.now() - (this.toldAt ?? 0) < 4000) return;
      this.toldAt = Date.now();
      this.asked("beat/", { json: { types: true } }).catch(() => {});
    }

    grow() {
      this.field.rows = Math.min(6, this.field.value.split("\n").length);
    }

    pick(input) {
      const all = [...this.files, ...input.files], { files, bytes } = this.hello.most;
      input.value = "";
      if (all.length > files || all.reduce((sum, file) => sum + file.size, 0) > bytes) return this.complain(this.words.tooBig);
      this.files = all;
      this.problem = "";
      this.show(false);
    }

    toggle() {
      if (this.hasAttribute("opened")) this.close();
      else this.open(true);
    }

    open(focus) {
      this.setAttribute("opened", "");
      this.unread = 0;
      this.show(true);
      if (focus) this.field.focus();
      this.beat(true);
    }

    close() {
      this.removeAttribute("opened");
      this.show(false);
      this.launcher.focus();
    }

    show(toEnd) {
      if (!this.panel) return;
      const { words, state, hello } = this, { me } = state, opened = this.hasAttribute("opened");
      this.panel.hidden = !opened;
      this.launcher.setAttribute("aria-expanded", opened);
      this.launcher.setAttribute("aria-label", opened ? words.close : this.unread ? `${words.open}, ${words.unread.replace("{n}", this.unread)}` : words.open);
      this.badge.hidden = !this.unread;
      this.badge.textContent = this.unread;
      if (!opened) return;
      const isOpen = state.open ?? hello.open;
      this.sub.textContent = isOpen ? words.here : words.away;
      this.pastTool.hidden = !me.past;
      this.endTool.hidden = !this.position || me.ended;
      this.showLog(isOpen);
      this.showAsks(isOpen);
      this.chosen.replaceChildren(...this.files.map((file, at) => h("span", { class: "file" }, h("span", { dir: "auto" }, file.name), h("button", { type: "button", "aria-label": words.remove.replace("{name}", file.name), onclick: () => { this.files.splice(at, 1); this.show(false); this.field.focus(); } }, icon(ICONS.close)))));
      if (toEnd) this.log.scrollTop = this.log.scrollHeight;
    }

    /** Lines that stand stay where they are: a reader of screens hears only what is new. */
    showLog(isOpen) {
      if (this.reading) return;
      const { words, state } = this, { me } = state, wanted = [];
      const note = (key, text, bad) => text && wanted.push([`${key} ${text}`, () => h("p", { class: bad ? "note bad" : "note" }, text)]);
      wanted.push(["greeting", () => h("p", { class: "said", dir: "auto" }, this.hello.greeting)]);
      const fresh = !this.lines.size || me.ended, promise = state.promise ?? this.hello.promise, zone = this.zone();
      const newcomer = () => fresh && promise && note("promise", words.now.replace("{time}", promise + zone));
      if (!me.ended) newcomer();
      for (const one of this.lines.values()) wanted.push([one.id, () => this.bubble(one)], [`${one.id} when`, () => this.stamp(one)]);
      if (state.seen && this.lines.has(state.seen)) {
        const at = wanted.findIndex(([key]) => key === `${state.seen} when`);
        wanted.splice(at + 1, 0, [`seen ${state.seen}`, () => h("p", { class: "when mine" }, words.seen)]);
      }
      for (const one of this.outbox) wanted.push([`out ${one.token}`, () => this.bubble({ ...one, files: [...(one.files ?? [])] }, true)]);
      if (this.outbox.length && this.lost) wanted.push(["waiting", () => h("p", { class: "when mine" }, words.waiting)]);
      const told = !zone && [...this.lines.values()].some((one) => one.by && one.text.includes(state.promise));
      if (!fresh && state.waits && (state.late || !told)) note("due", (state.late ? words.late : words.promise).replace("{time}", state.promise + zone));
      if (!fresh && state.settled) note("settled", words.settled);
      if (me.ended) {
        note("ended", words.ended);
        newcomer();
      }
      if (this.lost) note("lost", words.lost, true);
      if (this.problem) note("problem", this.problem, !this.glad);
      this.arrange(wanted);
    }

    /** What is promised is said by the shop's clock: its zone stands beside it where ours is another. */
    zone() {
      try {
        const named = (locale, timeZoneName, timeZone) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(new Date()).find((part) => part.type === "timeZoneName").value;
        const { zone } = this.hello, own = named("en", "longOffset"), theirs = named("en", "longOffset", zone);
        return own === theirs ? "" : ` (${named(this.language, "short", zone)})`;
      } catch {
        return "";
      }
    }

    arrange(wanted) {
      const known = new Map([...this.log.children].map((one) => [one.dataset.key, one]));
      const keys = new Set(wanted.map(([key]) => key));
      for (const [key, one] of known) if (!keys.has(key)) one.remove();
      let place = this.log.firstElementChild;
      for (const [key, make] of wanted) {
        if (place?.dataset.key === key) { place = place.nextElementSibling; continue; }
        const one = known.get(key) ?? make();
        one.dataset.key = key;
        this.log.insertBefore(one, place);
      }
    }

    bubble(one, pending) {
      const mine = pending || !one.by;
      const files = (one.files ?? []).map((file) => {
        const link = file.url ? h("a", { href: `${BASE}${this.chat}/${file.url}`, rel: "noopener", download: true }, file.name) : h("span", {}, file.name);
        if (file.picture || pending) this.picture(link, file);
        return link;
      });
      return h("div", { class: `said${mine ? " mine" : ""}${pending ? " pending" : ""}`, dir: "auto", "data-by": mine ? "me" : "desk" }, h("span", { class: mine ? "only" : "who" }, mine ? `${this.words.you} ` : one.by), mine ? null : h("br"), ...linked(one.text), ...(files.length && one.text ? [h("br")] : []), ...files);
    }

    /** In place of its name, once it is drawn: on a canvas, which needs no word in the page's policy. */
    async picture(link, file) {
      for (let tries = 8; tries--; await wait(2000)) {
        try {
          const bits = await createImageBitmap(file.url ? await (await this.ask(`${file.url}&show=small`)).blob() : file);
          const part = Math.min(1, 240 / bits.width, 240 / bits.height), at = [0, 0, bits.width * part, bits.height * part];
          const made = h("canvas", { role: "img", "aria-label": file.name, width: at[2], height: at[3] });
          made.getContext("2d").drawImage(bits, ...at);
          const end = this.atEnd();
          link.replaceChildren(made);
          if (file.url) {
            link.href += "&show=whole";
            link.target = "_blank";
            link.removeAttribute("download");
          }
          if (end) this.log.scrollTop = this.log.scrollHeight;
          return;
        } catch (error) {
          if (error.status !== 404) return;
        }
      }
    }

    stamp(one) {
      const at = new Date(one.at), today = new Date();
      const year = at.getFullYear() === today.getFullYear() ? undefined : "numeric";
      const day = today.toDateString() === at.toDateString() ? {} : { day: "numeric", month: "short", year };
      const words = new Intl.DateTimeFormat(this.language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
      return h("time", { class: one.by ? "when" : "when mine", datetime: one.at }, words);
    }

    /** Before the first message: who writes. Afterwards: whether the address is his. */
    showAsks(isOpen) {
      const { ask } = this.hello, { me } = this.state, { words } = this;
      const first = !this.lines.size && !this.outbox.length && !me.known;
      const kinds = ["name", "mail"].filter((kind) => first && (ask[kind] !== "no" || (kind === "mail" && !isOpen)) && !me[kind]);
      if (this.asks.dataset.kinds !== kinds.join()) {
        this.asks.dataset.kinds = kinds.join();
        this.asks.replaceChildren(...(isOpen || !kinds.includes("mail") ? [] : [h("p", { class: "only-note" }, words.mailYou)]), ...kinds.map((kind) => h("label", {}, `${words[kind]}${ask[kind] === "must" ? "" : ` (${words.optional})`}`, h("input", { name: kind, type: kind === "mail" ? "email" : "text", autocomplete: kind === "mail" ? "email" : "name", required: ask[kind] === "must" }))));
      }
      this.asks.hidden = !kinds.length;
      if (this.extra.dataset.what === "sure" || this.extra.dataset.what === "past") return;
      const address = me.mail || this.said;
      const what = !this.lines.size || me.known || me.ended || this.tries ? "" : me.proved ? "" : this.coded ? `code ${address}` : address ? `prove ${address}` : isOpen && ask.mail === "no" ? "" : "mail";
      this.offer(what, address);
    }

    /** The box over the words: a question with its buttons. Drawn anew only when it is another one. */
    offer(what, address = "") {
      if (this.extra.dataset.what === what) return;
      this.extra.dataset.what = what;
      this.extra.hidden = !what;
      const { words } = this, fill = (text) => text.replace("{mail}", address);
      const button = (text, run, main) => h("button", { type: "button", class: main ? "wide go" : "wide", onclick: run }, text);
      const trouble = h("p", { class: "note bad", role: "alert", hidden: true });
      const go = (json) => async (event) => {
        event.preventDefault();
        try {
          const state = await this.asked("prove/", { json: json() });
          this.coded = !state.me.proved;
          this.extra.dataset.what = "";
          const was = this.extra.contains(this.root.activeElement);
          this.take({ me: state.me, ...(state.me.proved ? state : {}) });
          if (state.me.proved) this.complain(words.proved.replace("{mail}", state.me.mail), true);
          (was ? this.extra.querySelector("input") ?? this.field : this.field).focus();
        } catch (error) {
          trouble.textContent = error.status === 429 ? words.tooFast : json().code ? words.wrongCode : error.message || words.wrong;
          trouble.hidden = false;
        }
      };
      const field = (label, told) => h("label", {}, label, h("input", told));
      const read = (key) => this.extra.querySelector(`[name=${key}]`).value;
      const parts = {
        sure: () => [h("p", {}, words.endSure), h("div", { class: "row" }, button(words.end, () => this.end(), true), button(words.stay, () => { this.offer(""); this.show(false); this.field.focus(); }))],
        mail: () => [h("p", { class: "only-note" }, words.mailYou), h("div", { class: "row" }, field(words.mail, { name: "to", type: "email", autocomplete: "email" }), button(words.proveGo, go(() => ({ mail: this.said = read("to") })))), trouble],
        prove: () => [h("p", { class: "only-note", dir: "auto" }, fill(words.prove)), trouble, button(words.proveGo, go(() => ({ mail: address })))],
        code: () => [field(fill(words.code), { name: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "7" }), trouble, h("div", { class: "row" }, button(words.codeGo, go(() => ({ code: read("code") })), true), button(words.another, go(() => ({ mail: address }))))],
      }[what.split(" ")[0]];
      this.extra.replaceChildren(...(parts?.() ?? []));
    }

    sure() {
      this.offer("sure");
      this.extra.querySelector("button").focus();
    }

    async end() {
      this.offer("");
      try {
        this.take(await this.asked("end/", { json: {} }));
      } catch (error) {
        this.complain(error.message || this.words.wrong);
      }
      this.line?.abort();
      this.field.focus();
    }

    /* ---------- Earlier conversations ---------- */

    async showPast() {
      const { words } = this;
      const back = h("button", { type: "button", class: "wide", onclick: () => { this.leavePast(); this.show(true); this.field.focus(); } }, words.back);
      try {
        const { past } = await this.asked("past/");
        this.offer("past");
        this.extra.hidden = false;
        this.extra.replaceChildren(h("p", {}, words.past), ...past.map((one) => h("button", { type: "button", class: "wide", dir: "auto", onclick: () => this.readPast(one, back) }, one.subject || this.stamp(one).textContent)), back);
        this.extra.querySelector("button").focus();
      } catch (error) {
        this.complain(error.message || words.wrong);
      }
    }

    leavePast() {
      this.reading = this.form.hidden = false;
      this.offer("");
    }

    async readPast(one, back) {
      const { said } = await this.asked(`past/?id=${one.id}`);
      // What is typed goes to the chat, never to what is read here.
      this.reading = this.form.hidden = true;
      this.arrange(said.flatMap((line) => [[`past ${line.id}`, () => this.bubble(line)], [`past ${line.id} when`, () => this.stamp(line)]]));
      this.extra.replaceChildren(h("p", { dir: "auto" }, one.subject), back);
      back.focus();
    }
  });

  /* The tag alone is enough: without an element of its own the page gets one. */
  if (own?.dataset.chat) {
    const place = () => {
      if (document.querySelector("comptoir-chat")) return;
      const made = document.createElement("comptoir-chat");
      made.setAttribute("chat", own.dataset.chat);
      for (const told of ["token", "language", "theme"]) if (own.dataset[told]) made.setAttribute(told, own.dataset[told]);
      document.body.append(made);
    };
    if (document.body) place();
    else addEventListener("DOMContentLoaded", place);
  }
})();
