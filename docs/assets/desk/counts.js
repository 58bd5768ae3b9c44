/** The rule on counts: what a paper announces against what it then lists (kb.lint.counts). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function counts(kb) {
    "use strict";

    const { Kind } = kb;

    /** Counts that a paper announces against what it then lists. */
    kb.checks["count"] = function* check(document) {
      const marks = kb.marksOf(document);
      const { _AHEAD, _COLON, _FILES, _ENDS, _LISTED } = kb.K.counts;
      for (const n of document.prose) {
        const { kind } = document.blocks[n];
        if (kind === Kind.CELL || kind === Kind.ITEM) continue;
        /** @type {Set<number>} */
        const said = new Set();
        for (const pattern of [_AHEAD, _COLON, _FILES, _ENDS])
          for (const match of pattern.findAll(document.folded[n]))
            if (!said.has(match.startOf(1))) {
              said.add(match.startOf(1));
              yield* announced(document, marks, n, match);
            }
        for (const match of _LISTED.findAll(document.folded[n])) yield* listed(n, match);
        yield* tallied(n, document.folded[n]);
      }
    };

    /** 查出问题5个：甲1个，乙1个，丙2个. Behind 其中 only what nearly adds up is meant to. @param {number} n @param {string} text */
    function* summed(n, text) {
      const { _SUM, _PART, _OVERLAP } = kb.K.counts;
      for (const match of _SUM.findAll(text)) {
        const parts = [];
        let { end } = match;
        for (let part = _PART.match(text, end); part; part = _PART.match(text, end)) {
          if (match.groups.led !== ":" && part.text[0] === ";") break; // the next of those above
          parts.push(part);
          end = part.end;
        }
        const whole = Number(match.group(1));
        const unit = match.group(2);
        let total = 0;
        let kinds = "";
        for (const part of parts) {
          total += Number(part.group(2));
          kinds += part.group(1);
        }
        const mixed = _OVERLAP.test(kinds) && !(kinds.includes("男") && kinds.includes("女"));
        const alike = parts.length > 1 && parts.every((part) => part.group(3) === unit);
        if (!alike || mixed || total === whole) continue;
        const closed = match.groups.led === ":" && ["", "。"].includes(text.slice(end, end + 1));
        if (closed || Math.abs(total - whole) <= Math.max(2, Math.floor(whole / 10)))
          yield {
            block: n,
            start: match.start,
            end,
            what: `分项合起来是${total}${unit}，前面写的是${whole}${unit}。`,
            fix: "核对分项和总数，改成一致。",
          };
      }
    }

    /** “三个不够”：… of which there are four; 分两组…第三组. @param {number} n @param {string} text */
    function* saidOver(n, text) {
      const { _SAID_OVER, _SEMI, _NUMBERED, _GROUPED, _GROUP } = kb.K.counts;
      for (const match of _SAID_OVER.findAll(text)) {
        const size = kb.count(match.group(3), match.group(2));
        if (size >= 2 && size !== kb.countOf(match.group(1))) yield miscounted(n, match, size, match.group(1));
      }
      for (const match of _SEMI.findAll(text)) {
        const size = kb.count(match.group(2), ";") + 1;
        const declared = kb.countOf(match.group(1));
        if (size !== declared && declared > 1 && !_NUMBERED.test(match.group(2)))
          yield miscounted(n, match, size, match.group(1));
      }
      for (const match of _GROUPED.findAll(text)) {
        const numbers = _GROUP
          .findAll(text.slice(match.end))
          .filter((/** @type {any} */ m) => m.group(2) === match.group(2))
          .map((/** @type {any} */ m) => kb.countOf(m.group(1)));
        const most = Math.max(0, ...numbers);
        const declared = kb.countOf(match.group(1));
        if (most > declared && declared > 1) yield miscounted(n, match, most, match.group(1));
      }
    }

    /** The text with dots for what a pattern finds. @param {any} pattern @param {string} text */
    function masked(pattern, text) {
      for (const { start, end } of pattern.findAll(text))
        text = text.slice(0, start) + "·".repeat(end - start) + text.slice(end);
      return text;
    }

    /** Things counted by what each of them repeats: months, years, quotation marks, 必访. @param {number} n @param {string} text */
    function* repeated(n, text) {
      const { _EACH_SAYS, _MONTHS, _YEARS, _QUOTES, _KEYWORDS, _PRESENT, _MANY } = kb.K.counts;
      for (const match of _EACH_SAYS.findAll(text)) {
        const size = kb.count(match.group(3), match.group(2));
        if (size >= 2 && Math.abs(size - kb.countOf(match.group(1))) === 1)
          yield miscounted(n, match, size, match.group(1));
      }
      for (const match of _MONTHS.findAll(text)) {
        const size = kb.count(match.group(2), "月");
        const declared = kb.countOf(match.group(1));
        if (declared > 1 && declared < _MANY && size !== declared)
          yield miscounted(n, match, size, match.group(1));
      }
      for (const match of _YEARS.findAll(text)) {
        const size = kb.count(match.group(1), "20");
        if (size !== kb.countOf(match.group(2))) yield miscounted(n, match, size, match.group(2));
      }
      for (const [pattern, written, listed] of [
        [_QUOTES, 2, 1],
        [_KEYWORDS, 1, 2],
      ])
        for (const match of pattern.findAll(text)) {
          const size = Math.floor(kb.count(match.group(listed), '"') / 2);
          if (size !== kb.countOf(match.group(written)))
            yield miscounted(n, match, size, match.group(written));
        }
      for (const match of _PRESENT.findAll(text)) {
        const [due, there, away] = [1, 2, 3].map((group) => Number(match.group(group)));
        if (due !== there + away)
          yield {
            block: n,
            start: match.start,
            end: match.end,
            what: `实到${there}人加上没到的${away}人，不是应到的${due}人。`,
            fix: "核对人数，改成一致。",
          };
      }
    }

    /** 走访4个村和3个社区,共8个: what nearly adds up is meant to. @param {number} n @param {string} text */
    function* totalled(n, text) {
      const { _TOTAL, _COUNTED } = kb.K.counts;
      for (const match of _TOTAL.findAll(text)) {
        const { start, end } = match;
        const unit = match.group(2);
        const stops = [..."。;:"].map((mark) => (start ? text.lastIndexOf(mark, start - 1) : -1));
        const begin = Math.max(...stops) + 1;
        const parts = _COUNTED.findAll(text.slice(0, start), begin);
        if (parts.length < 2 || parts.some((/** @type {any} */ part) => part.group(2) !== unit))
          continue;
        let total = 0;
        for (const part of parts) total += Math.floor(Number(part.group(1)));
        const whole = Number(match.group(1));
        const near =
          Math.abs(total - whole) <= Math.max(2, Math.floor(whole / 10)) &&
          start - parts[parts.length - 1].end <= 8;
        if (near && total !== whole)
          yield {
            block: n,
            start,
            end,
            what: `前面合起来是${total}${unit}，写的是${whole}${unit}。`,
            fix: "核对分项和总数，改成一致。",
          };
      }
    }

    /** 四个片区……以上三个片区. @param {number} n @param {string} text */
    function* spokenOfAgain(n, text) {
      const { _AGAIN, _FIRST } = kb.K.counts;
      for (const match of _AGAIN.findAll(text)) {
        const earlier = _FIRST
          .findAll(text.slice(0, match.start))
          .filter((/** @type {any} */ m) => m.group(2) === match.group(2))
          .map((/** @type {any} */ m) => kb.countOf(m.group(1)));
        if (earlier.length && !earlier.includes(kb.countOf(match.group(1))))
          yield {
            block: n,
            start: match.start,
            end: match.end,
            what: `“${match.text}”同前面的数目不一致。`,
            fix: "核对数目，改成一致。",
          };
      }
    }

    /** Lists that are named, not numbered: 四件实事。第一件，… @param {number} n @param {string} text */
    function* tallied(n, text) {
      const { _PLACES, _ROSTER, _CHARS, _AFTER, _NAMED, _DIRECT, _TALLY, _ORDINAL, _EACH } = kb.K.counts;
      yield* summed(n, text);
      yield* totalled(n, text);
      yield* spokenOfAgain(n, text);
      yield* saidOver(n, text);
      yield* repeated(n, text);
      text = masked(kb.K.counts._COMPOSED, masked(kb.K.counts._NOTE, text));
      for (const pattern of [_PLACES, _ROSTER, _CHARS, _AFTER, _NAMED, _DIRECT]) {
        for (const match of pattern.findAll(text)) {
          const written = match.group([_PLACES, _ROSTER, _CHARS].includes(pattern) ? 2 : 1);
          const declared = kb.countOf(written);
          const { list } = match.groups;
          const { least, most } = sizes(list);
          if (declared < 2 || (least <= declared && declared <= most)) continue;
          if (pattern === _PLACES && declared - most > 1) continue;
          yield miscounted(n, match, least, written);
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

    /** How many things a list names, at least and at most: 和 may join two, or be part of one. @param {string} listed */
    function sizes(listed) {
      const least = kb.count(listed, "、") + 1;
      let most = least;
      for (const word of ["和", "与", "及"]) most += kb.count(listed, word);
      const items = listed.split("、");
      const ends = new Set(items[items.length - 1].split(/[和与及]/).map((part) => part.slice(-1)));
      const alike = ends.size === 1 && ends.has(items[0].slice(-1)); // 甲书记、乙书记和丙书记
      return { least: most === least + 1 && alike ? most : least, most };
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
      const rest = document.folded[n].slice(match.end);
      const { _WORDS } = kb.K.counts;
      const said = _WORDS.match(rest, 1) ? _WORDS.findAll(rest) : [];
      if (declared >= 2 && said.length >= 2 && said.length !== declared && !rest.includes("第")) {
        yield miscounted(n, match, said.length, match.group(1));
        return;
      }
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
      let rest = marks.filter((m) => m.block > n || (m.block === n && m.start >= offset));
      const first_ = begun(folded[n], n, offset);
      if (first_) rest = [first_, ...rest.filter((m) => m.block > n || m.start >= first_.end)];
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
      const number = kb.numberAtStart(rest, 4);
      if (!number || number.value !== 1) return null;
      const { style, value } = number;
      return {
        block: n,
        start,
        end: start + number.end,
        style,
        value,
        inline: false,
        word: "",
        text: kb.shown(style, value, ""),
      };
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
      const declared = kb.countOf(match.group(3));
      const { least, most } = sizes(list);
      if ((least <= declared && declared <= most) || declared < 2) return;
      const { start, end } = match;
      // The list is open; 6件实事 are never all named.
      if (etc && (most < declared || match.text.slice(-2).includes("事"))) return;
      if (most > declared || declared - most === 1)
        yield {
          block: n,
          start,
          end,
          what: `列出${least}项，后面写的是“${match.text.slice(list.length)}”。`,
          fix: "核对数目和列举，改成一致。",
        };
    }
  },
);
