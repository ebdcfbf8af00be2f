// The page: one live connection to one person's chat, and what is around the chat.

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { element } from "./text.js";
import { Traffic } from "./traffic.js";

const $ = (id) => document.getElementById(id);
const HOUR = 3600;
const TRY_AGAIN = 1500; // milliseconds
const TYPING = 5000;
const ANSWER = 16_000;
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

const chat = new Chat($("log"));
const traffic = new Traffic($("items"));
const composer = new Composer({ ask, upload, lastOwn: () => chat.lastOwn });
const pressed = new Map(); // number of a press -> its button
let socket = null;
let offset = 0;
let presses = 0;
let typingTimer = 0;
let toastTimer = 0;

// --- the connection ---------------------------------------------------------------------------

const TOLD = {
  hello: begin,
  events: ({ events }) => happen(events),
  traffic: ({ items }) => travel(items),
  answered: showAnswer,
  clock: (told) => setClock(told.offset),
  menu: ({ commands }) => composer.showMenu(commands),
  refused: () => showToast("That cannot be sent."),
};

/** Follow a person's chat; 0 is whoever comes first. */
function connect(person) {
  socket?.close();
  const opened = new WebSocket(`ws://${location.host}/page/live/${person}`);
  socket = opened;
  chat.me = 0;
  opened.addEventListener("message", ({ data }) => {
    const told = JSON.parse(data);
    if (opened === socket) TOLD[told.tell](told);
  });
  opened.addEventListener("close", () => {
    if (opened !== socket) return;
    setState("The demo has ended, or is out of reach.");
    setTimeout(() => opened === socket && connect(chat.me), TRY_AGAIN);
  });
}

function ask(deed) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(deed));
  else showToast("Nobody is there: the demo has ended.");
}

async function upload(file) {
  const address = `/page/files/${chat.me}?name=${encodeURIComponent(file.name)}`;
  const type = file.type || "application/octet-stream";
  try {
    const answer = await fetch(address, { method: "POST", body: file, headers: { "Content-Type": type } });
    if (!answer.ok) showToast(await answer.text());
  } catch {
    showToast("The file could not be sent.");
  }
}

// --- what is told -----------------------------------------------------------------------------

function begin({ me, people, description, offset: told, events, items }) {
  chat.clear();
  chat.me = me;
  history.replaceState(null, "", `#${me}`);
  traffic.clear();
  traffic.add(items);
  pressed.clear();
  composer.about(null);
  setState("bot");
  setClock(told);
  showPeople(people, me);
  $("description").textContent = description;
  chat.show(events, { live: false });
  showBeginning();
}

function happen(events) {
  if (events.some((event) => event.by_bot && event.message)) setState("bot");
  chat.show(events, { live: true });
  showBeginning();
}

function showBeginning() {
  $("begin").hidden = !chat.empty;
}

function travel(items) {
  traffic.add(items);
  for (const { way, what, chat: place } of items) {
    if (way !== "out" || place === undefined) continue;
    if (place === chat.me && what === "sendChatAction") setState("typing…");
    if (place !== chat.me && what.startsWith("send")) markUnread(place);
  }
}

function setState(words) {
  clearTimeout(typingTimer);
  $("state").textContent = words;
  if (words === "typing…") typingTimer = setTimeout(setState, TYPING, "bot");
}

// --- people -----------------------------------------------------------------------------------

function showPeople(people, me) {
  const fieldset = $("people");
  for (const { id, name } of people) {
    if (fieldset.querySelector(`[value="${id}"]`)) continue;
    const label = element("label");
    const radio = element("input");
    Object.assign(radio, { type: "radio", name: "person", value: id });
    radio.addEventListener("change", () => {
      label.classList.remove("unread");
      connect(id);
    });
    label.append(radio, element("span", "", name));
    fieldset.append(label);
  }
  fieldset.querySelector(`[value="${me}"]`).checked = true;
}

function markUnread(id) {
  $("people").querySelector(`[value="${Number(id)}"]`)?.parentElement.classList.add("unread");
}

// --- buttons ----------------------------------------------------------------------------------

$("log").addEventListener("click", ({ target }) => {
  const id = Number(target.closest(".message")?.dataset.id);
  const { data, command, shows, does } = target.closest("button")?.dataset ?? {};
  if (data !== undefined) press(target.closest("button"), id, data);
  else if (command) composer.say(command);
  else if (shows) showOriginal(shows);
  else if (does) composer.about({ does, message: chat.messages.get(id) });
});

function press(button, message, data) {
  presses += 1;
  const number = presses;
  pressed.set(number, button);
  button.classList.add("waits");
  button.setAttribute("aria-pressed", "true");
  ask({ do: "press", number, message, data });
  setTimeout(showAnswer, ANSWER, { number, toast: null, alert: false });
}

function showAnswer({ number, toast, alert }) {
  if (!pressed.has(number)) return;
  pressed.get(number).classList.remove("waits");
  pressed.delete(number);
  if (toast && alert) {
    $("alert-text").textContent = toast;
    $("alert").showModal();
  } else if (toast) {
    showToast(toast);
  }
}

function showToast(words) {
  clearTimeout(toastTimer);
  $("toast").hidden = false;
  $("toast").textContent = words;
  toastTimer = setTimeout(() => ($("toast").hidden = true), 2500 + 40 * words.length);
}

function showOriginal(id) {
  const original = chat.bubbleOf(id);
  if (!original) return;
  original.scrollIntoView({ block: "center", behavior: "smooth" });
  original.classList.remove("changed");
  requestAnimationFrame(() => original.classList.add("changed"));
}

$("start").addEventListener("click", () => {
  composer.say("/start");
  composer.text.focus({ preventScroll: true });
});

// --- the clock --------------------------------------------------------------------------------

function now() {
  return new Date(Date.now() + offset * 1000);
}

function setClock(told) {
  offset = told;
  showClock();
}

function showClock() {
  $("now").textContent = CLOCK.format(now());
  $("now").dateTime = now().toISOString();
}

function moveTo(moment) {
  ask({ do: "move", to: moment.getTime() / 1000 });
  showToast(`It is ${CLOCK.format(moment)} now.`);
}

$("hour").addEventListener("click", () => moveTo(new Date(now().getTime() + HOUR * 1000)));
$("morning").addEventListener("click", () => {
  const moment = now();
  moment.setDate(moment.getDate() + 1);
  moment.setHours(8, 0, 0, 0);
  moveTo(moment);
});
setInterval(showClock, 1000);

// --- light and dark, the developers' panel ----------------------------------------------------

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : prefersDark.matches;
}

function showTheme() {
  $("theme").setAttribute("aria-pressed", String(isDark()));
}

$("theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", document.documentElement.dataset.theme);
  showTheme();
});
prefersDark.addEventListener("change", showTheme);

$("developers").addEventListener("click", () => showPanel($("traffic").hidden));

function showPanel(shown) {
  $("traffic").hidden = !shown;
  $("developers").setAttribute("aria-expanded", String(shown));
}

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && matchMedia("(max-width: 899px)").matches) showPanel(false);
});

// --- the beginning ----------------------------------------------------------------------------

const kept = localStorage.getItem("theme");
if (kept) document.documentElement.dataset.theme = kept;
showTheme();
showPanel(matchMedia("(min-width: 900px)").matches);
connect(Number(location.hash.slice(1)));
