// Keys, filters and live pages. Every page works without it.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- Filters: a changed choice is shown at once, and empty ones stay out of the address.
for (const form of $$("form[data-auto]")) {
  const show = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([name, value]) => {
      const field = form.elements[name];
      const first = field instanceof HTMLSelectElement && name === "sort" && field.selectedIndex === 0;
      return value !== "" && !first;
    }));
    const text = chosen.toString();
    location.assign(form.getAttribute("action") + (text ? "?" + text : ""));
  };
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
}

// ---- Heat maps: a click shows the partitions around it.
document.addEventListener("click", (event) => {
  const row = event.target.closest(".heat-row");
  const map = row?.closest("[data-zoom]");
  if (!map) return;
  const { zoom, first, last, columns, per } = map.dataset;
  const box = row.getBoundingClientRect();
  const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
  const shown = last - first + 1;
  const reach = Math.max(8, Math.ceil(shown / 16));
  const at = Number(first) + column * per + Math.floor(per / 2);
  if (shown <= 16) return;
  const from = Math.max(Number(first), at - reach);
  const to = Math.min(Number(last), at + reach);
  const address = new URL(zoom, location.href);
  address.searchParams.set("from", from + 1);
  address.searchParams.set("to", to + 1);
  address.hash = "partitions";
  location.assign(address);
});

// ---- Copying of commands.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.copied = "yes";
    setTimeout(() => delete button.dataset.copied, 1500);
  } catch { /* The text stands beside the button. */ }
});

// ---- Keys.
const keys = $("#keys");
$("#keys-button").addEventListener("click", () => keys.showModal());
const actions = {
  "?": () => keys.showModal(),
  "/": () => $("[data-filter], form[data-auto] select, form[data-auto] input")?.focus(),
  j: () => step(1),
  k: () => step(-1),
};
function step(by) {
  const lines = $$("[data-line]");
  if (lines.length === 0) return;
  const at = lines.indexOf(document.activeElement);
  lines[Math.min(lines.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : lines.length - 1) : at + by))].focus();
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.target.closest("input, select, textarea")) return;
  const jump = $(`[data-jump="${CSS.escape(event.key)}"]`);
  if (jump) {
    event.preventDefault();
    jump.scrollIntoView();
    jump.focus({ preventScroll: true });
    return;
  }
  const target = $(`[data-key="${CSS.escape(event.key)}"]`);
  const action = actions[event.key] ?? (target && (() => target.click()));
  if (!action) return;
  event.preventDefault();
  action();
});

// ---- Live parts: the page is fetched again, and only parts that differ are exchanged. What a reader has opened or
// focused stays so.
function exchange(old, fresh) {
  const open = new Set($$("details[open][id]", old).map((one) => one.id));
  const scrolled = $$(".scroll", old).map((one) => one.scrollLeft);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const at = focused && ($$("a, button, summary, [tabindex]", old).indexOf(focused));
  old.replaceChildren(...fresh.childNodes);
  for (const { name, value } of [...fresh.attributes]) old.setAttribute(name, value);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  $$(".scroll", old).forEach((one, i) => { one.scrollLeft = scrolled[i] ?? 0; });
  if (focused) (focused.id ? document.getElementById(focused.id) : $$("a, button, summary, [tabindex]", old)[at])?.focus();
  old.dispatchEvent(new CustomEvent("exchanged", { bubbles: true }));
}

const live = $("#live");
let shown = new Map($$("[data-live]").map((part) => [part.dataset.live, part.outerHTML]));
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = new Map();
  for (const part of $$("[data-live]", page)) {
    const name = part.dataset.live;
    fresh.set(name, part.outerHTML);
    const old = $(`[data-live="${CSS.escape(name)}"]`);
    if (old && shown.get(name) !== part.outerHTML) exchange(old, part);
  }
  shown = fresh;
  document.body.dataset.every = page.body.dataset.every;
  document.title = page.title;
}

let missed = 0;
async function tick() {
  const began = performance.now();
  if (!document.hidden && !keys.open && !window.getSelection()?.toString()) {
    try {
      await refresh();
      missed = 0;
      live.textContent = "";
    } catch {
      missed++;
      live.textContent = "No answer: what is shown may be old. Trying again.";
    }
  }
  // A page that takes long is asked for more seldom.
  const every = Number(document.body.dataset.every);
  if (every > 0) setTimeout(tick, Math.max(every, 5 * (performance.now() - began)) * Math.min(8, 1 + missed));
}
if (Number(document.body.dataset.every) > 0) setTimeout(tick, Number(document.body.dataset.every));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Number(document.body.dataset.every) > 0) refresh().catch(() => {});
});
