// A message of the Bot API as a bubble.

import { element, foldQuotations, written } from "./text.js";

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

export function dayOf(message) {
  return DAY.format(new Date(message.date * 1000));
}

export function textOf(message) {
  return message.text ?? message.caption ?? "";
}

/** Whether a message is text alone, which can be edited. */
export function isText(message) {
  return message.text !== undefined;
}

/** What a message is about, in a few words. */
export function gistOf(message) {
  return textOf(message) || message.document?.file_name || (message.photo ? "picture" : "message");
}

function entitiesOf(message) {
  return message.entities ?? message.caption_entities ?? [];
}

/** Whether two versions of a message read the same, whatever their buttons. */
export function readsTheSame(one, other) {
  const words = (message) => JSON.stringify([textOf(message), entitiesOf(message)]);
  return words(one) === words(other);
}

/** Return the bubble of a message; `mine` tells the person's own from the bot's. */
export function bubble(message, { mine, edited }) {
  const made = element("article", `message ${mine ? "mine" : "theirs"}`);
  made.dataset.id = message.message_id;
  const body = element("div", "body");
  body.append(element("span", "unseen", mine ? "You: " : "Minibatch: "));
  if (message.reply_to_message) body.append(quote(message.reply_to_message));
  body.append(...attachment(message));
  const words = element("div", "words");
  words.append(written(textOf(message), entitiesOf(message)));
  if (textOf(message)) body.append(words);
  body.append(marks(message, edited), actions(mine && isText(message)));
  made.append(body);
  showKeyboard(made, message);
  return made;
}

/** Measure what can only be measured once the bubble stands in the document. */
export function settle(made) {
  foldQuotations(made);
}

/** Put the message's inline keyboard under its bubble, or take it away. */
export function showKeyboard(made, message) {
  made.querySelector(".keyboard")?.remove();
  const rows = message.reply_markup?.inline_keyboard ?? [];
  if (!rows.length) return;
  const keyboard = element("div", "keyboard");
  keyboard.setAttribute("role", "group");
  keyboard.setAttribute("aria-label", "Buttons");
  for (const row of rows) {
    const line = element("div", "row");
    line.append(...row.map(button));
    keyboard.append(line);
  }
  made.append(keyboard);
}

function button(given) {
  if (given.url) {
    const made = element("a", "key", `${given.text} ↗`);
    if (/^https?:/i.test(given.url)) made.href = given.url;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }
  const made = element("button", "key", given.text);
  made.type = "button";
  made.disabled = given.callback_data === undefined;
  made.dataset.data = given.callback_data ?? "";
  return made;
}

function quote(message) {
  const made = element("button", "quote");
  made.type = "button";
  made.dataset.shows = message.message_id;
  made.append(element("span", "unseen", "Reply to: "));
  made.append(element("span", "", gistOf(message)));
  return made;
}

function* attachment(message) {
  if (message.photo) {
    const { file_id: id, width, height } = message.photo.at(-1);
    const made = element("img", "photo");
    Object.assign(made, { src: address(message, id), width, height, loading: "lazy" });
    made.alt = textOf(message) ? "Picture, described below" : "Picture";
    yield made;
  } else if (message.document) {
    const { file_id: id, file_name: name = "file", file_size: size = 0 } = message.document;
    const made = element("a", "document");
    made.href = address(message, id);
    made.download = name;
    made.append(element("span", "name", name), element("span", "size", sized(size)));
    yield made;
  } else if (message.voice || message.sticker) {
    yield element("p", "odd", message.sticker?.emoji ?? "voice message");
  }
}

function address(message, id) {
  return `/page/files/${message.chat.id}/${encodeURIComponent(id)}`;
}

function sized(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function marks(message, edited) {
  const made = element("p", "marks");
  if (edited) made.append(element("span", "edited", "edited"));
  const time = element("time", "", TIME.format(new Date(message.date * 1000)));
  time.dateTime = new Date(message.date * 1000).toISOString();
  made.append(time);
  return made;
}

function actions(editable) {
  const made = element("div", "actions");
  for (const [does, sign, label] of [["reply", "↩", "Reply"], ["edit", "✎", "Edit"]]) {
    if (does === "edit" && !editable) continue;
    const one = element("button", "icon", sign);
    one.type = "button";
    one.dataset.does = does;
    one.title = label;
    one.setAttribute("aria-label", label);
    made.append(one);
  }
  return made;
}
