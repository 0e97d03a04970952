"use strict";
// Opens details, walks the queue, filters it. All data is in the page already; nothing is written into it.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const entries = all(".entry");
  const wide = matchMedia("(min-width: 52rem)");
  let selected = null; // the key of the sentence whose details are open

  const markOf = (key) => document.querySelector(`.mark[aria-controls="${CSS.escape(`d-${key}`)}"]`);

  // Scroll the queue's column, where it is one, so that the whole entry shows, or at least its head.
  function reveal(entry) {
    const pane = entry.closest(".queue").getBoundingClientRect();
    const head = document.querySelector(".queue-head").getBoundingClientRect();
    const box = entry.getBoundingClientRect();
    if (box.top < head.bottom || box.bottom > pane.bottom) entry.scrollIntoView({ block: "start" });
  }

  function show(key, on) {
    byId(`s-${key}`)?.classList.toggle("open", on);
    byId(`d-${key}`)?.classList.toggle("open", on);
    markOf(key)?.setAttribute("aria-expanded", String(on));
    const entry = byId(`q-${key}`);
    if (!entry) return;
    if (on) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
    if (on && wide.matches) reveal(entry);
  }

  function select(key) {
    if (selected !== null) show(selected, false);
    selected = key;
    root.classList.toggle("reviewing", key !== null);
    if (key === null) return;
    show(key, true);
    const detail = byId(`d-${key}`);
    if (detail) detail.scrollTop = 0;
  }

  function close() {
    if (selected === null) return;
    const key = selected;
    const inside = byId(`d-${key}`)?.contains(document.activeElement);
    select(null);
    history.replaceState(null, "", location.pathname + location.search);
    if (inside) markOf(key)?.focus({ preventScroll: true });
  }

  function keyOf(hash) {
    const id = decodeURIComponent(hash.slice(1));
    return /^[sd]-/.test(id) && byId(`s-${id.slice(2)}`) ? id.slice(2) : null;
  }

  function follow() {
    const key = keyOf(location.hash);
    if (key === null) return;
    select(key);
    byId(`s-${key}`).scrollIntoView({ block: "start" });
  }

  // In the text, a click opens without moving the page under the reader.
  function openInPlace(key) {
    if (key === selected) return close();
    history.replaceState(null, "", `#s-${encodeURIComponent(key)}`);
    select(key);
  }

  function jump(key) {
    if (location.hash === `#s-${key}`) follow();
    else location.hash = `#s-${key}`;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (target.closest(".close")) {
      event.preventDefault();
      close();
    } else if (target.closest("a.mark")) {
      event.preventDefault();
      const key = keyOf(target.closest("a.mark").hash);
      const byKeyboard = event.detail === 0;
      openInPlace(key);
      if (byKeyboard && selected === key) byId(`d-${key}`).focus({ preventScroll: true });
    } else if (target.closest('a[href^="#s-"]')) {
      event.preventDefault();
      jump(keyOf(target.closest("a").hash));
    } else if (target.closest(".s") && getSelection().isCollapsed) {
      openInPlace(target.closest(".s").id.slice(2));
    }
  });
  addEventListener("hashchange", follow);

  // The queue: j and k walk what the filter leaves.
  function step(by) {
    const shown = entries.filter((entry) => !entry.hidden);
    if (!shown.length) return;
    const at = shown.findIndex((entry) => entry.id === `q-${selected}`);
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by))];
    next.querySelector(".claim a").focus({ preventScroll: true });
    jump(next.id.slice(2));
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") close();
  });

  const filter = byId("reason");
  function sift() {
    const reason = filter.value;
    for (const entry of entries) entry.hidden = reason !== "" && !entry.dataset.reasons.split(" ").includes(reason);
    const left = entries.filter((entry) => !entry.hidden).length;
    byId("queue-count").textContent = left === entries.length ? String(left) : `${left} of ${entries.length}`;
  }
  if (filter) {
    filter.addEventListener("change", sift);
    sift(); // a browser may restore the choice of an earlier visit
  }

  for (const button of all(".show")) {
    button.addEventListener("click", () => {
      const off = root.classList.toggle(`no-${button.dataset.layer}`);
      button.setAttribute("aria-pressed", String(!off));
    });
  }

  // A page opened from disk may be refused storage; the choice then lasts as long as the page.
  function remembered(theme) {
    try {
      if (theme) localStorage.setItem("annotate-theme", theme);
      return localStorage.getItem("annotate-theme");
    } catch {
      return null;
    }
  }

  const before = remembered();
  if (before === "light" || before === "dark") root.dataset.theme = before;
  byId("theme").addEventListener("click", () => {
    const now = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    remembered(root.dataset.theme);
  });

  root.classList.add("js");
  follow();
})();
