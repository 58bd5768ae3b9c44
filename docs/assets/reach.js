/**
 * Reaching things: the bar at a phone's lower edge, the drawer by keyboard, the provision being read,
 * tables on narrow screens. Without it a page reads as before.
 */
(function () {
  "use strict";

  const english = document.documentElement.lang === "en";
  /** @param {string} selector @returns {HTMLElement | null} */
  const one = (selector) => document.querySelector(selector);
  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
  const all = (selector, within = document) => [...within.querySelectorAll(selector)].map(
    (element) => /** @type {HTMLElement} */ (element),
  );

  // ---- What the buttons open ----------------------------------------------------------------

  const drawer = /** @type {HTMLInputElement | null} */ (one("#__drawer"));
  const contents = /** @type {HTMLDetailsElement | null} */ (one("details.kb-contents"));
  /** @type {HTMLElement | null} */
  let opener = null;

  function openContents() {
    if (!contents) return;
    contents.open = true;
    contents.scrollIntoView({ block: "center" });
    const summary = contents.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  }

  function openSearch() {
    const input = one(".md-search__input");
    if (input) input.focus();
  }

  /** @param {HTMLElement} button */
  function openDrawer(button) {
    if (!drawer) return;
    opener = button;
    drawer.click();
  }

  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-kb-open]"));
    if (!button) return;
    const what = button.dataset.kbOpen;
    if (what === "contents") openContents();
    else if (what === "search") openSearch();
    else if (what === "drawer") openDrawer(button);
  });
  for (const button of all("[data-kb-open=contents]")) button.hidden = !contents;

  // The drawer holds the focus while it is open, and gives it back to the button that opened it.
  const side = one(".md-sidebar--primary");
  if (drawer && side) {
    const stops = () => all("a[href]", side).filter((link) => link.offsetParent !== null);
    drawer.addEventListener("change", () => {
      for (const button of all("[data-kb-open=drawer]"))
        button.setAttribute("aria-expanded", String(drawer.checked));
      if (!opener) return;
      // Hidden elements take no focus: the styles must have shown it first.
      if (drawer.checked)
        requestAnimationFrame(() => {
          const first = stops().find((link) => link.classList.contains("md-nav__link"));
          if (first) first.focus();
        });
      else opener.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (!drawer.checked) return;
      const links = stops();
      const last = links[links.length - 1];
      if (event.key === "Escape") drawer.click();
      else if (event.key !== "Tab" || !last) return;
      else if (event.shiftKey && document.activeElement === links[0]) last.focus();
      else if (!event.shiftKey && document.activeElement === last) links[0].focus();
      else return;
      event.preventDefault();
    });
  }

  // ---- The provision being read ----------------------------------------------------------------

  const PROVISION = /^(?:preamble|part-\d+|art-\d+(?:-\d+)?)$/;
  const FEW = 8; // a page with fewer provisions is seen at a glance
  const article = one("article.md-content__inner");
  const headings = article
    ? all("h2[id], h3[id], h4[id], h5[id]", article).filter((heading) => PROVISION.test(heading.id))
    : [];

  /** A heading's words without its buttons. @param {Element} heading @returns {string} */
  function wordsOf(heading) {
    const copy = /** @type {Element} */ (heading.cloneNode(true));
    for (const button of copy.querySelectorAll("button")) button.remove();
    return (copy.textContent || "").replace(/\s+/g, " ").trim();
  }

  /** The last heading above a line of the screen. @param {number} line @returns {number} or -1 */
  function headingAbove(line) {
    let [low, high] = [0, headings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (headings[middle].getBoundingClientRect().top < line) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function followProvisions() {
    if (!article) return;
    const holder = document.createElement("div");
    holder.className = "kb-place";
    holder.setAttribute("data-search-exclude", "");
    const link = document.createElement("a");
    link.hidden = true;
    holder.append(link);
    article.prepend(holder);
    const after = one(".kb-after");
    let shown = -1;
    let waiting = false;
    function follow() {
      waiting = false;
      const line = holder.getBoundingClientRect().top + 1;
      const beyond = after !== null && after.getBoundingClientRect().top < line;
      const at = beyond ? -1 : headingAbove(line);
      if (at === shown) return;
      shown = at;
      link.hidden = at < 0;
      if (at < 0) return;
      const words = wordsOf(headings[at]);
      link.href = `#${headings[at].id}`;
      link.textContent = words;
      link.setAttribute("aria-label", english ? `Back to ${words}` : `回到开头：${words}`);
    }
    addEventListener(
      "scroll",
      () => {
        if (!waiting) requestAnimationFrame(follow);
        waiting = true;
      },
      { passive: true },
    );
    document.documentElement.classList.add("kb-placed");
    follow();
  }
  if (headings.length > FEW) followProvisions();

  // ---- Tables --------------------------------------------------------------------------------------

  const ROLES = { TBODY: "rowgroup", THEAD: "rowgroup", TR: "row", TD: "cell" };

  /**
   * Name each cell after its column, so that a row can stand as a card. The roles keep the table a
   * table for screen readers when its boxes are no longer a table's.
   * @param {HTMLTableElement} table
   */
  function fold(table) {
    const heads = table.tHead && table.tHead.rows.length === 1 ? [...table.tHead.rows[0].cells] : [];
    const rows = [...table.tBodies].map((body) => [...body.rows]).reduce((a, b) => a.concat(b), []);
    const regular = rows.every(
      (row) =>
        row.cells.length === heads.length &&
        [...row.cells].every((cell) => cell.colSpan === 1 && cell.rowSpan === 1),
    );
    if (heads.length < 2 || !regular) return;
    table.setAttribute("role", "table");
    for (const part of table.querySelectorAll("thead, tbody, tr, td"))
      part.setAttribute("role", ROLES[/** @type {keyof typeof ROLES} */ (part.tagName)]);
    for (const head of heads) head.setAttribute("role", "columnheader");
    for (const row of rows)
      [...row.cells].forEach((cell, column) => {
        if (cell.tagName === "TH") cell.setAttribute("role", "rowheader");
        const label = wordsOf(heads[column]);
        if (column && label) cell.dataset.label = label;
      });
    table.dataset.kbFolded = ""; // not a class: Material dresses the tables that have none
  }

  /** A place of its own for a table that may be wider than the screen. @param {HTMLElement} table */
  function wrap(table) {
    const made = document.createElement("div");
    made.className = "kb-scroll";
    table.before(made);
    made.append(table);
  }

  /** What scrolls sideways is reached by keyboard, and has a name. */
  function nameScrolling() {
    for (const place of all(".kb-scroll, .md-typeset__scrollwrap")) {
      const scrolls = place.scrollWidth > place.clientWidth;
      if (scrolls === place.hasAttribute("tabindex")) continue;
      if (scrolls) {
        const caption = place.querySelector("caption");
        place.tabIndex = 0;
        place.setAttribute("role", "region");
        const name = caption ? wordsOf(caption) : english ? "Table" : "表格";
        place.setAttribute("aria-label", english ? `${name}, scrolls sideways` : `${name}，可左右滚动`);
      } else for (const name of ["tabindex", "role", "aria-label"]) place.removeAttribute(name);
    }
  }

  if (article) {
    for (const table of article.querySelectorAll("table")) {
      if (!table.classList.contains("kb-stacked")) fold(table);
      if (table.className) wrap(table);
    }
    addEventListener("load", nameScrolling); // Material has put its own wrappers around by then
    let timer = 0;
    addEventListener("resize", () => {
      clearTimeout(timer);
      timer = setTimeout(nameScrolling, 200);
    });
    article.addEventListener("toggle", nameScrolling, true);
    nameScrolling();
  }
})();
