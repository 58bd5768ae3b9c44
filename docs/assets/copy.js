// Copying a citation: of an article, paragraph or item on a regulation's page, or of a term with its
// source. ES2018, no dependency. Plain text and simple HTML go to the clipboard together, so that
// Word keeps them; without the Clipboard API (file://, older browsers) a copy event carries both.
(function () {
  "use strict";

  const head = document.querySelector(".kb-head[data-copy]");
  if (!head) return;
  const english = document.documentElement.lang === "en";
  const WORDS = english
    ? { copy: "Copy", copied: "Copied", failed: "Could not copy", source: "Source: ", colon: ": " }
    : { copy: "复制引用", copied: "已复制", failed: "没有复制成功", source: "出处：", colon: "：" };
  const DIGEST = "要点，非原文：";
  const SHOWN_FOR_MS = 1800;
  const ADDRESS = /^(?:preamble|(?:part|art)-\d+)/;
  const PROVISION =
    /^(?:(preamble)|part-(\d+)|art-(\d+)(?:-(\d+))?)(?:-p(\d+))?(?:-i(\d+))?(?:-s(\d+))?$/;
  const DIGITS = "零一二三四五六七八九";

  /** 110 -> 一百一十. @param {number} value below 1000 */
  function numeral(value) {
    const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
    let text = hundreds ? DIGITS[hundreds] + "百" : "";
    if (tens) text += (tens === 1 && !hundreds ? "" : DIGITS[tens]) + "十";
    else if (hundreds && ones) text += "零";
    return text + (ones ? DIGITS[ones] : "");
  }

  /**
   * The way a paper cites a provision; a 款 that is alone in its article is not named.
   * @param {string} id
   */
  function nameOf(id) {
    const [, preamble, part, article, suffix, paragraph, item, subitem] = PROVISION.exec(id);
    let text = preamble
      ? document.getElementById("preamble").firstChild.textContent.trim()
      : `第${numeral(Number(part || article))}${part ? "部分" : "条"}`;
    if (suffix) text += `之${numeral(Number(suffix))}`;
    if (paragraph && hasParagraphs(wholeOf(id))) text += `第${numeral(Number(paragraph))}款`;
    if (item) text += `第（${numeral(Number(item))}）项`;
    return subitem ? `${text}第${numeral(Number(subitem))}目` : text;
  }

  const wholeOf = (id) => id.replace(/(?:-p\d+)?(?:-i\d+)?(?:-s\d+)?$/, "");
  const hasParagraphs = (whole) => document.querySelector(`[id^="${whole}-p2"]`) !== null;

  /** The paragraphs and items of a provision, in order. @returns {HTMLElement[]} */
  function blocksOf(id) {
    const inside = [...document.querySelectorAll(`p[id^="${id}-"], li[id^="${id}-"]`)];
    const own = document.getElementById(id);
    return (own && own.matches("p, li:not(.kb-article)") ? [own] : []).concat(
      inside.filter((block) => /^-[pis]\d/.test(block.id.slice(id.length))),
    );
  }

  /** The text of one block, without blocks inside it. @param {HTMLElement} block */
  function textOf(block) {
    const copy = block.cloneNode(true);
    for (const other of copy.querySelectorAll("button, ul, ol, details")) other.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  const online = /^https?:$/.test(location.protocol);
  const addressOf = (id) => location.href.replace(/#.*$/, "") + (id ? `#${id}` : "");

  /** @param {string} id @returns {{title: string, after: string, lines: string[], id: string}} */
  function citation(id) {
    const blocks = blocksOf(id);
    const digest = blocks.length > 0 && !blocks[0].closest(".kb-official");
    const several = blocks.length > 1;
    const lines = blocks.map((block) => {
      const item = several && block.matches("li") && /-i(\d+)$/.exec(block.id);
      return (item ? `（${numeral(Number(item[1]))}）` : "") + textOf(block);
    });
    if (digest) lines[0] = DIGEST + lines[0];
    const revision = head.dataset.copyRevision;
    const after = revision ? `（${revision}）` : "";
    return { title: head.dataset.copy + nameOf(id), after, lines, id };
  }

  function term() {
    const sources = [...document.querySelectorAll(".kb-sources > li > span[lang]")].map((span) =>
      span.textContent.trim(),
    );
    const lines = [document.querySelector(".kb-definition").textContent.trim()];
    if (sources.length) lines.push(WORDS.source + sources.join(english ? "; " : "；"));
    return { title: head.dataset.copy, after: "", lines, id: "" };
  }

  const escaped = (text) =>
    text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  /** What goes to the clipboard, by type. */
  function flavours({ title, after, lines, id }) {
    const url = addressOf(id);
    const plain = [title + after, ...lines, ...(online ? [url] : [])].join("\n");
    const name = online ? `<a href="${escaped(url)}">${escaped(title)}</a>` : escaped(title);
    const html = [name + escaped(after), ...lines.map(escaped)].map((line) => `<p>${line}</p>`);
    return { plain, html: html.join("") };
  }

  /** Works from file:// and without permissions: the selection's copy event carries our data. */
  function copyBySelection({ plain, html }) {
    const active = document.activeElement;
    const area = document.createElement("textarea");
    area.value = plain;
    area.className = "kb-copy-area";
    area.setAttribute("aria-hidden", "true");
    document.body.append(area);
    const give = (event) => {
      event.clipboardData.setData("text/plain", plain);
      event.clipboardData.setData("text/html", html);
      event.preventDefault();
    };
    document.addEventListener("copy", give);
    area.select();
    const done = document.execCommand("copy");
    document.removeEventListener("copy", give);
    area.remove();
    if (active instanceof HTMLElement) active.focus({ preventScroll: true });
    return done;
  }

  function copy(data) {
    if (!navigator.clipboard || !window.ClipboardItem) {
      return Promise.resolve(copyBySelection(data));
    }
    const item = new ClipboardItem({
      "text/plain": new Blob([data.plain], { type: "text/plain" }),
      "text/html": new Blob([data.html], { type: "text/html" }),
    });
    return navigator.clipboard.write([item]).then(
      () => true,
      () => copyBySelection(data),
    );
  }

  const status = document.createElement("div");
  status.className = "kb-copied";
  status.setAttribute("role", "status");
  document.body.append(status);
  let timer = 0;

  function say(text) {
    clearTimeout(timer);
    status.textContent = text;
    timer = window.setTimeout(() => (status.textContent = ""), SHOWN_FOR_MS);
  }

  /** @param {HTMLElement} host @param {string} label @param {() => object} content */
  function addButton(host, label, content) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kb-copy";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      copy(flavours(content())).then((done) => say(done ? WORDS.copied : WORDS.failed));
    });
    const list = host.querySelector(":scope > ul, :scope > ol, :scope > details");
    host.insertBefore(button, list);
    return button;
  }

  /** One tab stop a group; the arrow keys lead to its other buttons. */
  function join(buttons) {
    buttons.forEach((button, place) => {
      if (place) button.tabIndex = -1;
      button.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || !buttons[place + step]) return;
        event.preventDefault();
        buttons[place + step].focus();
      });
    });
  }

  if (head.dataset.copyRevision === undefined) {
    addButton(head.querySelector("h1"), WORDS.copy, term);
    return;
  }
  const add = (host) => addButton(host, `复制引用：${nameOf(host.id)}`, () => citation(host.id));
  for (const heading of document.querySelectorAll("h2[id], h3[id], h4[id], h5[id], h6[id]")) {
    if (!ADDRESS.test(heading.id) || !PROVISION.test(heading.id)) continue;
    const many = hasParagraphs(heading.id);
    const blocks = blocksOf(heading.id).filter((block) => many || /-i\d+/.test(block.id));
    join([heading, ...blocks].map(add));
  }
  join([...document.querySelectorAll("li.kb-article")].map(add));
})();
