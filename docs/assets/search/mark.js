/**
 * Marks on a page what its reader came for (?h=…), by the folding of the search.
 */
(function () {
  "use strict";

  /**
   * The text nodes that search knows: no generated lists, no scripts.
   * @param {Element} root @returns {Text[]}
   */
  function textNodes(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => {
        const parent = /** @type {Element} */ (node.parentElement);
        return parent.closest("[data-search-exclude], script, style")
          ? NodeFilter.FILTER_REJECT
          : NodeFilter.FILTER_ACCEPT;
      },
    });
    const found = [];
    while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
    return found;
  }

  /** @param {Text} node @param {[number, number][]} spans in order, not overlapping */
  function markNode(node, spans) {
    for (const [start, end] of [...spans].reverse()) {
      const middle = node.splitText(start);
      middle.splitText(end - start);
      const mark = document.createElement("mark");
      mark.dataset.mdHighlight = "";
      middle.replaceWith(mark);
      mark.append(middle);
    }
  }

  /** @param {string[]} words */
  self.kbMarkPage = (words) => {
    const kb = /** @type {KbSearch} */ ({});
    const fold = self.kbSearchParts.find(({ name }) => name === "fold");
    if (!fold) return;
    fold(kb);
    const root = document.querySelector(".md-content__inner");
    if (!root) return;
    const nodes = textNodes(root);
    /** @type {number[]} */
    const starts = [];
    let whole = "";
    for (const node of nodes) {
      starts.push(whole.length);
      whole += node.data;
    }
    const folded = kb.foldWithOffsets(whole);
    const taken = new Uint8Array(whole.length);
    for (const word of words.map(kb.fold).filter(Boolean)) {
      for (
        let at = folded.text.indexOf(word);
        at >= 0;
        at = folded.text.indexOf(word, at + word.length)
      )
        taken.fill(1, folded.offsets[at], folded.ends[at + word.length - 1]);
    }
    nodes.forEach((node, place) => {
      /** @type {[number, number][]} */
      const spans = [];
      for (let at = 0; at < node.length; at++) {
        if (!taken[starts[place] + at]) continue;
        const last = spans[spans.length - 1];
        if (last && last[1] === at) last[1] = at + 1;
        else spans.push([at, at + 1]);
      }
      markNode(node, spans);
    });
  };
})();
