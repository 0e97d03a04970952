"use strict";
// Opens details, walks the queue, filters it. All data is in the page already; nothing is written into it.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const rest = byId("rest"); // stands last so that the page shows before all of the queue is read
  if (rest) {
    document.querySelector(".queue .entries").append(...rest.querySelectorAll(".entry"));
    rest.remove();
  }
  const entries = all(".entry");
  const wide = matchMedia("(min-width: 52rem)");
  let selected = null; // the key of the sentence whose details are open, or of the entry that was walked to

  const markOf = (key) => document.querySelector(`.mark[aria-controls="${CSS.escape(`d-${key}`)}"]`);

  // A page opened from disk may be refused a new address or storage; all else works without.
  function allowed(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }
  const address = (search, hash) => allowed(() => history.replaceState(null, "", location.pathname + search + hash));

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
    if (on && wide.matches && !entry.classList.contains("later")) reveal(entry);
  }

  function select(key) {
    if (selected !== null) show(selected, false);
    selected = key;
    const detail = key === null ? null : byId(`d-${key}`);
    root.classList.toggle("reviewing", detail !== null);
    if (key === null) return;
    show(key, true);
    if (detail) detail.scrollTop = 0;
  }

  function close() {
    if (selected === null) return;
    const key = selected;
    const inside = byId(`d-${key}`)?.contains(document.activeElement);
    select(null);
    address(location.search, "");
    if (inside) markOf(key)?.focus({ preventScroll: true });
  }

  function keyOf(hash) {
    const id = allowed(() => decodeURIComponent(hash.slice(1))) ?? "";
    return /^[sd]-/.test(id) && byId(`s-${id.slice(2)}`) ? id.slice(2) : null;
  }

  // What lies within closed details opens before the page moves to it.
  function unfold(element) {
    for (let each = element?.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    element?.scrollIntoView({ block: "start" });
  }

  function follow() {
    const key = keyOf(location.hash);
    if (key !== null) {
      select(key);
      byId(`s-${key}`).scrollIntoView({ block: "start" });
    } else if (location.hash.startsWith("#o-")) unfold(byId(location.hash.slice(1)));
  }

  // In the text, a click opens without moving the page under the reader.
  function openInPlace(key) {
    if (key === selected) return close();
    address(location.search, `#s-${encodeURIComponent(key)}`);
    select(key);
  }

  function jump(key) {
    if (location.hash === `#s-${key}`) follow();
    else location.hash = `#s-${key}`;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = target.closest("a");
    if (target.closest(".close")) {
      event.preventDefault();
      close();
    } else if (target.closest("a.mark")) {
      event.preventDefault();
      const key = keyOf(link.hash);
      const byKeyboard = event.detail === 0;
      openInPlace(key);
      if (byKeyboard && selected === key) byId(`d-${key}`).focus({ preventScroll: true });
    } else if (link && link.pathname === location.pathname && link.hash.startsWith("#s-") && keyOf(link.hash)) {
      event.preventDefault();
      jump(keyOf(link.hash));
    } else if (link && link.hash.startsWith("#o-") && link.hash === location.hash) follow();
    else if (!link && target.closest(".s") && getSelection().isCollapsed) openInPlace(target.closest(".s").id.slice(2));
  });
  addEventListener("hashchange", follow);

  // The queue: j and k walk what the filter leaves; where the sentence is on another page, Enter leads to it.
  function step(by) {
    const shown = entries.filter((entry) => !entry.hidden);
    if (!shown.length) return;
    const at = shown.findIndex((entry) => entry.id === `q-${selected}`);
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by))];
    const key = next.id.slice(2);
    if (next.classList.contains("later")) lay(most + MOST);
    if (byId(`s-${key}`)) jump(key);
    else select(key);
    next.querySelector(".claim a").focus({ preventScroll: wide.matches });
  }

  function turn(by) {
    const link = document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (link) return link.click();
    const articles = all(".article");
    const edge = 1.5 * byId("theme").closest(".bar").offsetHeight;
    const at = articles.findLastIndex((article) => article.getBoundingClientRect().top <= edge);
    articles[Math.max(0, at + by)]?.scrollIntoView({ block: "start" });
  }

  // Of what the filter leaves, the first are laid out, and more when they are asked for: thousands would take seconds.
  const MOST = 100;
  const more = byId("more");
  let most = MOST;
  function lay(number) {
    most = number;
    let place = 0;
    for (const entry of entries) if (!entry.hidden) entry.classList.toggle("later", place++ >= most);
    if (!more) return;
    more.hidden = place <= most;
    more.textContent = more.dataset.more.replace("{left}", (place - most).toLocaleString(root.lang));
  }
  lay(MOST);
  more?.addEventListener("click", () => lay(most + MOST));

  const keys = byId("keys");
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    "[": () => turn(-1),
    "]": () => turn(1),
    "/": () => byId("search")?.focus(),
    "?": () => keys.showModal(),
    q: () => {
      const whole = document.querySelector('.bar a[href$="html#queue"]');
      if (whole) whole.click();
      else byId("queue-title")?.focus();
    },
    Escape: close,
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || keys.open) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      else if (event.key === "Enter" && event.target.id === "search") step(1);
      return;
    }
    if (!Object.hasOwn(actions, event.key)) return;
    if (event.key !== "Escape") event.preventDefault();
    actions[event.key]();
  });
  byId("help").addEventListener("click", () => keys.showModal());
  byId("keys-close").addEventListener("click", () => keys.close());

  // The filter: one pass over a table of what each entry is, made once; the address keeps what was chosen.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const controls = all("#filters [data-name]");
  const clear = byId("clear");
  let table = null;
  function sift() {
    table ??= entries.map((entry) => ({ entry, is: new Set(entry.dataset.t.split(" ")), says: null }));
    const chosen = new URLSearchParams();
    for (const control of controls) {
      const value = control.value.trim();
      if (value) chosen.set(control.dataset.name, value);
      control.classList.toggle("on", value !== "");
    }
    const words = plain(chosen.get("q") ?? "").split(/\s+/).filter(Boolean);
    const wanted = [...chosen].filter(([name]) => name !== "q").map(([name, value]) => `${name}:${value}`);
    let left = 0;
    for (const row of table) {
      if (words.length) row.says ??= plain(row.entry.textContent);
      const fits = wanted.every((each) => row.is.has(each)) && words.every((word) => row.says.includes(word));
      if (row.entry.hidden === fits) row.entry.hidden = !fits;
      left += fits;
    }
    lay(MOST);
    const count = byId("queue-count");
    const total = entries.length.toLocaleString(root.lang);
    const of = count.dataset.of.replace("{left}", left.toLocaleString(root.lang)).replace("{all}", total);
    count.textContent = left === entries.length ? total : of;
    byId("none-left").hidden = left > 0;
    clear.hidden = chosen.size === 0;
    address(chosen.size ? `?${chosen}` : "", location.hash);
  }
  if (controls.length) {
    const given = new URLSearchParams(location.search);
    for (const control of controls) {
      control.value = given.get(control.dataset.name) ?? "";
      if (control.selectedIndex === -1) control.value = "";
      control.addEventListener("input", sift);
    }
    clear.addEventListener("click", () => {
      for (const control of controls) control.value = "";
      sift();
      byId("search").focus();
    });
    if (controls.some((control) => control.value)) sift();
  }

  for (const input of all(".sift")) {
    const rows = [...byId(input.dataset.rows).children].map((row) => [row, plain((row.querySelector("summary") ?? row).textContent)]);
    input.addEventListener("input", () => {
      const sought = plain(input.value.trim());
      for (const [row, says] of rows) row.hidden = !says.includes(sought);
    });
  }

  for (const button of all(".show")) {
    button.addEventListener("click", () => {
      const off = root.classList.toggle(`no-${button.dataset.layer}`);
      button.setAttribute("aria-pressed", String(!off));
    });
  }

  const before = allowed(() => localStorage.getItem("annotate-theme"));
  if (before === "light" || before === "dark") root.dataset.theme = before;
  byId("theme").addEventListener("click", () => {
    const now = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    allowed(() => localStorage.setItem("annotate-theme", root.dataset.theme));
  });

  root.classList.add("js");
  follow();
})();
