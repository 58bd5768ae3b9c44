/**
 * Folding: the form in which text and queries are compared.
 *
 * Folded text is NFKC in lower case, without white space, invisible characters and quotation marks;
 * every dash is `-`, every middle dot `·`, every wave `~`. That is all: what a query finds
 * "literally" is what contains it after folding. Numerals and traditional characters are variants,
 * looked for separately (variants.js).
 *
 * The files of this folder are parts of one program that runs in a Worker, in a Worker made from a
 * Blob (file://) or in the page; each part is a function that adds its exports to `kb`.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function fold(kb) {
    "use strict";

    const DROPPED = "\"'`“”„‟‘’‚‛「」『』﹁﹂﹃﹄〝〞〟«»‹›";
    const SAME = [["-", "‐‑‒–—―−⁃﹘⸺⸻"], ["·", "•・‧∙⋅●"], ["~", "〜∼"]];
    const SPECIAL = 0xffff;
    const LONGEST_EXPANSION = 18; // U+FDFA under NFKC
    /** Ranges that fold to themselves: skipping them halves the time the table takes. */
    const PLAIN = [[0x3400, 0x9fff], [0xac00, 0xd7a3], [0xd800, 0xf8ff]];
    /** Characters that may combine with their neighbours: such texts are made plain first. */
    const COMBINING = /[\u0300-\u036f\u1100-\u11ff\u3099\u309a\ud800-\udfff]/;
    const CLUSTER = /(?:[\ud800-\udbff][\udc00-\udfff]|[^])[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*/g;

    /** Code unit -> folded code unit; 0 is dropped, SPECIAL looks in `expansions`. */
    const table = new Uint16Array(0x10000);
    /** @type {Map<number, string>} */
    const expansions = new Map();

    for (let code = 0; code < 0x10000; code++) {
      table[code] = code;
      if (PLAIN.some(([first, last]) => code >= first && code <= last)) continue;
      const folded = foldOne(String.fromCharCode(code));
      if (folded.length < 2) table[code] = folded ? folded.charCodeAt(0) : 0;
      else {
        table[code] = SPECIAL;
        expansions.set(code, folded);
      }
    }

    /** @param {string} char @returns {string} */
    function foldOne(char) {
      let out = "";
      for (const part of char.normalize("NFKC").toLowerCase()) {
        if (/[\s\p{Cc}\p{Cf}\ufe00-\ufe0f\uffff]/u.test(part) || DROPPED.includes(part)) continue;
        const same = SAME.find(([, chars]) => chars.includes(part));
        out += same ? same[0] : part;
      }
      return out;
    }

    /** A buffer that texts are folded into, one after another. */
    class Folder {
      constructor() {
        this.buffer = new Uint16Array(1 << 12);
        this.length = 0;
      }

      /** Fold [from, to) of a text. @param {string} text @param {number} [from] @param {number} [to] */
      add(text, from = 0, to = text.length) {
        let buffer = this._reserve(to - from);
        for (let at = from; at < to; at++) {
          const code = table[text.charCodeAt(at)];
          if (code === SPECIAL) {
            const folded = expansions.get(text.charCodeAt(at)) || "";
            buffer = this._reserve(to - at + LONGEST_EXPANSION);
            for (let i = 0; i < folded.length; i++) buffer[this.length++] = folded.charCodeAt(i);
          } else if (code) buffer[this.length++] = code;
        }
      }

      /** What another has folded. @param {Folder} other @param {number} from @param {number} to */
      copy(other, from, to) {
        this._reserve(to - from).set(other.buffer.subarray(from, to), this.length);
        this.length += to - from;
      }

      /** Put a code unit that no text folds to, to keep texts apart. */
      separate() {
        this._reserve(1)[this.length++] = 0;
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

      /** @param {number} more @returns {Uint16Array} the buffer, with room for so much more */
      _reserve(more) {
        if (this.length + more > this.buffer.length) {
          const larger = new Uint16Array(2 * (this.length + more));
          larger.set(this.buffer.subarray(0, this.length));
          this.buffer = larger;
        }
        return this.buffer;
      }
    }

    kb.Folder = Folder;

    kb.compose = (text) => (COMBINING.test(text) ? text.normalize("NFKC") : text);

    kb.fold = (text) => {
      const folder = new Folder();
      folder.add(kb.compose(text));
      return folder.text();
    };

    kb.foldWithOffsets = (text) => {
      const folder = new Folder();
      /** @type {number[]} */
      const offsets = [];
      /** @type {number[]} */
      const ends = [];
      const clusters = COMBINING.test(text);
      CLUSTER.lastIndex = 0;
      for (let at = 0, next = 0; at < text.length; at = next) {
        if (clusters) {
          next = at + /** @type {RegExpExecArray} */ (CLUSTER.exec(text))[0].length;
          folder.add(kb.compose(text.slice(at, next)));
        } else folder.add(text, at, (next = at + 1));
        while (offsets.length < folder.length) {
          offsets.push(at);
          ends.push(next);
        }
      }
      return { text: folder.text(), offsets, ends };
    };

    kb.words = (text) =>
      text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase()
        .replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  },
);
