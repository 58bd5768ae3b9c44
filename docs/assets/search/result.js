/**
 * What was found, one entry a page, put in order.
 *
 * Entries are kept small: what is shown of a page is worked out for the few that are (items.js).
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function result(kb) {
    "use strict";

    /** Groups in the order shown. */
    const GROUPS = ["main", "variant", "words", "slip", "question"];

    class Result {
      /** @param {Engine} engine @param {Plan} plan */
      constructor(engine, plan) {
        this.engine = engine;
        this.plan = plan;
        this.presenter = new kb.Presenter(engine, plan);
        /** @type {Map<string, Entry>} */
        this.entries = new Map();
        /** @type {Entry[]} */
        this.order = [];
        /** @type {Suggestion | null} */
        this.suggestion = null;
        this.literal = { pages: 0, count: 0 };
      }

      /** @returns {number} */
      get size() {
        return this.entries.size;
      }

      /**
       * @param {string} key @param {string} url @param {PageKind} kind @param {number} page
       * @returns {Entry}
       */
      _entry(key, url, kind, page) {
        let entry = this.entries.get(key);
        if (!entry) {
          entry = {
            url,
            kind,
            page,
            group: GROUPS.length,
            score: 0,
            name: null,
            text: null,
            match: "",
            citation: null,
            answers: [],
            places: null,
          };
          this.entries.set(key, entry);
        }
        return entry;
      }

      /** @param {Entry} entry @param {string} group @param {number} score */
      _rank(entry, group, score) {
        const place = GROUPS.indexOf(group);
        if (place < entry.group) {
          entry.group = place;
          entry.score = score;
        } else if (place === entry.group) entry.score = Math.max(entry.score, score);
      }

      /** @param {NameHit} hit */
      addName(hit) {
        const { kind, index } = hit.name.target;
        const { engine } = this;
        const term = kind === "term" && engine.data ? engine.data.terms[index] : null;
        const url = term ? term.url : engine.pages[index].url;
        const entry = this._entry(
          url,
          url,
          term ? "term" : engine.pages[index].kind,
          engine.pageOf(hit.name.target),
        );
        const group =
          hit.how === "slip" ? "slip" : hit.how === "variant" && hit.place ? "variant" : "main";
        if (!entry.name || hit.quality > entry.name.quality) entry.name = hit;
        entry.match = entry.match || (hit.how === "literal" ? "name" : hit.how);
        this._rank(entry, group, hit.quality + Math.min(Math.log2(1 + engine.usesOf(hit)), 9) / 10);
      }

      /**
       * @param {TextHit} hit @param {string} match literal, variant or words @param {number} base
       */
      addText(hit, match, base) {
        const { url, kind } = this.engine.pages[hit.page];
        const entry = this._entry(url, url, kind, hit.page);
        if (match === "literal") {
          this.literal.pages++;
          this.literal.count += hit.count;
          entry.match = "literal";
        }
        if (!entry.text) entry.text = hit;
        entry.match = entry.match || match;
        const head = hit.head < 0 ? 0 : 100 + 40 * hit.headShare;
        const near = hit.span === undefined ? 0 : 60 / (1 + hit.span / 20);
        const often = Math.min(8 * Math.log2(1 + hit.count), 40);
        const group = match === "literal" ? "main" : match;
        this._rank(entry, group, base + head + near + often + kb.KIND_WEIGHT[kind]);
      }

      /** @param {Citation} citation @param {number} score */
      addCitation(citation, score) {
        const { url } = citation.regulation;
        const known = this.engine.pageOfUrl.get(url);
        const entry = this._entry(
          `${url}#${citation.label}`,
          url,
          "regulation",
          known === undefined ? -1 : known,
        );
        entry.citation = citation;
        entry.match = "citation";
        this._rank(entry, "main", score - (citation.regulation.superseded ? 20 : 0));
      }

      /** @param {Answer} answer */
      addAnswer(answer) {
        const { url, kind } = this.engine.pages[answer.page];
        const entry = this._entry(url, url, kind, answer.page);
        entry.answers.push(answer);
        entry.match = entry.match || "question";
        this._rank(entry, "question", answer.score + kb.KIND_WEIGHT[kind] / 100);
      }

      /**
       * Work out now what is shown of pages whose text will not stay.
       * @param {number} first @param {number} size
       */
      keepPlaces(first, size) {
        for (const entry of this.entries.values()) {
          if (entry.text && entry.page >= first && entry.page < first + size)
            entry.places = this.presenter.places(entry);
        }
      }

      /** Put the entries in order, once all are there. */
      sort() {
        this.order = [...this.entries.values()].sort(
          (a, b) => a.group - b.group || b.score - a.score || a.page - b.page,
        );
      }

      /** How many entries of each kind there are. @returns {Record<string, number>} */
      kinds() {
        /** @type {Record<string, number>} */
        const counts = {};
        for (const { kind } of this.order) counts[kind] = (counts[kind] || 0) + 1;
        return counts;
      }

      /**
       * The items [from, to) of one kind, or of all.
       * @param {string} kind @param {number} from @param {number} to @returns {Item[]}
       */
      items(kind, from, to) {
        const chosen = kind ? this.order.filter((entry) => entry.kind === kind) : this.order;
        return chosen
          .slice(from, to)
          .map((entry) => this.presenter.item(entry, GROUPS[entry.group]));
      }
    }

    kb.Result = Result;
  },
);
