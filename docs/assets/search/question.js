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
    const ASKING = new RegExp(
      [
        "请问|是什么意思|是什么|什么是|什么叫|叫什么|什么样的|什么样|什么时候|什么意思|为什么|什么",
        "怎么样|怎么办|怎么|怎样|如何|多长时间|多少|多久|几次|几回|哪几个|哪几种|哪几|哪些|哪个|哪种|哪里|谁来",
        "是不是|能不能|可不可以|可以不可以|要不要|有没有|该不该|算不算|会不会|行不行|需不需要|应不应该|是否|能否",
        "包括|指的是|是指|分别|具体|一般|一下|(?:吗|呢|吧|啊|呀|么|的)$|[?？!！。，,、;；:：]",
      ].join("|"),
      "g",
    );
    /** Characters that hardly ever carry the meaning. */
    const EMPTY = new Set(
      "的了吗呢吧啊是在有和与或及也都就还把被给让对从到之其这那个些么得地着过很请要能会可我你他她它们啥哪谁几多",
    );
    const TIME =
      /[0-9一二三四五六七八九十两半百]+(?:个)?(?:年|月|日|天|小时|周|季度|届|次|人|名|岁|元|倍|平方米|工作日)|百分之|每[年月周季半]|届满|之日/;
    /**
     * What is asked for, and how an answer to it looks: a time or number, a penalty, who decides.
     * @type {[RegExp, RegExp][]}
     */
    const ANSWERS = [
      [/多久|多长|几[天年个月次回岁人名]|多少|什么时候|何时|哪[天年]|期限|最长|最短|多大/, TIME],
      [/处分|怎[么样]处理|会怎样|什么后果|算什么违纪/, /警告|撤销党内职务|留党察看|开除党籍|除名/],
      [/谁|哪[个级]|报.{0,4}批|批准吗/, /批准|审批|决定|负责|主持|召集|领导/],
    ];
    const SOURCES = "sources"; // the list of sources of a term names articles and says nothing
    const PROVISION = /^第[〇零一二三四五六七八九十百]+[编章节条]/;
    const PLACE_K = 1.2; // k1 and b of BM25
    const PLACE_B = 0.35;
    const USUAL_LENGTH = 260; // characters of a section
    const LONGEST_QUESTION = 80;
    const MOST_PAGES = 80; // read closely
    const MOST_REFINED = 150; // sections
    const MOST_FOUND = 60;
    const LEAST_COVER = 0.3;

    kb.coreOf = (text) => text.replace(ASKING, "");

    /**
     * What to look for: pairs of characters with their weights.
     * @param {string} simplified the folded question @param {string[]} known names that stand in it @param {TermsData} data
     * @returns {Token[]}
     */
    function tokensOf(simplified, known, { asking, everyday }) {
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
      for (const name of known) add(name, 1.6, true);
      for (const [notions, weight] of /** @type {[Notion[], number][]} */ ([
        [everyday, 0.6],
        [asking, 0.4],
      ])) {
        for (const [said, official] of notions) {
          if (said.some((word) => simplified.includes(word)))
            official.forEach((word, place) =>
              add(kb.fold(word), place ? 0.7 * weight : weight, false),
            );
        }
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
          if (has.length) pages.push({ shard, page, score: 0, has });
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

    kb.askTexts = function* (plan, shards, known, data, titleOf, boost) {
      const asked = plan.simplified.slice(0, LONGEST_QUESTION);
      const tokens = tokensOf(asked, known, data);
      if (!tokens.length) return [];
      const tables = pairTables(tokens);
      const pages = likelyPages(shards, tokens);
      yield;
      /** @type {Candidate[]} */
      const found = [];
      for (const { shard, page } of pages) {
        scanPairs(shard, page, tables, (unit, counts) => {
          found.push({ shard, page, unit, counts, score: 0, cover: 0, strong: false });
        });
        yield;
      }
      const answers = ANSWERS.filter(([asks]) => asks.test(asked)).map(([, answer]) => answer);
      const asking = {
        tokens,
        total: totalOf(tokens),
        text: asked,
        known,
        answers,
        titleOf,
        boost,
      };
      for (const entry of found) scoreUnit(entry, asking);
      found.sort((a, b) => b.score - a.score);
      const best = found.slice(0, MOST_REFINED);
      for (const entry of best) refine(entry, asking);
      return best
        .filter(
          ({ cover, counts, strong }) =>
            (cover >= LEAST_COVER && counts.size > 1) || strong || counts.size > 3,
        )
        .sort((a, b) => b.score - a.score)
        .slice(0, MOST_FOUND)
        .map((entry) => ({ ...placeOf(entry, tokens), looks: answers }));
    };

    /**
     * What a section with everything asked would score; pairs that are nowhere say little.
     * @param {Token[]} tokens
     */
    function totalOf(tokens) {
      let total = 0;
      for (const { asked, weight, idf, pages } of tokens)
        if (asked) total += weight * idf * (pages ? 1 : 0.3);
      return total || 1;
    }

    /**
     * Folded bounds of a unit.
     * @param {Shard} shard @param {number} unit @returns {[number, number]}
     */
    function boundsOf(shard, unit) {
      const bounds = kb.unitsOfShard(shard);
      return [bounds[unit], unit + 1 < bounds.length ? bounds[unit + 1] : shard.folded.length];
    }

    /** @param {Candidate} entry @param {Asking} asking */
    function scoreUnit(entry, { tokens, total }) {
      const [start, end] = boundsOf(entry.shard, entry.unit);
      const length = 1 - PLACE_B + (PLACE_B * (end - start)) / USUAL_LENGTH;
      for (const [place, count] of entry.counts) {
        const { weight, idf, asked } = tokens[place];
        const often = ((PLACE_K + 1) * count) / (count + PLACE_K * length);
        entry.score += weight * idf * often;
        entry.cover += ((asked ? 1 : 0.5) * weight * idf) / total;
        if (!asked && weight > 0.5) entry.strong = true; // the official word for what is asked
      }
    }

    /**
     * Weigh in the heading, the page's title, the best sentence and the kind of page.
     * @param {Candidate} entry @param {Asking} asking
     */
    function refine(entry, { tokens, total, text: asked, known, answers, titleOf, boost }) {
      const { shard, page } = entry;
      const [start, end] = boundsOf(shard, entry.unit);
      const section = kb.sectionAt(shard, shard.first + page, start - shard.starts[page]);
      const head = section < 0 ? "" : shard.folded.slice(start, shard.sections[section].head);
      const title = titleOf(shard.first + page);
      const text = shard.folded.slice(start, end);
      const inHead = tokens.filter(({ pair, asked: own }) => own && head.includes(pair));
      const share = inHead.length
        ? Math.min((inHead.length + 1) / head.replace(PROVISION, "").length, 1)
        : 0;
      for (const { weight, idf } of inHead) entry.score += (0.4 + 0.6 * share) * weight * idf;
      const subject = known.find((name) => head.includes(name));
      if (subject) {
        const whole = head.replace(PROVISION, "") === subject ? 0.8 : 0.3;
        for (const { pair, weight, idf } of tokens)
          if (subject.includes(pair)) entry.score += whole * weight * idf;
      }
      tokens.forEach(({ pair, weight, idf, asked: own }, place) => {
        if (!own || !title.includes(pair)) return;
        entry.score += (entry.counts.has(place) ? 0.25 : 0.6) * weight * idf;
        if (!entry.counts.has(place)) entry.cover += (0.6 * weight * idf) / total;
      });
      for (const char of new Set(kb.coreOf(asked))) {
        if (!EMPTY.has(char) && text.includes(char)) entry.score += 0.15 * kb.rarity(char);
      }
      entry.score += 1.5 * bestSentence(text, tokens, total, answers);
      entry.score *= (0.5 + Math.min(entry.cover, 1)) * boost(shard.first + page);
      if (answers.some((answer) => answer.test(text))) entry.score *= 1.1;
      if (section >= 0 && shard.sections[section].anchor === SOURCES) entry.score *= 0.7;
    }

    /**
     * The most that one sentence says; more if it looks like an answer.
     * @param {string} text @param {Token[]} tokens @param {number} total
     * @param {RegExp[]} answers
     */
    function bestSentence(text, tokens, total, answers) {
      let best = 0;
      for (const sentence of text.split(/[。;]/)) {
        let score = 0;
        for (const { pair, weight, idf } of tokens)
          if (sentence.includes(pair)) score += weight * idf;
        if (score && answers.some((answer) => answer.test(sentence)))
          score += 0.5 * Math.min(score, total);
        best = Math.max(best, score);
      }
      return best;
    }

    /** @param {Candidate} entry @param {Token[]} tokens */
    function placeOf({ shard, page, unit, score, cover }, tokens) {
      const [start, end] = boundsOf(shard, unit).map((place) => place - shard.starts[page]);
      return { page: shard.first + page, start, end, score, cover, tokens };
    }
  },
);
