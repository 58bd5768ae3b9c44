/**
 * The search box: Material's markup and classes, our own behaviour.
 *
 * Nothing is loaded before the box is opened or a page is opened with ?q= or ?h=. All text from
 * queries and pages goes into text nodes.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { assets = "", base = "", search = "", language = "zh", ways, keep } = script.dataset;
  const version = new URL(script.src).search; // every file asked for is of this page's release
  const english = language === "en";
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);

  const STEP = 10; // items asked for at once
  const SETTLED_MS = 400; // without typing, then further items are made ready
  const AHEAD = 100; // items made ready without scrolling
  const SPOKEN_MS = 900; // without changes, then the numbers are read out

  /** @type {SearchView | null} */
  let view = null;
  const box = /** @type {HTMLElement} */ (document.querySelector("[data-kb-search]"));
  const toggle = /** @type {HTMLInputElement} */ (
    document.querySelector("[data-md-toggle=search]")
  );
  if (!box || !toggle) return;
  /** @param {string} selector @returns {HTMLElement} */
  const part = (selector) => /** @type {HTMLElement} */ (box.querySelector(selector));
  const input = /** @type {HTMLInputElement} */ (part(".md-search__input"));
  const form = /** @type {HTMLFormElement} */ (part("form"));
  const meta = part(".md-search-result__meta");
  const list = part(".md-search-result__list");
  const kinds = part(".kb-search__kinds");
  const scroll = part(".md-search__scrollwrap");
  const spoken = part(".kb-search__spoken");
  const hint = meta.textContent || "";

  /** @type {SearchClient | null} */
  let client = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  let state = { terms: false, texts: 0, of: -1, passed: 0, passing: 0, error: "" };
  let query = { id: 0, text: "", kind: "" };
  /** @type {ResultMessage | null} */
  let result = null;
  let rendered = 0; // items in the list
  let requested = 0; // items asked for
  let shownGroup = "";
  let enterWaits = false;
  let composing = false;
  let settled = 0;
  let speaking = 0;

  // ---- Opening and closing ---------------------------------------------------------------

  /** @param {string} source @returns {Promise<void>} */
  function loadScript(source) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = source;
      element.onload = () => resolve();
      element.onerror = () => reject(new Error(source));
      document.head.append(element);
    });
  }

  /** Start the engine, without its data; again after a failure. @returns {Promise<void>} */
  function start() {
    if (!loading) {
      loading = Promise.all(
        ["view", "client"].map((name) => loadScript(`${assets}${name}.js${version}`)),
      ).then(() => {
        view = self.kbSearchView(base, english);
        // A worker resolves addresses from its own place, not from the page's.
        const { deviceMemory = 8 } = /** @type {{deviceMemory?: number}} */ (navigator); // in GB
        client = self.kbSearchClient({
          assets,
          base: new URL(search, location.href).href,
          version,
          ways,
          keep: Number(keep) || (deviceMemory <= 2 ? 6e6 : undefined),
        });
        client.listen(receive);
      });
      loading.catch((error) => {
        loading = null;
        receive({ type: "state", ...state, error: error.message });
      });
    }
    return loading;
  }

  self.kbSearchStart = () => start().then(() => /** @type {SearchClient} */ (client));

  const isOpen = () => toggle.checked;
  /** @param {boolean} open */
  function setOpen(open) {
    if (toggle.checked !== open) toggle.click();
  }

  function opened() {
    start().then(
      () => client && client.open(),
      () => {},
    );
    list.hidden = false;
    list.setAttribute("role", "list");
    if (document.activeElement !== input) input.focus();
    ask();
  }

  function closed() {
    list.hidden = true;
    list.setAttribute("role", "presentation");
    if (box.contains(document.activeElement))
      /** @type {HTMLElement} */ (document.activeElement).blur();
    const url = new URL(location.href);
    if (!url.searchParams.has("q")) return;
    url.searchParams.delete("q");
    replaceUrl(url);
  }

  /** @param {URL} url */
  function replaceUrl(url) {
    try {
      history.replaceState(history.state, "", url.href);
    } catch (error) {
      // A page opened from disk may refuse it; the address then stays as it was.
    }
  }

  // ---- Asking ----------------------------------------------------------------------------

  function ask() {
    const text = input.value;
    if (text === query.text && query.id) return;
    query = { id: query.id + 1, text, kind: "" };
    send();
  }

  function send() {
    clearTimeout(settled);
    requested = STEP;
    start().then(
      () => client && client.post({ type: "query", ...query, most: STEP }),
      () => {},
    );
    if (!state.terms) showMeta();
  }

  /** @param {string} text */
  function askFor(text) {
    input.value = text;
    input.focus();
    ask();
  }

  /** @param {string} kind */
  function choose(kind) {
    query = { ...query, id: query.id + 1, kind: query.kind === kind ? "" : kind };
    send();
  }

  /** Ask for the next items, if there are any. */
  function more() {
    if (!client || !result || rendered < requested || requested >= result.total) return;
    const from = requested;
    requested += STEP;
    client.post({ type: "more", id: query.id, kind: query.kind, from, to: requested });
  }

  /** @param {any} message */
  function receive(message) {
    if (message.type === "state") {
      state = { ...state, ...message };
      showMeta();
    } else if (message.type === "result" && message.id === query.id) show(message);
    else if (message.type === "items" && message.id === query.id && message.from === rendered) {
      append(message.items);
    }
  }

  // ---- Showing ---------------------------------------------------------------------------

  /** @param {ResultMessage} message */
  function show(message) {
    const before = result;
    result = message;
    showMeta();
    showKinds();
    /** @param {ResultMessage} one */
    const seen = ({ id, total, items, suggestion, complete }) =>
      JSON.stringify([id, total, items, suggestion, complete || total > 0]);
    const same = before && rendered >= message.items.length && seen(before) === seen(message);
    if (!same) renderList(message);
    else result.items = message.items;
    list.dataset.query = message.text;
    list.dataset.complete = String(message.complete);
    if (enterWaits && (message.items.length || message.complete)) go();
    clearTimeout(settled);
    settled = setTimeout(prepare, SETTLED_MS);
  }

  /** @param {ResultMessage} message */
  function renderList(message) {
    const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a, summary")]);
    const focused = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    list.textContent = "";
    rendered = 0;
    shownGroup = "";
    const { suggestion } = message;
    if (view && suggestion && suggestion.pages) list.append(view.suggestion(suggestion, askFor));
    append(message.items);
    const { total, complete, empty } = message;
    if (view && complete && !empty && !total) list.append(view.tip(hint));
    if (focused >= 0) {
      const now = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a, summary")]);
      (now[focused] || input).focus();
    } else scroll.scrollTop = 0;
  }

  /** @param {Item[]} items */
  function append(items) {
    if (!view) return;
    const made = document.createDocumentFragment();
    for (const item of items) {
      if (item.group !== shownGroup && item.group in view.GROUPS)
        made.append(view.groupLabel(item.group));
      shownGroup = item.group;
      made.append(view.renderItem(item));
    }
    const reachable = rendered ? null : /** @type {HTMLElement | null} */ (made.querySelector("a"));
    if (reachable) reachable.tabIndex = 0; // Tab leads to the first result, arrow keys to the others
    list.append(made);
    rendered += items.length;
  }

  function showKinds() {
    kinds.textContent = "";
    if (!result || !view) return;
    const { KINDS, element } = view;
    const counts = result.kinds;
    const names = /** @type {PageKind[]} */ (Object.keys(KINDS)).filter((kind) => counts[kind]);
    kinds.hidden = names.length < 2;
    for (const kind of names) {
      const chip = element(
        "button",
        "kb-search__chip",
        KINDS[kind],
        element("span", "", ` ${counts[kind]}`),
      );
      chip.setAttribute("type", "button");
      chip.setAttribute("aria-pressed", String(query.kind === kind));
      chip.dataset.kind = kind;
      chip.onclick = () => {
        choose(kind);
        // The chips are made anew with the results: keep the focus on this one.
        refocus = kind;
      };
      kinds.append(chip);
      if (refocus === kind) chip.focus();
    }
    refocus = "";
  }
  let refocus = "";

  /** The line above the results, and what is read out. */
  function showMeta() {
    const line = status();
    if (meta.textContent === line) return;
    meta.textContent = line;
    clearTimeout(speaking);
    speaking = setTimeout(() => (spoken.textContent = line), SPOKEN_MS);
  }

  /** @returns {string} */
  function status() {
    if (state.error === "updated")
      return t(
        "本库刚刚更新，请刷新页面再搜。",
        "This site has just been updated; please reload the page to search.",
      );
    if (state.error)
      return t(
        "检索数据没有载入，请刷新页面再试。",
        "The search data could not be loaded; please reload the page.",
      );
    if (!input.value.trim()) return hint;
    if (!state.terms) return t("正在准备…", "Getting ready …");
    if (!result || result.id !== query.id) return meta.textContent || "";
    const { total, literal, complete } = result;
    const done =
      state.texts < state.of ? `${state.texts}/${state.of}` : `${state.passed}/${state.passing}`;
    const rest = complete ? "" : t(`（全文查找中 ${done}）`, ` (looking through texts ${done})`);
    if (result.empty) return hint;
    if (!total)
      return (complete ? t("没有找到", "Nothing found") : t("正在查找…", "Looking …")) + rest;
    const exact =
      literal.pages && !query.kind
        ? t(
            `；${literal.pages}页有原文，共${literal.count}处`,
            `; on ${literal.pages} pages literally, ${literal.count} times`,
          )
        : "";
    return t(`${total}条结果`, total === 1 ? "1 result" : `${total} results`) + exact + rest;
  }

  /** Nothing was typed for a while: make more items ready. */
  function prepare() {
    if (!isOpen() || !result || rendered >= Math.min(result.total, AHEAD)) return;
    more();
    settled = setTimeout(prepare, 60);
  }

  // ---- Keyboard ---------------------------------------------------------------------------

  /** Go to the first result. */
  function go() {
    enterWaits = false;
    const first = /** @type {HTMLElement | null} */ (list.querySelector(".md-search-result__link"));
    if (first) first.click();
  }

  /** @param {number} step */
  function move(step) {
    const stops = [
      input,
      .../** @type {NodeListOf<HTMLElement>} */ (
        list.querySelectorAll(":not(details) > a, summary, details[open] a")
      ),
    ];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    if (at + step >= stops.length) more();
    stops[(Math.max(at, 0) + step + stops.length) % stops.length].focus();
  }

  /** @param {KeyboardEvent} event */
  function inBox(event) {
    const onChip = /** @type {HTMLElement} */ (event.target).closest(".kb-search__chip");
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      move(event.key === "ArrowDown" ? 1 : -1);
    else if (onChip && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const next =
        event.key === "ArrowRight" ? onChip.nextElementSibling : onChip.previousElementSibling;
      if (next) /** @type {HTMLElement} */ (next).focus();
    } else if (event.key === "Enter" && event.target === input) {
      const current = result && result.id === query.id && result.text === input.value;
      if (result && current && (result.items.length || result.complete)) go();
      else enterWaits = Boolean(input.value.trim());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {KeyboardEvent} event */
  function inPage(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !["/", "s", "f"].includes(event.key))
      return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    event.preventDefault();
    event.stopPropagation();
    input.focus();
    input.select();
  }

  // ---- Wiring -----------------------------------------------------------------------------

  toggle.addEventListener("change", () => (isOpen() ? opened() : closed()));
  input.addEventListener("focus", () => setOpen(true));
  input.addEventListener("input", () => {
    enterWaits = false;
    ask();
  });
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    ask();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () =>
    setTimeout(() => {
      input.focus();
      ask();
    }, 0),
  );
  box.addEventListener("keydown", (event) => {
    if (!composing && !event.isComposing) inBox(event);
  });
  document.addEventListener("keydown", (event) => {
    if (!isOpen() && !event.defaultPrevented) inPage(event);
  });
  // Leaving by Tab closes the box.
  box.addEventListener("focusout", (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to && isOpen() && !box.contains(to)) setOpen(false);
  });
  list.addEventListener("click", (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("a")) setTimeout(() => setOpen(false), 0);
  });
  scroll.addEventListener(
    "scroll",
    () => {
      if (scroll.scrollTop + 2 * scroll.clientHeight > scroll.scrollHeight) more();
    },
    { passive: true },
  );

  const parameters = new URL(location.href).searchParams;
  const asked = parameters.get("q");
  if (asked !== null) {
    input.value = asked;
    setOpen(true);
    // Material closes the box once at the start where the address has an anchor.
    setTimeout(() => setOpen(true), 250);
  }
  if (parameters.has("h")) {
    Promise.all(["fold", "mark"].map((name) => loadScript(`${assets}${name}.js${version}`))).then(
      () => self.kbMarkPage(parameters.getAll("h")),
      () => {},
    );
  }
  if (document.querySelector(".kb-glossary")) loadScript(`${assets}glossary.js${version}`).catch(() => {});
  // The code is made ready when a hand comes near the box: it is small, and the data waits. Not
  // before, so that a page that is only read asks for nothing else.
  const { connection } = /** @type {{connection?: {saveData: boolean}}} */ (navigator);
  if (!(connection && connection.saveData))
    for (const near of document.querySelectorAll("label[for=__search], .md-search__input"))
      for (const sign of ["pointerenter", "touchstart", "focus"])
        near.addEventListener(sign, () => start().catch(() => {}), { once: true, passive: true });
  if (isOpen()) opened(); // the browser kept the box open over a reload
})();
