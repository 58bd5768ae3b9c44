/**
 * What a result shows of a text: the sentence, with exactly what was found marked.
 *
 * Nothing here is HTML: a text is a list of pieces, the second, fourth … of them marked.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function snippets(kb) {
    "use strict";

    const LONGEST = 110;
    const BEFORE = 36; // shown before the first mark where the sentence is too long
    const SENTENCE_END = /[。！？!?；;\n]/;

    /**
     * Turn folded [start, end) into a raw span.
     * @param {FoldedText} folded @param {number} start @param {number} end
     * @returns {[number, number]}
     */
    kb.rawSpan = ({ offsets, ends }, start, end) => [
      offsets[start],
      ends[Math.min(end, ends.length) - 1],
    ];

    /**
     * Turn folded spans of a page, all from one section on, into raw spans of the page. Only the
     * text they lie in is folded again.
     * @param {Shard} shard @param {number} index @param {number} section -1 for what precedes all sections
     * @param {[number, number][]} spans @returns {[number, number][]}
     */
    kb.rawSpans = (shard, index, section, spans) => {
      if (!spans.length) return [];
      const page = index - shard.first;
      const known = section >= 0 ? shard.sections[section] : null;
      const rawBase = known ? known.raw : 0;
      const base = known ? known.start - shard.starts[page] : 0;
      const needed = Math.max(...spans.map(([, end]) => end)) - base;
      const raw = shard.raw[page];
      let length = 2 * needed + 64;
      let folded = kb.foldWithOffsets(raw.slice(rawBase, rawBase + length));
      while (folded.text.length <= needed && rawBase + length < raw.length) {
        length *= 2; // much was dropped: white space, quotation marks
        folded = kb.foldWithOffsets(raw.slice(rawBase, rawBase + length));
      }
      return spans.map(([start, end]) => {
        const [from, to] = kb.rawSpan(folded, start - base, end - base);
        return [from + rawBase, to + rawBase];
      });
    };

    /**
     * Where the sentence around [start, end) begins and ends.
     * @param {string} raw @param {number} start @param {number} end @returns {[number, number]}
     */
    kb.sentenceAround = (raw, start, end) => {
      let from = start;
      while (from > 0 && !SENTENCE_END.test(raw[from - 1])) from--;
      let to = end;
      while (to < raw.length && !SENTENCE_END.test(raw[to])) to++;
      if (to < raw.length && raw[to] !== "\n") to++;
      while (from < start && /\s/.test(raw[from])) from++;
      return [from, to];
    };

    /**
     * Cut [from, to) of `raw` into pieces, `marks` (raw spans in order) marked.
     * @param {string} raw @param {number} from @param {number} to
     * @param {[number, number][]} marks @returns {string[]}
     */
    kb.pieces = (raw, from, to, marks) => {
      const out = [""];
      let at = from;
      for (const [start, end] of marks) {
        if (start < at || end > to || end <= start) continue;
        out[out.length - 1] += raw.slice(at, start);
        out.push(raw.slice(start, end), "");
        at = end;
      }
      out[out.length - 1] += raw.slice(at, to);
      return out.map((piece) => piece.replace(/\s+/g, " "));
    };

    /**
     * The sentence around the first mark, shortened where it is long.
     * @param {string} raw @param {[number, number][]} marks @returns {string[]}
     */
    kb.snippet = (raw, marks) => {
      const [start, end] = marks.length ? marks[0] : [0, 0];
      let [from, to] = kb.sentenceAround(raw, start, end);
      const cutBefore = to - from > LONGEST && start - from > BEFORE;
      if (cutBefore) from = notInsidePair(raw, start - BEFORE);
      const cutAfter = to - from > LONGEST && end < from + LONGEST;
      if (cutAfter) to = notInsidePair(raw, from + LONGEST);
      const out = kb.pieces(
        raw,
        from,
        to,
        marks.filter((mark) => mark[0] >= from && mark[1] <= to),
      );
      if (cutBefore) out[0] = `…${out[0]}`;
      if (cutAfter) out[out.length - 1] += "…";
      return out;
    };

    /** @param {string} raw @param {number} at @returns {number} */
    function notInsidePair(raw, at) {
      const code = raw.charCodeAt(at);
      return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
    }

    /**
     * Mark every place of the folded `needles` in a short text.
     * @param {string} raw @param {string[]} needles @returns {string[]}
     */
    kb.markAll = (raw, needles) => {
      const folded = kb.foldWithOffsets(raw);
      /** @type {[number, number][]} */
      const marks = [];
      for (const needle of needles) {
        if (!needle) continue;
        for (
          let at = folded.text.indexOf(needle);
          at >= 0;
          at = folded.text.indexOf(needle, at + needle.length)
        )
          marks.push(kb.rawSpan(folded, at, at + needle.length));
      }
      return kb.pieces(raw, 0, raw.length, kb.mergeSpans(marks));
    };

    /**
     * Spans in order, overlapping and touching ones joined.
     * @param {[number, number][]} spans @returns {[number, number][]}
     */
    kb.mergeSpans = (spans) => {
      /** @type {[number, number][]} */
      const out = [];
      for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
        const last = out[out.length - 1];
        if (last && start <= last[1]) last[1] = Math.max(last[1], end);
        else out.push([start, end]);
      }
      return out;
    };
  },
);
