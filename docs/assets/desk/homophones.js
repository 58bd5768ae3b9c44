/** Slips inside words of two and three characters: 任识, 积及性 (kb.lint.homophones). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function homophones(kb) {
    "use strict";

    /** @typedef {{start: number, word: string}} Suspect */

    /** Frequent words, by the character that stays and the one that goes wrong. */
    class Homophones {
      /** @param {any} lexicon @param {string[]} shapes groups of characters that look alike */
      constructor(lexicon, shapes) {
        this.lexicon = lexicon;
        /** Two characters of which one is taken for the other. @type {Set<string>} */
        this.shapes = new Set();
        for (const line of shapes)
          for (const group of line.split(/\s+/))
            for (const a of group) for (const b of group) if (a !== b) this.shapes.add(a + b);
        /** @type {Map<string, string[]>} */
        this.byFirst = new Map();
        /** @type {Map<string, string[]>} */
        this.byLast = new Map();
        /** Place and the two other characters -> words. @type {Map<string, string[]>} */
        this.long = new Map();
        for (const word of lexicon.common) {
          if (word.length === 2) {
            kb.put(this.byFirst, word[0], word);
            kb.put(this.byLast, word[1], word);
          } else
            for (const hole of [0, 1, 2])
              kb.put(this.long, hole + word.slice(0, hole) + word.slice(hole + 1), word);
        }
      }

      /** Long ones first, in one run of Chinese characters. @param {string} text @param {number} start @param {number} end @returns {Suspect[]} */
      all(text, start, end) {
        return [...this.findLong(text, start, end), ...this.find(text, start, end)];
      }

      /** @param {string} text @param {number} start @param {number} end @returns {Generator<Suspect, void, void>} */
      *find(text, start, end) {
        const { _NUMERALS, _FUNCTION, _RARELY } = kb.K.homophones;
        for (let at = start; at < end - 1; at++) {
          const pair = text.slice(at, at + 2);
          if (this.lexicon.attested.has(pair) || pair[0] === pair[1]) continue;
          const plain = [...pair].some((char) => _NUMERALS.includes(char) || _FUNCTION.includes(char));
          if (plain || echo(text, at)) continue;
          const light = [...pair].map((char) => _RARELY.includes(char));
          if (light[0] && light[1]) continue;
          if ((light[0] || light[1]) && !this.apart(text, at, start, end)) continue;
          const words = this.meant(pair).filter(
            (word) => ![0, 1].some((n) => light[n] && word[n] === pair[n]),
          );
          if (words.length && !this.covered(text, at, start, end) && !this.name(text, at))
            yield { start: at, word: words[0] };
        }
      }

      /** Words of three characters, one of them wrong. @param {string} text @param {number} start @param {number} end @returns {Generator<Suspect, void, void>} */
      *findLong(text, start, end) {
        const { _NUMERALS } = kb.K.homophones;
        const words = this.lexicon;
        for (let at = start; at < end - 2; at++) {
          const piece = text.slice(at, at + 3);
          for (const hole of [0, 1, 2]) {
            const found = this.long.get(hole + piece.slice(0, hole) + piece.slice(hole + 1));
            if (!found) continue;
            const rest = hole === 0 ? piece.slice(1) : piece.slice(0, 2);
            if (hole !== 1 && words.isWord(rest)) continue; // 创造|新
            const here = at + hole;
            const pairs = [here - 1, here]
              .filter((n) => start <= n && n < end - 1)
              .map((n) => text.slice(n, n + 2));
            for (const word of found)
              if (
                word[hole] !== piece[hole] &&
                !_NUMERALS.includes(piece[hole]) &&
                !_NUMERALS.includes(word[hole]) &&
                this.alike(word[hole], piece[hole]) &&
                !pairs.some((pair) => words.attested.has(pair) || words.isWord(pair)) &&
                !this.within(text, start, here)
              )
                yield { start: at, word };
          }
        }
      }

      /** Whether a longer word holds the character. @param {string} text @param {number} start @param {number} here */
      within(text, start, here) {
        return [3, 4].some((size) => {
          for (let first = Math.max(start, here - size + 1); first <= here; first++)
            if (this.lexicon.isWord(text.slice(first, first + size))) return true;
          return false;
        });
      }

      /** Whether words end right before the two and begin right behind them. @param {string} text @param {number} at @param {number} start @param {number} end */
      apart(text, at, start, end) {
        const words = this.lexicon;
        const left =
          at === start ||
          [2, 3, 4].some((n) => at - n >= start && words.isWord(text.slice(at - n, at)));
        const right =
          at + 2 === end ||
          [2, 3].some((n) => at + 2 + n <= end && words.isWord(text.slice(at + 2, at + 2 + n)));
        return left && right && (at > start || at + 2 < end);
      }

      /** @param {string} pair @returns {string[]} */
      meant(pair) {
        const ends = this.byFirst.get(pair[0]) || [];
        const starts = this.byLast.get(pair[1]) || [];
        return [
          ...ends.filter((word) => this.alike(word[1], pair[1])),
          ...starts.filter((word) => this.alike(word[0], pair[0])),
        ];
      }

      /** @param {string} right @param {string} written */
      alike(right, written) {
        return (
          right !== written &&
          (this.lexicon.alike(right, written) || this.shapes.has(right + written))
        );
      }

      /** Whether a word holds one of the two characters or both. @param {string} text @param {number} at @param {number} start @param {number} end */
      covered(text, at, start, end) {
        return [2, 3, 4].some((size) => {
          const stop = Math.min(at + 2, end - size + 1);
          for (let first = Math.max(start, at - size + 1); first < stop; first++)
            if (this.lexicon.isWord(text.slice(first, first + size))) return true;
          return false;
        });
      }

      /** Whether it may be somebody's name: 王建社, 方志明同志. @param {string} text @param {number} at */
      name(text, at) {
        const { _SURNAMES, _PERSON } = kb.K.homophones;
        const before = at ? text[at - 1] : "";
        if (_SURNAMES.includes(before) && !this.lexicon.isWord(text.slice(Math.max(0, at - 2), at)))
          return true;
        return (
          _SURNAMES.includes(text[at]) &&
          Boolean(_PERSON.match(text, at + 2) || _PERSON.match(text, at + 3))
        );
      }
    }

    /** 安心定心, 知法守法: made for the rhythm. @param {string} text @param {number} at */
    function echo(text, at) {
      return [at, at + 1].some((here) =>
        [here - 2, here + 2].some((near) => near >= 0 && near < text.length && text[near] === text[here]),
      );
    }

    kb.Homophones = Homophones;
  },
);
