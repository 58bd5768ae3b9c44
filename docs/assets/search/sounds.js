/**
 * How names sound: pinyin in full, by its start, by initials, mixed with characters; and which
 * characters sound alike.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function sounds(kb) {
    "use strict";

    /** Character -> its readings, the usual one first. @type {Map<string, string[]>} */
    let readings = new Map();
    /**
     * Name -> place among its Chinese characters -> how it is read there.
     * @type {Map<string, Map<number, string>>}
     */
    let unusual = new Map();

    kb.setReadings = (syllables, names) => {
      readings = new Map();
      unusual = new Map();
      bits.clear();
      spelledBy.clear();
      distances.clear();
      for (const later of [false, true]) {
        for (const syllable of Object.keys(syllables)) {
          for (const char of syllables[syllable].split("|")[later ? 1 : 0] || "") {
            const known = readings.get(char);
            if (known) known.push(syllable);
            else readings.set(char, [syllable]);
          }
        }
      }
      for (const name of Object.keys(names)) {
        const places = names[name].split(" ").map((entry) => {
          const [, place, reading] = /** @type {RegExpExecArray} */ (/^(\d+)(\D+)$/.exec(entry));
          return /** @type {[number, string]} */ ([Number(place), reading]);
        });
        unusual.set(name, new Map(places));
      }
    };

    /** @type {Map<string, string>} */
    const blurred = new Map();

    /**
     * A syllable without what speakers mix up: z/zh, n/l, in/ing.
     * @param {string} syllable @returns {string}
     */
    function blur(syllable) {
      let known = blurred.get(syllable);
      if (known === undefined) {
        known = syllable
          .replace(/^([zcs])h/, "$1")
          .replace(/^n/, "l")
          .replace(/ng$/, "n");
        blurred.set(syllable, known);
      }
      return known;
    }

    /** @type {Map<string, number>} */
    const bits = new Map();

    /** One bit of 32 for each way a character may sound; sounds that are mixed up share theirs. */
    kb.soundBits = (char) => {
      let known = bits.get(char);
      if (known === undefined) {
        known = 0;
        for (const reading of readings.get(char) || [char]) {
          let hash = 7;
          for (const letter of blur(reading)) hash = Math.imul(hash, 31) + letter.charCodeAt(0);
          known |= 1 << (hash & 31);
        }
        bits.set(char, known);
      }
      return known;
    };

    /** @type {Map<number, number>} */
    const distances = new Map();

    kb.soundDistance = (a, b) => {
      const key = a.charCodeAt(0) * 0x10000 + b.charCodeAt(0);
      let known = distances.get(key);
      if (known === undefined) distances.set(key, (known = distance(a, b)));
      return known;
    };

    /**
     * 0.3 for a common reading, 0.5 for readings that are mixed up, else 1.
     * @param {string} a @param {string} b @returns {number}
     */
    function distance(a, b) {
      const ours = readings.get(a);
      const theirs = readings.get(b);
      if (!ours || !theirs) return 1;
      if (ours.some((reading) => theirs.includes(reading))) return 0.3;
      return theirs.some((reading) => blur(reading) === blur(ours[0])) ? 0.5 : 1;
    }

    /**
     * What may be typed for a syllable: lv is also typed lü, lu or lyu.
     * @param {string} syllable @returns {string[]}
     */
    function typed(syllable) {
      if (!/^[ln]v/.test(syllable)) return [syllable];
      const rest = syllable.slice(2);
      return [syllable, `${syllable[0]}u${rest}`, `${syllable[0]}yu${rest}`];
    }

    /** Character -> its readings, each in the ways it is typed. @type {Map<string, string[][]>} */
    const spelledBy = new Map();

    /** @param {string} char @param {string[]} known its readings @returns {string[][]} */
    function spelledOf(char, known) {
      let spelled = spelledBy.get(char);
      if (!spelled) spelledBy.set(char, (spelled = known.map(typed)));
      return spelled;
    }

    /**
     * The units a name is spelled by.
     * @param {string} name @param {string} folded @returns {Unit[]}
     */
    kb.unitsOf = (name, folded) => {
      const special = unusual.get(name);
      const units = [];
      let place = 0;
      for (let at = 0; at < folded.length; at++) {
        const char = folded[at];
        const known = readings.get(char);
        if (known) {
          const read = special && special.get(place);
          // Both readings of a polyphone are typed: 三重一大 is read zhong by some, chong by others.
          const spelled = read
            ? [read, ...known.filter((reading) => reading !== read)].map(typed)
            : spelledOf(char, known);
          units.push({ char, at, spelled, number: kb.numberOf(char) });
        }
        if (/[\u3400-\u9fff]/.test(char)) place++;
        else if (/[a-z0-9]/.test(char)) units.push({ char, at, spelled: [], number: null });
      }
      return units;
    };

    /**
     * Spell `query` along `units` from unit `first` on, each syllable in full (the last one may be
     * cut short) or, with `letters`, by its first letter; null where it does not fit.
     * @param {string} query @param {Unit[]} units @param {number} first @param {boolean} letters
     * @returns {Spelling | null}
     */
    function spell(query, units, first, letters) {
      /** @type {Map<number, Spelling | null>} */
      const known = new Map();
      /** @param {number} at @param {number} unit @returns {Spelling | null} */
      const from = (at, unit) => {
        if (at === query.length) return { end: unit, cost: 0, partial: false };
        if (unit === units.length) return null;
        const key = at * 64 + unit;
        const before = known.get(key);
        if (before !== undefined) return before;
        /** @type {Spelling | null} */
        let best = null;
        /** @param {Spelling | null} rest @param {number} cost */
        const take = (rest, cost) => {
          if (rest && (!best || rest.cost + cost < best.cost))
            best = { end: rest.end, cost: rest.cost + cost, partial: rest.partial };
        };
        const { char, spelled, number } = units[unit];
        if (query[at] === char) take(from(at + 1, unit + 1), 0);
        const digits = number === null ? "" : String(number);
        if (digits && query.startsWith(digits, at)) take(from(at + digits.length, unit + 1), 0.1);
        spelled.forEach((ways, place) => {
          const rare = place ? 0.2 : 0;
          for (const way of ways) {
            if (query.startsWith(way, at)) take(from(at + way.length, unit + 1), rare);
            else if (at && way.startsWith(query.slice(at)))
              take({ end: unit + 1, cost: 0, partial: true }, rare + 0.1);
          }
          if (letters && query[at] === ways[0][0]) {
            take(from(at + 1, unit + 1), 1 + rare);
            if (ways[0][1] === "h" && query[at + 1] === "h") take(from(at + 2, unit + 1), 1 + rare);
          }
        });
        known.set(key, best);
        return best;
      };
      return from(0, first);
    }

    /**
     * @param {string} query @param {Unit[]} units @param {number} first
     * @returns {Spelling | null}
     */
    function spellInitials(query, units, first) {
      if (first + query.length > units.length) return null;
      let cost = 0;
      for (let at = 0; at < query.length; at++) {
        const { char, spelled, number } = units[first + at];
        const place = spelled.findIndex((ways) => ways[0][0] === query[at]);
        if (place > 0) cost += 0.2;
        if (place < 0 && query[at] !== char && query[at] !== String(number)) return null;
      }
      return { end: first + query.length, cost, partial: false };
    }

    kb.matchSound = (query, units, inside) => {
      /** @type {SoundMatch | null} */
      let best = null;
      const latin = /^[a-z]+$/.test(query);
      /**
       * @param {Spelling | null} found @param {number} first @param {SoundMatch["how"]} how
       * @param {number} base
       */
      const offer = (found, first, how, base) => {
        if (!found) return;
        const cost = base + found.cost + (first ? 2 : 0);
        if (!best || cost < best.cost) best = { ...found, first, how, cost };
      };
      for (let first = 0; first < units.length; first++) {
        if (first && (query.length < 3 || !inside)) break;
        if (!mayStart(query, units[first])) continue;
        const initials = latin ? spellInitials(query, units, first) : null;
        // Inside a name, only by the readings everybody knows: else any three letters fit somewhere.
        if (initials && (!first || !initials.cost)) offer(initials, first, "initials", 0.5);
        if (query.length > 1) offer(spell(query, units, first, false), first, "pinyin", 0);
        if (!best && query.length > 2 && first === 0)
          offer(spell(query, units, 0, true), 0, "mixed", 1);
      }
      return best;
    };

    /** @param {string} query @param {Unit} unit @returns {boolean} */
    function mayStart(query, unit) {
      return (
        query[0] === unit.char ||
        (unit.number !== null && query[0] === String(unit.number)[0]) ||
        unit.spelled.some((ways) => ways[0][0] === query[0])
      );
    }
  },
);
