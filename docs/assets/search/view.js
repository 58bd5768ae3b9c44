/**
 * What a search result looks like: Material's markup and classes. Texts come in pieces, every second
 * one marked, and go into text nodes; nothing is ever HTML.
 */
(function () {
  "use strict";

  /**
   * @param {string} base the way to the site's root, with a slash at the end
   * @param {boolean} english @returns {SearchView}
   */
  self.kbSearchView = (base, english) => {
    /** @param {string} chinese @param {string} translated */
    const t = (chinese, translated) => (english ? translated : chinese);

    const KINDS = {
      term: t("提法", "Term"),
      regulation: t("条文", "Article"),
      list: t("十不准", "Prohibitions"),
      form: t("四种形态", "Four forms"),
      report: t("报告", "Report"),
      guide: t("指南", "Guide"),
      page: t("页面", "Page"),
    };
    const GROUPS = {
      variant: t("写法不同：数字、繁体", "Written otherwise: numerals, traditional characters"),
      words: t("几个词都有", "All the words"),
      slip: t("写法相近", "Written nearly so"),
      question: t("可能与问题有关", "Possibly about your question"),
    };
    const NOTES = {
      also: t("又称", "Also"),
      english: t("英文", "English"),
      chinese: t("中文", "Chinese"),
      member: t("成员", "Member"),
      wrong: t("不规范写法", "Wrong wording"),
      title: t("名称", "Title"),
      beyond: t("没有这一条，最后一条是第", "No such article; the last is "),
    };
    /**
     * @param {string} tag @param {string} className @param {...(string|Node)} children
     * @returns {HTMLElement}
     */
    function element(tag, className, ...children) {
      const made = document.createElement(tag);
      if (className) made.className = className;
      made.append(...children);
      return made;
    }

    /** Pieces of a text, every second one marked. @param {string[]} pieces @returns {Node[]} */
    function marked(pieces) {
      return pieces.map((text, at) =>
        at % 2 ? element("mark", "", text) : document.createTextNode(text),
      );
    }

    /** @param {string} group @returns {HTMLElement} */
    function groupLabel(group) {
      const label = element(
        "li",
        "kb-search__group",
        GROUPS[/** @type {keyof typeof GROUPS} */ (group)],
      );
      label.dataset.group = group;
      return label;
    }

    /** Where nothing is found: what can be typed. @param {string} hint @returns {HTMLElement} */
    function tip(hint) {
      return element(
        "li",
        "kb-search__tip",
        t("试试少输几个字，或者换个说法。", "Try fewer or other words. "),
        hint,
        t("。", "."),
      );
    }

    /** @param {Suggestion} found @param {(text: string) => void} choose @returns {HTMLElement} */
    function suggestion({ text, pages, count, slip }, choose) {
      const button = element("button", "kb-search__suggestion", text);
      button.setAttribute("type", "button");
      button.onclick = () => choose(text);
      const numbers = english
        ? ` (${count} times on ${pages} pages)`
        : `（${pages}页，${count}处）`;
      const lead = slip ? t("您是不是要找：", "Did you mean: ") : t("看原文：", "In the texts: ");
      return element("li", "kb-search__did-you-mean", lead, button, numbers);
    }

    /** @param {Item} item @returns {HTMLElement} */
    function renderItem(item) {
      const row = element("li", "md-search-result__item");
      row.dataset.kind = item.kind;
      row.dataset.match = item.match;
      row.dataset.group = item.group;
      const heading = element(
        "h1",
        "",
        element("span", "kb-search__kind", KINDS[item.kind]),
        ...marked(item.title),
      );
      if (item.standing) heading.append(element("span", "kb-search__standing", item.standing));
      if (english && item.language === "zh") {
        heading.lang = "zh"; // a Chinese page's title, said as Chinese
        heading.append(element("span", "kb-zh", " 中文"));
      }
      const article = element("article", "md-search-result__article md-typeset", heading);
      if (item.note) article.append(note(item.note));
      if (item.context.join("")) article.append(element("h2", "", ...marked(item.context)));
      if (item.text.join("")) article.append(element("p", "", ...marked(item.text)));
      row.append(link(item.url, article, [item.text, item.context]));
      if (item.more.length) row.append(further(item));
      return row;
    }

    /** @param {{label: string, text: string[]}} found @returns {HTMLElement} */
    function note({ label, text }) {
      const name = NOTES[/** @type {keyof typeof NOTES} */ (label)] || "";
      const tail = label === "beyond" ? t("条", "") : "";
      return element(
        "p",
        "kb-search__note",
        name,
        label === "beyond" ? "" : t("：", ": "),
        ...marked(text),
        tail,
      );
    }

    /**
     * @param {string} url @param {HTMLElement} content @param {string[][]} texts
     * @returns {HTMLElement}
     */
    function link(url, content, texts) {
      const anchor = /** @type {HTMLAnchorElement} */ (
        element("a", "md-search-result__link", content)
      );
      anchor.href = `${base}${url}`;
      anchor.tabIndex = -1;
      const words = texts
        .map((pieces) => pieces.filter((_, at) => at % 2))
        .reduce((all, some) => [...all, ...some], []);
      // The page marks what was found; the address that is copied from here stays clean.
      const carry = () => {
        const target = new URL(anchor.href);
        target.searchParams.delete("h");
        for (const word of new Set(words.slice(0, 6))) target.searchParams.append("h", word);
        anchor.href = target.href;
      };
      anchor.addEventListener("click", carry);
      anchor.addEventListener("auxclick", carry);
      return anchor;
    }

    /** @param {Item} item @returns {HTMLElement} */
    function further({ more: places, count }) {
      const details = element("details", "md-search-result__more");
      const label = count
        ? t(`本页共${count}处`, `${count} on this page`)
        : t(`本页另有${places.length}处`, `${places.length} more on this page`);
      const summary = element("summary", "", element("div", "", label));
      summary.tabIndex = -1;
      details.append(summary);
      for (const { url, title, text } of places) {
        const article = element("article", "md-search-result__article md-typeset");
        if (title.length) article.append(element("h2", "", ...marked(title)));
        if (text.join("")) article.append(element("p", "", ...marked(text)));
        details.append(link(url, article, [text, title]));
      }
      return details;
    }

    return { KINDS, GROUPS, element, groupLabel, suggestion, tip, renderItem };
  };
})();
