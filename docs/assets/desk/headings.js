/** The rule on headings with nothing under them (kb.lint.headings). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function headings(kb) {
    "use strict";

    const { Kind } = kb;

    /** Headings with nothing under them; three in a row are a list. */
    kb.checks["empty-heading"] = function* check({ blocks, folded }) {
      if (blocks.length && kb.K.headings._CONTENTS.test(blocks[0].text)) return;
      /** @type {Set<number>} */
      const empty = new Set();
      blocks.forEach((/** @type {any} */ block, /** @type {number} */ n) => {
        const next = blocks[n + 1];
        if (
          block.kind === Kind.HEADING &&
          (!next ||
            (next.kind === Kind.HEADING && next.level <= block.level) ||
            nextOf(folded[n], folded[n + 1]) ||
            isSigned(folded, n + 1) ||
            kb.K.headings._ANNEX.match(folded[n + 1]))
        )
          empty.add(n);
      });
      for (const n of [...barePoints(folded, blocks), ...bareLabels(folded), ...shortPoints(folded)]) empty.add(n);
      const lists = plainLists(blocks, empty);
      for (const n of empty) {
        if (lists.has(n)) continue;
        /** @param {number} a @param {number} b */
        const both = (a, b) => empty.has(a) && empty.has(b);
        if (both(n - 1, n - 2) || both(n - 1, n + 1) || both(n + 1, n + 2)) continue;
        yield {
          block: n,
          start: 0,
          end: blocks[n].text.length,
          what: `标题“${blocks[n].text.slice(0, 20)}”下面没有内容。`,
          fix: "补上内容；内容在别处的，删去这个标题。",
        };
      }
    };

    /** （二）存在不足。 right above the next number, where the point before it says more. @param {string[]} folded */
    function shortPoints(folded) {
      const { _SHORT_POINT, _RUN_IN } = kb.K.headings;
      return [...folded.keys()].filter((n) => {
        if (n === 0 || n + 1 === folded.length) return false;
        if (!_SHORT_POINT.match(folded[n]) || _SHORT_POINT.match(folded[n + 1])) return false;
        const here = kb.numberAtStart(folded[n], 2);
        const below = kb.numberAtStart(folded[n + 1], 2);
        const sibling = _RUN_IN.test(folded[n - 1]) ? folded[n - 1] : folded[Math.max(0, n - 2)];
        const before = kb.numberAtStart(sibling, 2);
        if (!here || !below || !before) return false;
        const more = before.style === here.style && before.value === here.value - 1;
        return more && (below.style.rank < here.style.rank || below.value === here.value + 1);
      });
    }

    /** Whether from a block on nothing is left but who signed and when. @param {string[]} folded @param {number} start */
    function isSigned(folded, start) {
      const { _SIGNED, _SIGNER } = kb.K.headings;
      const last = folded.length - 1;
      if (start === last - 1 && !_SIGNER.match(folded[start])) return false;
      return start >= last - 1 && Boolean(_SIGNED.match(folded[last]));
    }

    /** 2. 协商选定 behind another that has text; a third with text follows, or a heading. @param {string[]} folded @param {any[]} blocks */
    function barePoints(folded, blocks) {
      const point = folded.map((text) => Boolean(kb.K.headings._POINT.match(text)));
      return [...point.keys()].filter(
        (n) =>
          n > 1 &&
          n + 1 < point.length &&
          point[n - 2] &&
          !point[n - 1] &&
          point[n] &&
          ((point[n + 1] && point[n + 2] === false) || blocks[n + 1].kind === Kind.HEADING),
      );
    }

    /** 【经验交流】 right above another; more than two in a row are contents. @param {string[]} folded */
    function bareLabels(folded) {
      const label = folded.map((text) => Boolean(kb.K.headings._LABEL.match(text)));
      return [...label.keys()].filter(
        (n) => !label[n - 1] && label[n] && label[n + 1] && !label[n + 2],
      );
    }

    /** （二）抓组织 / （三）抓作风。今年…: the next number, whose text stands in its own line. @param {string} text @param {string} below */
    function nextOf(text, below) {
      const first = kb.numberAtStart(text, 2);
      const second = kb.numberAtStart(below, 2);
      const follows =
        first && second && first.style === second.style && first.value + 1 === second.value;
      return Boolean(follows && kb.K.headings._RUN_IN.test(below));
    }

    /** （一）…（二）…, none of them with anything below: a list, not headings. @param {any[]} blocks @param {Set<number>} empty @returns {Set<number>} */
    function plainLists(blocks, empty) {
      /** @type {Set<number>} */
      const found = new Set();
      /** @type {number[]} */
      let group = [];
      const close = () => {
        const before = group.length ? blocks[group[0] - 1] : null;
        const led = before && before.kind === Kind.HEADING && before.level < blocks[group[0]].level;
        if (led && group.length > 1 && group.every((n) => empty.has(n)))
          group.forEach((n) => found.add(n));
      };
      blocks.forEach((block, n) => {
        const inside = block.kind === Kind.HEADING && block.level >= 3;
        const last = group[group.length - 1];
        if (inside && (!group.length || (last === n - 1 && blocks[last].level === block.level)))
          group.push(n);
        else {
          close();
          group = inside ? [n] : [];
        }
      });
      close();
      return found;
    }
  },
);
