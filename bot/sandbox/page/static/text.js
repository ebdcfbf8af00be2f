// A text and its entities as nodes. Offsets count UTF-16 units, as strings do here. Nothing that
// somebody wrote is ever read as HTML: it goes in as text.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Return a fragment; entities come from left to right, the outer before the inner. */
export function written(text, entities = []) {
  const fragment = document.createDocumentFragment();
  fill(fragment, text, entities, 0, text.length);
  return fragment;
}

/** Make an element with text in it. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function fill(parent, text, entities, start, end) {
  let at = start;
  let rest = entities;
  while (rest.length) {
    const entity = rest[0];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = rest.slice(1).filter((other) => other.offset < to);
    rest = rest.slice(1 + inner.length);
    if (to <= from) continue;
    parent.append(text.slice(at, from));
    const made = entityElement(entity, text.slice(from, to));
    fill(made, text, inner, from, to);
    parent.append(made);
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  parent.append(text.slice(at, end));
}

function entityElement(entity, shown) {
  switch (entity.type) {
    case "url":
      return link(shown);
    case "text_link":
      return link(entity.url);
    case "bot_command":
      return command(shown);
    case "spoiler":
      return spoiler();
    case "expandable_blockquote":
      return element("blockquote", "expandable");
    default:
      return element(TAGS[entity.type] ?? "span");
  }
}

function link(address) {
  const made = element("a");
  if (/^https?:/i.test(address)) made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

function command(shown) {
  const made = element("button", "command");
  made.type = "button";
  made.dataset.command = shown;
  return made;
}

function spoiler() {
  const made = element("span", "spoiler");
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.setAttribute("aria-label", "Hidden text: show it");
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    made.classList.add("shown");
    for (const name of ["role", "aria-label", "tabindex"]) made.removeAttribute(name);
  };
  made.addEventListener("click", show);
  made.addEventListener("keydown", show);
  return made;
}

/** Fold long quotations that stand in the document now; short ones stay as they are. */
export function foldQuotations(root) {
  for (const quotation of root.querySelectorAll("blockquote.expandable:not(.measured)")) {
    quotation.classList.add("measured", "folded");
    if (quotation.scrollHeight <= quotation.clientHeight + 4) {
      quotation.classList.remove("folded");
      continue;
    }
    const more = element("button", "more", "Show more");
    more.type = "button";
    more.setAttribute("aria-expanded", "false");
    more.addEventListener("click", () => {
      const folded = quotation.classList.toggle("folded");
      more.setAttribute("aria-expanded", String(!folded));
      more.textContent = folded ? "Show more" : "Show less";
    });
    quotation.after(more);
  }
}
