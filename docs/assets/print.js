/**
 * What printing needs that a stylesheet cannot do: the page's title and address for the running
 * head, folded blocks opened, and a running head for browsers without page-margin boxes.
 *
 * Without scripts a page prints all the same, with its title at the beginning only.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const article = document.querySelector("article.md-content__inner");
  const title = article && article.querySelector("h1");
  const logo = document.querySelector("a.md-logo");
  if (!title || !logo) return;
  const english = document.documentElement.lang.startsWith("en");
  const root = document.documentElement.style;
  const site = logo.getAttribute("aria-label");
  const edition = `${site} · ${english ? "edition" : "版次"} ${script.dataset.edition}`;

  /** The words of a heading, without its buttons. @param {Element} heading */
  function wordsOf(heading) {
    const copy = /** @type {Element} */ (heading.cloneNode(true));
    for (const button of copy.querySelectorAll("button, .headerlink")) button.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /** A CSS string. @param {string} text */
  const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&").replace(/\s+/g, " ")}"`;

  const name = wordsOf(title);
  root.setProperty("--kb-print-title", quoted(name));
  root.setProperty("--kb-print-edition", quoted(edition));
  if (/^https?:$/.test(location.protocol)) {
    const address = location.href.replace(/[?#].*$/, "");
    root.setProperty("--kb-print-address", quoted(address));
  }

  // Chromium has margin boxes since 131. Elsewhere the head of a table is what repeats on each page.
  if (!("CSSMarginRule" in window)) {
    const head = document.createElement("p");
    head.className = "kb-running";
    head.setAttribute("aria-hidden", "true");
    const first = document.createElement("span");
    first.textContent = name;
    const second = document.createElement("span");
    second.textContent = edition;
    head.append(first, second);
    article.prepend(head);
    document.documentElement.classList.add("kb-no-margin-boxes");
  }

  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    const folded = article.querySelectorAll("details:not([open]):not(.kb-contents)");
    closed = /** @type {HTMLDetailsElement[]} */ ([...folded]);
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
