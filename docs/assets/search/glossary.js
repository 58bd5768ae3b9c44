/**
 * The glossary filters as you type: the list that the page has without JavaScript, with the matcher
 * of the search. What is chosen stands in the address (?find=…&kind=…), so that it can be shared.
 */
(function () {
  "use strict";

  const english = document.documentElement.lang.startsWith("en");
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);
  const FILTERS = {
    kind: t("类型", "Kind"),
    category: t("类别", "Category"),
    number: t("数目", "Number"),
    source: t("出处", "Source"),
    status: t("状态", "Status"),
  };
  /** @typedef {keyof typeof FILTERS} Filter */
  /** @typedef {Record<Filter, string[]>} Facets */

  const list = /** @type {HTMLElement} */ (document.querySelector(".kb-glossary"));
  const rows = /** @type {HTMLElement[]} */ ([...list.children]);
  const parameters = new URL(location.href).searchParams;
  /** @type {Map<string, Facets>} */
  const facets = new Map();
  /** Ids in the order of the matcher, null where nothing is typed. @type {string[] | null} */
  let found = null;
  let asked = 0;
  /** @type {SearchClient | null} */
  let client = null;

  const form = document.createElement("form");
  form.className = "kb-glossary-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", t("筛选提法", "Filter the terms"));
  const input = document.createElement("input");
  Object.assign(input, {
    type: "search",
    name: "find",
    autocomplete: "off",
    placeholder: t("汉字、拼音、首字母、数字、英文", "Words, pinyin, initials, numbers"),
  });
  input.setAttribute("aria-label", t("查找提法", "Find a term"));
  input.value = parameters.get("find") || "";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  form.append(input);
  /** @type {Map<Filter, HTMLSelectElement>} */
  const selects = new Map();
  for (const name of /** @type {Filter[]} */ (Object.keys(FILTERS))) {
    const select = document.createElement("select");
    select.name = name;
    select.setAttribute("aria-label", FILTERS[name]);
    select.append(new Option(t(`${FILTERS[name]}：全部`, `${FILTERS[name]}: all`), ""));
    selects.set(name, select);
    form.append(select);
  }
  form.append(status);
  list.before(form);

  /**
   * Fill the choices, most used first; numbers in their order.
   * @param {{labels: Record<string, Record<string, string>>, rows: any[]}} message
   */
  function takeFacets({ labels, rows: given }) {
    for (const row of given) {
      const entries = Object.keys(FILTERS).map((name) => [name, [].concat(row[name] || [])]);
      facets.set(
        row.id,
        Object.assign({}, ...entries.map(([name, values]) => ({ [String(name)]: values }))),
      );
    }
    for (const [name, select] of selects) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const row of facets.values())
        for (const value of row[name]) counts.set(value, (counts.get(value) || 0) + 1);
      const values = [...counts].sort((a, b) =>
        name === "number"
          ? parseInt(a[0], 10) - parseInt(b[0], 10) || a[0].length - b[0].length
          : b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
      );
      for (const [value, count] of values) {
        const label = (labels[name] || {})[value] || value;
        select.append(new Option(`${label} (${count})`, value));
      }
      select.value = parameters.get(name) || "";
      if (select.selectedIndex < 0) select.value = "";
    }
    ask();
  }

  function ask() {
    asked++;
    if (client && input.value.trim()) client.post({ type: "names", id: asked, text: input.value });
    else {
      found = null;
      show();
    }
  }

  /** Whether a row is chosen by every filter. @param {HTMLElement} row */
  function chosen(row) {
    const known = facets.get(row.dataset.id || "");
    return [...selects].every(
      ([name, { value }]) => !value || (known && known[name].includes(value)),
    );
  }

  function show() {
    const ranks = new Map((found || []).map((id, place) => [id, place]));
    const shown = rows.filter((row) => (!found || ranks.has(row.dataset.id || "")) && chosen(row));
    for (const row of rows) row.hidden = !shown.includes(row);
    const ordered = found
      ? [...shown].sort(
          (a, b) => Number(ranks.get(a.dataset.id || "")) - Number(ranks.get(b.dataset.id || "")),
        )
      : rows;
    list.append(...ordered);
    status.textContent = shown.length
      ? t(`${shown.length}条`, `${shown.length} terms`)
      : t("没有符合的提法", "No such term");
    remember();
  }

  /** Put what is chosen into the address. */
  function remember() {
    const url = new URL(location.href);
    const values = new Map([
      ["find", input.value.trim()],
      ...[...selects].map(([name, { value }]) => /** @type {[string, string]} */ ([name, value])),
    ]);
    for (const [name, value] of values) {
      if (value) url.searchParams.set(name, value);
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

  input.addEventListener("input", ask);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = /** @type {HTMLElement | null} */ (list.querySelector("li:not([hidden]) > a"));
    if (first && input.value.trim()) first.click();
  });
  form.addEventListener("keydown", move);
  list.addEventListener("keydown", move);

  function start() {
    self.kbSearchStart().then(
      (ready) => {
        client = ready;
        let has = false;
        client.listen((message) => {
          if (message.type === "state" && message.terms && !has) {
            has = true;
            ready.post({ type: "facets" });
          } else if (message.type === "facets" && !facets.size) takeFacets(message);
          else if (message.type === "names" && message.id === asked) {
            found = message.ids;
            show();
          }
        });
        client.open();
        ready.post({ type: "facets" }); // answered now if the search box was there first
      },
      () => {},
    );
  }

  const whenIdle =
    self.requestIdleCallback || ((/** @type {() => void} */ work) => setTimeout(work, 200));
  whenIdle(start);
})();
