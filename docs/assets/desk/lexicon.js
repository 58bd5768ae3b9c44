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

    /**
     * Gives each word of the packed list its cost, 0 for none, and whether it is one of the
     * dictionary's (payload._rating).
     * @param {any} data @param {(word: string, cost: number, listed: boolean) => void} take
     */
    function rate({ costs, cost_letters }, take) {
      const table = new Map([...cost_letters].map((letter, n) => [letter, n]));
      let at = 0;
      return (/** @type {string} */ word) => {
        const n = /** @type {number} */ (table.get(costs[at++]));
        take(word, n >> 1, (n & 1) === 1);
      };
    }

    /** @param {string} syllable */
    const blurred = (syllable) =>
      syllable.replace(/^([szc])h/, "$1").replace(/ng$/, "n").replace(/^l/, "n");

    const FIRST = 0x4e00;
    const LAST = 0xa000;
    const MANY = 1024; // more than there are syllables

    /** One syllable more; no character has three. @param {number} known @param {number} number */
    const and = (known, number) => (known ? known * MANY + number : number);

    /** Whether two characters have a syllable in common. @param {number | undefined} a @param {number | undefined} b */
    function shared(a, b) {
      if (!a || !b) return false;
      const first = a % MANY;
      const second = (a - first) / MANY;
      const one = b % MANY;
      const other = (b - one) / MANY;
      return first === one || first === other || (second > 0 && (second === one || second === other));
    }

    /** Words, phrases by their beginnings and ends, and what the pages attest. */
    class Lexicon {
      constructor() {
        /** @type {Set<string>} */
        this.words = new Set();
        /** @type {Set<string>} */
        this.attested = new Set();
        /** Word -> how rare it is. @type {Map<string, number>} */
        this.costs = new Map();
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
        /** For each character from `FIRST` the numbers of its syllables, two in one (`and`). */
        this.readings = new Uint32Array(LAST - FIRST);
        /** The same, s and sh, n and ng, l and n taken for one. */
        this.sounds = new Uint32Array(LAST - FIRST);
      }

      /** @param {any} data @returns {Generator<void, void, void>} */
      *load(data) {
        const decode = decoder(data);
        const rated = rate(data, (word, cost, listed) => {
          if (listed) this.words.add(word);
          if (cost) this.costs.set(word, cost);
        });
        yield* unpack(data.words, decode, rated);
        /** @type {string[]} */
        const pairs = [];
        yield* unpack(data.pairs, decode, (pair) => pairs.push(pair));
        for (const pair of pairs) this.attested.add(pair);
        yield;
        const take = (/** @type {string} */ found) => this.attested.add(found);
        yield* unpackTriples(data.triples, pairs, data.letters[0], take);
        data.phrases.forEach((/** @type {string} */ phrases, /** @type {number} */ n) => {
          for (const phrase of phrases.split(" ")) if (phrase) this.terms.set(phrase, data.terms[n].id);
        });
        this.stock = new Set(data.stock.split(" "));
        this.read(data);
        yield;
        yield* this.phrases();
      }

      /** The syllables (payload._readings). @param {any} data */
      read({ readings: { syllables, first, second }, letters }) {
        const code = letters[0] + letters[1];
        const names = new Map(syllables.map((/** @type {string} */ name, /** @type {number} */ n) => [code[n], name]));
        /** Syllable -> its number and that of what it is taken for, from one. @type {Map<string, number[]>} */
        const numbers = new Map();
        /** @type {Map<string, number>} */
        const blurs = new Map();
        /** @param {number} at @param {string} name */
        const add = (at, name) => {
          let pair = numbers.get(name);
          if (!pair) {
            const sound = blurred(name);
            if (!blurs.has(sound)) blurs.set(sound, blurs.size + 1);
            pair = [numbers.size + 1, /** @type {number} */ (blurs.get(sound))];
            numbers.set(name, pair);
          }
          this.readings[at] = and(this.readings[at], pair[0]);
          this.sounds[at] = and(this.sounds[at], pair[1]);
        };
        for (let n = 0; n < first.length; n++)
          if (first[n] !== " ") add(n, names.get(first[n]));
        for (const name of Object.keys(second))
          for (const char of second[name]) add(char.charCodeAt(0) - FIRST, name);
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

      /** Whether two characters may be read the same. @param {string} a @param {string} b */
      same(a, b) {
        return shared(this.readings[a.charCodeAt(0) - FIRST], this.readings[b.charCodeAt(0) - FIRST]);
      }

      /** Whether two characters sound alike. @param {string} a @param {string} b */
      alike(a, b) {
        return shared(this.sounds[a.charCodeAt(0) - FIRST], this.sounds[b.charCodeAt(0) - FIRST]);
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
