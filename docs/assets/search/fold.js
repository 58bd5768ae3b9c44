/**
 * Folding: the form in which text and queries are compared.
 *
 * Folded text is NFKC in lower case, without white space, invisible characters and quotation marks;
 * every dash is `-`, every middle dot `·`, every wave `~`. That is all: what a query finds
 * "literally" is what contains it after folding. Numerals and traditional characters are variants,
 * looked for separately (`variantsOf`).
 *
 * The files of this folder are parts of one program that runs in a Worker, in a Worker made from a
 * Blob (file://) or in the page; each part is a function that adds its exports to `kb`.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function fold(kb) {
    "use strict";

    const DROPPED = "\"'`“”„‟‘’‚‛「」『』﹁﹂﹃﹄〝〞〟«»‹›＂＇";
    const SAME = [["-", "‐‑‒–—―−⁃﹘⸺⸻➖"], ["·", "•・‧∙⋅●᛫●"], ["~", "〜∼～"]];
    const SPECIAL = 0xffff;
    /** Ranges that fold to themselves: skipping them halves the time the table takes. */
    const PLAIN = [[0x3400, 0x9fff], [0xac00, 0xd7a3], [0xe000, 0xf8ff]];
    const MARK = /[\u0300-\u036f\u3099\u309a]/;
    const COMPOSED = /[\u0300-\u036f\u1100-\u11ff\u3099\u309a\ud800-\udfff]/;
    const CLUSTER = /(?:[\ud800-\udbff][\udc00-\udfff]|[^])[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*/g;

    /** Code unit -> folded code unit; 0 is dropped, SPECIAL looks in `expansions`. */
    const table = new Uint16Array(0x10000);
    /** @type {Map<number, string>} */
    const expansions = new Map();

    for (let code = 1; code < 0x10000; code++) table[code] = code;
    for (let code = 1; code < 0x10000; code++) {
      const skip = PLAIN.find(([first, last]) => code >= first && code <= last);
      if (skip) {
        code = skip[1];
        continue;
      }
      const char = String.fromCharCode(code);
      const folded = foldOne(char);
      if (folded.length === 1) table[code] = folded.charCodeAt(0);
      else if (folded === "") table[code] = 0;
      else {
        table[code] = SPECIAL;
        expansions.set(code, folded);
      }
    }

    /** @param {string} char @returns {string} */
    function foldOne(char) {
      const lower = char.normalize("NFKC").toLowerCase();
      let out = "";
      for (const part of lower.length > 1 ? lower : [lower]) {
        if (/[\s\p{Cc}\p{Cf}]/u.test(part) || DROPPED.includes(part)) continue;
        if (part >= "\ufe00" && part <= "\ufe0f") continue; // variation selectors
        const same = SAME.find(([, chars]) => chars.includes(part));
        out += same ? same[0] : part;
      }
      return out;
    }

    /** A buffer that text is folded into; `length` is how much of it is used. */
    class Folder {
      constructor() {
        this.buffer = new Uint16Array(1 << 16);
        this.length = 0;
      }

      /** @param {number} more */
      _reserve(more) {
        if (this.length + more <= this.buffer.length) return;
        const larger = new Uint16Array(2 * (this.length + more));
        larger.set(this.buffer.subarray(0, this.length));
        this.buffer = larger;
      }

      /**
       * Fold [from, to) of a text.
       * @param {string} text @param {number} [from] @param {number} [to]
       */
      add(text, from = 0, to = text.length) {
        this._reserve(18 * 4 + 2 * (to - from));
        const buffer = this.buffer;
        let length = this.length;
        for (let at = from; at < to; at++) {
          const code = table[text.charCodeAt(at)];
          if (code === SPECIAL) {
            const folded = /** @type {string} */ (expansions.get(text.charCodeAt(at)));
            this.length = length;
            this._reserve(folded.length + 2 * (to - at) + 72);
            if (this.buffer !== buffer) return this._slow(text, at, to);
            for (let i = 0; i < folded.length; i++) buffer[length++] = folded.charCodeAt(i);
          } else if (code) buffer[length++] = code;
        }
        this.length = length;
      }

      /** The rest of `add` after the buffer has grown. @param {string} text @param {number} at @param {number} to */
      _slow(text, at, to) {
        const folded = expansions.get(text.charCodeAt(at)) || "";
        for (let i = 0; i < folded.length; i++) this.buffer[this.length++] = folded.charCodeAt(i);
        this.add(text, at + 1, to);
      }

      /** Put one code unit that no text folds to, to keep texts apart. @param {number} code */
      separate(code) {
        this._reserve(1);
        this.buffer[this.length++] = code;
      }

      /** @param {number} [from] @param {number} [to] @returns {string} */
      text(from = 0, to = this.length) {
        let out = "";
        for (let at = from; at < to; at += 8192) {
          const part = this.buffer.subarray(at, Math.min(to, at + 8192));
          out += String.fromCharCode.apply(null, /** @type {any} */ (part));
        }
        return out;
      }
    }

    /** Text in which one character may take part in several code units, made plain. */
    kb.compose = (text) => (COMPOSED.test(text) ? text.normalize("NFKC") : text);

    kb.Folder = Folder;

    kb.fold = (text) => {
      const folder = new Folder();
      folder.add(kb.compose(text));
      return folder.text();
    };

    /** The folded text, and for each of its code units the offset in `text` it comes from. */
    kb.foldWithOffsets = (text) => {
      const folder = new Folder();
      /** @type {number[]} */
      const offsets = [];
      if (!COMPOSED.test(text)) {
        for (let at = 0; at < text.length; at++) {
          folder.add(text, at, at + 1);
          while (offsets.length < folder.length) offsets.push(at);
        }
      } else {
        for (const cluster of text.matchAll ? text.matchAll(CLUSTER) : matches(text)) {
          const whole = kb.compose(cluster[0]);
          folder.add(whole);
          while (offsets.length < folder.length) offsets.push(/** @type {number} */ (cluster.index));
        }
      }
      offsets.push(text.length);
      return { text: folder.text(), offsets };
    };

    /** @param {string} text */
    function matches(text) {
      const found = [];
      for (let match; (match = CLUSTER.exec(text)); ) found.push(match);
      return found;
    }

    /** Latin letters without their accents. */
    kb.unaccented = (text) => text.normalize("NFD").replace(/u\u0308/g, "v").replace(MARK, "")
      .replace(/[\u0300-\u036f]/g, "");
  },
);
