/**
 * A question that stands nowhere literally: what is it about, and which section says it?
 *
 * The question is reduced to names in it, rare pairs of characters and official words for everyday
 * ones; sections are ranked by how much of that they hold (BM25 on pairs), the place of a word in
 * the heading or page title counting too.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function question(kb) {
    "use strict";

    /** Words that ask, and say nothing about what is asked. */
    const ASKING =
      /请问|什么样的|什么样|什么时候|什么意思|为什么|什么|怎么样|怎么办|怎么|怎样|如何|多长时间|多少|多久|几次|几回|哪几个|哪几种|哪几|哪些|哪个|哪种|哪里|谁来|是不是|能不能|可不可以|可以不可以|要不要|有没有|该不该|算不算|会不会|行不行|需不需要|是否|能否|应不应该|包括|指的是|是指|分别|具体|一般|一下|(?:吗|呢|吧|啊|呀|么|的)$|[?？!！。，,、;；:：]/g;
    /** Characters that hardly ever carry the meaning. */
    const EMPTY = new Set("的了吗呢吧啊是在有和与或及也都就还把被给让对从到之其这那个些么得地着过很请要能会可我你他她它们啥哪谁几多");
    const TIME = /[0-9一二三四五六七八九十两半百]+(?:个)?(?:年|月|日|天|小时|周|季度|届|次|人|名|岁|元|倍|平方米|工作日)|百分之|每[年月周季半]|届满|之日/g;
    const ASKS_TIME = /多久|多长|几[天年个月次回岁人名]|多少|什么时候|何时|哪[天年]|期限|最长|最短|多大/;
    const PLACE_K = 1.2;
    const PLACE_B = 0.35;
    const LONGEST_QUESTION = 80;
    const MOST_PAGES = 80; // read closely
    const MOST_FOUND = 60;
    const LEAST_COVER = 0.3;

    kb.coreOf = (text) => text.replace(ASKING, "");

    /**
     * What to look for: pairs of characters with their weights.
     * @param {string} simplified the folded question @param {string[]} known names that stand in it @param {[string[], string[]][]} everyday
     * @returns {Token[]}
     */
    function tokensOf(simplified, known, everyday) {
      /** @type {Map<string, Token>} */
      const tokens = new Map();
      /** @param {string} text @param {number} weight @param {boolean} asked */
      const add = (text, weight, asked) => {
        for (let at = 0; at + 1 < text.length; at++) {
          const pair = text.slice(at, at + 2);
          if (/[\0\n]/.test(pair)) continue;
          const empty = Number(EMPTY.has(pair[0])) + Number(EMPTY.has(pair[1]));
          const value = weight * [1, 0.35, 0.1][empty];
          const token = tokens.get(pair);
          if (token) token.weight = Math.max(token.weight, value);
          else tokens.set(pair, { pair, weight: value, asked, pages: 0, idf: 0 });
        }
      };
      for (const part of simplified.replace(ASKING, "\n").split("\n")) add(part, 1, true);
      for (const name of known) add(name, 1.25, true);
      for (const [said, official] of everyday) {
        if (said.some((word) => simplified.includes(word)))
          official.forEach((word, place) => add(word, place ? 0.5 : 0.6, false));
      }
      return [...tokens.values()];
    }

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
          if (has.length > 1) pages.push({ shard, page, score: 0, has });
        }
      }
      for (const token of tokens) {
        token.idf = Math.log(1 + (all - token.pages + 0.5) / (token.pages + 0.5));
      }
      for (const entry of pages) {
        for (const place of entry.has) entry.score += tokens[place].weight * tokens[place].idf;
      }
      return pages.sort((a, b) => b.score - a.score).slice(0, MOST_PAGES);
    }

    /** Folded offsets where the units of a shard start: pages, and sections with headings. @param {Shard} shard @returns {number[]} */
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

    kb.askTexts = function* (plan, shards, known, everyday, titleOf) {
      const asked = plan.simplified.slice(0, LONGEST_QUESTION);
      const tokens = tokensOf(asked, known, everyday);
      if (!tokens.length) return [];
      const tables = pairTables(tokens);
      const pages = likelyPages(shards, tokens);
      yield;
      /** @type {Unit_[]} */
      const found = [];
      for (const { shard, page } of pages) {
        scanPairs(shard, page, tables, (unit, counts) => {
          found.push({ shard, page, unit, counts, score: 0, cover: 0 });
        });
        yield;
      }
      const total = tokens.reduce((sum, { asked: own, weight, idf }) => sum + (own ? weight * idf : 0), 0);
      for (const entry of found) scoreUnit(entry, tokens, total);
      found.sort((a, b) => b.score - a.score);
      const best = found.slice(0, 150);
      for (const entry of best) refine(entry, tokens, total, asked, titleOf);
      return best
        .filter(({ cover, counts }) => cover >= LEAST_COVER && counts.size > 1)
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST_FOUND)
        .map((entry) => placeOf(entry, tokens));
    };

    /** @param {Unit_} entry @param {Token[]} tokens @param {number} total */
    function scoreUnit(entry, tokens, total) {
      const bounds = kb.unitsOfShard(entry.shard);
      const start = bounds[entry.unit];
      const end = entry.unit + 1 < bounds.length ? bounds[entry.unit + 1] : entry.shard.folded.length;
      const length = 1 - PLACE_B + (PLACE_B * (end - start)) / 260;
      let cover = 0;
      for (const [place, count] of entry.counts) {
        const { weight, idf, asked } = tokens[place];
        const often = ((PLACE_K + 1) * count) / (count + PLACE_K * length);
        entry.score += weight * idf * often;
        if (asked) cover += weight * idf;
      }
      entry.cover = total ? cover / total : 0;
    }

    /** Weigh in the heading, the page's title, and whether the answer is a time or number. @param {Unit_} entry @param {Token[]} tokens @param {number} total @param {string} asked @param {(page: number) => string} titleOf */
    function refine(entry, tokens, total, asked, titleOf) {
      const { shard } = entry;
      const bounds = kb.unitsOfShard(shard);
      const start = bounds[entry.unit];
      const end = entry.unit + 1 < bounds.length ? bounds[entry.unit + 1] : shard.folded.length;
      const { page } = entry;
      const section = kb.sectionAt(shard, shard.first + page, start - shard.starts[page]);
      const head = section < 0 ? "" : shard.folded.slice(start, shard.sections[section].head);
      const title = titleOf(shard.first + page);
      const text = shard.folded.slice(start, end);
      for (let place = 0; place < tokens.length; place++) {
        const { pair, weight, idf, asked: own } = tokens[place];
        if (!own) continue;
        if (head.includes(pair)) entry.score += 0.8 * weight * idf;
        if (title.includes(pair)) {
          entry.score += (entry.counts.has(place) ? 0.25 : 0.6) * weight * idf;
          if (!entry.counts.has(place)) entry.cover += (0.6 * weight * idf) / (total || 1);
        }
      }
      for (const char of new Set(kb.coreOf(asked))) {
        if (!EMPTY.has(char) && text.includes(char)) entry.score += 0.15 * kb.rarity(char);
      }
      if (ASKS_TIME.test(asked)) {
        const times = text.match(TIME);
        if (times) entry.score *= 1 + 0.05 * Math.min(times.length, 3);
      }
      entry.score *= 0.5 + Math.min(entry.cover, 1);
    }

    /** @param {Unit_} entry @param {Token[]} tokens @returns {Answer} */
    function placeOf({ shard, page, unit, score, cover }, tokens) {
      const bounds = kb.unitsOfShard(shard);
      const start = bounds[unit] - shard.starts[page];
      const end = (unit + 1 < bounds.length ? bounds[unit + 1] : shard.folded.length) - shard.starts[page];
      return { page: shard.first + page, start, end, score, cover, tokens };
    }
  },
);
