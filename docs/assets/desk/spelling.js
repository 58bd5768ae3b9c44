/**
 * Slips inside words: another character, one lost, one too many, two that have changed places
 * (kb.lint.spelling).
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function spelling(kb) {
    "use strict";

    const STEP = 4000; // words between looking at the clock

    /** @typedef {{left: number, right: number, put: string, kind: string, mended: any, score: number}} Suspect */
    /** @typedef {{start: number, end: number, word: string, phrase: string, kind: string, at: number, score: number}} Found */

    /** What is meant where characters stand badly. */
    class Speller {
      /** @param {any} lexicon @param {string[]} shapes groups of characters that look alike */
      constructor(lexicon, shapes) {
        const K = kb.K.spelling;
        this.lexicon = lexicon;
        this.costs = lexicon.costs;
        this.scale = new kb.Scale(lexicon);
        /** Two characters of which one is taken for the other. @type {Set<string>} */
        this.shapes = new Set();
        for (const line of shapes)
          for (const group of line.split(/\s+/))
            for (const a of group) for (const b of group) if (a !== b) this.shapes.add(a + b);
        /** A word with one character left out, `认*` -> what may stand there, each with its word's cost as a character. @type {Map<string, string>} */
        this.holes = new Map();
        /** A phrase that lacks a character -> which one, and where. @type {Map<string, [number, string]>} */
        this.shortened = new Map();
        this.numerals = new Set(K._NUMERALS);
        this.measures = new Set(K._MEASURES);
        this.placeholders = new Set(K._PLACEHOLDERS);
        this.suffixes = new Set(K._SUFFIXES);
        this.loosens = new Set(K._LOOSENS);
        this.light = new Set(kb.K.weighing.LIGHT);
      }

      /** @returns {Generator<void, void, void>} */
      *load() {
        const { holes } = this;
        const { LONGEST } = kb.K.lexicon;
        const { _MEANT } = kb.K.spelling;
        yield* this.scale.load();
        let n = 0;
        for (const [word, cost] of this.costs) {
          if (++n % STEP === 0) yield;
          if (word.length < 2 || word.length > LONGEST || cost > _MEANT) continue;
          const letter = String.fromCharCode(cost);
          for (let at = 0; at < word.length; at++) {
            const hole = `${word.slice(0, at)}*${word.slice(at + 1)}`;
            holes.set(hole, (holes.get(hole) || "") + word[at] + letter);
          }
        }
        yield* this.phrases();
      }

      /** @returns {Generator<void, void, void>} */
      *phrases() {
        const { lexicon } = this;
        const { _OPTIONAL, _PREPOSITIONS } = kb.K.spelling;
        let n = 0;
        for (const phrase of [...new Set([...lexicon.terms.keys(), ...lexicon.general])].sort()) {
          if (++n % STEP === 0) yield;
          const size = phrase.length;
          if (size < kb.MIN_PHRASE || size > kb.K.weighing.LONGEST_PHRASE) continue;
          for (let at = 0; at < size; at++) {
            const short = phrase.slice(0, at) + phrase.slice(at + 1);
            if (size === kb.MIN_PHRASE && _PREPOSITIONS.includes(phrase[at ^ 1])) continue;
            if (_OPTIONAL.includes(phrase[at]) || this.costs.has(short) || lexicon.isWord(short)) continue;
            if (at === 0 && this.suffixes.has(short[0])) continue; // 层级化|管理
            if (at === 0 && (this.isMadeUp(short) || this.isUsual(short[0], short.slice(1)))) continue;
            const [last, rest] = [short[size - 2], short.slice(0, -1)];
            if (at === size - 1 && (this.isMadeUp(short) || this.isUsual(last, rest))) continue;
            this.shortened.set(short, [at, phrase[at]]);
          }
        }
      }

      /** Whether a word has a common character of its own beside it: 抓|落实, 新|发展. @param {string} char @param {string} rest */
      isUsual(char, rest) {
        const { _USUAL } = kb.K.spelling;
        const cost = this.costs.get(char);
        return this.costs.has(rest) && cost !== undefined && cost < _USUAL;
      }

      /** Whether words of two and more characters make up a text. @param {string} text @returns {boolean} */
      isMadeUp(text) {
        if (!text) return true;
        for (let size = 2; size <= Math.min(kb.K.lexicon.LONGEST, text.length); size++)
          if (this.costs.has(text.slice(0, size)) && this.isMadeUp(text.slice(size))) return true;
        return false;
      }

      /** The slips in one run of Chinese characters, the surest first where several meet. @param {string} text @returns {Found[]} */
      find(text) {
        const run = kb.divide(this.costs, text);
        const found = this.suspects(run).filter(({ score }) => score > 0);
        found.sort(
          (a, b) =>
            b.score - a.score ||
            a.left - b.left ||
            a.right - b.right ||
            (a.put < b.put ? -1 : a.put > b.put ? 1 : 0),
        );
        /** @type {Set<number>} */
        const taken = new Set();
        return found
          .map((suspect) => this.shown(run, suspect))
          .filter(({ start, end }) => {
            if (this.lexicon.words.has(run.text.slice(start, end))) return false;
            for (let at = start; at < end; at++) if (taken.has(at)) return false;
            for (let at = start; at < end; at++) taken.add(at);
            return true;
          });
      }

      /** Everything that may be meant otherwise. @param {any} run @returns {Suspect[]} */
      suspects(run) {
        /** @type {Suspect[]} */
        const found = [];
        if (run.text.length > 1) {
          this.phrase(run, found);
          this.lost(run, found);
          this.extra(run, found);
          this.turned(run, found);
          this.other(run, found);
        }
        return found;
      }

      /** A phrase, or a word, or what the pages write: with a neighbour where one is short. @param {any} run @param {Suspect} suspect @returns {Found} */
      shown(run, { left, right, put, kind, mended, score }) {
        const whole = run.text.slice(0, left) + put + run.text.slice(right);
        const shift = right - left - put.length;
        let [start, end] = this.scale.phrase(run, left, right, put);
        const phrase = whole.slice(start, end);
        if (!phrase) {
          const ahead = left - mended.at;
          start = Math.min(left, ahead + mended.start);
          end = Math.max(left + put.length, ahead + mended.end);
          if (end + shift - start < 2 || end - start < 2) {
            start = Math.max(0, start - 1);
            end = Math.min(whole.length, end + 1);
          }
        }
        return { start, end: end + shift, word: whole.slice(start, end), phrase, kind, at: left, score };
      }

      /** @param {any} run @param {number} left @param {number} right @param {string} put @param {string} kind @param {any} mended @returns {Suspect} */
      suspect(run, left, right, put, kind, mended) {
        const { LOST, GAP, PHRASE } = kb.K.weighing;
        const facts = this.scale.facts(run, left, right, put, mended);
        const known = kind !== LOST ? kind : facts[4] ? PHRASE : facts[2] ? LOST : GAP;
        return { left, right, put, kind: known, mended, score: this.scale.score(known, facts) };
      }

      /** Of the characters that may stand at a place, the one that does best. @param {any} run @param {number} left @param {number} right @param {Map<string, number>} gains @param {number} least @returns {{char: string, mended: any} | null} */
      best(run, left, right, gains, least) {
        const { text } = run;
        const head = text.slice(Math.max(0, left - 2), left);
        const tail = text.slice(right, right + 2);
        let best = -1000;
        let found = "";
        for (const char of [...gains.keys()].sort()) {
          const gain = /** @type {number} */ (gains.get(char));
          const [known, strange] = this.scale.known(head + char + tail, 3, head.length, head.length + 1);
          const rank = gain + 4 * known - 2 * strange;
          if (rank <= best || gain < least + (known > 1 ? 0 : kb.K.spelling._UNKNOWN)) continue;
          best = rank;
          found = char;
        }
        if (!found) return null;
        const mended = kb.mend(this.costs, run, left, right, found);
        return mended.end - mended.start > 1 ? { char: found, mended } : null;
      }

      /** Characters that make a word of at least so many at a place, or in a gap, and how much cheaper the run becomes by that. @param {any} run @param {number} left @param {number} right @param {number} shortest @param {number} least @returns {Map<string, number>} */
      gains({ text, whole, before, after }, left, right, shortest, least) {
        const { _CHEAPEST } = kb.K.spelling;
        /** @type {Map<string, number>} */
        const gains = new Map();
        for (let size = shortest; size <= kb.K.lexicon.LONGEST; size++) {
          const length = size - 1 + right - left;
          const stop = Math.min(left, text.length - length);
          for (let start = Math.max(0, right - length); start <= stop; start++) {
            const end = start + length;
            const saved = whole - before[start] - after[end];
            if (saved - _CHEAPEST < least) continue;
            const found = this.holes.get(`${text.slice(start, left)}*${text.slice(right, end)}`);
            if (found) this.raise(gains, found, saved, least);
          }
        }
        return gains;
      }

      /** Note what is gained by each of the characters of a hole. @param {Map<string, number>} gains @param {string} found @param {number} saved @param {number} least */
      raise(gains, found, saved, least) {
        for (let n = 0; n < found.length; n += 2) {
          const gain = saved - found.charCodeAt(n + 1);
          const known = gains.get(found[n]);
          if (gain >= Math.max(least, known === undefined ? least : known) && !this.numerals.has(found[n]))
            gains.set(found[n], gain);
        }
      }

      /** A character that is not there in a set phrase, whatever else may be read. @param {any} run @param {Suspect[]} found */
      phrase(run, found) {
        const { text } = run;
        const { LONGEST_PHRASE, PHRASE } = kb.K.weighing;
        for (let size = kb.MIN_PHRASE - 1; size < LONGEST_PHRASE; size++)
          for (let start = 0; start + size <= text.length; start++) {
            const missing = this.shortened.get(text.substr(start, size));
            if (!missing || (size < kb.MIN_PHRASE && this.runsOver(text, start, start + size))) continue;
            const at = start + missing[0];
            const mended = kb.mend(this.costs, run, at, at, missing[1]);
            found.push(this.suspect(run, at, at, missing[1], PHRASE, mended));
          }
      }

      /** Whether a word goes across an edge: 分工|方案 is no 工作方案. @param {string} text @param {number} start @param {number} end */
      runsOver(text, start, end) {
        return [start, end].some(
          (edge) =>
            edge > 0 &&
            edge < text.length &&
            (this.costs.has(text.slice(edge - 1, edge + 1)) ||
              this.costs.has(text.slice(Math.max(0, edge - 2), edge + 1))),
        );
      }

      /** A character that is not there. @param {any} run @param {Suspect[]} found */
      lost(run, found) {
        const { text } = run;
        const { GAP, LOST, PHRASE } = kb.K.weighing;
        for (let at = 0; at <= text.length; at++) {
          if (!this.mayLack(run, at)) continue;
          const best = this.best(run, at, at, this.lacking(run, at), kb.K.spelling._LOST_GAIN);
          if (!best) continue;
          const suspect = this.suspect(run, at, at, best.char, LOST, best.mended);
          const word = best.mended.text.slice(best.mended.start, best.mended.end);
          const rest = word.replace(best.char, "");
          const alone = suspect.kind === GAP && (this.light.has(rest) || this.suffixes.has(rest));
          if (!alone && suspect.kind !== PHRASE) found.push(suspect); // of which more is known
        }
      }

      /** Whether what stands on both sides of a gap is odd. @param {any} run @param {number} at */
      mayLack({ text, bad }, at) {
        const seam = text.slice(Math.max(0, at - 1), at + 1);
        if ((at && this.measures.has(text[at - 1])) || this.measures.has(text[at])) return false;
        const isBad = bad.has(at - 1) || bad.has(at);
        if (at === 0 || at === text.length) return isBad;
        const known = this.scale.known(text, 3, at, at)[0];
        return !(known === 2 || (known && !isBad && this.lexicon.attested.has(seam)));
      }

      /** The characters that may be lacking; of a word of two, beside one that stands badly. @param {any} run @param {number} at @returns {Map<string, number>} */
      lacking(run, at) {
        const { text, bad, whole, before, after } = run;
        const gains = this.gains(run, at, at, 3, kb.K.spelling._LOST_GAIN);
        const next = text[at];
        if (bad.has(at - 1) && !this.light.has(text[at - 1]))
          this.pair(gains, `${text[at - 1]}*`, whole - before[at - 1] - after[at]);
        if (bad.has(at) && !this.light.has(next) && !this.suffixes.has(next))
          this.pair(gains, `*${next}`, whole - before[at] - after[at + 1]);
        return gains;
      }

      /** Note what is gained by the characters that make a word of two. @param {Map<string, number>} gains @param {string} hole @param {number} saved */
      pair(gains, hole, saved) {
        const found = this.holes.get(hole);
        if (found) this.raise(gains, found, saved, kb.K.spelling._LOST_GAIN);
      }

      /** A character too many. @param {any} run @param {Suspect[]} found */
      extra(run, found) {
        const { text, bad } = run;
        const { EXTRA, TWICE } = kb.K.weighing;
        if (text.length < 3) return;
        for (let at = 0; at < text.length; at++) {
          if (this.numerals.has(text[at]) || text[at + 1] === text[at]) continue; // of two the second is looked at
          const twice = at > 0 && text[at - 1] === text[at];
          if (!bad.has(at) && !twice) continue;
          if (!twice && this.scale.known(text, 3, at, at + 1)[1] === 0) continue;
          if (!twice && this.loosens.has(text[at]) && this.isBetween(text, at)) continue;
          const mended = kb.mend(this.costs, run, at, at + 1, "");
          const joined =
            mended.end > mended.start ||
            this.scale.known(mended.text, 3, mended.at, mended.at)[0] > 0 ||
            this.scale.phrase(run, at, at + 1, "")[1] > at;
          if ((twice || joined) && run.whole - mended.cost >= kb.K.spelling._EXTRA_GAIN)
            found.push(this.suspect(run, at, at + 1, "", twice ? TWICE : EXTRA, mended));
        }
      }

      /** Whether words of two or three end before a character and begin behind it. @param {string} text @param {number} at */
      isBetween(text, at) {
        const { costs } = this;
        return (
          [2, 3].some((n) => at >= n && costs.has(text.slice(at - n, at))) &&
          [2, 3].some((n) => at + n < text.length && costs.has(text.slice(at + 1, at + 1 + n)))
        );
      }

      /** Two characters that have changed places. @param {any} run @param {Suspect[]} found */
      turned(run, found) {
        const { text, bad } = run;
        for (let at = 0; at < text.length - 1; at++) {
          const [first, second] = [text[at], text[at + 1]];
          if (first === second || this.measures.has(first) || this.measures.has(second)) continue;
          if (!bad.has(at) && !bad.has(at + 1)) continue;
          const mended = kb.mend(this.costs, run, at, at + 2, second + first);
          const gain = run.whole - mended.cost;
          if (mended.end >= mended.at + 2 && gain >= kb.K.spelling._TURNED_GAIN)
            found.push(this.suspect(run, at, at + 2, second + first, kb.K.weighing.TURNED, mended));
        }
      }

      /** Another character than is meant; first what sounds or looks the same. @param {any} run @param {Suspect[]} found */
      other(run, found) {
        const { text } = run;
        const { attested } = this.lexicon;
        const { _ALIKE_GAIN, _OTHER_GAIN } = kb.K.spelling;
        for (const at of run.badly) {
          const written = text[at];
          if (this.numerals.has(written) || this.placeholders.has(written)) continue;
          const all = this.gains(run, at, at + 1, 2, _ALIKE_GAIN);
          /** @type {Map<string, number>} */
          const alike = new Map();
          for (const [char, gain] of all)
            if (char !== written && this.kind(char, written)) alike.set(char, gain);
          let best = this.best(run, at, at + 1, alike, _ALIKE_GAIN);
          const kind = best ? this.kind(best.char, written) : kb.K.weighing.ANY;
          if (!best) {
            const gains = this.gains(run, at, at + 1, 3, _OTHER_GAIN);
            const [left, right] = [at ? text[at - 1] : "", text.slice(at + 1, at + 2)];
            for (const [char, gain] of all)
              if (gain >= _OTHER_GAIN && !gains.has(char) && attested.has(left + char + right))
                gains.set(char, gain);
            gains.delete(written);
            best = this.best(run, at, at + 1, gains, _OTHER_GAIN);
          }
          if (best) found.push(this.suspect(run, at, at + 1, best.char, kind, best.mended));
        }
      }

      /** @param {string} right @param {string} written */
      kind(right, written) {
        const { SOUND, NEAR, SHAPE } = kb.K.weighing;
        if (this.lexicon.same(right, written)) return SOUND;
        if (this.lexicon.alike(right, written)) return NEAR;
        return this.shapes.has(right + written) ? SHAPE : "";
      }
    }

    kb.Speller = Speller;
  },
);
