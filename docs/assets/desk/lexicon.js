/**
 * What is a word and what a set phrase (kb.lint.lexicon): the two packed lists of the data file read
 * into sets, step by step, so that the page is never held up.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function lexicon(kb) {
    "use strict";

    const STEP = 4000; // words between looking at the clock
    const MIN_PHRASE = 4;

    /**
     * Code -> character, both ways of one table (payload._codes).
     * @param {any} data @returns {(code: string) => string}
     */
    function decoder(data) {
      const letters = data.letters[0] + data.letters[1];
      const table = new Map([...data.alphabet].map((char, n) => [letters[n], char]));
      return (code) => table.get(code) || code;
    }

    /**
     * The words of a packed list (payload.pack), in their order.
     * @param {string} packed @param {(code: string) => string} decode
     * @param {(word: string) => void} take @returns {Generator<void, void, void>}
     */
    function* unpack(packed, decode, take) {
      let size = 0;
      let before = "";
      for (let at = 0, n = 1; at < packed.length; n++) {
        if (packed[at] === "#") {
          size = packed.charCodeAt(at + 1) - 0x30;
          before = "";
          at += 2;
        }
        let same = size - 1;
        const code = packed.charCodeAt(at);
        if (code >= 0x30 && code <= 0x39) {
          same = code - 0x30;
          at++;
        }
        let word = before.slice(0, same);
        for (let left = size - same; left > 0; left--) word += decode(packed[at++]);
        take(word);
        before = word;
        if (n % STEP === 0) yield;
      }
    }

    /**
     * The sequences of three characters (payload._pack_triples).
     * @param {string} packed @param {string[]} pairs @param {string} short
     * @param {(found: string) => void} take @returns {Generator<void, void, void>}
     */
    function* unpackTriples(packed, pairs, short, take) {
      /** @type {Map<string, string[]>} */
      const following = new Map();
      for (const pair of pairs) {
        const known = following.get(pair[0]);
        if (known) known.push(pair[1]);
        else following.set(pair[0], [pair[1]]);
      }
      const most = short.length - 1;
      const place = new Map([...short].map((char, n) => [char, n]));
      let at = 0;
      for (let n = 0; n < pairs.length; n++) {
        const after = following.get(pairs[n][1]) || [];
        let here = -1;
        let more = 0;
        for (; packed[at] !== " "; at++) {
          const step = /** @type {number} */ (place.get(packed[at]));
          more += step;
          if (step === most) continue;
          here += more + 1;
          more = 0;
          take(pairs[n] + after[here]);
        }
        at++;
        if (n % STEP === 0) yield;
      }
    }

    /** Words, phrases by their beginnings and ends, and what the pages attest. */
    class Lexicon {
      constructor() {
        /** @type {Set<string>} */
        this.words = new Set();
        /** @type {Set<string>} */
        this.attested = new Set();
        /** Words of two and three characters that are used all the time. @type {string[]} */
        this.common = [];
        /** Phrase from the records -> the id of its term. @type {Map<string, string>} */
        this.terms = new Map();
        /** @type {Set<string>} */
        this.stock = new Set();
        /** @type {Set<string>} */
        this.general = new Set();
        /** @type {Map<string, string[]>} */
        this.heads = new Map();
        /** @type {Map<string, string[]>} */
        this.tails = new Map();
        /** @type {Map<string, string>} */
        this.sounds = new Map();
      }

      /** @param {any} data @returns {Generator<void, void, void>} */
      *load(data) {
        const decode = decoder(data);
        yield* unpack(data.words, decode, (word) => this.words.add(word));
        /** @type {string[]} */
        const pairs = [];
        yield* unpack(data.pairs, decode, (pair) => pairs.push(pair));
        for (const pair of pairs) this.attested.add(pair);
        yield;
        const take = (/** @type {string} */ found) => this.attested.add(found);
        yield* unpackTriples(data.triples, pairs, data.letters[0], take);
        yield* unpack(data.common, decode, (word) => this.common.push(word));
        data.phrases.forEach((/** @type {string} */ phrases, /** @type {number} */ n) => {
          for (const phrase of phrases.split(" ")) if (phrase) this.terms.set(phrase, data.terms[n].id);
        });
        this.stock = new Set(data.stock.split(" "));
        for (const syllable of Object.keys(data.sounds))
          for (const char of data.sounds[syllable]) this.sounds.set(char, syllable);
        yield;
        yield* this.phrases();
      }

      /** @returns {Generator<void, void, void>} */
      *phrases() {
        for (const word of this.words)
          if (
            word.length === MIN_PHRASE &&
            !(this.words.has(word.slice(0, 2)) && this.words.has(word.slice(2))) &&
            !this.terms.has(word)
          )
            this.general.add(word);
        for (const phrase of this.stock) if (!this.terms.has(phrase)) this.general.add(phrase);
        yield;
        for (const phrase of [...new Set([...this.general, ...this.terms.keys()])].sort()) {
          put(this.heads, phrase.slice(0, 2), phrase);
          put(this.tails, phrase.slice(-2), phrase);
        }
      }

      /** @param {string} text */
      isWord(text) {
        return this.words.has(text) || this.general.has(text) || this.terms.has(text);
      }

      /** Whether two characters sound alike. @param {string} a @param {string} b */
      alike(a, b) {
        const sound = this.sounds.get(a);
        return sound !== undefined && sound === this.sounds.get(b);
      }
    }

    /** @template T @param {Map<string, T[]>} map @param {string} key @param {T} value */
    function put(map, key, value) {
      const known = map.get(key);
      if (known) known.push(value);
      else map.set(key, [value]);
    }

    kb.put = put;
    kb.MIN_PHRASE = MIN_PHRASE;
    kb.Lexicon = Lexicon;
  },
);
