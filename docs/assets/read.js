/**
 * Reading aloud: the page's authored text, sentence by sentence, the one being read marked.
 *
 * Only voices that the machine itself has (localService): the others send the text to a company's
 * server, and nothing leaves the machine here. Where there is no such voice there is no button.
 */
(function () {
  "use strict";

  const speech = self.speechSynthesis;
  const article = /** @type {HTMLElement | null} */ (
    document.querySelector("article.md-content__inner")
  );
  if (!speech || typeof self.SpeechSynthesisUtterance !== "function" || !article) return;

  const language = document.documentElement.lang === "en" ? "en" : "zh";
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (language === "en" ? translated : chinese);
  // Generated lists, controls and folded text are not read; nor is what only says how to copy or jump.
  const LEFT_OUT =
    "[data-search-exclude], [hidden], [aria-hidden=true], button, script, style, svg, noscript, .kb-study, details:not([open]) > :not(summary)";
  const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, blockquote, summary, figcaption, pre";
  const SENTENCE = /[^。！？；!?;]*?(?:[。！？；!?;]+|\.(?=\s|$))[”’）」』"')]*|[^。！？；!?;]+$/g;
  const LONG = 120; // characters: engines stop in longer pieces
  const HEADER = 100; // pixels that the header takes

  /** @typedef {{text: string, range: Range, language: string}} Piece */

  // ---- What is read ---------------------------------------------------------------------------

  /** The text nodes that are read, by the block they stand in. @returns {Map<Element, Text[]>} */
  function blocks() {
    /** @type {Map<Element, Text[]>} */
    const found = new Map();
    const walker = document.createTreeWalker(/** @type {Node} */ (article), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !(node.nodeValue || "").trim() || parent.closest(LEFT_OUT)) continue;
      const block = parent.closest(BLOCKS) || parent;
      found.set(block, (found.get(block) || []).concat(/** @type {Text} */ (node)));
    }
    return found;
  }

  /**
   * A part of a block's text as a range of the page.
   * @param {Text[]} nodes @param {number} from @param {number} to @returns {Range}
   */
  function rangeOf(nodes, from, to) {
    const range = document.createRange();
    let passed = 0;
    let open = false;
    for (const node of nodes) {
      const end = passed + node.data.length;
      if (!open && from < end) {
        range.setStart(node, from - passed);
        open = true;
      }
      if (open && to <= end) {
        range.setEnd(node, to - passed);
        break;
      }
      passed = end;
    }
    return range;
  }

  /** Cut at sentences, and a long sentence at its commas. @param {string} text */
  function cuts(text) {
    /** @type {[number, number][]} */
    const made = [];
    for (const sentence of text.match(SENTENCE) || []) {
      let from = made.length ? made[made.length - 1][1] : 0;
      const end = from + sentence.length;
      while (end - from > LONG) {
        const part = text.slice(from, from + LONG);
        const comma = Math.max(part.lastIndexOf("，"), part.lastIndexOf("、"), part.lastIndexOf(", "));
        made.push([from, from + (comma > 0 ? comma + 1 : LONG)]);
        from = made[made.length - 1][1];
      }
      if (end > from) made.push([from, end]);
    }
    return made;
  }

  /** @returns {Piece[]} */
  function pieces() {
    /** @type {Piece[]} */
    const made = [];
    for (const [block, nodes] of blocks()) {
      const own = block.closest("[lang]");
      const spoken = own && own.getAttribute("lang") === "en" ? "en" : own ? "zh" : language;
      const text = nodes.map((node) => node.data).join("");
      for (const [from, to] of cuts(text)) {
        const words = text.slice(from, to).replace(/\s+/g, " ").trim();
        if (/[\p{L}\p{N}]/u.test(words))
          made.push({ text: words, range: rangeOf(nodes, from, to), language: spoken });
      }
    }
    return made;
  }

  // ---- Who reads --------------------------------------------------------------------------------

  /** @param {string} wanted "zh" or "en" @returns {SpeechSynthesisVoice | undefined} */
  function voiceFor(wanted) {
    const own = speech.getVoices().filter((voice) => voice.localService);
    const prefixes = wanted === "en" ? ["en"] : ["zh-cn", "cmn", "zh-tw", "zh"];
    /** @param {string} prefix */
    const speaking = (prefix) =>
      own.find((voice) => voice.lang.toLowerCase().replace("_", "-").startsWith(prefix));
    return prefixes.map(speaking).find(Boolean);
  }

  /** @type {Piece[]} */
  let queue = [];
  let at = 0;
  let state = "off"; // "reading", "paused"
  /** Held here: a browser may collect an utterance that nobody holds, and never end it.
   * @type {SpeechSynthesisUtterance | null} */
  let speaking = null;

  function next() {
    // A language this machine cannot speak is passed over.
    while (at < queue.length && !voiceFor(queue[at].language)) at += 1;
    if (at >= queue.length) {
      stop();
      return;
    }
    const { text, range, language: spoken } = queue[at];
    const voice = /** @type {SpeechSynthesisVoice} */ (voiceFor(spoken));
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = () => {
      if (speaking !== utterance || state !== "reading") return;
      at += 1;
      next();
    };
    utterance.onerror = () => {
      if (speaking === utterance && state === "reading") stop();
    };
    speaking = utterance;
    mark(range);
    speech.speak(utterance);
  }

  function quiet() {
    speaking = null;
    speech.cancel();
  }

  /** From the first sentence that is on the screen. */
  function begin() {
    queue = pieces();
    at = scrollY
      ? Math.max(queue.findIndex(({ range }) => range.getBoundingClientRect().bottom > HEADER), 0)
      : 0;
    resume();
  }

  function resume() {
    state = "reading";
    quiet();
    show();
    next();
  }

  // Its own pause() ends the speech on Android: we stop, and begin the sentence again.
  function pause() {
    state = "paused";
    quiet();
    show();
  }

  function stop() {
    state = "off";
    quiet();
    mark(null);
    show();
  }

  // ---- What is seen -------------------------------------------------------------------------------

  /** Boxes over the text, which itself is left as it is: links and tooltips go on working. */
  const lines = document.createElement("div");
  lines.setAttribute("aria-hidden", "true");

  /** @param {Range | null} range */
  function mark(range) {
    lines.textContent = "";
    if (!range) return;
    const box = range.getBoundingClientRect();
    if (box.top < HEADER || box.bottom > innerHeight - HEADER) {
      const start = range.startContainer.parentElement;
      scrollBy(0, box.top - innerHeight / 3);
      if (start && !box.height) start.scrollIntoView({ block: "center" });
    }
    for (const { left, top, width, height } of range.getClientRects()) {
      const line = document.createElement("div");
      line.className = "kb-read-line";
      Object.assign(line.style, {
        left: `${left + scrollX}px`,
        top: `${top + scrollY}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
      lines.append(line);
    }
  }

  const bar = document.createElement("div");
  bar.className = "kb-read";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("朗读", "Read aloud"));
  bar.setAttribute("data-search-exclude", "");
  /** @param {() => void} action */
  function button(action) {
    const made = document.createElement("button");
    made.type = "button";
    made.addEventListener("click", action);
    bar.append(made);
    return made;
  }
  const main = button(() => (state === "reading" ? pause() : state === "paused" ? resume() : begin()));
  const end = button(() => {
    stop();
    main.focus();
  });
  end.textContent = t("停止", "Stop");

  function show() {
    main.textContent =
      state === "reading"
        ? t("暂停", "Pause")
        : state === "paused"
          ? t("继续朗读", "Go on reading")
          : t("朗读", "Read aloud");
    end.hidden = state === "off";
  }

  function offer() {
    if (bar.isConnected || !voiceFor(language) || !pieces().length) return;
    const title = /** @type {HTMLElement} */ (article).querySelector("h1");
    if (!title) return;
    show();
    (title.closest(".kb-head") || title).after(bar);
    document.body.append(lines);
  }

  offer();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", () => state !== "off" && stop());
  addEventListener("resize", () => state !== "off" && mark(queue[at] ? queue[at].range : null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state !== "off" && !event.defaultPrevented) stop();
  });
})();
