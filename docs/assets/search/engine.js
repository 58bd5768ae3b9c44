/**
 * One search: the plan of a query, what every way of looking finds, and their order.
 *
 * Order (issue: design.md "Search"): exact term, alias, initials, title, article, body; then numeral
 * and traditional variants, then pages with all words, then near misses and what a question means.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function engine(kb) {
    "use strict";

    const SCHEMA = 2;
    const BODY = 300;
    const CITED = 970;
    const MOST_SLIPS = 5;
    const MOST_ASKED = 12; // words of an English question
    /** English words that ask, and say nothing about what is asked. */
    const ASKING = new Set(
      "the and are can may how what who whom when where which why does did for with from has have had its that this they them must should will would shall about into many much long often".split(
        " ",
      ),
    );
    /** Pages whose text matches alike: what is likelier to be looked for. */
    const KIND_WEIGHT = {
      term: 14,
      regulation: 16,
      guide: 15,
      list: 10,
      form: 12,
      report: 6,
      page: 0,
    };

    /** What a question is best answered by; and how much more if the question names that page. */
    const ANSWER_WEIGHT = {
      term: 1,
      regulation: 1.05,
      guide: 1.05,
      list: 0.9,
      form: 1,
      report: 0.7,
      page: 1,
    };
    const NAMED = {
      term: 1.4,
      regulation: 2.2,
      guide: 1.3,
      list: 1.3,
      form: 1.3,
      report: 1,
      page: 1,
    };

    const SUPERSEDED = 0.5; // what a regulation said that is no longer in force

    /**
     * Rows as objects; 0 stands where a row has nothing.
     * @param {string[]} fields @param {any[]} rows @returns {TermRow[]}
     */
    const unpack = (fields, rows) =>
      rows.map((/** @type {any[]} */ row) => {
        /** @type {Record<string, any>} */
        const term = {};
        row.forEach((value, place) => {
          if (value) term[fields[place]] = value;
        });
        return /** @type {TermRow} */ (term);
      });

    class Engine {
      constructor() {
        /** @type {TermsData | null} */
        this.data = null;
        /** @type {PageRow[]} */
        this.pages = [];
        /** @type {Name[]} */
        this.names = [];
        /** @type {Shard[]} */
        this.shards = [];
        /** A text that is looked through and not kept. @type {Shard | null} */
        this.passing = null;
        this.charPages = new Uint32Array(0x10000);
        /** @type {Map<string, number>} */
        this.pageOfUrl = new Map();
        /** Pages of regulations no longer in force. @type {Set<number>} */
        this.superseded = new Set();
        /** Page -> rank, and standing if not in force. @type {Map<number, string>} */
        this.standings = new Map();
      }

      /** Records and tables: enough to answer names. @param {TermsData} data */
      loadTerms(data) {
        if (data.schema !== SCHEMA)
          throw new Error(`search data of schema ${data.schema}, not ${SCHEMA}`);
        this.data = data;
        if (data.fields) data.terms = unpack(data.fields, data.terms);
        this.shards = [];
        this.pages = [];
        this.superseded.clear();
        this.standings.clear();
        this.charPages.fill(0);
        kb.setTraditional(data.traditional);
        kb.setReadings(data.syllables, data.readings);
        kb.setRegulations(data.regulations);
        if (data.everyday) kb.setNotions(data);
        kb.rarity = (char) =>
          Math.log(1 + (1 + data.pages) / (1 + this.charPages[char.charCodeAt(0)]));
        kb.pagesWith = (char) => this.charPages[char.charCodeAt(0)];
        this.names = [];
        data.terms.forEach((term, index) => {
          term.url = data.term_url.replace("*", term.id);
          /** @type {Target} */
          const target = { kind: "term", index };
          /**
           * @param {string[] | undefined} list @param {NameRole} role @param {boolean} [english]
           */
          const add = (list, role, english = false) =>
            (list || []).forEach((text) =>
              this.names.push(new kb.Name(text, role, target, english)),
            );
          add([term.name], "name");
          add(term.also, "also");
          add(term.english, "name", true);
          add(term.members, "member");
          add((term.members_en || []).filter(Boolean), "member", true);
          add(term.wrong, "wrong");
        });
      }

      /** Addresses and titles of all pages. @param {PagesData} data */
      loadPages(data) {
        this.pages = data.pages.map(([url, title, kind, names, language]) => ({
          url,
          title,
          kind: data.kinds[kind],
          names: names || [],
          language: language || "",
        }));
        this.pageOfUrl = new Map(this.pages.map((page, index) => [page.url, index]));
        for (const { superseded, standing, url } of this.data ? this.data.regulations : []) {
          const page = this.pageOfUrl.get(url);
          if (standing && page !== undefined) this.standings.set(page, standing);
          if (superseded && page !== undefined) this.superseded.add(page);
        }
        this.pages.forEach((page, index) => {
          if (page.kind === "term") return; // named by its record
          /** @type {Target} */
          const target = { kind: "page", index };
          this.names.push(
            new kb.Name(page.title, "title", target, !/[\u3400-\u9fff]/.test(page.title)),
          );
          for (const name of page.names)
            this.names.push(new kb.Name(name, "title", target, !/[\u3400-\u9fff]/.test(name)));
        });
      }

      /** Texts of some pages, built between two yields a page. @param {TextsData} data */
      *loadTexts(data) {
        this.shards.push(yield* kb.buildShard(data, this.charPages));
        const all = this.data ? this.data.texts.length : 0;
        if (this.shards.length === all) yield* kb.readQuestions(this.shards);
      }

      /** Work out what the first query by sound would otherwise wait for. */
      *warm() {
        for (const name of this.names) if (name.units && name.sounds) yield;
      }

      /**
       * Look for a text; yields between shards so that its driver can stop or pause.
       * @param {string} text
       */
      *search(text) {
        const plan = kb.planOf(text);
        const result = new kb.Result(this, plan);
        if (plan.empty || !this.data) return result;
        const names = this.matchNames(plan);
        for (const hit of names) result.addName(hit);
        for (const citation of kb.findCitations(plan)) result.addCitation(citation, CITED);
        yield;
        yield* this.searchTexts(result, this.shards);
        yield* this.guess(plan, result, names);
        result.sort();
        return result;
      }

      /** @param {Result} result @param {Shard[]} shards */
      *searchTexts(result, shards) {
        const { plan } = result;
        const literal = yield* this.scan(shards, [plan.folded]);
        for (const hit of literal.values()) result.addText(hit, "literal", BODY);
        const variants = yield* this.scan(shards, plan.variants, plan.simplified);
        for (const hit of variants.values()) result.addText(hit, "variant", BODY);
        if (plan.parts.length < 2) return;
        for (const hit of yield* this.scanWords(shards, plan.parts))
          result.addText(hit, "words", BODY);
      }

      /** Look in a text that is not kept. @param {Result} result @param {Shard} shard */
      *searchPassing(result, shard) {
        this.passing = shard;
        yield* this.searchTexts(result, [shard]);
        result.keepPlaces(shard.first, shard.size);
        this.passing = null;
        result.sort();
      }

      /**
       * Near misses, and what a question means, where little is written so.
       * @param {Plan} plan @param {Result} result @param {NameHit[]} names
       */
      *guess(plan, result, names) {
        const written = names.some(
          ({ name, how }) => how === "literal" && (name.role === "name" || name.role === "also"),
        );
        const slips = written ? [] : this.matchSlips(plan).slice(0, MOST_SLIPS);
        for (const hit of slips) result.addName(hit);
        if (slips.length || names.length) yield* this.suggest(plan, result, slips, names);
        const asked = kb.askedOf(plan.raw);
        const core = kb.coreOf(asked);
        const asks = core.length > 1 && core !== asked;
        const few = asks
          ? result.size < 5
          : plan.folded.length > 7
            ? result.size < 3
            : !result.size;
        if (!few || plan.folded.length < 3 || slips.some(({ place }) => place === 0)) return;
        if (asks)
          for (const hit of this.matchNames(kb.planOf(core)))
            if (hit.place < 2) result.addName(hit);
        yield* this.askTexts(plan, result, asked, asks);
      }

      /**
       * @param {Plan} plan @param {Result} result @param {string} asked the question, as written
       * @param {boolean} asks it has a word that asks
       */
      *askTexts(plan, result, asked, asks) {
        if (plan.words) {
          yield* this.askWords(plan, result);
          return;
        }
        const known = this.namesIn(plan.simplified);
        const subjects = new Set(known.map(({ target }) => this.pageOf(target)));
        const answers = yield* kb.askTexts(asked, this.shards, {
          known: known.map(({ folded }) => folded),
          others: this.otherNames(known),
          titleOf: (page) => this.foldedTitle(page),
          kindOf: (page) => this.pages[page].kind,
          boost: (page) =>
            ANSWER_WEIGHT[this.pages[page].kind] *
            (subjects.has(page) ? NAMED[this.pages[page].kind] : 1) *
            (this.superseded.has(page) ? SUPERSEDED : 1),
          asks,
          subject: (page) => subjects.has(page),
          named: (page) => subjects.has(page) && this.pages[page].kind !== "term",
        });
        for (const answer of answers) result.addAnswer(answer);
      }

      /**
       * A question in English: the pages that hold most of its rarer words.
       * @param {Plan} plan @param {Result} result
       */
      *askWords(plan, result) {
        const words = plan.words.split(" ").filter((word) => word.length > 2 && !ASKING.has(word));
        if (words.length < 2) return;
        const size = Math.max(this.pages.length, 1);
        /** @type {Map<number, {hits: TextHit[], score: number}>} */
        const pages = new Map();
        let total = 0;
        for (const word of new Set(words.slice(0, MOST_ASKED))) {
          const hits = yield* this.scan(this.shards, [word]);
          const rarity = Math.log(1 + size / (1 + hits.size));
          total += rarity;
          for (const [page, hit] of hits) {
            const known = pages.get(page) || { hits: [], score: 0 };
            known.hits.push(hit);
            known.score += rarity;
            pages.set(page, known);
          }
        }
        for (const { hits, score } of pages.values()) {
          if (hits.length > 1 && score > total / 2)
            result.addText(kb.joinWords(hits), "question", 100 * score);
        }
      }

      /** @param {Plan} plan @returns {NameHit[]} the best hit of each record, best first */
      matchNames(plan) {
        return this.bestNames((name) => kb.matchName(plan, name));
      }

      /** @param {Plan} plan @returns {NameHit[]} */
      matchSlips(plan) {
        return this.bestNames(
          (name) =>
            kb.matchSlip(plan, name) || (plan.spelled ? kb.matchSpellingSlip(plan, name) : null),
        );
      }

      /** @param {(name: Name) => NameHit | null} match @returns {NameHit[]} */
      bestNames(match) {
        /** @type {Map<string, NameHit>} */
        const best = new Map();
        for (const name of this.names) {
          const hit = match(name);
          if (!hit) continue;
          const key = name.target.kind + name.target.index;
          const known = best.get(key);
          if (!known || hit.quality > known.quality) best.set(key, hit);
        }
        return [...best.values()].sort(
          (a, b) => b.quality - a.quality || this.usesOf(b) - this.usesOf(a),
        );
      }

      /** @param {NameHit} hit @returns {number} */
      usesOf({ name: { target } }) {
        return target.kind === "term" && this.data ? this.data.terms[target.index].uses || 0 : 0;
      }

      /**
       * Names of records that stand in a text, longest first.
       * @param {string} text @returns {Name[]}
       */
      namesIn(text) {
        /** @type {Name[]} */
        const found = [];
        this.names
          .filter((name) => !name.english && name.folded.length > 1 && text.includes(name.folded))
          .sort((a, b) => b.folded.length - a.folded.length)
          .forEach((name) => {
            const inside = ({ folded = "" }) =>
              folded.length > name.folded.length && folded.includes(name.folded);
            if (!found.some(inside)) found.push(name);
          });
        return found.slice(0, 12);
      }

      /**
       * What else the records of some names are called.
       * @param {Name[]} known @returns {string[]}
       */
      otherNames(known) {
        const targets = new Set(
          known
            .filter(({ role, target }) => target.kind === "term" && role !== "member")
            .map(({ target }) => target.index),
        );
        const written = new Set(known.map(({ folded }) => folded));
        return this.names
          .filter(
            ({ target, role, english, folded }) =>
              target.kind === "term" &&
              targets.has(target.index) &&
              (role === "name" || role === "also") &&
              !english &&
              !written.has(folded),
          )
          .map(({ folded }) => folded);
      }

      /**
       * Index of a record's page, -1 before pages are loaded.
       * @param {Target} target @returns {number}
       */
      pageOf(target) {
        if (target.kind === "page" || !this.data) return target.index;
        const known = this.pageOfUrl.get(this.data.terms[target.index].url);
        return known === undefined ? -1 : known;
      }

      /**
       * The shard a page's text is in, null before it is loaded.
       * @param {number} page @returns {Shard | null}
       */
      shardOf(page) {
        /** @param {Shard} shard */
        const has = ({ first, size }) => page >= first && page < first + size;
        return this.passing && has(this.passing) ? this.passing : this.shards.find(has) || null;
      }

      /** @param {number} page @returns {string} */
      foldedTitle(page) {
        const row = this.pages[page];
        if (row && row.folded === undefined) row.folded = kb.fold(row.title);
        return (row && row.folded) || "";
      }

      /**
       * @param {Shard[]} shards @param {string[]} needles
       * @param {string} [simplified] also looked for in simplified copies
       */
      *scan(shards, needles, simplified) {
        /** @type {Map<number, TextHit>} */
        const hits = new Map();
        for (const shard of shards) {
          for (const needle of needles) kb.scanShard(shard, needle, hits);
          if (simplified) kb.scanSimplified(shard, simplified, hits);
          yield;
        }
        return hits;
      }

      /** Pages that hold every word. @param {Shard[]} shards @param {string[]} words */
      *scanWords(shards, words) {
        /** @type {Map<number, TextHit>[]} */
        const each = [];
        for (const word of words)
          each.push(yield* this.scan(shards, [word, ...kb.variantsOf(word)]));
        const [first, ...rest] = each.sort((a, b) => a.size - b.size);
        const found = [];
        for (const [page, hit] of first) {
          const others = rest.map((hits) => hits.get(page));
          if (others.every(Boolean))
            found.push(kb.joinWords([hit, .../** @type {TextHit[]} */ (others)]));
        }
        return found;
      }

      /**
       * What was probably meant, with what it would find.
       * @param {Plan} plan @param {Result} result @param {NameHit[]} slips
       * @param {NameHit[]} names
       */
      *suggest(plan, result, slips, names) {
        const hit = slips[0] || names.find(({ how }) => how !== "literal" && how !== "english");
        if (!hit || hit.name.english || (slips[0] && names.some(({ place }) => place === 0)))
          return;
        if (names[0] && names[0].how === "literal") return;
        const found = yield* this.scan(this.shards, [hit.name.folded]);
        let count = 0;
        for (const text of found.values()) count += text.count;
        result.suggestion = {
          text: hit.name.text,
          pages: found.size,
          count,
          slip: hit.how === "slip",
        };
      }
    }

    kb.Engine = Engine;

    kb.KIND_WEIGHT = KIND_WEIGHT;
  },
);
