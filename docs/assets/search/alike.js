/**
 * How far a section that asks a question itself (a heading with its question mark, and the
 * members' words below it) asks what is asked: what the likest of its questions has of it, the
 * less the more else that one asks, and half as much again what the whole section has. Pairs and
 * single characters count by how rare they are among such sections.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function alike(kb) {
    "use strict";

    const WHOLE = 1.5; // the whole section, the likest of its questions being 1
    const BELOW = 0.8; // what stands in the answer alone
    const ELSE = 0.8; // of the likest question, what counts only as far as it asks nothing else
    const RARITY = 0.8; // the rarest words of a question say less than their rarity
    const STEP = 50; // sections read between two pauses

    /** @type {AskedIndex | null} */
    let known = null;

    /** The sections that ask, with the words of their questions and of their answers; read once. */
    kb.readQuestions = function* (shards) {
      if (isOf(known, shards)) return known;
      /** @type {AskedIndex} */
      const index = { shards: [...shards], sections: [], owners: [], sizes: [], words: new Map() };
      for (const shard of shards) {
        const units = kb.unitsOfShard(shard);
        for (const { start, head, level } of shard.sections) {
          const heading = level > 1 && level < 7 ? shard.folded.slice(start, head) : "";
          if (!heading.includes("?")) continue;
          const unit = kb.lastNotAbove(units, start);
          const [, end] = kb.boundsOfUnit(shard, unit);
          addSection(index, shard, unit, heading, shard.folded.slice(head, end));
          if (index.sections.length % STEP === 0) yield;
        }
      }
      const { sections, owners, sizes, words } = index;
      for (const word of words.values()) {
        const has = new Set(word.questions.map((question) => owners[question])).size;
        word.rarity = rarityOf(has, sections.length);
        word.questions.forEach((question, at) => {
          sizes[question] += word.weights[at] * word.rarity;
        });
      }
      return (known = index);
    };

    /** @param {number} has @param {number} all */
    function rarityOf(has, all) {
      return Math.log(1 + (all - has + 0.5) / (has + 0.5)) ** RARITY;
    }

    /** @param {AskedIndex} index @param {string} word @returns {AskedWord} */
    function entryOf({ words }, word) {
      const entry = words.get(word);
      if (entry) return entry;
      const made = { rarity: 0, questions: [], weights: [], answers: [], below: [] };
      words.set(word, made);
      return made;
    }

    /**
     * @param {AskedIndex} index @param {Shard} shard @param {number} unit
     * @param {string} heading @param {string} text what stands below it
     */
    function addSection(index, shard, unit, heading, text) {
      const section = index.sections.push({ shard, unit }) - 1;
      const [below, also = ""] = text.split(kb.ALSO);
      for (const question of [heading, ...also.split("?").filter((part) => part.trim())]) {
        const number = index.owners.push(section) - 1;
        index.sizes.push(0);
        for (const [word, weight] of kb.wordsOf(question)) {
          const entry = entryOf(index, word);
          entry.questions.push(number);
          entry.weights.push(weight);
        }
      }
      for (const [word, weight] of kb.wordsOf(below)) {
        const entry = entryOf(index, word);
        entry.answers.push(section);
        entry.below.push(weight);
      }
    }

    /**
     * Of every section that asks, how much it asks the same, 0 to 1.
     * @param {string} text the question @param {Token[]} tokens @param {Shard[]} shards
     * @returns {Generator<undefined, Map<Shard, Map<number, number>>>}
     */
    kb.alikeIn = function* (text, tokens, shards) {
      const index = yield* kb.readQuestions(shards);
      const words = kb.wordsOf(text);
      let total = 0;
      for (const [word, weight] of words) total += weight * rarityIn(index, word);
      for (const { pair, asked, weight } of tokens)
        if (!asked && !words.has(pair)) words.set(pair, weight);
      return sharesIn(index, words, total || 1);
    };

    /** @param {AskedIndex | null} index @param {Shard[]} shards @returns {index is AskedIndex} */
    function isOf(index, shards) {
      if (!index || index.shards.length !== shards.length) return false;
      return index.shards.every((shard, at) => shard === shards[at]);
    }

    /** @param {AskedIndex} index @param {string} word */
    function rarityIn({ words, sections }, word) {
      const entry = words.get(word);
      return entry ? entry.rarity : rarityOf(0, sections.length);
    }

    /** @param {AskedIndex} index @param {Words} asked @param {number} total */
    function sharesIn({ shards, sections, owners, sizes, words }, asked, total) {
      const each = new Float64Array(owners.length);
      const whole = new Float64Array(sections.length);
      const most = new Float64Array(sections.length);
      for (const [word, weight] of asked) {
        const entry = words.get(word);
        if (!entry) continue;
        const { rarity, questions, weights, answers, below } = entry;
        most.fill(0);
        answers.forEach((section, at) => (most[section] = Math.min(BELOW * below[at], weight)));
        questions.forEach((question, at) => {
          const has = Math.min(weights[at], weight);
          each[question] += has * rarity;
          if (has > most[owners[question]]) most[owners[question]] = has;
        });
        most.forEach((has, section) => {
          whole[section] += has * rarity;
        });
      }
      const best = new Float64Array(sections.length);
      each.forEach((has, question) => {
        if (!has) return;
        const share = (has / total) * (1 - ELSE + (ELSE * has) / sizes[question]);
        best[owners[question]] = Math.max(best[owners[question]], share);
      });
      /** @type {Map<Shard, Map<number, number>>} */
      const found = new Map(shards.map((shard) => [shard, new Map()]));
      sections.forEach(({ shard, unit }, section) => {
        const share = (best[section] + (WHOLE * whole[section]) / total) / (1 + WHOLE);
        if (share) /** @type {Map<number, number>} */ (found.get(shard)).set(unit, share);
      });
      return found;
    }
  },
);
