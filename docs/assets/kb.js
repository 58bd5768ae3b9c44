// Definitions of linked terms, by hover, keyboard focus and touch; rank and standing of cited
// regulations, by hover and focus. ES2018, no dependency.
// The texts come from data/definitions-LANG.js, fetched when the first one is asked for; as a plain
// script it loads over file:// too. Without JavaScript a term is an ordinary link.
(function () {
  "use strict";

  const script = document.currentScript;
  const english = /-en\.js/.test(script.dataset.definitions);
  const openLabel = english ? "Open entry" : "打开词条";
  const statusLabels = english
    ? { superseded: "superseded", local: "local usage" }
    : { superseded: "已被取代", local: "地方用语" };
  const SHOW_AFTER_MS = 120;
  const HIDE_AFTER_MS = 200;

  /** @type {Promise<Object<string, [string, string, string]>>|null} */
  let loading = null;

  /** The definitions, fetched once: id -> [name, definition, status]. */
  function loadDefinitions() {
    if (!loading) {
      loading = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = script.dataset.definitions;
        element.onload = () => resolve(window.kbDefinitions);
        element.onerror = () => {
          loading = null;
          reject(new Error("definitions not loaded"));
        };
        document.head.append(element);
      });
    }
    return loading;
  }

  const tip = document.createElement("div");
  tip.id = "kb-tip";
  tip.className = "kb-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  /** @type {HTMLAnchorElement|null} */
  let current = null;
  let timer = 0;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  /** Fill the tip for a citation: title, rank, standing, how far it was checked. */
  function fillCitation(link) {
    const [id] = link.dataset.cite.split(/[@/]/);
    const entry = window.kbRegulations[id];
    tip.textContent = "";
    if (!entry) return false;
    const [title, rank, status, statusLabel, level, summary] = entry;
    const row = element("div", "kb-tip-sense", "");
    row.append(element("strong", "", `《${title}》`));
    row.append(element("span", "kb-badge", rank));
    row.append(element("span", `kb-badge kb-status-${status}`, statusLabel), " ");
    row.append(element("span", "kb-badge", level));
    if (link.dataset.mark) row.append(element("p", "", link.dataset.mark));
    if (summary) row.append(element("p", "", summary));
    tip.append(row);
    return true;
  }

  /** Fill the tip for a term link; a word with several senses gets each of them. */
  function fill(link, definitions, touch) {
    if (link.dataset.cite) return fillCitation(link);
    const ids = (link.dataset.senses || link.dataset.term).split(" ");
    tip.textContent = "";
    for (const id of ids) {
      const entry = definitions[id];
      if (!entry) continue;
      const row = element("div", "kb-tip-sense", "");
      const name = element("strong", "", entry[0]);
      row.append(name);
      if (statusLabels[entry[2]]) row.append(element("span", "kb-badge", statusLabels[entry[2]]));
      row.append(element("p", "", entry[1]));
      if (touch || ids.length > 1) {
        const more = element("a", "kb-tip-open", openLabel);
        more.href = link.href.replace(link.dataset.term, id);
        row.append(more);
      }
      tip.append(row);
    }
    return tip.childElementCount > 0;
  }

  /** Put the tip below the link, or above it where there is no room. */
  function place(link) {
    const box = link.getClientRects()[0] || link.getBoundingClientRect();
    const margin = 8;
    const width = Math.min(360, window.innerWidth - 2 * margin);
    tip.style.width = width + "px";
    const left = Math.max(margin, Math.min(box.left, window.innerWidth - width - margin));
    const below = box.bottom + 6;
    const fits = below + tip.offsetHeight < window.innerHeight;
    const top = fits ? below : Math.max(margin, box.top - tip.offsetHeight - 6);
    tip.style.left = left + window.scrollX + "px";
    tip.style.top = top + window.scrollY + "px";
  }

  function show(link, touch) {
    clearTimeout(timer);
    return loadDefinitions().then(
      (definitions) => {
        hide();
        if (!fill(link, definitions, touch)) return;
        current = link;
        if (!tip.isConnected) (document.querySelector("main") || document.body).append(tip);
        tip.hidden = false;
        link.setAttribute("aria-describedby", tip.id);
        place(link);
      },
      () => undefined, // the link itself still works
    );
  }

  function hide() {
    clearTimeout(timer);
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    tip.hidden = true;
  }

  function later(action, milliseconds) {
    clearTimeout(timer);
    timer = window.setTimeout(action, milliseconds);
  }

  const termOf = (event) =>
    event.target instanceof Element ? event.target.closest("a.kb-term, a.kb-cite") : null;

  let lastPointer = "mouse";
  document.addEventListener("pointerdown", (event) => (lastPointer = event.pointerType), true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = termOf(event);
    if (link) {
      if (link !== current) later(() => show(link, false), SHOW_AFTER_MS);
      else clearTimeout(timer);
    } else if (tip.contains(event.target)) {
      clearTimeout(timer);
    } else if (current && current !== document.activeElement) {
      later(hide, HIDE_AFTER_MS);
    } else {
      clearTimeout(timer);
    }
  });
  document.addEventListener("focusin", (event) => {
    const link = termOf(event);
    if (link && link.matches(":focus-visible")) show(link, false);
    else if (!tip.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !tip.hidden) hide();
  });
  // A first tap shows the definition, a second one follows the link. Citations are followed at once.
  document.addEventListener("click", (event) => {
    const link = termOf(event);
    const shows = link && link.dataset.term && link !== current;
    if (shows && lastPointer === "touch" && event.detail > 0) {
      event.preventDefault();
      show(link, true);
    } else if (!link && !tip.contains(event.target)) {
      hide();
    }
  });
  window.addEventListener("resize", hide);
})();

// A link to a folded block opens it.
(function () {
  "use strict";
  function reveal() {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      return; // a malformed % sequence names nothing
    }
    const target = id && document.getElementById(id);
    if (!target) return;
    let details = target.closest("details");
    while (details) {
      details.open = true;
      details = details.parentElement && details.parentElement.closest("details");
    }
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();

// On narrow screens, where the list of contents at the side is hidden, a folded one below the title.
(function () {
  "use strict";
  const list = document.querySelector(".md-nav--secondary .md-nav__list");
  const title = document.querySelector(".md-content__inner h1");
  if (!list || !title || list.querySelectorAll("a").length < 4) return;
  const details = document.createElement("details");
  details.className = "kb-contents";
  details.setAttribute("data-search-exclude", "");
  const summary = document.createElement("summary");
  summary.textContent = document.querySelector(".md-nav--secondary .md-nav__title").textContent;
  const copy = document.createElement("ul");
  for (const link of list.querySelectorAll("a")) {
    const item = document.createElement("li");
    const own = document.createElement("a");
    own.href = link.getAttribute("href");
    own.textContent = link.textContent.trim();
    item.append(own);
    copy.append(item);
  }
  details.append(summary, copy);
  details.addEventListener("click", (event) => {
    if (event.target instanceof HTMLAnchorElement) details.open = false;
  });
  const head = title.closest(".kb-head") || title;
  head.after(details);
})();
