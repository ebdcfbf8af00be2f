// What travels between the sandbox and the bot, for developers: newest first.

import { element } from "./text.js";

const KEPT = 200;

export class Traffic {
  constructor(list) {
    this.list = list;
  }

  add(items) {
    this.list.prepend(...items.map(entry).reverse());
    while (this.list.childElementCount > KEPT) this.list.lastElementChild.remove();
  }

  clear() {
    this.list.replaceChildren();
  }
}

function entry(item) {
  const line = element("li", item.failed ? `${item.way} failed` : item.way);
  const all = element("details");
  const head = element("summary");
  head.append(
    element("span", "way", item.way === "in" ? "in" : "out"),
    element("b", "", item.what),
    element("span", "gist", gist(item)),
  );
  all.append(head);
  all.addEventListener("toggle", () => {
    if (all.open && !all.querySelector("pre")) {
      all.append(element("pre", "", JSON.stringify(item.detail, null, 2)));
    }
  });
  line.append(all);
  return line;
}

function gist({ way, what, failed, detail }) {
  if (failed) return failed;
  const content = way === "in" ? detail[what] : detail.parameters;
  return String(content.text ?? content.data ?? content.caption ?? content.action ?? "");
}
