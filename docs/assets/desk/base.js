/**
 * What all parts of the draft desk stand on: the data file, Python's regular expressions, folding.
 *
 * The rules are those of `kb lint` (hooks/kb/lint). Its word lists and its regular expressions come
 * in the data file (hooks/kb/lint/payload.py) under their Python names; the parts here do with them
 * what the Python modules of the same names do, and tests/test_desk.py holds the two together. Names
 * and order are kept alike on purpose.
 *
 * A text's characters beyond the basic plane are put aside as private ones (`Shield`), so that
 * offsets are the same in both languages.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function base(kb) {
    "use strict";

    /** One match, with the fields that Python's has. */
    class Match {
      /** @param {RegExpExecArray} found @param {Pattern} pattern */
      constructor(found, pattern) {
        this.found = found;
        this.pattern = pattern;
        this.start = found.index;
        this.end = found.index + found[0].length;
        this.text = found[0];
        this.groups = /** @type {Record<string, string | undefined>} */ (found.groups || {});
      }

      /** @param {number} n @returns {string} "" where the group did not take part */
      group(n) {
        return this.found[n] || "";
      }

      /**
       * Where a group begins that stands in no other bracket of the pattern.
       * @param {number} n @returns {number}
       */
      startOf(n) {
        return this.start + this.pattern.before(this, n).length;
      }
    }

    /** A regular expression with the methods of Python's. */
    class Pattern {
      /** @param {{re: string, flags: string}} given */
      constructor({ re, flags }) {
        this.source = re;
        this.flags = flags;
        this._global = new RegExp(re, `${flags}g`);
        this._sticky = new RegExp(re, `${flags}y`);
        /** @type {Map<number, RegExp>} */
        this._prefixes = new Map();
      }

      /** @param {string} text @param {number} [at] @returns {Match | null} */
      search(text, at = 0) {
        this._global.lastIndex = at;
        const found = this._global.exec(text);
        return found && new Match(found, this);
      }

      /** @param {string} text @param {number} [at] @returns {Match | null} */
      match(text, at = 0) {
        this._sticky.lastIndex = at;
        const found = this._sticky.exec(text);
        return found && new Match(found, this);
      }

      /** @param {string} text @param {number} [at] @returns {Match[]} */
      findAll(text, at = 0) {
        /** @type {Match[]} */
        const all = [];
        this._global.lastIndex = at;
        for (let found; (found = this._global.exec(text));) {
          all.push(new Match(found, this));
          if (!found[0]) this._global.lastIndex++;
        }
        return all;
      }

      /** @param {string} text @param {string | ((...found: string[]) => string)} by */
      sub(text, by) {
        return text.replace(this._global, /** @type {any} */ (by));
      }

      /** @param {string} text */
      test(text) {
        this._global.lastIndex = 0;
        return this._global.test(text);
      }

      /**
       * What a match has before its group `n`: the pattern with all before the group as a group.
       * @param {Match} match @param {number} n @returns {string}
       */
      before(match, n) {
        let pattern = this._prefixes.get(n);
        if (!pattern) {
          const at = groupAt(this.source, n);
          const source = `(${this.source.slice(0, at)})${this.source.slice(at)}`;
          pattern = new RegExp(source, `${this.flags}y`);
          this._prefixes.set(n, pattern);
        }
        pattern.lastIndex = match.start;
        const found = pattern.exec(match.found.input);
        return found ? found[1] : "";
      }
    }

    /**
     * Where the n-th group of a pattern opens.
     * @param {string} source @param {number} n @returns {number}
     */
    function groupAt(source, n) {
      let inside = false;
      for (let at = 0, seen = 0; at < source.length; at++) {
        const char = source[at];
        if (char === "\\") at++;
        else if (inside) inside = char !== "]";
        else if (char === "[") inside = true;
        else if (char === "(" && (source[at + 1] !== "?" || /^\(\?<[^=!]/.test(source.slice(at, at + 4)))) {
          if (++seen === n) return at;
        }
      }
      return source.length;
    }

    kb.Pattern = Pattern;
    /** Rule -> its check, filled in by the parts. */
    kb.checks = {};

    /** Patterns in anything that came as JSON. @param {any} value @returns {any} */
    function revive(value) {
      if (!value || typeof value !== "object") return value;
      if (Array.isArray(value)) return value.map(revive);
      if (typeof value.re === "string") return new Pattern(value);
      /** @type {Record<string, any>} */
      const out = {};
      for (const key of Object.keys(value)) out[key] = revive(value[key]);
      return out;
    }

    kb.revive = revive;

    // Folding, as kb.text does it

    /** @type {Map<string, string>} */
    const folds = new Map();
    let rare = /(?!)/g;

    kb.setFolding = (constants) => {
      folds.clear();
      for (const [first, last] of constants._BLOCKS) {
        for (let code = first; code < last; code++) {
          const char = String.fromCharCode(code);
          const folded = char.normalize("NFKC");
          if (folded.length === 1 && folded !== char) folds.set(char, folded);
        }
      }
      for (const char of constants.QUOTES) folds.set(char, '"');
      for (const char of constants._SPACES) folds.set(char, " ");
      folds.forEach((folded, char) => folded === char && folds.delete(char));
      const escaped = [...folds.keys()].map((char) => `\\u${`000${char.charCodeAt(0).toString(16)}`.slice(-4)}`);
      rare = new RegExp(`[${escaped.join("")}]`, "g");
    };

    /** The folded form of a text, of the same length. */
    kb.fold = (text) => text.replace(rare, (char) => /** @type {string} */ (folds.get(char)));

    // Characters beyond the basic plane

    const ASIDE = /[\ud800-\udbff][\udc00-\udfff]|[\ue000-\uefff]/g;
    const HALF = /[\ud800-\udfff]/g;

    /**
     * Puts characters aside that JavaScript counts as two, under private ones; private ones that a
     * text has itself go the same way.
     */
    class Shield {
      constructor() {
        /** @type {Map<string, string>} */
        this.aside = new Map();
        /** @type {Map<string, string>} */
        this.back = new Map();
      }

      /** @param {string} text */
      apply(text) {
        return text
          .replace(ASIDE, (pair) => {
            let char = this.aside.get(pair);
            if (!char) {
              const code = 0xe000 + this.aside.size;
              if (code > 0xefff) return "\ufffd";
              char = String.fromCharCode(code);
              this.aside.set(pair, char);
              this.back.set(char, pair);
            }
            return char;
          })
          .replace(HALF, "\ufffd");
      }

      /** @param {string} text */
      restore(text) {
        if (!this.aside.size) return text;
        return text.replace(/[\ue000-\uefff]/g, (char) => this.back.get(char) || char);
      }
    }

    kb.Shield = Shield;

    // Small things that Python has

    /** @param {string} text @param {string} chars @returns {string} without these at either end */
    kb.strip = (text, chars) => {
      let start = 0;
      let end = text.length;
      while (start < end && chars.includes(text[start])) start++;
      while (end > start && chars.includes(text[end - 1])) end--;
      return text.slice(start, end);
    };

    kb.trim = (text) => text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");

    kb.count = (text, piece) => text.split(piece).length - 1;

    /** Whether a text stands at a place; a negative one counts from the end, as in Python. */
    kb.hasAt = (text, piece, at) =>
      text.startsWith(piece, at < 0 ? Math.max(0, text.length + at) : at);

    /** One character, "" outside the text; Python's text[at : at + 1] of a negative `at` too. */
    kb.char = (text, at) => (at >= 0 ? text.charAt(at) : "");

    // Numerals

    const DIGITS = "零一二三四五六七八九";
    const UNITS = ["", "十", "百", "千"];

    /** 1..9999 as headings write it (importer.numerals.to_chinese). */
    kb.toChinese = (number) => {
      if (!(number > 0 && number <= 9999)) return String(number);
      let written = "";
      for (let power = String(number).length - 1; power >= 0; power--) {
        const digit = Math.floor(number / 10 ** power) % 10;
        if (digit) written += DIGITS[digit] + UNITS[power];
        else if (written && !written.endsWith("零")) written += "零";
      }
      written = written.replace(/零+$/, "");
      return number >= 10 && number < 20 ? written.replace(/^一/, "") : written;
    };

    /** As provisions write it (address.numeral). */
    kb.numeral = (value) => {
      if (value === 0) return "零";
      return kb.toChinese(value);
    };

    /** @type {Record<string, number>} */
    const VALUES = { 零: 0, "〇": 0, 十: 10, 百: 100, 千: 1000 };
    [...DIGITS].forEach((digit, value) => (VALUES[digit] = value));
    const ONE = "[一二三四五六七八九]";
    const ZERO = "[零〇]";
    const TENS = `${ONE}?十${ONE}?`;
    const HUNDREDS = `${ONE}百${ZERO}${ONE}|${ONE}百(?:${ONE}十${ONE}?)?`;
    const UNDER = `(?:${HUNDREDS}|${TENS}|${ONE})`;
    const THOUSANDS = `${ONE}千${ZERO}(?:${TENS}|${ONE})|${ONE}千(?:${HUNDREDS})?`;
    const WELL_FORMED = new RegExp(`^(?:${ZERO}|${THOUSANDS}|${UNDER})$`);
    const ALL_DIGITS = /^[零〇一二三四五六七八九]+$/;
    const SPOKEN = /^(?:[零〇一二三四五六七八九]{0,2}[十百千])+[零〇一二三四五六七八九]$/;

    /** @param {string} text @returns {number} */
    function byUnits(text) {
      let total = 0;
      let unit = 1;
      [...text].reverse().forEach((char, at) => {
        if (char in VALUES && VALUES[char] < 10) total += VALUES[char] * unit;
        else {
          unit = VALUES[char];
          if (at === text.length - 1) total += unit;
        }
      });
      return total;
    }

    /** The value of a numeral as cn2an's smart mode reads it, or null for what is no number. */
    kb.number = (given) => {
      let text = given.normalize("NFKC").replace(/两/g, "二");
      if (/^\d+$/.test(text)) return Number(text);
      if (!/^[零〇一二三四五六七八九十百千]+$/.test(text)) return null;
      text = text.replace(/零([十百])/g, "零一$1");
      text = text.replace(/(千)([零〇一二三四五六七八九]?十)/g, "$1零$2");
      text = text.replace(/百十/g, "百一十").replace(/零十/g, "零一十");
      if (WELL_FORMED.test(text)) return byUnits(text);
      if (ALL_DIGITS.test(text)) return Number([...text].map((char) => VALUES[char]).join(""));
      const last = VALUES[text[text.length - 2]]; // 三百四: what it counts is left out
      if (text.length < 3 || !SPOKEN.test(text) || last === 10) return null;
      return byUnits(text + (last === 100 ? "十" : "百"));
    };

    kb.numberOrZero = (text) => kb.number(text) || 0;

    /** 三, 两, 3 -> 3; 0 for no number (tools.count_of). */
    kb.countOf = (written) =>
      /^\d+$/.test(written) ? Number(written) : kb.numberOrZero(written.replace(/两/g, "二"));
  },
);
