/**
 * Which sections answer a question: those that hold most of what it is about (BM25 on pairs of
 * characters), the words of headings and titles counting too, and the sentences that look like an
 * answer.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function answer(kb) {
    "use strict";

    /** How much counts; found on a hundred questions, a third more or less changes little. */
    const WEIGHTS = {
      given: 1.6, // what names the page, in each of its sections
      nowhere: 0.1, // a pair that stands nowhere, of what would be a full answer
      heading: 0.5, // a word in the heading, at least; the more, the more of the heading it is
      headed: 0.9, // a word of the heading, for each sentence below it
      above: 0.6, // a word in the heading of the chapter
      sentence: 2, // the best sentence
      likely: 0.7, // a sentence that looks like an answer
      unlikely: 0.85, // a section without one
      pointing: 0.6, // a section that says what stands elsewhere
      aside: 0.8, // a section on mistakes and mix-ups
      listing: 0.8, // a section that runs through everything: steps, a checklist
      opening: 0.65, // what a term is, where how often, who or whether is asked
      members: 1.5, // the members of what is named, where they are asked for
      loose: 0.6, // a pair of characters that hardly ever stand together, at least
      tight: 3.5, // the more, the more often they do
      otherwise: 0.75, // a heading that asks for something else
      alike: 25, // a section that asks the same
      place: 1.2, // an article: it says so itself
    };
    const BY_SECTION = 0.5; // of a pair's rarity, what its rarity among sections says
    const PLACE_K = 1.2; // k1 and b of BM25
    const PLACE_B = 0.35;
    const USUAL_LENGTH = 260; // characters of a section
    const MOST_PAGES = 80; // read closely
    const MOST_REFINED = 150; // sections
    const LIFT = 100; // of a section that asks the same, into these
    const MOST_FOUND = 60;
    const LEAST_COVER = 0.3;
    const LEAST_ALIKE = 0.35; // shown whatever its cover
    const FAINT_COVER = 0.12; // better than nothing, where there is nothing
    const MOST_FAINT = 5;
    const LONGEST_QUESTION = 80;
    const PLACE = /^(?:art|part)-/;
    /** Sections that say what stands elsewhere: a term's sources, its wrong spellings, an overview. */
    const POINTING = /^(?:sources|wrong|ta-guan-shen-me|ch-[0-9]+)$/;
    const ASIDE = /^rong-yi-/; // 容易写错, 容易混淆
    const OPENED = /^(?:term|page)$/; // kinds of pages that open with what they are about
    const WHICH = /哪|几[种条项个]|是什么$|包括|内容/;
    const LISTING = /^(?:steps|checklist)$/;
    const PROVISION = /^第[〇零一二三四五六七八九十百]+[编章节条]/;

    /** Tables to find pairs by. @param {Token[]} tokens */
    function pairTables(tokens) {
      const opens = new Uint8Array(0x10000);
      /** @type {Map<number, number>} */
      const index = new Map();
      tokens.forEach(({ pair }, place) => {
        opens[pair.charCodeAt(0)] = 1;
        index.set(pair.charCodeAt(0) * 0x10000 + pair.charCodeAt(1), place);
      });
      return { opens, index };
    }

    /**
     * Every pair in every unit of one page.
     * @param {Shard} shard @param {number} page place in the shard @param {ReturnType<typeof pairTables>} tables
     * @param {(unit: number, counts: Map<number, number>) => void} report
     */
    function scanPairs(shard, page, { opens, index }, report) {
      const { folded } = shard;
      const bounds = kb.unitsOfShard(shard);
      const end = shard.starts[page + 1];
      let unit = kb.lastNotAbove(bounds, shard.starts[page]);
      /** @type {Map<number, number>} */
      let counts = new Map();
      for (let at = shard.starts[page]; at + 1 < end; at++) {
        const code = folded.charCodeAt(at);
        if (!opens[code]) continue;
        const place = index.get(code * 0x10000 + folded.charCodeAt(at + 1));
        if (place === undefined) continue;
        while (unit + 1 < bounds.length && bounds[unit + 1] <= at) {
          if (counts.size) report(unit, counts);
          counts = new Map();
          unit++;
        }
        counts.set(place, (counts.get(place) || 0) + 1);
      }
      if (counts.size) report(unit, counts);
    }

    /**
     * The pages that may hold most of what is asked, by their filters; sets the tokens' rarity.
     * @param {Shard[]} shards @param {Token[]} tokens @returns {{shard: Shard, page: number, score: number}[]}
     */
    function likelyPages(shards, tokens) {
      const codes = tokens.map(({ pair }) => [pair.charCodeAt(0), pair.charCodeAt(1)]);
      /** @type {{shard: Shard, page: number, score: number, has: number[]}[]} */
      const pages = [];
      let all = 0;
      for (const shard of shards) {
        all += shard.size;
        for (let page = 0; page < shard.size; page++) {
          const has = [];
          for (let place = 0; place < codes.length; place++) {
            if (kb.hasPair(shard.pairs[page], codes[place][0], codes[place][1])) has.push(place);
          }
          for (const place of has) tokens[place].pages++;
          if (has.length) pages.push({ shard, page, score: 0, has });
        }
      }
      for (const token of tokens) {
        token.idf = Math.log(1 + (all - token.pages + 0.5) / (token.pages + 0.5));
        token.weight *= cohesionOf(token);
      }
      for (const entry of pages) {
        for (const place of entry.has) entry.score += tokens[place].weight * tokens[place].idf;
      }
      return pages.sort((a, b) => b.score - a.score).slice(0, MOST_PAGES);
    }

    /**
     * How far a pair is part of a word: the end of one word with the beginning of the next is as
     * rare as a telling word, and says nothing.
     * @param {Token} token
     */
    function cohesionOf({ pair, pages, sure }) {
      const rarer = Math.min(kb.pagesWith(pair[0]), kb.pagesWith(pair[1]));
      if (sure || !pages || !rarer) return 1;
      return Math.min(WEIGHTS.loose + (WEIGHTS.tight * pages) / rarer, 1);
    }

    /**
     * Folded offsets where the units of a shard start: pages, and sections with headings.
     * @param {Shard} shard @returns {number[]}
     */
    kb.unitsOfShard = (shard) => {
      if (!shard.units) {
        const starts = new Set(Array.from(shard.starts.subarray(0, shard.size)));
        for (const section of shard.sections) {
          if (section.level > 1 && section.level < 7) starts.add(section.start);
        }
        shard.units = [...starts].sort((a, b) => a - b);
      }
      return shard.units;
    };

    kb.askTexts = function* (question, shards, about) {
      const { known, others } = about;
      const asked = question.slice(0, LONGEST_QUESTION);
      const tokens = kb.tokensOf(asked, known, others);
      if (!tokens.length) return [];
      const tables = pairTables(tokens);
      const pages = likelyPages(shards, tokens);
      yield;
      /** @type {Candidate[]} */
      const found = [];
      for (const { shard, page } of pages) {
        scanPairs(shard, page, tables, (unit, counts) => {
          const none = { pairs: 0, score: 0, cover: 0, strong: false, alike: 0 };
          found.push({ shard, page, unit, counts, ...none });
        });
        yield;
      }
      noteAlike(found, yield* kb.alikeIn(asked, tokens, shards));
      weighBySections(tokens, found);
      const looks = kb.looksOf(asked);
      /** @type {Asking} */
      const asking = { ...about, tokens, total: totalOf(tokens), text: asked, looks, chars: charsOf(asked) };
      for (const entry of found) scoreUnit(entry, asking);
      found.sort((a, b) => b.score + LIFT * b.alike - a.score - LIFT * a.alike);
      const best = found.slice(0, MOST_REFINED);
      for (const entry of best) refine(entry, asking);
      best.sort((a, b) => b.score - a.score);
      const good = best.filter(
        ({ cover, pairs, strong, alike }) =>
          (cover >= LEAST_COVER && pairs > 1) || strong || pairs > 3 || alike >= LEAST_ALIKE,
      );
      const faint = about.asks
        ? best.filter(({ cover }) => cover >= FAINT_COVER).slice(0, MOST_FAINT)
        : [];
      const shown = good.length ? good.slice(0, MOST_FOUND) : faint;
      return shown.map((entry) => ({ ...placeOf(entry, tokens), looks }));
    };

    /**
     * The characters that carry a question's meaning, and how rare they are.
     * @param {string} text @returns {{char: string, rarity: number}[]}
     */
    function charsOf(text) {
      return kb.tellingChars(text).map((char) => ({ char, rarity: kb.rarity(char) }));
    }

    /**
     * How much the sections ask what is asked, where they ask.
     * @param {Candidate[]} found @param {Map<Shard, Map<number, number>>} likeness
     */
    function noteAlike(found, likeness) {
      for (const entry of found) {
        const shares = likeness.get(entry.shard);
        entry.alike = (shares && shares.get(entry.unit)) || 0;
      }
    }

    /**
     * A word that is rare among pages may stand in every section of the one page that has it.
     * @param {Token[]} tokens @param {Candidate[]} found
     */
    function weighBySections(tokens, found) {
      const sections = new Float64Array(tokens.length);
      for (const { counts } of found) for (const place of counts.keys()) sections[place]++;
      tokens.forEach((token, place) => {
        if (!token.pages) return;
        const share = (found.length - sections[place] + 0.5) / (sections[place] + 0.5);
        token.idf += BY_SECTION * (Math.log(1 + share) - token.idf);
      });
    }

    /**
     * What a section with everything asked would score; pairs that are nowhere say little.
     * @param {Token[]} tokens
     */
    function totalOf(tokens) {
      let total = 0;
      for (const { asked, weight, idf, pages } of tokens)
        if (asked) total += weight * idf * (pages ? 1 : WEIGHTS.nowhere);
      return total || 1;
    }

    /**
     * Folded bounds of a unit.
     * @param {Shard} shard @param {number} unit @returns {[number, number]}
     */
    kb.boundsOfUnit = (shard, unit) => {
      const bounds = kb.unitsOfShard(shard);
      return [bounds[unit], unit + 1 < bounds.length ? bounds[unit + 1] : shard.folded.length];
    };

    /** @param {Candidate} entry @param {Asking} asking */
    function scoreUnit(entry, { tokens, total, titleOf, named }) {
      const [start, end] = kb.boundsOfUnit(entry.shard, entry.unit);
      const page = entry.shard.first + entry.page;
      const title = named(page) ? titleOf(page) : "";
      const length = 1 - PLACE_B + (PLACE_B * (end - start)) / USUAL_LENGTH;
      tokens.forEach(({ pair, weight, idf, asked }, place) => {
        const count = entry.counts.get(place) || 0;
        // What a question names is the same in every section of the page so named.
        const given = asked && title.includes(pair);
        if (!count && !given) return;
        const often = given ? WEIGHTS.given : ((PLACE_K + 1) * count) / (count + PLACE_K * length);
        entry.pairs++;
        entry.score += weight * idf * often;
        entry.cover += ((asked ? 1 : 0.5) * weight * idf) / total;
        if (!asked && weight > 0.5) entry.strong = true; // the official word for what is asked
      });
    }

    /**
     * Weigh in the heading, the page's title, the best sentence and the kind of page.
     * @param {Candidate} entry @param {Asking} asking
     */
    function refine(entry, asking) {
      const { tokens, total, text: asked, known, looks, titleOf, boost, named } = asking;
      const { shard, page } = entry;
      const [start, end] = kb.boundsOfUnit(shard, entry.unit);
      const section = kb.sectionAt(shard, shard.first + page, start - shard.starts[page]);
      const head = section < 0 ? "" : shard.folded.slice(start, shard.sections[section].head);
      const title = titleOf(shard.first + page);
      const above = section < 0 ? "" : headAbove(shard, page, section);
      const [text, also = ""] = shard.folded.slice(start, end).split(kb.ALSO);
      const own = named(shard.first + page)
        ? tokens.filter(({ pair }) => !title.includes(pair))
        : tokens;
      const inHead = own.filter(({ pair, asked: its }) => its && head.includes(pair));
      const share = inHead.length
        ? Math.min((inHead.length + 1) / head.replace(PROVISION, "").length, 1)
        : 0;
      for (const { weight, idf } of inHead)
        entry.score += (WEIGHTS.heading + (1 - WEIGHTS.heading) * share) * weight * idf;
      const subject = known.find((name) => head.includes(name));
      if (subject) {
        const whole = head.replace(PROVISION, "") === subject ? 0.8 : 0.3;
        for (const { pair, weight, idf } of tokens)
          if (subject.includes(pair)) entry.score += whole * weight * idf;
      }
      own.forEach((token) => {
        const { pair, asked: its } = token;
        if (!its || !title.includes(pair)) return;
        const known = entry.counts.has(tokens.indexOf(token));
        weighIn(entry, token, known ? 0.25 : 0.6, known ? 0 : 0.6 / total);
      });
      for (const token of own) {
        const { pair, asked: its } = token;
        if (its && above.includes(pair) && !text.includes(pair))
          weighIn(entry, token, WEIGHTS.above, WEIGHTS.above / total);
      }
      for (const { char, rarity } of asking.chars)
        if (text.includes(char)) entry.score += 0.15 * rarity;
      entry.score +=
        WEIGHTS.sentence * bestSentence(head, text.slice(head.length), own, total, looks);
      entry.score *= (0.5 + Math.min(entry.cover, 1)) * boost(shard.first + page);
      if (looks.length && !looks.some((look) => look.test(text))) entry.score *= WEIGHTS.unlikely;
      const same = kb.asksSame(asked, head + also) ? 1 : WEIGHTS.otherwise;
      entry.score += WEIGHTS.alike * total * entry.alike * same;
      const { anchor } = section < 0 ? { anchor: "" } : shard.sections[section];
      if (anchor === "members" && WHICH.test(asked) && asking.subject(shard.first + page))
        entry.score *= WEIGHTS.members;
      if (LISTING.test(anchor)) entry.score *= WEIGHTS.listing;
      if (looks.length && OPENED.test(asking.kindOf(shard.first + page)) && start === shard.starts[page])
        entry.score *= WEIGHTS.opening;
      if (POINTING.test(anchor)) entry.score *= WEIGHTS.pointing;
      if (ASIDE.test(anchor)) entry.score *= WEIGHTS.aside;
      if (PLACE.test(anchor)) entry.score *= WEIGHTS.place;
    }

    /** @param {Candidate} entry @param {Token} token @param {number} score @param {number} cover */
    function weighIn(entry, { weight, idf }, score, cover) {
      entry.score += score * weight * idf;
      entry.cover += cover * weight * idf;
    }

    /**
     * The folded heading of the chapter a section stands in, empty without.
     * @param {Shard} shard @param {number} page place in the shard @param {number} section
     */
    function headAbove(shard, page, section) {
      const { level } = shard.sections[section];
      for (let at = section - 1; at >= shard.sectionsOf[page]; at--) {
        const { level: other, start, head } = shard.sections[at];
        if (other < level) return other > 1 ? shard.folded.slice(start, head) : "";
      }
      return "";
    }

    /**
     * The most that one sentence says below its heading; more if it looks like an answer.
     * @param {string} head @param {string} text @param {Token[]} tokens @param {number} total
     * @param {RegExp[]} looks
     */
    function bestSentence(head, text, tokens, total, looks) {
      let best = 0;
      for (const sentence of text.split(/[。;]/)) {
        let score = 0;
        for (const { pair, weight, idf } of tokens) {
          if (sentence.includes(pair)) score += weight * idf;
          else if (head.includes(pair)) score += WEIGHTS.headed * weight * idf;
        }
        if (score && looks.some((look) => look.test(sentence)))
          score += WEIGHTS.likely * Math.min(score, total);
        best = Math.max(best, score);
      }
      return best;
    }

    /** @param {Candidate} entry @param {Token[]} tokens */
    function placeOf({ shard, page, unit, score, cover }, tokens) {
      const [start, end] = kb.boundsOfUnit(shard, unit).map((place) => place - shard.starts[page]);
      return { page: shard.first + page, start, end, score, cover, tokens };
    }
  },
);
