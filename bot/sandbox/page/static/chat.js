// The log of one chat: bubbles in their order, changed in place, with the day above each day's first.

import { bubble, dayOf, isText, readsTheSame, settle, showKeyboard } from "./bubbles.js";
import { element } from "./text.js";

const NEAR = 120; // pixels from the end that still count as reading the end

export class Chat {
  constructor(log) {
    this.log = log;
    this.me = 0;
    this.clear();
    log.addEventListener("scroll", () => (this.atEnd = this.#isAtEnd()));
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(log);
  }

  clear() {
    this.log.replaceChildren();
    this.messages = new Map();
    this.edited = new Set();
    this.day = "";
    this.atEnd = true;
  }

  get empty() {
    return this.messages.size === 0;
  }

  /** Show what happened. What had happened before the page was opened comes without a stir. */
  show(events, { live }) {
    this.log.hidden = false; // what is hidden cannot be measured
    const follows = !live || this.#isAtEnd();
    this.log.setAttribute("aria-live", live ? "polite" : "off");
    for (const { verb, message } of events) {
      if (message) this.#one(verb, message, live);
    }
    this.log.hidden = this.empty;
    if (follows || events.some((event) => event.verb === "sent" && !event.by_bot)) this.toEnd();
  }

  bubbleOf(id) {
    return this.log.querySelector(`[data-id="${Number(id)}"]`);
  }

  /** The newest text of the person's own. */
  get lastOwn() {
    const own = [...this.messages.values()].filter((one) => this.#isMine(one) && isText(one));
    return own.at(-1);
  }

  // At once: on its way, a smooth one would look as if somebody had scrolled up to read.
  toEnd() {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" });
    this.atEnd = true;
  }

  #one(verb, message, live) {
    const before = this.messages.get(message.message_id);
    if (verb === "deleted") {
      this.messages.delete(message.message_id);
      this.bubbleOf(message.message_id)?.remove();
    } else if (verb === "sent" || !before) {
      this.#add(message, live);
    } else {
      this.#change(before, message, live);
    }
  }

  #add(message, live) {
    this.messages.set(message.message_id, message);
    if (dayOf(message) !== this.day) {
      this.day = dayOf(message);
      this.log.append(element("p", "day", this.day));
    }
    const made = this.#bubble(message);
    made.classList.toggle("new", live);
    this.log.append(made);
    settle(made);
  }

  #change(before, message, live) {
    this.messages.set(message.message_id, message);
    const standing = this.bubbleOf(message.message_id);
    const focused = standing.contains(document.activeElement) && document.activeElement;
    const visibly = focused && focused.matches(":focus-visible");
    if (readsTheSame(before, message)) {
      showKeyboard(standing, message);
    } else {
      this.edited.add(message.message_id);
      const made = this.#bubble(message);
      made.classList.toggle("changed", live);
      standing.replaceWith(made);
      settle(made);
    }
    if (visibly && !focused.isConnected) this.#refocus(message.message_id);
  }

  /** Whoever pressed a button by key goes on from there, or from the log. */
  #refocus(id) {
    (this.bubbleOf(id).querySelector(".key") ?? this.log).focus();
  }

  #bubble(message) {
    return bubble(message, {
      mine: this.#isMine(message),
      edited: this.edited.has(message.message_id),
    });
  }

  #isMine(message) {
    return message.from.id === this.me;
  }

  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }
}
