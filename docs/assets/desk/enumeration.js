/** The rule on numbering, and where the numbers of enumerations stand (kb.lint.enumeration). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function enumeration(kb) {
    "use strict";

    const { Kind } = kb;
    const CIRCLED = 6;

    /** @typedef {{style: Style, last: Mark, earlier: Mark | null}} Series */

    /** @type {Style[]} */
    let styles = [];

    function prepare() {
      const { STYLES, CIRCLED: last } = kb.K.enumeration;
      styles = [...STYLES, last].map(([rank, shown, start, inside]) => ({ rank, shown, start, inside }));
    }

    /** `word`: 要 where 一要 stands for 一是. @param {Style} style @param {number} value @param {string} word @returns {string} */
    function shown(style, value, word) {
      const text =
        style.rank === CIRCLED
          ? String.fromCharCode(0x2460 + value - 1)
          : style.shown.replace("{0}", kb.toChinese(value)).replace("{1}", String(value));
      return word ? text.slice(0, -1) + word : text;
    }

    /** @param {Style} style @param {any} match @returns {number} */
    function valueOf(style, match) {
      if (style.rank === CIRCLED) return match.text.charCodeAt(0) - 0x2460 + 1;
      const written = match.group(1);
      return /^\d+$/.test(written) ? Number(written) : kb.K.numerals.ORDINALS[written] || 0;
    }

    /** Style, value and end of the number a text begins with, of the highest so many styles. @param {string} text @param {number} levels @returns {{style: Style, value: number, end: number} | null} */
    function numberAtStart(text, levels) {
      if (!styles.length) prepare();
      for (const style of styles.slice(0, levels)) {
        const match = style.start.match(text);
        const value = match && valueOf(style, match);
        if (value) return { style, value, end: match.end };
      }
      return null;
    }

    /** All numbers of enumerations, in order. @param {any} document @returns {Mark[]} */
    function marksOf(document) {
      if (document.kept.marks) return document.kept.marks;
      if (!styles.length) prepare();
      /** @type {Mark[]} */
      const marks = [];
      document.blocks.forEach((/** @type {any} */ block, /** @type {number} */ n) => {
        if (block.kind === Kind.TEXT || block.kind === Kind.HEADING)
          marks.push(...marksIn(n, document.folded[n], block.text));
      });
      return (document.kept.marks = marks);
    }

    /** @param {number} n @param {string} folded @param {string} raw @returns {Mark[]} */
    function marksIn(n, folded, raw) {
      /** @type {Mark[]} */
      const found = [];
      for (const style of styles) {
        const text = style.rank === CIRCLED ? raw : folded; // folding makes ① a 1
        /** @param {any} match @param {boolean} inline */
        const add = (match, inline) => {
          const value = valueOf(style, match);
          if (value)
            found.push({
              block: n,
              start: match.start,
              end: match.end,
              style,
              value,
              inline,
              word: match.text.endsWith("要") ? "要" : "",
              text: shown(style, value, match.text.endsWith("要") ? "要" : ""),
            });
        };
        const first = style.start.match(text);
        if (first) add(first, false);
        if (style.inside)
          for (const match of style.inside.findAll(text, 1))
            add(match, text.slice(0, match.start) !== kb.K.enumeration._ANNEX);
      }
      const kept = found.filter((m) => !(m.inline && /[是要]$/.test(m.text) && m.value > 20));
      return kept.sort((a, b) => a.start - b.start);
    }

    /** Numbers left out, repeated, or of a level above the one around them. */
    kb.checks["enumeration"] = function* check(document) {
      /** @type {Series[]} */
      let open = [];
      /** @type {Map<Style, Series>} */
      const closed = new Map();
      let block = -1;
      for (const mark of marksOf(document)) {
        if (mark.block !== block) {
          let heading = false;
          for (let n = Math.max(block, 0) + 1; n <= mark.block; n++)
            heading = heading || document.blocks[n].kind === Kind.HEADING;
          block = mark.block;
          if (heading) {
            const { rank } = mark.style;
            const kept = open.filter(({ style }) => (rank < 4 ? style.rank <= rank : style.rank < 4));
            for (const series of open) if (!kept.includes(series)) closed.set(series.style, series);
            open = kept;
          }
          const before = closed.get(mark.style);
          closed.delete(mark.style);
          if (before && before.last.value + 1 === mark.value) open.push(before);
          open = open.filter(({ last }) => !(last.inline && last.block !== block));
        }
        const inner = new Map(
          open
            .filter(({ style }) => style.rank > mark.style.rank)
            .map((series) => /** @type {[Style, Series]} */ ([series.style, series])),
        );
        const before = document.folded[mark.block].slice(Math.max(0, mark.start - 2), mark.start);
        yield* step(mark, open, /:"?$/.test(before));
        inner.forEach((series, style) => {
          if (!open.includes(series)) closed.set(style, series);
        });
      }
      yield* inWords(document);
      for (const [pattern, shown] of kb.K.enumeration._LINES) yield* inLines(document, pattern, shown);
    };

    /** 第三条 / 第五条: numbers of lines that began with the first and go wrong. @param {any} document @param {any} pattern @param {string} form */
    function* inLines(document, pattern, form) {
      let last = 0;
      let part = "";
      for (const [n, text] of document.folded.entries()) {
        const match = pattern.match(text);
        if (!match || document.blocks[n].kind === Kind.CELL) continue;
        const written = match.group(1);
        const value = lineValue(written);
        const over = text.slice(0, match.text.lastIndexOf(written));
        if (value === 1 || over !== part) {
          [last, part] = [value === 1 ? 1 : 0, over];
          continue;
        }
        if (last && value !== last + 1)
          yield {
            block: n,
            start: match.start,
            end: match.end,
            what: `“${match.text}”跟在${ordinal(form, last)}后面。`,
            fix: `核对序号，应为${ordinal(form, last + 1)}。`,
          };
        last = last ? value : 0;
      }
    }

    /** @param {string} written @returns {number} */
    function lineValue(written) {
      if (/^\d+$/.test(written)) return Number(written);
      return /^[A-H]$/.test(written) ? written.charCodeAt(0) - 64 : kb.numberOrZero(written);
    }

    /** @param {string} form @param {number} value */
    function ordinal(form, value) {
      if (form === "{0}.") return `“${String.fromCharCode(64 + value)}.”`;
      const number = form.includes("第") ? kb.toChinese(value) : String(value);
      return `“${form.replace("{0}", number)}”`;
    }

    /** 首先…其次…其次…. @param {any} document */
    function* inWords(document) {
      const { _NEXT, _ORDER } = kb.K.enumeration;
      for (const block of document.prose) {
        let last = "";
        for (const match of _NEXT.findAll(document.folded[block])) {
          const word = match.text.slice(0, 2);
          if (word === last)
            yield {
              block,
              start: match.start,
              end: match.end,
              what: `“${last}”说了两次。`,
              fix: "后一个改为“再次”“最后”，或合并成一条。",
            };
          else if (last && word !== "首先" && _ORDER.indexOf(word) < _ORDER.indexOf(last))
            yield {
              block,
              start: match.start,
              end: match.end,
              what: `“${word}”说在“${last}”后面。`,
              fix: "按首先、其次、再次、最后排。",
            };
          last = word;
        }
      }
    }

    /** @param {Mark} mark @param {Series[]} open @param {boolean} led */
    function* step(mark, open, led) {
      const same = open.filter(({ style }) => style === mark.style);
      const fits = same.filter(({ last }) => last.value + 1 === mark.value);
      fits.sort(
        (a, b) => Number(a.last.inline === mark.inline) - Number(b.last.inline === mark.inline),
      );
      if (fits.length) {
        enter(open, fits[fits.length - 1], mark);
        return;
      }
      if (mark.value === 1) {
        if (!mark.inline) yield* wrongLevel(mark, open);
        if (!mark.inline && same.some(({ last }) => last.value === 1 && last.block === mark.block - 1))
          yield draft(
            mark,
            `序号“${mark.text}”重复。`,
            `改为“${shown(mark.style, 2, mark.word)}”。`,
          );
        if (same.length && !mark.inline) {
          same[0].earlier = same[0].last;
          enter(open, same[0], mark);
        } else open.push({ style: mark.style, last: mark, earlier: null });
        return;
      }
      const inline = same.filter(({ last }) => last.inline === mark.inline);
      const alike = inline.length ? inline : same;
      if (!alike.length && mark.inline && mark.style.rank < 4) return; // a reference: 见附件（2）
      if (!alike.length) {
        const begun = mark.inline ? led && mark.style.rank === 4 : mark.block > 0 || mark.value === 2;
        if (begun && [0, 1, 4].includes(mark.style.rank) && mark.value < 10)
          yield draft(
            mark,
            `“${mark.text}”前面没有“${shown(mark.style, mark.value - 1, mark.word)}”。`,
            "补上前面漏掉的几条，或从“一”开始重新编号。",
          );
        open.push({ style: mark.style, last: mark, earlier: null });
        return;
      }
      const series = alike[alike.length - 1];
      const before = series.last.value;
      if (series.earlier && series.earlier.value + 1 === mark.value) {
        enter(open, series, mark);
        return;
      }
      const next = shown(mark.style, before + 1, mark.word);
      if (mark.value === before) yield draft(mark, `序号“${mark.text}”重复。`, `改为“${next}”。`);
      else if (mark.value > before) {
        const missing = [];
        for (let n = before + 1; n < Math.min(mark.value, before + 4); n++)
          missing.push(`“${shown(mark.style, n, mark.word)}”`);
        yield draft(
          mark,
          `序号从“${series.last.text}”跳到“${mark.text}”，缺${missing.join("、")}。`,
          `补上缺的一条，或把“${mark.text}”往前改。`,
        );
      } else
        yield draft(
          mark,
          `序号“${mark.text}”出现在“${series.last.text}”之后。`,
          `按顺序改为“${next}”。`,
        );
      enter(open, series, mark);
    }

    /** Go on with a series: those opened inside it are closed. @param {Series[]} open @param {Series} series @param {Mark} mark */
    function enter(open, series, mark) {
      open.splice(open.indexOf(series) + 1);
      series.last = mark;
    }

    /** @param {Mark} mark @param {Series[]} open */
    function* wrongLevel(mark, open) {
      const outer = open.filter(({ style }) => style.rank < 4);
      const below = outer.filter(({ style }) => style.rank > mark.style.rank);
      const known = open.some(({ style }) => style === mark.style);
      const last = outer[outer.length - 1];
      if ([1, 2].includes(mark.style.rank) && below.length && !known && below.includes(last))
        yield draft(
          mark,
          `“${mark.text}”排在“${last.last.text}”下面，层次倒置。`,
          "层次依次用“一、”“（一）”“1.”“（1）”。",
        );
    }

    /** @param {Mark} mark @param {string} what @param {string} fix */
    function draft(mark, what, fix) {
      return { block: mark.block, start: mark.start, end: mark.end, what, fix };
    }

    Object.assign(kb, { marksOf, numberAtStart, shown });
  },
);
