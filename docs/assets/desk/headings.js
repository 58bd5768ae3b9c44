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
            isSigned(folded.slice(n + 1)))
        )
          empty.add(n);
      });
      for (const n of points(folded, blocks)) empty.add(n);
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

    /** Whether nothing is left but who signed and when. @param {string[]} rest */
    function isSigned(rest) {
      const { _SIGNED, _SIGNER } = kb.K.headings;
      const dated = rest.length > 0 && _SIGNED.match(rest[rest.length - 1]);
      return Boolean(dated && (rest.length === 1 || (rest.length === 2 && _SIGNER.match(rest[0]))));
    }

    /** 2. 协商选定 between others of its kind that have text below them. @param {string[]} folded @param {any[]} blocks */
    function points(folded, blocks) {
      const point = folded.map((text) => Boolean(kb.K.headings._POINT.match(text)));
      const label = folded.map((text) => Boolean(kb.K.headings._LABEL.match(text)));
      const all = folded.map((_, n) => n);
      const bare = all.filter((n) => !label[n - 1] && label[n] && label[n + 1] && !label[n + 2]);
      const between = all
        .filter((n) => point[n - 2] && point[n - 1] === false && point[n] && point[n + 1] && point[n + 2] === false);
      const last = all.filter(
        (n) => point[n - 2] && point[n - 1] === false && point[n] && blocks[n + 1] && blocks[n + 1].kind === Kind.HEADING,
      );
      return between.concat(bare, last);
    }

    /** （二）抓组织 / （三）抓作风。今年…: the next number, whose text stands in its own line. @param {string} text @param {string} below */
    function nextOf(text, below) {
      for (const style of kb.styles().slice(0, 2)) {
        const first = style.start.match(text);
        const second = style.start.match(below);
        if (first && second && kb.valueOf(style, second) === kb.valueOf(style, first) + 1)
          return kb.K.headings._RUN_IN.test(below);
      }
      return false;
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
