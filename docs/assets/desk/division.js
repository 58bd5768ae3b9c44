/**
 * How well a run of characters divides into words, as it stands and as it may be meant
 * (kb.lint.division): integers only, so that both languages find the same.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function division(kb) {
    "use strict";

    /** @typedef {{text: string, whole: number, before: number[], after: number[], badly: number[], bad: Set<number>}} Run */
    /** @typedef {{cost: number, text: string, at: number, start: number, end: number}} Mended */

    /** The cheapest division of a run, and the places where it is dear. @param {Map<string, number>} costs @param {string} text @returns {Run} */
    kb.divide = (costs, text) => {
      const { LONGEST, MISSING_COST } = kb.K.lexicon;
      const { _BADLY } = kb.K.division;
      const size = text.length;
      const before = [0];
      const last = [0];
      /** @type {number[]} */
      const after = new Array(size + 1).fill(0);
      for (let end = 1; end <= size; end++) {
        let best = Infinity;
        let from = 0;
        for (let start = Math.max(0, end - LONGEST); start < end; start++) {
          let cost = costs.get(text.slice(start, end));
          if (cost === undefined && start === end - 1) cost = MISSING_COST;
          if (cost === undefined || before[start] + cost >= best) continue;
          best = before[start] + cost;
          from = start;
        }
        before.push(best);
        last.push(from);
      }
      for (let start = size - 1; start >= 0; start--) {
        let best = Infinity;
        for (let end = start + 1; end <= Math.min(size, start + LONGEST); end++) {
          let cost = costs.get(text.slice(start, end));
          if (cost === undefined && end === start + 1) cost = MISSING_COST;
          if (cost !== undefined) best = Math.min(best, after[end] + cost);
        }
        after[start] = best;
      }
      /** @type {number[]} */
      const badly = [];
      for (let end = size; end; end = last[end]) {
        const start = last[end];
        const cost = costs.get(text.slice(start, end));
        if (end - start === 1 || (cost !== undefined && cost >= _BADLY))
          for (let at = end - 1; at >= start; at--) badly.push(at);
      }
      badly.reverse();
      return { text, whole: before[size], before, after, badly, bad: new Set(badly) };
    };

    /** The run with `put` instead of the characters from `left` to `right`. @param {Map<string, number>} costs @param {Run} run @param {number} left @param {number} right @param {string} put @returns {Mended} */
    kb.mend = (costs, run, left, right, put) => {
      const { LONGEST, MISSING_COST } = kb.K.lexicon;
      const first = Math.max(0, left - LONGEST + 1);
      const text = run.text.slice(first, left) + put + run.text.slice(right, right + LONGEST - 1);
      const at = left - first;
      const best = run.before.slice(first, left + 1);
      /** @type {number[]} */
      const last = new Array(at + 1).fill(0);
      for (let end = at + 1; end <= text.length; end++) {
        const alone = costs.get(text[end - 1]);
        let cost = best[end - 1] + (alone === undefined ? MISSING_COST : alone);
        let begin = end - 1;
        for (let start = Math.max(0, end - LONGEST); start < end - 1; start++) {
          const word = costs.get(text.slice(start, end));
          if (word !== undefined && best[start] + word < cost) {
            cost = best[start] + word;
            begin = start;
          }
        }
        best.push(cost);
        last.push(begin);
      }
      const shift = right - at - put.length;
      let total = Infinity;
      let stop = at;
      for (let n = at + put.length; n < best.length; n++)
        if (best[n] + run.after[n + shift] < total) {
          total = best[n] + run.after[n + shift];
          stop = n;
        }
      let start = at;
      let end = at;
      while (stop > at) {
        const begin = last[stop];
        if (begin <= at && (put || begin < at)) {
          start = begin;
          end = stop;
        }
        stop = begin;
      }
      return { cost: total, text, at, start, end };
    };
  },
);
