"use strict";
// Shows what the press last made. It is told by events; nothing is asked for but pictures of pages and files of the EPUB.

const at = (id) => document.getElementById(id);
const made = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};
const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

let run = null;
let sight = null;
let open = null; // the part of the EPUB that is shown
let turn = 0; // which of the changes "next change" comes to

function summary() {
  const fresh = sight.pages.filter((page) => page.new).length + sight.parts.filter((part) => part.new).length;
  const said = [];
  if (sight.pages.length) said.push(many(sight.pages.length, "page"));
  if (sight.parts.length) said.push(many(sight.parts.length, "document"));
  if (sight.build > 1 && !sight.trouble) said.push(fresh ? `${many(sight.pages.filter((p) => p.new).length, "page")} changed` : "nothing changed");
  said.push(`${sight.seconds.toFixed(1)} s`);
  return said.join(" · ");
}

function state(text, kind = "") {
  at("state").textContent = text;
  at("state").className = kind;
}

function showMistakes() {
  at("mistakes").hidden = !sight.mistakes.length && !sight.trouble;
  at("trouble").hidden = !sight.trouble;
  at("trouble").textContent = sight.trouble && `${sight.trouble[0].toUpperCase()}${sight.trouble.slice(1)}. Shown below is the last good result.`;
  at("list").replaceChildren(...sight.mistakes.map((mistake) => {
    const item = made("li", { className: mistake.severity },
      made("span", { className: "place", textContent: mistake.place }),
      made("span", {}, mistake.message, " ", made("span", { className: "code", textContent: mistake.code })));
    if (mistake.hint) item.append(made("span", { className: "hint", textContent: mistake.hint }));
    return item;
  }));
}

function sheet(page, number) {
  const image = made("img", { className: "paper", loading: "lazy", decoding: "async", alt: `Page ${page.label}` });
  image.width = Math.round(page.width * 4 / 3);
  image.height = Math.round(page.height * 4 / 3);
  image.src = `page/${page.key}.png`;
  const figure = made("figure", { className: "sheet", id: `sheet-${number}` }, image, made("figcaption"));
  figure.dataset.key = page.key;
  return figure;
}

function showPages() {
  at("pages").dir = sight.rightToLeft ? "rtl" : "ltr";
  let sheets = at("pages").querySelector(".sheets");
  if (!sheets) at("pages").append(sheets = made("div", { className: "sheets" }));
  // A sheet with the same picture is kept as it stands: only what is new is fetched.
  const kept = new Map();
  for (const old of sheets.children) kept.set(old.dataset.key, [...(kept.get(old.dataset.key) ?? []), old]);
  sheets.replaceChildren(...sight.pages.map((page, number) => {
    const figure = kept.get(page.key)?.shift() ?? sheet(page, number);
    figure.id = `sheet-${number}`;
    figure.classList.toggle("new", page.new);
    figure.lastChild.textContent = page.new ? `${page.label} · changed` : page.label;
    return figure;
  }));
}

function showParts() {
  at("parts").replaceChildren(...sight.parts.map((part) => {
    const button = made("button", { type: "button", textContent: part.title, className: part.new ? "new" : "" });
    button.addEventListener("click", () => showPart(part.name));
    button.dataset.name = part.name;
    return button;
  }));
}

function showPart(name) {
  const part = sight.parts.find((one) => one.name === name) ?? sight.parts[0];
  if (!part) return;
  const frame = at("chapter");
  const scrolled = open === part.name ? frame.contentWindow?.scrollY ?? 0 : 0;
  open = part.name;
  for (const button of at("parts").children) {
    const current = button.dataset.name === part.name;
    button.setAttribute("aria-current", String(current));
    if (current) button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  frame.onload = () => {
    // The margins that a reading system would give.
    Object.assign(frame.contentDocument.documentElement.style, { maxWidth: "38em", margin: "0 auto", padding: "0 28px" });
    frame.contentWindow.scrollTo(0, scrolled);
    if (part.new) mark(frame.contentDocument, ...part.new);
  };
  frame.src = `epub/${sight.number}/${part.name.split("/").map(encodeURIComponent).join("/")}`;
}

// The blocks that the elements from `first` to `last` stand in, counted in the order of the document.
function mark(page, first, last) {
  const blocks = new Set();
  for (const element of [...page.querySelectorAll("*")].slice(first, last + 1)) {
    if (element.closest("head")) continue;
    const block = element.closest("p, h1, h2, h3, h4, h5, h6, li, tr, figure, pre, dt, dd, aside, img");
    if (block) blocks.add(block);
  }
  for (const block of blocks) {
    block.style.outline = "2px solid #b4501f";
    block.style.outlineOffset = "4px";
  }
  [...blocks][0]?.scrollIntoView({ block: "center" });
}

function changes() {
  return [...sight.pages.keys()].filter((number) => sight.pages[number].new);
}

function turnTo(number) {
  at(`sheet-${number}`)?.scrollIntoView({ block: "start", behavior: "auto" });
}

function show(news) {
  if (run !== null && run !== news.run) return location.reload();
  run = news.run;
  const before = sight?.number;
  sight = news;
  document.title = sight.title || "Proof";
  at("title").textContent = sight.title || "Proof";
  state(sight.build ? summary() : "building …", sight.build ? "" : "working");
  showMistakes();
  if (before !== sight.number) {
    showPages();
    showParts();
    showPart(sight.firstPart ?? open);
    if (sight.firstPage !== null) turnTo(sight.firstPage);
  }
  const new_ = changes();
  turn = Math.max(0, new_.indexOf(sight.firstPage));
  at("next").hidden = new_.length < 2;
  at("next").textContent = `next of ${many(new_.length, "changed page")}`;
}

at("next").addEventListener("click", () => {
  const all = changes();
  turn = (turn + 1) % all.length;
  turnTo(all[turn]);
});

// The sheet that is read: the first that reaches below the top edge by more than a line or two.
function inView() {
  const top = at("pages").getBoundingClientRect().top + 40;
  return [...document.querySelectorAll(".sheet")].find((figure) => figure.getBoundingClientRect().bottom > top);
}

for (const button of document.querySelectorAll(".views button")) {
  button.addEventListener("click", () => {
    const reading = inView();
    document.body.dataset.view = button.dataset.view;
    reading?.scrollIntoView({ block: "start" });
    for (const other of document.querySelectorAll(".views button")) other.setAttribute("aria-pressed", String(other === button));
  });
}

const events = new EventSource("events");
events.addEventListener("sight", (event) => show(JSON.parse(event.data)));
events.addEventListener("said", (event) => {
  const said = JSON.parse(event.data);
  if (said) state(`${said} …`, "working");
  else if (sight?.build) state(summary());
});
events.addEventListener("error", () => state("the press is not running; this page waits for it", "lost"));
