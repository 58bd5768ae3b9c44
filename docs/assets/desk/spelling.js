/**
 * Slips inside words, by how well a text divides into words as written and as it may be meant
 * (kb.lint.spelling): integers only, so that both languages find the same.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function spelling(kb) {
    "use strict";

    const STEP = 4000; // words between looking at the clock

    /** @typedef {{start: number, end: number, word: string, at: number, kind: string, score: number}} Suspect */
    /** @typedef {{text: string, whole: number, before: number[], after: number[], badly: number[]}} Run */

    /** What is meant where characters stand badly. */
    class Speller {
      /** @param {any} lexicon @param {string[]} shapes groups of characters that look alike */
      constructor(lexicon, shapes) {
        const K = kb.K.spelling;
        this.lexicon = lexicon;
        this.longest = kb.K.lexicon.LONGEST;
        this.missing = kb.K.lexicon.MISSING_COST;
        /** Two characters of which one is taken for the other. @type {Set<string>} */
        this.shapes = new Set();
        for (const line of shapes)
          for (const group of line.split(/\s+/))
            for (const a of group) for (const b of group) if (a !== b) this.shapes.add(a + b);
        /** A word with one character left out, `认*` -> the characters that may stand there. @type {Map<string, string>} */
        this.holes = new Map();
        /** Two neighbours -> the cost of the commonest word that has them. @type {Map<string, number>} */
        this.inside = new Map();
        this.function = new Set(K._FUNCTION);
        this.light = new Set(K._LIGHT);
        this.numerals = new Set(K._NUMERALS);
      }

      /** @returns {Generator<void, void, void>} */
      *load() {
        const { holes, inside, longest } = this;
        const { _MEANT } = kb.K.spelling;
        let n = 0;
        for (const [word, cost] of this.lexicon.costs) {
          if (++n % STEP === 0) yield;
          const size = word.length;
          for (let at = 0; at < size - 1; at++) {
            const pair = word.substr(at, 2);
            const known = inside.get(pair);
            if (known === undefined || cost < known) inside.set(pair, cost);
          }
          if (size < 2 || size > longest || cost > _MEANT) continue;
          for (let at = 0; at < size; at++) {
            const hole = `${word.slice(0, at)}*${word.slice(at + 1)}`;
            holes.set(hole, (holes.get(hole) || "") + word[at]);
          }
        }
      }

      /** @param {string} word @returns {number} */
      cost(word) {
        const cost = this.lexicon.costs.get(word);
        return cost === undefined ? this.missing : cost;
      }

      /** The slips in one run of Chinese characters, the surest first where several meet. @param {string} text @returns {Suspect[]} */
      find(text) {
        const run = this.divide(text);
        if (!run.badly.length) return [];
        const found = this.suspects(run).filter(({ score }) => score > 0);
        found.sort(
          (a, b) =>
            b.score - a.score ||
            a.start - b.start ||
            (a.word < b.word ? -1 : a.word > b.word ? 1 : 0),
        );
        /** @type {Set<number>} */
        const taken = new Set();
        return found.filter(({ start, end }) => {
          for (let at = start; at < end; at++) if (taken.has(at)) return false;
          for (let at = start; at < end; at++) taken.add(at);
          return true;
        });
      }

      /** Everything that would make a run cheaper. @param {Run} run @returns {Suspect[]} */
      suspects(run) {
        /** @type {Suspect[]} */
        const found = [];
        for (const at of run.badly) {
          if (this.numerals.has(run.text[at])) continue;
          this.other(run, at, found);
          this.extra(run, at, found);
          if (!this.function.has(run.text[at])) this.odd(run, at, found);
        }
        return found;
      }

      /** The cheapest division of a run, and the places where it is dear. @param {string} text @returns {Run} */
      divide(text) {
        const { costs } = this.lexicon;
        const { longest } = this;
        const size = text.length;
        const before = [0];
        const last = [0];
        /** @type {number[]} */
        const after = new Array(size + 1).fill(0);
        for (let end = 1; end <= size; end++) {
          let best = Infinity;
          let from = 0;
          for (let start = Math.max(0, end - longest); start < end; start++) {
            const cost = start === end - 1 ? this.cost(text[start]) : costs.get(text.slice(start, end));
            if (cost === undefined || before[start] + cost >= best) continue;
            best = before[start] + cost;
            from = start;
          }
          before.push(best);
          last.push(from);
        }
        for (let start = size - 1; start >= 0; start--) {
          let best = after[start + 1] + this.cost(text[start]);
          for (let end = start + 2; end <= Math.min(size, start + longest); end++) {
            const cost = costs.get(text.slice(start, end));
            if (cost !== undefined) best = Math.min(best, after[end] + cost);
          }
          after[start] = best;
        }
        /** @type {number[]} */
        const badly = [];
        for (let end = size; end; end = last[end]) {
          const start = last[end];
          if (end - start === 1 || costs.get(text.slice(start, end)) >= kb.K.spelling._BADLY)
            for (let at = end - 1; at >= start; at--) badly.push(at);
        }
        return { text, whole: before[size], before, after, badly: badly.reverse() };
      }

      /** Another character at a place; of those that may be meant, the best. @param {Run} run @param {number} at @param {Suspect[]} found */
      other(run, at, found) {
        const { _LEAST_SAVED, _LEAST_GAIN, _SOUND } = kb.K.spelling;
        const { text, whole, before, after } = run;
        /** @type {{rank: number, start: number, end: number, word: string, kind: string, gain: number} | null} */
        let best = null;
        for (let size = 2; size <= this.longest; size++) {
          const stop = Math.min(at, text.length - size);
          for (let start = Math.max(0, at - size + 1); start <= stop; start++) {
            const end = start + size;
            const saved = whole - before[start] - after[end];
            if (saved < _LEAST_SAVED) continue;
            const hole = `${text.slice(start, at)}*${text.slice(at + 1, end)}`;
            for (const char of this.holes.get(hole) || "") {
              if (char === text[at] || this.numerals.has(char)) continue;
              const kind = this.kind(char, text[at]);
              if (!kind) continue;
              const word = text.slice(start, at) + char + text.slice(at + 1, end);
              const gain = saved - this.cost(word);
              if (gain < _LEAST_GAIN) continue;
              const rank = gain - (kind === _SOUND ? 0 : 2);
              const better =
                !best ||
                rank > best.rank ||
                (rank === best.rank &&
                  (start < best.start || (start === best.start && word > best.word)));
              if (better) best = { rank, start, end, word, kind, gain };
            }
          }
        }
        if (best) found.push(this.suspect(run, at, best));
      }

      /** @param {string} right @param {string} written */
      kind(right, written) {
        const { _SOUND, _NEAR, _SHAPE } = kb.K.spelling;
        if (this.lexicon.same(right, written)) return _SOUND;
        if (this.lexicon.alike(right, written)) return _NEAR;
        return this.shapes.has(right + written) ? _SHAPE : "";
      }

      /** A character too many within a word. @param {Run} run @param {number} at @param {Suspect[]} found */
      extra(run, at, found) {
        const { _MEANT, _LEAST_GAIN, _EXTRA } = kb.K.spelling;
        const { text } = run;
        if (text[at] === text[at - 1] || text[at] === text[at + 1]) return; // of which another rule speaks
        for (let size = 3; size <= this.longest + 1; size++) {
          const stop = Math.min(at - 1, text.length - size);
          for (let start = Math.max(0, at - size + 2); start <= stop; start++) {
            const end = start + size;
            const word = text.slice(start, at) + text.slice(at + 1, end);
            const cost = this.cost(word);
            const gain = run.whole - run.before[start] - run.after[end] - cost;
            if (cost <= _MEANT && gain >= _LEAST_GAIN)
              found.push(this.suspect(run, at, { start, end, word, kind: _EXTRA, gain }));
          }
        }
      }

      /** A character too many between two words that the pages write side by side. @param {Run} run @param {number} at @param {Suspect[]} found */
      odd(run, at, found) {
        const { text } = run;
        const known = this.lexicon.attested;
        if (at < 1 || at + 1 >= text.length) return;
        if (text[at] === text[at - 1] || text[at] === text[at + 1]) return;
        const around = text[at - 1] + text[at + 1];
        if (known.has(text.substr(at - 1, 2)) || known.has(text.substr(at, 2)) || !known.has(around))
          return;
        const beside = [
          text.slice(Math.max(0, at - 2), at) + text[at + 1],
          text[at - 1] + text.substr(at + 1, 2),
        ];
        if (!beside.some((each) => each.length === 3 && known.has(each))) return;
        const gain = run.whole - run.before[at] - run.after[at + 1];
        const place = { start: at - 1, end: at + 2, word: around, kind: kb.K.spelling._ODD, gain };
        found.push(this.suspect(run, at, place));
      }

      /** @param {Run} run @param {number} at @param {{start: number, end: number, word: string, kind: string, gain: number, rank?: number}} place @returns {Suspect} */
      suspect(run, at, { start, end, word, kind, gain }) {
        const [bias, ...weights] = kb.K.spelling.WEIGHTS[kind];
        const facts = this.facts(run, start, end, word, at, gain);
        const score = facts.reduce((sum, fact, n) => sum + weights[n] * fact, bias);
        return { start, end, word, at, kind, score };
      }

      /** What counts for and against a slip at a place. @param {Run} run @param {number} start @param {number} end @param {string} word @param {number} at @param {number} gain @returns {number[]} */
      facts({ text }, start, end, word, at, gain) {
        const { _KNOWN } = kb.K.spelling;
        const { attested } = this.lexicon;
        const left = at ? text.substr(at - 1, 2) : "";
        const right = at + 1 < text.length ? text.substr(at, 2) : "";
        const meant = word.length === end - start ? word[at - start] : "";
        let echo = false; // 安心定心, 知法守法: made for the rhythm, in no dictionary
        for (let n = start; n < end; n++)
          echo = echo || (n > 1 && text[n] === text[n - 2]) || text[n] === text[n + 2];
        /** @param {string} pair */
        const within = (pair) => {
          const cost = this.inside.get(pair);
          return cost === undefined ? 0 : Math.max(0, _KNOWN - cost);
        };
        return [
          gain,
          this.cost(word),
          Number(word.length > 2),
          Number(word.length > 3),
          Number(attested.has(left)),
          Number(attested.has(right)),
          within(left),
          within(right),
          Number(this.light.has(text[at])),
          Number(start === 0) + Number(end === text.length),
          Number(this.function.has(meant)),
          Number(echo),
        ];
      }
    }

    kb.Speller = Speller;
  },
);
