/**
 * Other ways to write the same: numerals (四种形态, 4种形态), traditional characters (四種形態), dashes.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function variants(kb) {
    "use strict";

    const DIGITS = "〇一二三四五六七八九";
    /** @type {Record<string, number>} */
    const VALUES = { 零: 0, 两: 2, 双: 2, 十: 10, 百: 100, 千: 1000 };
    [...DIGITS].forEach((digit, value) => (VALUES[digit] = value));
    const RUN = /[〇零一二两三四五六七八九十百千]+|\d+/g;
    const HAN_RUN = /[〇零一二两双三四五六七八九十百千]+/g;
    const NUMBER = new RegExp(
      ["千零?", "百零?", "十"].map((unit) => `(?:([一二两双三四五六七八九])?${unit})?`).join("") +
        "([〇零一二两双三四五六七八九])?",
      "y",
    );
    /** Marks that are typed one for another, the commonest last. @type {[RegExp, string[]][]} */
    const MARKS = [
      [/[-‐–—―−⁃⸺⸻]/g, ["—", "-"]],
      [/[·•・∙⋅●]/g, ["・", "·"]],
      [/[~〜∼]/g, ["〜", "~"]],
    ];
    const MOST_VARIANTS = 6;

    /** @type {Map<string, string>} */
    let simplified = new Map();
    let traditional = new Uint8Array(0x10000);

    kb.setTraditional = ([from, to]) => {
      simplified = new Map();
      traditional = new Uint8Array(0x10000);
      for (let at = 0; at < from.length; at++) {
        simplified.set(from[at], to[at]);
        traditional[from.charCodeAt(at)] = 1;
      }
    };

    kb.isTraditional = (code) => traditional[code] === 1;

    kb.simplify = (text) => {
      let out = "";
      for (const char of text) out += simplified.get(char) || char;
      return out;
    };

    /**
     * The value of the longest number at the start of a run of Chinese numerals, and its length.
     * 二〇二三 is read digit by digit; 十四五 is 十四, then 五.
     * @param {string} run @returns {[number, number]}
     */
    function readNumber(run) {
      const positional = /^[〇零一二两双三四五六七八九]{2,}/.exec(run);
      if (positional && !/[十百千]/.test(run[positional[0].length] || "")) {
        const digits = [...positional[0]].map((char) => VALUES[char]).join("");
        return [Number(digits), positional[0].length];
      }
      NUMBER.lastIndex = 0;
      const match = NUMBER.exec(run);
      if (!match || !match[0]) return [VALUES[run[0]], 1];
      let value = match[4] ? VALUES[match[4]] : 0;
      [
        ["千", match[1]],
        ["百", match[2]],
        ["十", match[3]],
      ].forEach(([unit, digit]) => {
        if (match[0].includes(/** @type {string} */ (unit)))
          value += (digit ? VALUES[digit] : 1) * VALUES[/** @type {string} */ (unit)];
      });
      return [value, match[0].length];
    }

    kb.numberOf = (text) => {
      if (/^\d{1,4}$/.test(text)) return Number(text);
      const [value, length] = /^[〇零一二两三四五六七八九十百千]+$/.test(text)
        ? readNumber(text)
        : [0, 0];
      return length === text.length && length ? value : null;
    };

    kb.numeral = (value) => {
      if (value < 10) return DIGITS[value].replace("〇", "零");
      let out = "";
      let rest = value;
      for (const [unit, size] of /** @type {[string, number][]} */ ([
        ["千", 1000],
        ["百", 100],
        ["十", 10],
      ])) {
        const digit = Math.floor(rest / size);
        if (digit) out += (digit === 1 && unit === "十" && !out ? "" : DIGITS[digit]) + unit;
        else if (out && rest % size && !out.endsWith("零")) out += "零";
        rest %= size;
      }
      return rest ? out + DIGITS[rest] : out.replace(/零$/, "");
    };

    /** @param {string} folded @param {number} which of the ways @returns {string} */
    function withMarks(folded, which) {
      return MARKS.reduce((text, [any, ways]) => text.replace(any, ways[which]), folded);
    }

    kb.canonical = (folded) =>
      withMarks(kb.simplify(folded), 1).replace(HAN_RUN, (run) => {
        let out = "";
        for (let at = 0; at < run.length;) {
          const [value, length] = readNumber(run.slice(at));
          out += String(value);
          at += length;
        }
        return out;
      });

    kb.charwise = (folded) =>
      kb.simplify(folded).replace(HAN_RUN, (run) => [...run].map((char) => VALUES[char]).join(""));

    /** The other spellings of one run of numerals. @param {string} run @returns {string[]} */
    function spellings(run) {
      if (/\d/.test(run)) {
        if (run.length > 4) return [];
        const positional = [...run].map((digit) => DIGITS[Number(digit)]).join("");
        const value = Number(run);
        const found = value === 2 ? ["二", "两"] : [kb.numeral(value)];
        return run.length > 1 ? [...found, positional] : found;
      }
      const value = kb.numberOf(run);
      if (value === null) return [];
      const swapped = run.includes("零") ? run.replace(/零/g, "〇") : run.replace(/〇/g, "零");
      return swapped === run ? [String(value)] : [String(value), swapped];
    }

    kb.variantsOf = (folded) => {
      const base = kb.simplify(folded);
      // Marks first: of many numerals only some are tried.
      const found = new Set([base, withMarks(base, 0), withMarks(base, 1)]);
      const runs = [];
      RUN.lastIndex = 0;
      for (let match; (match = RUN.exec(base));) runs.push({ at: match.index, run: match[0] });
      if (runs.length > 4) runs.length = 0; // a sentence with many numerals is meant as it stands
      for (const { at, run } of runs.reverse()) {
        for (const known of [...found]) {
          for (const other of spellings(run)) {
            // Later runs are replaced already, so offsets up to this one still hold.
            found.add(known.slice(0, at) + other + known.slice(at + run.length));
          }
        }
      }
      found.delete(folded);
      return [...found].slice(0, MOST_VARIANTS);
    };
  },
);
