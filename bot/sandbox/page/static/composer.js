// Where a person types: texts, replies, corrections, commands and files.

import { gistOf, textOf } from "./bubbles.js";
import { element } from "./text.js";

const $ = (id) => document.getElementById(id);

export class Composer {
  /** `ask` sends a deed; `upload` sends a file. */
  constructor({ ask, upload, lastOwn }) {
    this.ask = ask;
    this.lastOwn = lastOwn;
    this.context = null;
    this.listed = [];
    this.text = $("text");
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    $("context-drop").addEventListener("click", () => this.about(null));
    $("commands").addEventListener("click", () => this.#toggleMenu());
    $("menu").addEventListener("click", (event) => this.#choose(event));
    $("menu").addEventListener("keydown", (event) => this.#walkMenu(event));
    $("attach").addEventListener("click", () => $("file").click());
    $("file").addEventListener("change", () => {
      for (const file of $("file").files) upload(file);
      $("file").value = "";
    });
  }

  /** Write about a message: {does: "reply" | "edit", message}; null writes a plain one. */
  about(context) {
    const wasEdit = this.context?.does === "edit";
    this.context = context;
    $("context").hidden = !context;
    if (!context) {
      if (wasEdit) this.#fill("");
      return;
    }
    $("context-verb").textContent = context.does === "edit" ? "Editing:" : "Reply to:";
    $("context-text").textContent = gistOf(context.message);
    if (context.does === "edit") this.#fill(textOf(context.message));
    this.text.focus();
  }

  say(text) {
    this.ask({ do: "say", text });
  }

  /** Take the list of commands that was asked for. */
  showMenu(commands) {
    this.listed = commands;
    this.#list("");
  }

  #send() {
    const text = this.text.value.trim();
    if (!text) return;
    const { does, message } = this.context ?? {};
    if (does === "edit") this.ask({ do: "edit", message: message.message_id, text });
    else this.ask({ do: "say", text, reply_to: message?.message_id ?? null });
    this.context = null;
    this.about(null);
    this.#fill("");
    this.#closeMenu();
  }

  #fill(text) {
    this.text.value = text;
    this.#grow();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  #typed() {
    this.#grow();
    const isCommand = /^\/\w*$/.test(this.text.value);
    if (!isCommand) this.#closeMenu();
    else if ($("menu").hidden) this.ask({ do: "menu" });
    else this.#list(this.text.value.slice(1));
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      this.about(null);
      this.#closeMenu();
    } else if (event.key === "ArrowUp" && !$("menu").hidden) {
      event.preventDefault();
      $("menu").querySelector("li:last-child button")?.focus();
    } else if (event.key === "ArrowUp" && !this.text.value && this.lastOwn()) {
      event.preventDefault();
      this.about({ does: "edit", message: this.lastOwn() });
    }
  }

  #toggleMenu() {
    if ($("menu").hidden) this.ask({ do: "menu" });
    else this.#closeMenu();
  }

  #closeMenu() {
    $("menu").hidden = true;
    $("commands").setAttribute("aria-expanded", "false");
  }

  #list(beginning) {
    const wanted = /^\/\w*$/.test(this.text.value) ? this.text.value.slice(1) : beginning;
    const found = this.listed.filter(({ command }) => command.startsWith(wanted));
    $("menu").replaceChildren(...found.map(entry));
    $("menu").hidden = !found.length;
    $("commands").setAttribute("aria-expanded", String(found.length > 0));
  }

  #choose(event) {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    this.say(`/${chosen.dataset.name}`);
    this.#fill("");
    this.#closeMenu();
    this.text.focus();
  }

  #walkMenu(event) {
    if (event.key === "Escape") {
      this.#closeMenu();
      this.text.focus();
    }
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = event.target.closest("li")[step]?.querySelector("button");
    (next ?? this.text).focus();
  }
}

function entry({ command, description }) {
  const line = element("li");
  const button = element("button");
  button.type = "button";
  button.dataset.name = command;
  button.append(element("b", "", `/${command}`), element("span", "", description));
  line.append(button);
  return line;
}
