/**
 * Finding records by their names: as written, by sound, in English, with a slip.
 *
 * Every name is compared with the query in every way, cheaply: there are thousands of names, not
 * millions. `quality` puts the ways in order (see RANKS); the best name of a record counts.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function names(kb) {
    "use strict";

    /** Quality of a match: [the whole name, its start, inside it]. */
    const RANKS = {
      literal: [1000, 800, 700],
      variant: [990, 790, 690],
      english: [960, 780, 680],
      pinyin: [940, 760, 660],
      initials: [900, 650, 560],
      mixed: [600, 540, 520],
      slip: [500, 400, 0],
    };
    /** Taken off for names that only lead to a record. */
    const ROLES = {
      name: [0, 0],
      also: [15, 10],
      title: [110, 40],
      wrong: [120, 60],
      member: [140, 140],
    };
    const SHORTEST_SLIP = 2;
    const LONGEST_SLIP = 24;
    const LONGEST_OPEN = 16; // names of which a query may be the start with a slip in it

    class Name {
      /**
       * @param {string} text @param {NameRole} role @param {Target} target
       * @param {boolean} english
       */
      constructor(text, role, target, english) {
        this.text = text;
        this.role = role;
        this.target = target;
        this.english = english;
        this.folded = kb.fold(text);
        this.words = english ? ` ${kb.words(text)} ` : "";
        /** @type {Unit[] | null} */
        this._units = null;
        this._sounds = 0;
        this._canonical = "";
      }

      /** With its numerals in digits. @returns {string} */
      get canonical() {
        if (!this._canonical) this._canonical = kb.canonical(this.folded);
        return this._canonical;
      }

      /**
       * Which sounds the name has, as bits: a quick way to see that it is far from a query.
       * @returns {number}
       */
      get sounds() {
        if (!this._sounds) for (const char of this.folded) this._sounds |= kb.soundBits(char);
        return this._sounds;
      }

      /** @returns {Unit[]} */
      get units() {
        if (!this._units) this._units = this.english ? [] : kb.unitsOf(this.text, this.folded);
        return this._units;
      }
    }

    kb.Name = Name;

    /**
     * @param {NameHow} how @param {number} place 0 whole, 1 start, 2 inside @param {Name} name
     * @param {number} share
     */
    function qualityOf(how, place, name, share) {
      const off = ROLES[name.role][place ? 1 : 0];
      return RANKS[how][place] - off + (place ? 50 * Math.min(share, 1) : 0);
    }

    /**
     * @param {string} needle @param {string} hay
     * @returns {number} 0 whole, 1 start, 2 inside, -1 not
     */
    function placeIn(needle, hay) {
      const at = hay.indexOf(needle);
      return at < 0 ? -1 : needle.length === hay.length ? 0 : at === 0 ? 1 : 2;
    }

    /** @param {Plan} plan @param {Name} name @returns {NameHit | null} */
    function matchWritten(plan, name) {
      const place = placeIn(plan.folded, name.folded);
      if (place >= 0) {
        const start = name.folded.indexOf(plan.folded);
        const share = plan.folded.length / name.folded.length;
        return hit(
          name,
          "literal",
          qualityOf("literal", place, name, share),
          place,
          start,
          start + plan.folded.length,
        );
      }
      if (name.english) return null;
      const digits = /\d/.test(plan.folded);
      if (!digits && plan.canonical === plan.folded) return null; // nothing to be written otherwise
      // Some put each numeral into digits by itself: 十五五 is 155, but also 1055.
      const typed = digits && plan.charwise === kb.charwise(name.folded);
      const other = typed ? 0 : placeIn(plan.canonical, name.canonical);
      if (other < 0) return null;
      const share = plan.canonical.length / name.canonical.length;
      const quality = qualityOf("variant", other, name, share);
      return hit(name, "variant", quality, other, 0, other ? 0 : name.folded.length);
    }

    /**
     * @param {Name} name @param {NameHow} how @param {number} quality @param {number} place
     * @param {number} start @param {number} end @returns {NameHit}
     */
    function hit(name, how, quality, place, start, end) {
      return { name, how, quality, place, start, end };
    }

    /** @param {Plan} plan @param {Name} name @returns {NameHit | null} */
    function matchSpoken(plan, name) {
      const found = kb.matchSound(plan.spelled, name.units, name.role !== "member");
      if (!found) return null;
      const { how, first, end, partial, cost } = found;
      const units = name.units;
      const whole = first === 0 && end === units.length && !partial;
      const place = whole ? 0 : first === 0 ? 1 : 2;
      const share = (end - first) / units.length;
      const quality = qualityOf(how, place, name, share) - 5 * (cost % 1);
      return hit(name, how, quality, place, units[first].at, units[end - 1].at + 1);
    }

    /** @param {Plan} plan @param {Name} name @returns {NameHit | null} */
    function matchEnglish(plan, name) {
      const at = name.words.indexOf(` ${plan.words}`);
      const share = plan.words.length / (name.words.length - 2);
      if (at >= 0) {
        const place = name.words === ` ${plan.words} ` ? 0 : at === 0 ? 1 : 2;
        const broken = name.words[at + plan.words.length + 1] === " " ? 0 : 20;
        return hit(name, "english", qualityOf("english", place, name, share) - broken, place, 0, 0);
      }
      const words = plan.words.split(" ");
      if (words.length < 2 || !words.every((word) => name.words.includes(` ${word}`))) return null;
      return hit(name, "english", qualityOf("english", 2, name, share) - 40, 2, 0, 0);
    }

    kb.matchName = (plan, name) => {
      /** @type {NameHit | null} */
      let best = matchWritten(plan, name);
      if (name.english) {
        if (plan.words && (!best || best.place)) best = better(best, matchEnglish(plan, name));
      } else if (!best && plan.spelled) best = matchSpoken(plan, name);
      return best;
    };

    /** @param {NameHit | null} a @param {NameHit | null} b @returns {NameHit | null} */
    function better(a, b) {
      return !a || (b && b.quality > a.quality) ? b : a;
    }

    /**
     * How far `query` is from `name`: one for each wrong, missing, extra or swapped character,
     * less for a character that sounds alike; more than `limit` comes back as Infinity.
     * @param {string} query @param {string} name @param {number} limit @param {boolean} open the name may go on
     * @returns {number}
     */
    kb.slipDistance = (query, name, limit, open) => {
      let before = /** @type {number[]} */ ([]);
      let row = Array.from({ length: name.length + 1 }, (_, at) => at);
      for (let i = 1; i <= query.length; i++) {
        const next = [i];
        let least = i;
        for (let j = 1; j <= name.length; j++) {
          const a = query[i - 1];
          const b = name[j - 1];
          const change = a === b ? 0 : kb.soundDistance(a, b);
          let cost = Math.min(row[j - 1] + change, row[j] + 1, next[j - 1] + 1);
          if (i > 1 && j > 1 && a === name[j - 2] && b === query[i - 2])
            cost = Math.min(cost, before[j - 2] + 0.8);
          next.push(cost);
          if (cost < least) least = cost;
        }
        if (least > limit) return Infinity;
        before = row;
        row = next;
      }
      const distance = open ? Math.min(...row) : row[name.length];
      return distance > limit ? Infinity : distance;
    };

    /**
     * How many slips are believed in a query of so many characters.
     * @param {number} length @returns {number}
     */
    function tolerated(length) {
      return length <= 2 ? 0.6 : length === 3 ? 1 : length < 7 ? 1.3 : 2;
    }

    kb.matchSlip = (plan, name) => {
      if (name.english) return matchEnglishSlip(plan, name);
      const query = plan.simplified;
      const { length } = query;
      if (length < SHORTEST_SLIP || length > LONGEST_SLIP || plan.words) return null;
      const theirs = name.folded.length;
      if (name.role === "wrong" || theirs < length - 2) return null;
      const open = theirs > length + 2;
      if (open && (length < 4 || theirs > LONGEST_OPEN)) return null;
      const limit = Math.min(tolerated(Math.min(length, theirs)), open ? 1 : 2);
      let strange = 0;
      for (const char of query)
        if (!(kb.soundBits(char) & name.sounds) && ++strange > limit) return null;
      const distance = kb.slipDistance(query, name.folded, limit, open);
      if (distance > limit) return null;
      const quality = qualityOf("slip", open ? 1 : 0, name, length / theirs) - 60 * distance;
      return hit(name, "slip", quality, open ? 1 : 0, 0, 0);
    };

    /** @param {Plan} plan @param {Name} name @returns {NameHit | null} */
    function matchEnglishSlip(plan, name) {
      if (plan.words.length < 5 || plan.words.length > 60) return null;
      let cost = 0;
      const theirs = name.words.trim().split(" ");
      for (const word of plan.words.split(" ")) {
        const limit = word.length < 5 ? 0 : word.length < 9 ? 1 : 2;
        const least = Math.min(
          ...theirs.map((other) => kb.slipDistance(word, other, limit, false)),
        );
        if (least > limit) return null;
        cost += least;
      }
      return hit(name, "slip", qualityOf("slip", 0, name, 1) - 60 * cost - theirs.length, 0, 0, 0);
    }

    kb.matchSpellingSlip = (plan, name) => {
      if (name.english || plan.spelled.length < 7 || !/^[a-z]+$/.test(plan.spelled)) return null;
      const full = name.units
        .map((unit) => (unit.spelled.length ? unit.spelled[0][0] : unit.char))
        .join("");
      if (Math.abs(full.length - plan.spelled.length) > 2) return null;
      const blurred = kb.blurPinyin(plan.spelled) === kb.blurPinyin(full) ? 0.3 : Infinity;
      const distance = Math.min(blurred, kb.slipDistance(plan.spelled, full, 1, false));
      return distance > 1
        ? null
        : hit(name, "slip", qualityOf("slip", 0, name, 1) - 60 * distance, 0, 0, 0);
    };

    kb.blurPinyin = (text) => text.replace(/([zcs])h/g, "$1").replace(/ng/g, "n");
  },
);
