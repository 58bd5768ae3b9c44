/**
 * The glossary filters as you type: the form and the list that the build has put into the page, with
 * the matcher of the search. What is chosen stands in the address (?find=…&kind=…), so that it can
 * be shared.
 *
 * The choices need only the rows; the engine is started when someone is about to type.
 */
(function () {
  "use strict";

  const english = document.documentElement.lang.startsWith("en");
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);

  const list = /** @type {HTMLElement} */ (document.querySelector(".kb-glossary"));
  const form = /** @type {HTMLFormElement} */ (document.querySelector(".kb-glossary-filter"));
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const selects = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const rows = /** @type {HTMLElement[]} */ ([...list.children]);
  /** Ids in the order of the matcher, null where nothing is typed. @type {string[] | null} */
  let found = null;
  let asked = 0;
  let started = false;
  let ready = false;
  /** Without the engine the letters of the rows have to do. */
  let failed = false;
  /** @type {SearchClient | null} */
  let client = null;

  /** Start the engine, once. */
  function start() {
    if (started) return;
    started = true;
    self.kbSearchStart().then((made) => {
      client = made;
      made.listen(receive);
      made.open();
      askAgain();
    }, fail);
  }

  /** @param {any} message */
  function receive(message) {
    if (message.type === "names" && message.id === asked && message.ready) {
      ready = true;
      found = message.ids;
      show();
    } else if (message.type === "state") {
      if (message.error && !ready) fail();
      else if (message.terms && !ready) askAgain();
    }
  }

  function fail() {
    failed = true;
    askAgain();
  }

  /** What was typed before the engine could answer. */
  function askAgain() {
    if (input.value.trim()) ask();
  }

  function ask() {
    const text = input.value.trim();
    asked++;
    if (text && !failed) {
      start();
      if (!ready) status.textContent = t("正在准备…", "Getting ready …");
      if (client) client.post({ type: "names", id: asked, text });
      return;
    }
    found = text
      ? rows.filter((row) => isIn(row, text)).map(({ dataset }) => dataset.id || "")
      : null;
    show();
  }

  /** @param {HTMLElement} row @param {string} text */
  const isIn = (row, text) => (row.textContent || "").toLowerCase().includes(text.toLowerCase());

  /** Whether a row is chosen by every filter. @param {HTMLElement} row */
  const chosen = ({ dataset }) =>
    selects.every(({ name, value }) => !value || (dataset[name] || "").split(" ").includes(value));

  function show() {
    const ranks = new Map((found || []).map((id, place) => [id, place]));
    /** @param {HTMLElement} row */
    const rank = ({ dataset }) => ranks.get(dataset.id || "");
    const shown = rows.filter((row) => (!found || rank(row) !== undefined) && chosen(row));
    const kept = new Set(shown);
    for (const row of rows) row.hidden = !kept.has(row);
    const ordered = found ? shown.sort((a, b) => Number(rank(a)) - Number(rank(b))) : rows;
    list.append(...ordered);
    status.textContent = shown.length
      ? t(`${shown.length}条`, shown.length === 1 ? "1 term" : `${shown.length} terms`)
      : t("没有符合的提法", "No such term");
    remember();
  }

  /** Put what is chosen into the address. */
  function remember() {
    const url = new URL(location.href);
    for (const { name, value } of [input, ...selects]) {
      if (value.trim()) url.searchParams.set(name, value.trim());
      else url.searchParams.delete(name);
    }
    if (url.href === location.href) return;
    try {
      history.replaceState(history.state, "", url.href);
    } catch (error) {
      // A page opened from disk may refuse it; the address then stays as it was.
    }
  }

  /** Arrow keys go from the input into the list and along it. @param {KeyboardEvent} event */
  function move(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.tagName === "SELECT") return;
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("li:not([hidden]) > a")]);
    const stops = [input, ...links];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (target));
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    next.focus();
    event.preventDefault();
  }

  for (const sign of ["pointerdown", "focus"])
    input.addEventListener(sign, start, { once: true, passive: true });
  input.addEventListener("input", ask);
  form.addEventListener("change", (event) => {
    if (event.target !== input) show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = /** @type {HTMLElement | null} */ (list.querySelector("li:not([hidden]) > a"));
    if (first && input.value.trim()) first.click();
  });
  form.addEventListener("keydown", move);
  list.addEventListener("keydown", move);

  const parameters = new URL(location.href).searchParams;
  input.value = parameters.get("find") || "";
  for (const select of selects) {
    select.value = parameters.get(select.name) || "";
    if (select.selectedIndex < 0) select.value = "";
  }
  form.hidden = false;
  if (input.value || selects.some(({ value }) => value)) ask();
})();
