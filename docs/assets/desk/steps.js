/**
 * The numbers by which provisions are called: 第五条第一款第（二）、（三）项 (kb.address, kb.steps).
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function steps(kb) {
    "use strict";

    const LEVELS = "编章节条款项目";
    const ARTICLE = LEVELS.indexOf("条");
    /** The fields of an address, the largest first. */
    const FIELDS = ["book", "chapter", "section", "part", "article", "suffix", "paragraph", "item", "subitem"];


    /** @param {Address} [given] @returns {Address} */
    function address(given) {
      /** @type {Address} */
      const made = { preamble: 0 };
      for (const field of FIELDS) made[field] = 0;
      return Object.assign(made, given);
    }

    /** @param {Address} a @param {Address} b */
    const same = (a, b) => a.preamble === b.preamble && FIELDS.every((field) => a[field] === b[field]);
    /** @param {Address} a */
    const isDivision = (a) => Boolean(a.book || a.chapter || a.section);
    /** @param {Address} a */
    const whole = (a) => address({ ...a, paragraph: 0, item: 0, subitem: 0 });

    /** Dataclass order: article, suffix, paragraph, item, subitem, part, preamble, book, … @param {Address} a @param {Address} b */
    function isAfter(a, b) {
      for (const field of ["article", "suffix", "paragraph", "item", "subitem", "part", "preamble", "book", "chapter", "section"])
        if (a[field] !== b[field]) return a[field] > b[field];
      return false;
    }

    /** @param {Address} a */
    function idOf(a) {
      let base = a.part ? `part-${a.part}` : `art-${a.article}`;
      if (a.preamble) base = "preamble";
      if (isDivision(a))
        base = [["book", a.book], ["ch", a.chapter], ["sec", a.section]]
          .filter(([, number]) => number)
          .map(([name, number]) => `${name}-${number}`)
          .join("-");
      if (a.suffix) base += `-${a.suffix}`;
      for (const [letter, number] of [["p", a.paragraph], ["i", a.item], ["s", a.subitem]])
        if (number) base += `-${letter}${number}`;
      return base;
    }

    /** @param {Address} a */
    function chinese(a) {
      const { numeral } = kb;
      let text = a.part ? `第${numeral(a.part)}部分` : `第${numeral(a.article)}条`;
      if (a.preamble) text = "总纲";
      if (isDivision(a))
        text = [a.book, a.chapter, a.section]
          .map((number, n) => (number ? `第${numeral(number)}${"编章节"[n]}` : ""))
          .join("");
      return a.suffix ? `${text}之${numeral(a.suffix)}` : text;
    }

    // Steps

    /** @param {any} match */
    function hasLead(match) {
      const first = match.groups.numbers[0];
      const { unit } = match.groups;
      if (first === "（" || first === "(") return "项目".includes(unit);
      return first === "第" || ("款项".includes(unit) && /[0-9]/.test(first));
    }

    /** The address one step further, with a reason; null for what is no number. @param {Address} base @param {string} unit @param {string} value @returns {[Address, string | null] | null} */
    function extend(base, unit, value) {
      const n = kb.number(value);
      if (n === null) return null;
      if (unit === "部分") return [address({ part: n }), null];
      if (unit === "条") return [address({ article: n }), null];
      if (unit === "款") return [address({ ...base, paragraph: n, item: 0, subitem: 0 }), null];
      if (unit === "项") return [address({ ...base, item: n, subitem: 0 }), null];
      if (unit === "目") return [address({ ...base, subitem: n }), null];
      if (unit === "编") return [address({ book: n }), null];
      if (unit === "章") return [address({ book: base.book, chapter: n }), null];
      const section = address({ book: base.book, chapter: base.chapter, section: n });
      return [section, base.chapter ? null : kb.K.steps.NO_CHAPTER];
    }

    /** What lies inside a range. @param {Address | null} first @param {Address} last @returns {Address[]} */
    function between(first, last) {
      if (!first) return [];
      for (const field of ["subitem", "item", "paragraph", "article", "part", "section", "chapter", "book"]) {
        const [low, high] = [first[field], last[field]];
        if (!low && !high) continue;
        let alike = same({ ...first, [field]: 0 }, { ...last, [field]: 0 });
        if (field === "article") alike = same(whole(first), first) && same(whole(last), last);
        if (!alike || !low) return [];
        const base = field === "article" ? address() : last;
        const inside = [];
        for (let n = low + 1; n < Math.min(high, low + kb.K.steps._MOST_IN_RANGE); n++)
          inside.push(address({ ...base, [field]: n }));
        return inside;
      }
      return [];
    }

    /** The provisions of one step: 第（二）、（三）项 are two. @param {string} text @param {any} match @param {Address} base @param {string} unit @param {number} start @returns {Provision[]} */
    function readNumbers(text, match, base, unit, start) {
      const { _EACH, _SUFFIX, _RANGE_SIGN } = kb.K.steps;
      const { numbers } = match.groups;
      const depth = unit === "部分" ? ARTICLE : LEVELS.indexOf(unit);
      /** @type {Provision[]} */
      const found = [];
      /** @type {Address | null} */
      let last = null;
      const stop = match.start + numbers.length;
      for (const each of _EACH.findAll(text.slice(0, stop), match.start)) {
        const closes = each.end === stop;
        let end = closes ? match.end : each.end;
        const joint = each.groups.joint || "";
        const begin = last ? each.start + joint.length : start;
        const extended = extend(base, unit, each.groups.value);
        if (!extended) return found;
        let [here] = extended;
        const suffix = closes && unit === "条" ? _SUFFIX.match(text, end) : null;
        const more = suffix && kb.number(suffix.groups.suffix);
        if (suffix && more !== null) {
          here = address({ ...here, suffix: more });
          end = suffix.end;
        }
        const reason = extended[1];
        const ranged = _RANGE_SIGN.match(joint) && !reason;
        found.push({
          start: begin,
          end,
          address: here,
          level: depth,
          also: ranged ? between(last, here) : [],
          reason,
          leads: depth,
        });
        last = here;
      }
      return found;
    }

    /** 第五条第一款第（二）、（三）项: the provisions of one chain. @param {string} text @param {number} at @param {Address} base @param {boolean} [lone] @returns {Provision[] | null} */
    function readSteps(text, at, base, lone = false) {
      const { STEP } = kb.K.steps;
      const start = at;
      let here = base;
      let level = -1;
      /** @type {Provision[]} */
      let found = [];
      for (let match; (match = STEP.match(text, at));) {
        const { unit } = match.groups;
        const depth = unit === "部分" ? ARTICLE : LEVELS.indexOf(unit);
        if (depth <= level || !(hasLead(match) || (lone && unit === "条"))) break;
        const numbers = readNumbers(text, match, here, unit, start);
        if (!numbers.length) break;
        const leads = found.length ? found[0].leads : depth;
        found = numbers.map((each) => ({ ...each, leads }));
        if (found.length > 1) return found;
        here = found[0].address;
        at = found[0].end;
        level = depth;
        lone = false;
        if (unit === "部分") break;
        const first = firstOf(text, start, at, found[0]);
        if (first) return [first];
        at = pastJoiner(text, at, level);
      }
      return found.length ? found : null;
    }

    /** 第五条前三款: the first three paragraphs of the article. @param {string} text @param {number} start @param {number} at @param {Provision} found @returns {Provision | null} */
    function firstOf(text, start, at, found) {
      const match = kb.K.steps._FIRST_OF.match(text, at);
      if (!match) return null;
      const { unit, count } = match.groups;
      if (LEVELS.indexOf(unit) <= found.level || found.level < ARTICLE) return null;
      /** @type {Address[]} */
      const several = [];
      for (let n = 1; n <= (kb.number(count) || 0); n++) {
        const extended = extend(found.address, unit, String(n));
        if (extended) several.push(extended[0]);
      }
      return { ...found, start, end: match.end, address: several[0], also: several.slice(1) };
    }

    /** @param {string} text @param {number} at @param {number} level */
    function pastJoiner(text, at, level) {
      const match = kb.K.steps._JOINER.match(text, at);
      if (!match) return at;
      const next = kb.K.steps.STEP.match(text, match.end);
      const { unit } = next ? next.groups : { unit: "" };
      return unit && LEVELS.slice(level + 1).includes(unit) ? match.end : at;
    }

    kb.addresses = { address, isDivision, whole, isAfter, idOf, chinese };
    kb.steps = { LEVELS, ARTICLE, hasLead, extend, between, readNumbers, readSteps };
  },
);
