// The report library: the list of reports filters as you type, and two reports are set side by side
// by the terms they use. ES2018, no dependency; the data are a plain script, so that they load over
// file:// too. Without JavaScript the list and the tables are there as they are.
(function () {
  "use strict";

  /**
   * @typedef {[id: string, title: string, url: string, year: number, genre: string,
   *   status: string, counts: number[]]} ReportRow
   * @typedef {{schema: number, term_url: string, terms: [id: string, name: string][],
   *   reports: ReportRow[]}} Terms
   */

  const SCHEMA = 1;
  /** @param {string} text */
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  const filter = /** @type {HTMLFormElement | null} */ (
    document.querySelector(".kb-report-filter")
  );
  if (filter) startFilter(filter);
  const compare = /** @type {HTMLFormElement | null} */ (
    document.querySelector(".kb-report-compare")
  );
  if (compare) startCompare(compare);

  /** The list: a row is shown when it has every word and every value that is chosen.
   * @param {HTMLFormElement} form */
  function startFilter(form) {
    const shelves = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".kb-shelf")]);
    const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".kb-shelf li")]);
    const texts = rows.map((row) => fold(row.textContent || ""));
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    const selects = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
    const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    const folded = /** @type {HTMLDetailsElement[]} */ ([
      ...document.querySelectorAll(".kb-shelf > details"),
    ]);

    function show() {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      const chosen = selects.filter((select) => select.value);
      let count = 0;
      rows.forEach((row, place) => {
        const fits =
          words.every((word) => texts[place].includes(word)) &&
          chosen.every((select) => row.dataset[select.name] === select.value);
        row.hidden = !fits;
        if (fits) count += 1;
      });
      const narrowed = words.length + chosen.length > 0;
      for (const shelf of shelves) shelf.hidden = !shelf.querySelector("li:not([hidden])");
      for (const rest of folded) {
        rest.hidden = !rest.querySelector("li:not([hidden])");
        rest.open = narrowed;
      }
      status.textContent = count === rows.length ? `${count}份` : `${count}份，共${rows.length}份`;
    }

    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    if (input.value || selects.some((select) => select.value)) show(); // after going back
  }

  /** Two reports: what both use, what only one of them uses.
   * @param {HTMLFormElement} form */
  function startCompare(form) {
    const root = form.dataset.root || "";
    const result = /** @type {HTMLElement} */ (document.querySelector(".kb-report-result"));
    const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    const first = /** @type {HTMLSelectElement} */ (form.querySelector("select[name=a]"));
    const second = /** @type {HTMLSelectElement} */ (form.querySelector("select[name=b]"));
    /** @type {Terms} */
    let data;

    const script = document.createElement("script");
    script.src = form.dataset.terms || "";
    script.onload = () => {
      data = /** @type {any} */ (window).__kbReportTerms;
      if (!data || data.schema !== SCHEMA) fail();
      else begin();
    };
    script.onerror = fail;
    document.head.append(script);

    function fail() {
      result.textContent = "数据没有读到，刷新一次再试；离线副本请确认已经全部解压。";
    }

    function begin() {
      const asked = new URLSearchParams(location.search);
      fill(first, asked.get("a") || "");
      fill(second, asked.get("b") || "");
      form.hidden = false;
      input.addEventListener("input", narrow);
      first.addEventListener("change", show);
      second.addEventListener("change", show);
      form.addEventListener("submit", (event) => event.preventDefault());
      show();
      // The page has grown above what the address points at.
      if (location.hash === "#compare") form.scrollIntoView();
    }

    /** The reports that have every word that is typed, and the chosen one, by year.
     * @param {HTMLSelectElement} select @param {string} chosen */
    function fill(select, chosen) {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      select.textContent = "";
      select.append(new Option("请选择", ""));
      /** @type {HTMLOptGroupElement | null} */
      let group = null;
      for (const [id, title, , year, genre, status] of data.reports) {
        const text = fold(`${title} ${year || ""} ${genre}`);
        if (id !== chosen && !words.every((word) => text.includes(word))) continue;
        const label = year ? `${year}年` : "没有写年份";
        if (!group || group.label !== label) {
          group = document.createElement("optgroup");
          group.label = label;
          select.append(group);
        }
        const kind = status === "imported" ? genre : `${genre}，范例`;
        group.append(new Option(`${title}（${kind}）`, id, false, id === chosen));
      }
      select.value = chosen;
      if (select.selectedIndex < 0) select.value = "";
    }

    function narrow() {
      fill(first, first.value);
      fill(second, second.value);
    }

    /** @param {string} id */
    const reportOf = (id) => data.reports.find((row) => row[0] === id);

    /** Term number -> mentions. @param {ReportRow} report */
    function countsOf(report) {
      const counts = new Map();
      for (let place = 0; place < report[6].length; place += 2) {
        counts.set(report[6][place], report[6][place + 1]);
      }
      return counts;
    }

    function show() {
      remember();
      const one = reportOf(first.value);
      const other = reportOf(second.value);
      result.textContent = "";
      if (!one || !other) {
        result.textContent = "选好两份，这里列出两份都用到的提法和各自单独用到的提法。";
        return;
      }
      if (one === other) {
        result.textContent = "两处选的是同一份，请换一份。";
        return;
      }
      const left = countsOf(one);
      const right = countsOf(other);
      const both = [...left.keys()].filter((term) => right.has(term));
      const onlyLeft = [...left.keys()].filter((term) => !right.has(term));
      const onlyRight = [...right.keys()].filter((term) => !left.has(term));
      block("only-a", "只有第一份用到", one, onlyLeft, (term) => `${left.get(term)}次`);
      block("only-b", "只有第二份用到", other, onlyRight, (term) => `${right.get(term)}次`);
      block("both", "两份都用到", null, both, (term) => `${left.get(term)}次、${right.get(term)}次`);
    }

    /** @param {string} key @param {string} title @param {ReportRow | null} report
     * @param {number[]} terms @param {(term: number) => string} said */
    function block(key, title, report, terms, said) {
      const heading = document.createElement("h3");
      heading.id = `compare-${key}`;
      heading.textContent = `${title}（${terms.length}个）`;
      result.append(heading);
      if (report) {
        const from = document.createElement("p");
        const link = document.createElement("a");
        link.href = root + report[2];
        link.textContent = report[1];
        from.append(link);
        result.append(from);
      }
      if (!terms.length) {
        const none = document.createElement("p");
        none.textContent = "没有。";
        result.append(none);
        return;
      }
      const list = document.createElement("ul");
      for (const term of terms.sort((a, b) => a - b)) {
        const [id, name] = data.terms[term];
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + data.term_url.replace("*", id);
        link.textContent = name;
        const count = document.createElement("span");
        count.className = "kb-count";
        count.textContent = said(term);
        item.append(link, " ", count);
        list.append(item);
      }
      result.append(list);
    }

    /** What is chosen stands in the address, so that it can be sent and gone back to. */
    function remember() {
      const asked = new URLSearchParams();
      if (first.value) asked.set("a", first.value);
      if (second.value) asked.set("b", second.value);
      const query = asked.toString();
      const address = (query ? `?${query}` : location.pathname.replace(/.*\//, "") || "./");
      try {
        history.replaceState(null, "", address + location.hash);
      } catch (error) {
        // A browser may refuse it for a file: the comparison works all the same.
      }
    }
  }
})();
