/** What speaks for and against a slip at a place, and how much (kb.lint.weighing). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function weighing(kb) {
    "use strict";

    const STEP = 4000; // words between looking at the clock

    /** Weighs what may be a slip. */
    class Scale {
      /** @param {any} lexicon */
      constructor(lexicon) {
        const K = kb.K.weighing;
        this.lexicon = lexicon;
        /** Two neighbours -> the cost of the commonest word that has them. @type {Map<string, number>} */
        this.inside = new Map();
        this.function = new Set(K.FUNCTION);
        this.light = new Set(K.LIGHT);
        this.surnames = new Set(K.SURNAMES);
      }

      /** @returns {Generator<void, void, void>} */
      *load() {
        let n = 0;
        for (const [word, cost] of this.lexicon.costs) {
          if (++n % STEP === 0) yield;
          for (let at = 0; at < word.length - 1; at++) {
            const pair = word.substr(at, 2);
            const known = this.inside.get(pair);
            if (known === undefined || cost < known) this.inside.set(pair, cost);
          }
        }
      }

      /** @param {string} word */
      cost(word) {
        const cost = this.lexicon.costs.get(word);
        return cost === undefined ? kb.K.lexicon.MISSING_COST : cost;
      }

      /** @param {string} kind @param {number[]} facts */
      score(kind, facts) {
        const weights = kb.K.weighing.WEIGHTS[kind];
        return facts.reduce((sum, fact, n) => sum + weights[n + 1] * fact, weights[0]);
      }

      /** How many sequences of a size over a place, or a seam, the pages have, and have not. @param {string} text @param {number} size @param {number} left @param {number} right */
      known(text, size, left, right) {
        const stop = Math.min(right, text.length - size + 1);
        let known = 0;
        let all = 0;
        for (let n = Math.max(0, left - size + 1); n < stop; n++, all++)
          if (this.lexicon.attested.has(text.substr(n, size))) known++;
        return [known, all - known];
      }

      /** Where in the mended run the longest phrase over the place, or the seam, stands. @param {any} run @param {number} left @param {number} right @param {string} put */
      phrase(run, left, right, put) {
        const { LONGEST_PHRASE } = kb.K.weighing;
        const { terms, general } = this.lexicon;
        const first = Math.max(0, left - LONGEST_PHRASE);
        const text = run.text.slice(first, left) + put + run.text.slice(right, right + LONGEST_PHRASE);
        const at = left - first;
        const end = at + put.length;
        const seam = put ? 0 : 1;
        for (let size = LONGEST_PHRASE; size >= kb.MIN_PHRASE; size--) {
          const stop = Math.min(at - seam, text.length - size);
          for (let start = Math.max(0, end - size + seam); start <= stop; start++) {
            const piece = text.substr(start, size);
            if (terms.has(piece) || general.has(piece)) return [first + start, first + start + size];
          }
        }
        return [left, left];
      }

      /** What counts, in the order of FACTS. @param {any} run @param {number} left @param {number} right @param {string} put @param {any} mended @returns {number[]} */
      facts(run, left, right, put, mended) {
        const { text } = run;
        const { at } = mended;
        const word = mended.text.slice(mended.start, mended.end);
        const [begin, end] = this.phrase(run, left, right, put);
        const long = end - begin;
        const known = this.known(text, 3, left, right);
        const knownThen = this.known(mended.text, 3, at, at + put.length);
        const written = right > left ? text[left] : "";
        let within = 0;
        for (let n = Math.max(0, left - 1); n < Math.min(right, text.length - 1); n++)
          within += this.within(text.substr(n, 2));
        const isEdge = long
          ? left === begin || left === end - put.length
          : at === mended.start || at === mended.end - put.length;
        return [
          run.whole - mended.cost,
          word ? this.cost(word) : kb.K.weighing._NO_WORD,
          Number(word.length > 2),
          Number(word.length > 3),
          Number(long > 3),
          Number(long > 4),
          Number(long > 5),
          ...known,
          ...knownThen,
          ...this.known(text, 2, left, right),
          ...this.known(mended.text, 2, at, at + put.length),
          within,
          Number(this.function.has(written)),
          Number(this.light.has(written)),
          Number(this.function.has(put.slice(0, 1))),
          Number(this.function.has(text.slice(Math.max(0, left - 1), left))),
          Number(this.function.has(text.slice(right, right + 1))),
          Number(left === 0),
          Number(right === text.length),
          this.strays(run, left, right),
          Number([...text.slice(Math.max(0, left - 1), left + 1)].some((c) => this.surnames.has(c))),
          Number(echoes(text, left, right)),
          written ? this.cost(written) : 0,
          put ? this.cost(put[0]) : 0,
          Number(knownThen[1] === 0 && knownThen[0] > 1),
          Number(known[0] === 0),
          Number(isEdge),
        ];
      }

      /** How common the commonest word is that has two characters side by side. @param {string} pair */
      within(pair) {
        const cost = this.inside.get(pair);
        return cost === undefined ? 0 : Math.max(0, kb.K.weighing._KNOWN - cost);
      }

      /** How many rare characters stand alone near the place: names are made of them. @param {any} run @param {number} left @param {number} right */
      strays(run, left, right) {
        let found = 0;
        for (const n of [left - 4, left - 3, left - 2, right + 1, right + 2])
          if (run.bad.has(n) && this.cost(run.text[n]) >= kb.K.weighing._STRAY) found++;
        return found;
      }
    }

    /** 安心定心, 知法守法: made for the rhythm, in no dictionary. @param {string} text @param {number} left @param {number} right */
    function echoes(text, left, right) {
      for (let n = Math.max(0, left - 1); n < Math.min(text.length, right + 1); n++)
        if ((n > 1 && text[n] === text[n - 2]) || text[n] === text[n + 2]) return true;
      return false;
    }

    kb.Scale = Scale;
  },
);
