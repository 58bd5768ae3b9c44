/** What Word counts: the labels of numbered paragraphs, as they are printed (kb.importer.word_numbering). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word_numbering(kb) {
    "use strict";

    const { children, child, attribute, value, number, switchedOn } = kb.wordXml;

    /** @param {number} count */
    const circled = (count) =>
      count >= 1 && count <= 20 ? String.fromCharCode(0x2460 + count - 1) : String(count);
    /** @param {number} count */
    function roman(count) {
      if (!(count > 0 && count < 4000)) return String(count);
      let written = "";
      for (const [worth, letters] of kb.K.word_numbering.ROMAN) {
        written += letters.repeat(Math.floor(count / worth));
        count %= worth;
      }
      return written;
    }
    /** @param {number} count */
    const letter = (count) =>
      count > 0 && count <= 260
        ? String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.floor((count - 1) / 26) + 1)
        : String(count);
    /** @param {number} count */
    const digits = (count) => String(count).replace(/\d/g, (d) => "〇一二三四五六七八九"[Number(d)]);
    /** @param {number} count */
    const formal = (count) =>
      kb.toChinese(count).replace(/[零一二三四五六七八九十百千]/g, (/** @type {string} */ char) =>
        "零壹贰叁肆伍陆柒捌玖拾佰仟"["零一二三四五六七八九十百千".indexOf(char)],
      );
    /** @param {number} count */
    const chinese = (count) => kb.toChinese(count);
    /** @type {Record<string, (count: number) => string>} */
    const FORMATS = {
      chineseCounting: chinese,
      chineseCountingThousand: chinese,
      taiwaneseCounting: chinese,
      taiwaneseCountingThousand: chinese,
      japaneseCounting: chinese,
      ideographDigital: digits,
      taiwaneseDigital: digits,
      japaneseDigitalTenThousand: digits,
      chineseLegalSimplified: formal,
      ideographLegalTraditional: formal,
      decimalZero: (count) => String(count).padStart(2, "0"),
      decimalFullWidth: (count) =>
        String(count).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
      decimalEnclosedCircle: circled,
      decimalEnclosedCircleChinese: circled,
      upperRoman: (count) => roman(count).toUpperCase(),
      lowerRoman: roman,
      upperLetter: (count) => letter(count).toUpperCase(),
      lowerLetter: letter,
      none: () => "",
    };

    /** @typedef {{start: number, format: string, pattern: string, legal: boolean}} Level */

    class Numbering {
      /** @param {Document | null} document */
      constructor(document) {
        /** @type {Map<string, {counter: string, levels: Map<number, Level>, restarts: Map<number, number>}>} */
        this.lists = new Map();
        /** @type {Map<string, Map<number, number>>} */
        this.counts = new Map();
        this.seen = new Set();
        const root = document && document.documentElement;
        /** @type {Map<string, Map<number, Level>>} */
        const definitions = new Map();
        for (const node of children(root, "abstractNum"))
          definitions.set(attribute(node, "abstractNumId") || "", levelsOf(node));
        for (const node of children(root, "num")) {
          const counter = value(node, "abstractNumId");
          const known = counter === null ? null : definitions.get(counter);
          if (counter === null || !known) continue;
          const levels = new Map(known);
          const restarts = new Map();
          for (const override of children(node, "lvlOverride")) {
            const place = number(attribute(override, "ilvl"));
            if (place === null || place < 0 || place >= 9) continue;
            const own = child(override, "lvl");
            if (own) levels.set(place, levelOf(own));
            const start = number(value(override, "startOverride"));
            if (start !== null) restarts.set(place, start);
          }
          this.lists.set(attribute(node, "numId") || "", { counter, levels, restarts });
        }
      }

      /** Count one more paragraph of a list; its label. @param {{list: string, level: number} | null} ref */
      label(ref) {
        const entry = ref ? this.lists.get(ref.list) : null;
        const level = ref && entry ? entry.levels.get(ref.level) : null;
        if (!ref || !entry || !level) return "";
        const counts = this.counts.get(entry.counter) || new Map();
        this.counts.set(entry.counter, counts);
        if (!this.seen.has(ref.list)) {
          this.seen.add(ref.list);
          entry.restarts.forEach((start, place) => counts.set(place, start - 1));
        }
        const before = counts.has(ref.level) ? counts.get(ref.level) : level.start - 1;
        counts.set(ref.level, before + 1);
        for (const other of [...counts.keys()]) if (other > ref.level) counts.delete(other);
        if (level.format === "bullet") return "•";
        let label = level.pattern;
        for (let place = 0; place < 9; place++) {
          const mark = `%${place + 1}`;
          const own = entry.levels.get(place);
          if (!label.includes(mark) || !own) continue;
          const count = counts.has(place) ? counts.get(place) : own.start;
          const write = FORMATS[level.legal ? "decimal" : own.format] || String;
          label = label.split(mark).join(write(count));
        }
        return label;
      }
    }

    /** @param {Element} node @returns {Map<number, Level>} */
    function levelsOf(node) {
      const levels = new Map();
      for (const each of children(node, "lvl")) {
        const place = number(attribute(each, "ilvl"));
        if (place !== null && place >= 0 && place < 9) levels.set(place, levelOf(each));
      }
      return levels;
    }

    /** @param {Element} node @returns {Level} */
    function levelOf(node) {
      const pattern = kb.trim(kb.clean(value(node, "lvlText") || "").replace(/\s+/g, " "));
      return {
        start: number(value(node, "start")) || 0,
        format: value(node, "numFmt") || "decimal",
        pattern: pattern.length <= 40 ? pattern : "",
        legal: switchedOn(child(node, "isLgl")),
      };
    }

    kb.WordNumbering = Numbering;
  },
);
