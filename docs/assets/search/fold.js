/**
 * Folding: the form in which text and queries are compared.
 *
 * Folded text is NFKC in lower case, without white space, invisible characters and quotation marks.
 * That is all: what a query finds "literally" is what contains it after folding. Numerals, dashes
 * and traditional characters are variants, looked for separately (variants.js).
 *
 * The files of this folder are parts of one program that runs in a Worker, in a Worker made from a
 * Blob (file://) or in the page; each part is a function that adds its exports to `kb`.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function fold(kb) {
    "use strict";

    const SPECIAL = 0xffff;
    const LONGEST_EXPANSION = 18; // U+FDFA under NFKC
    /** White space, control and format characters, quotation marks, variation selectors. */
    const DROPPED = /[\s\p{Cc}\p{Cf}"'`“”„‟‘’‚‛「」『』﹁﹂﹃﹄〝〞〟«»‹›\ufe00-\ufe0f\uffff]/gu;
    /** Where characters fold to something else. */
    const BLOCKS = [
      [0, 0x33ff],
      [0xa640, 0xabff],
      [0xf900, 0xffff],
    ];
    /** Characters that may combine with their neighbours: such texts are made plain first. */
    const COMBINING = /[\u0300-\u036f\u1100-\u11ff\u3099\u309a\ud800-\udfff]/;
    const CLUSTER =
      /(?:[\ud800-\udbff][\udc00-\udfff]|[^])[\u0300-\u036f\u1160-\u11ff\u3099\u309a]*/g;

    /** Code unit -> folded code unit; 0 is dropped, SPECIAL looks in `expansions`. */
    const table = new Uint16Array(0x10000);
    /** @type {Map<number, string>} */
    const expansions = new Map();
    makeTable();

    function makeTable() {
      for (let code = 0; code < 0x10000; code++) table[code] = code;
      const apart = "\ue000"; // private use: nothing folds to it or combines with it
      for (const [first, last] of BLOCKS) {
        const chars = [];
        for (let code = first; code <= last; code++) chars.push(String.fromCharCode(code));
        const folded = chars.join(apart).normalize("NFKC").toLowerCase().replace(DROPPED, "");
        folded.split(apart).forEach((char, place) => {
          const code = first + place;
          table[code] = char.length > 1 ? SPECIAL : char ? char.charCodeAt(0) : 0;
          if (char.length > 1) expansions.set(code, char);
        });
      }
    }

    /** A buffer that texts are folded into, one after another. */
    class Folder {
      constructor() {
        this.buffer = new Uint16Array(1 << 12);
        this.length = 0;
      }

      /**
       * Fold [from, to) of a text.
       * @param {string} text @param {number} [from] @param {number} [to]
       */
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

    const shared = new Folder();

    kb.fold = (text) => {
      shared.length = 0;
      shared.add(kb.compose(text));
      return shared.text();
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
      text
        .normalize("NFD")
        .replace(/[\u0300-\u036f]/g, "")
        .normalize("NFKC")
        .toLowerCase()
        .replace(/['’]/g, "")
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim();
  },
);
