/** Rules on the outline: enumerations, declared counts, empty headings (kb.lint.outline). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function outline(kb) {
    "use strict";

    const { Kind } = kb;
    const CIRCLED = 6;

    /** @typedef {{rank: number, shown: string, start: any, inside: any}} Style */
    /** @typedef {{block: number, start: number, end: number, style: Style, value: number, inline: boolean, word: string, text: string}} Mark */
    /** @typedef {{style: Style, last: Mark, earlier: Mark | null}} Series */

    /** @type {Style[]} */
    let styles = [];

    function prepare() {
      const { STYLES, CIRCLED: last } = kb.K.outline;
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
              start: inline ? match.start : 0,
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
        if (style.inside) for (const match of style.inside.findAll(text, 1)) add(match, true);
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
        yield* step(mark, open);
        inner.forEach((series, style) => {
          if (!open.includes(series)) closed.set(style, series);
        });
      }
    };

    /** @param {Mark} mark @param {Series[]} open */
    function* step(mark, open) {
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
        yield* wrongLevel(mark, open);
        if (same.length && !mark.inline) {
          same[0].earlier = same[0].last;
          enter(open, same[0], mark);
        } else open.push({ style: mark.style, last: mark, earlier: null });
        return;
      }
      const inline = same.filter(({ last }) => last.inline === mark.inline);
      const alike = inline.length ? inline : same;
      if (!alike.length) {
        if (!mark.inline && [0, 1, 4].includes(mark.style.rank) && mark.value < 10)
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

    /** Counts that a paper announces against what it then lists. */
    kb.checks["count"] = function* check(document) {
      const marks = marksOf(document);
      const { _AHEAD, _LISTED } = kb.K.outline;
      for (const n of document.prose) {
        const { kind } = document.blocks[n];
        if (kind === Kind.CELL || kind === Kind.ITEM) continue;
        for (const match of _AHEAD.findAll(document.folded[n]))
          yield* announced(document, marks, n, match);
        for (const match of _LISTED.findAll(document.folded[n])) yield* listed(n, match);
        yield* tallied(n, document.folded[n]);
      }
    };

    /** Lists that are named, not numbered: 四件实事。第一件，… @param {number} n @param {string} text */
    function* tallied(n, text) {
      const { _PLACES, _AFTER, _TALLY, _ORDINAL, _EACH } = kb.K.outline;
      for (const pattern of [_PLACES, _AFTER]) {
        for (const match of pattern.findAll(text)) {
          const written = match.group(pattern === _AFTER ? 1 : 2);
          const declared = kb.countOf(written);
          const { list } = match.groups;
          const size = list.split("、").length;
          let most = size;
          for (const word of ["和", "与", "及"]) most += kb.count(list, word);
          if (declared < 2 || (size <= declared && declared <= most)) continue;
          if (pattern === _PLACES && declared - most > 1) continue;
          yield miscounted(n, match, size, written);
        }
      }
      for (const match of _TALLY.findAll(text)) {
        const rest = text.slice(match.end - 1);
        const { unit } = match.groups;
        const declared = kb.countOf(match.group(1));
        /** @param {any} m */
        const same = (m) => m.group(2) === unit;
        const named = _ORDINAL.findAll(rest).filter(same);
        const first = _ORDINAL.match(rest, 1);
        let size = 0;
        const inOrder = named.every((/** @type {any} */ m, /** @type {number} */ k) => kb.countOf(m.group(1)) === k + 1);
        if (first && same(first) && inOrder) size = named.length;
        else {
          const each = _EACH.findAll(rest).filter((/** @type {any} */ m) => m.group(1) === unit);
          if (each.length && each[0].start === 1) size = each.length;
        }
        if (size >= 2 && declared >= 2 && size !== declared)
          yield miscounted(n, match, size, match.group(1));
      }
    }

    /** @param {number} n @param {any} match @param {number} size @param {string} written */
    function miscounted(n, match, size, written) {
      return {
        block: n,
        start: match.start,
        end: match.end,
        what: `列出${size}项，写的数目是“${written}”。`,
        fix: "核对数目和列举，改成一致。",
      };
    }

    /** @param {any} document @param {Mark[]} marks @param {number} n @param {any} match */
    function* announced(document, marks, n, match) {
      const declared = kb.countOf(match.group(1));
      const found = following(document, marks, n, match.end);
      if (declared < 2 || found.length < 2 || found.length === declared) return;
      const last = found[found.length - 1].text;
      yield {
        block: n,
        start: match.startOf(1),
        end: match.end,
        what: `前面说“${match.text}”，后面列了${found.length}条（到“${last}”为止）。`,
        fix: "核对数目，改成一致，或补上漏掉的条目。",
      };
    }

    /** The enumeration right behind a place, its first level only. @param {any} document @param {Mark[]} marks @param {number} n @param {number} offset @returns {Mark[]} */
    function following(document, marks, n, offset) {
      const { blocks, folded } = document;
      const rest = marks.filter((m) => m.block > n || (m.block === n && m.start >= offset));
      const first_ = begun(folded[n], n, offset);
      if (first_) rest.unshift(first_);
      if (!rest.length || rest[0].value !== 1) return [];
      const first = rest[0];
      if (first.block === n && first.start - offset > 2) return [];
      if (first.block > n) {
        if (offset < folded[n].length - 2) return [];
        for (let b = n + 1; b < first.block; b++) if (blocks[b].kind === Kind.TEXT) return [];
      }
      const found = [first];
      for (const mark of rest.slice(1)) {
        if (mark.style.rank < first.style.rank || isApart(blocks, first, mark)) break;
        if (mark.style === first.style && mark.inline === first.inline) {
          if (mark.value === 1) break;
          found.push(mark);
        } else if (mark.style === first.style && mark.block === first.block && first.block === n)
          found.push(mark);
      }
      if (!first.inline && found.length === 1)
        found.push(
          ...rest.slice(1).filter((m) => m.block === first.block && m.style === first.style),
        );
      return found;
    }

    /** The first of an enumeration whose others begin lines: 有三个方面：1.思想不够重视。 @param {string} text @param {number} n @param {number} offset @returns {Mark | null} */
    function begun(text, n, offset) {
      const rest = text.slice(offset).replace(/^[: ]+/, "");
      const start = text.length - rest.length;
      for (const style of styles.slice(0, 4)) {
        const match = style.start.match(rest);
        if (match && valueOf(style, match) === 1)
          return {
            block: n,
            start,
            end: start + match.end,
            style,
            value: 1,
            inline: false,
            word: "",
            text: shown(style, 1, ""),
          };
      }
      return null;
    }

    /** Whether a heading of another outline level stands between. @param {any[]} blocks @param {Mark} first @param {Mark} mark */
    function isApart(blocks, first, mark) {
      if (first.inline) return mark.block !== first.block;
      if (blocks[first.block].kind === Kind.HEADING) return false;
      return blocks.slice(first.block + 1, mark.block + 1).some(({ kind }) => kind === Kind.HEADING);
    }

    /** 三个方面 behind a list, with or without 等. @param {number} n @param {any} match */
    function* listed(n, match) {
      const { list, etc } = match.groups;
      const number = match.group(3);
      const declared = kb.countOf(number);
      const items = list.split("、");
      let most = items.length;
      for (const word of ["和", "与", "及"]) most += kb.count(list, word);
      if ((declared >= items.length && declared <= most) || declared < 2) return;
      const { start, end } = match;
      if (etc && match.text.slice(-2).includes("事")) return; // 6件实事 are never all named
      if (etc && most + 1 < declared)
        yield {
          block: n,
          start,
          end,
          what: `“等${number}”只列出${items.length}项。`,
          fix: "数目不大的全部列出；只举例的，写清还有哪些。",
          severity: "hint",
        };
      else if (most > declared || (declared - most === 1 && !etc))
        yield {
          block: n,
          start,
          end,
          what: `列出${items.length}项，后面写的是“${match.text.slice(list.length)}”。`,
          fix: "核对数目和列举，改成一致。",
        };
    }

    /** Headings with nothing under them; three in a row are a list. */
    kb.checks["empty-heading"] = function* check({ blocks, folded }) {
      /** @type {Set<number>} */
      const empty = new Set();
      blocks.forEach((/** @type {any} */ block, /** @type {number} */ n) => {
        const next = blocks[n + 1];
        if (
          block.kind === Kind.HEADING &&
          (!next ||
            (next.kind === Kind.HEADING && next.level <= block.level) ||
            nextOf(folded[n], folded[n + 1]))
        )
          empty.add(n);
      });
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

    /** （二）抓组织 / （三）抓作风。今年…: the next number, whose text stands in its own line. @param {string} text @param {string} below */
    function nextOf(text, below) {
      if (!styles.length) prepare();
      for (const style of styles.slice(0, 2)) {
        const first = style.start.match(text);
        const second = style.start.match(below);
        if (first && second && valueOf(style, second) === valueOf(style, first) + 1)
          return kb.K.outline._RUN_IN.test(below);
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
