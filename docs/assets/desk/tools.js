/**
 * What the rules share: documents (kb.lint.document), the records, and the matcher that finds terms
 * (kb.match): all names at once, the leftmost first and of these the longest whose conditions hold.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function tools(kb) {
    "use strict";

    /** What a block is. */
    kb.Kind = { TITLE: 1, HEADING: 2, TEXT: 3, ITEM: 4, CELL: 5, QUOTE: 6 };
    kb.HAN = "一-鿿";
    const HAN_CHAR = /^[一-鿿]/;
    kb.isHan = (char) => HAN_CHAR.test(char);

    /** A paper: blocks of plain text that know where they stand. */
    class Doc {
      /**
       * @param {Block[]} blocks
       * @param {Partial<{word: boolean, draft: boolean, example: boolean, off: Off[], notes: Note[],
       *   own: string}>} [more]
       */
      constructor(blocks, more = {}) {
        this.blocks = blocks;
        this.word = Boolean(more.word);
        this.draft = more.draft !== false;
        this.example = Boolean(more.example);
        this.off = more.off || [];
        this.notes = more.notes || [];
        this.own = more.own || "";
        this.folded = blocks.map(({ text }) => kb.fold(text));
        this.whole = this.folded.join("\n");
        /** The blocks that are the author's own words. @type {number[]} */
        this.prose = [];
        blocks.forEach((block, n) => block.kind !== kb.Kind.QUOTE && this.prose.push(n));
        /** @type {any} */
        this.kept = {};
      }
    }

    kb.Doc = Doc;

    class Matcher {
      /** @param {any} data */
      constructor(data) {
        /** First two characters (or the only one) -> names, the longest first. @type {Map<string, any[]>} */
        this.starts = new Map();
        for (const [name, ...claims] of data.names) {
          const entry = {
            name,
            free: claims.every((/** @type {any} */ claim) => typeof claim === "number"),
            claims,
          };
          kb.put(/** @type {any} */ (this.starts), name.slice(0, 2), /** @type {any} */ (entry));
        }
        this.starts.forEach((list) => list.sort((a, b) => b.name.length - a.name.length));
        this.terms = data.terms;
      }

      /** @param {string} folded @returns {Mention[]} */
      find(folded) {
        /** @type {Mention[]} */
        const found = [];
        let at = 0;
        while (at < folded.length) {
          const mention = this.mentionAt(folded, at);
          if (mention) found.push(mention);
          at = mention ? mention.end : at + 1;
        }
        return found;
      }

      /** @param {string} folded @param {number} at @returns {Mention | null} */
      mentionAt(folded, at) {
        for (const size of [2, 1]) {
          const list = this.starts.get(folded.substr(at, size));
          if (!list) continue;
          for (const { name, free, claims } of list) {
            if (!folded.startsWith(name, at)) continue;
            const end = at + name.length;
            const senses = free
              ? claims
              : claims
                  .filter((/** @type {any} */ claim) => holds(claim, folded, at, end))
                  .map((/** @type {any} */ claim) => (typeof claim === "number" ? claim : claim[0]));
            if (senses.length)
              return { start: at, end, senses: senses.map((/** @type {number} */ n) => this.terms[n]) };
          }
        }
        return null;
      }
    }

    /**
     * Whether an occurrence of a name is a mention of the term that claims it.
     * @param {any} claim @param {string} text @param {number} start @param {number} end
     */
    function holds(claim, text, start, end) {
      if (typeof claim === "number") return true;
      const [, conditional, quotes, phrases, never] = claim;
      /** @param {[string, number]} context */
      const around = ([phrase, at]) => start >= at && text.startsWith(phrase, start - at);
      if (never.some(around)) return false;
      if (!conditional) return true;
      const quoted = quotes && kb.char(text, start - 1) === '"' && text[end] === '"';
      return quoted || phrases.some(around);
    }

    /** One knowledge base, for any number of papers. */
    class Tools {
      /** @param {any} data the data file */
      constructor(data) {
        this.data = data;
        const { url } = data;
        kb.K = kb.revive(data.constants);
        kb.setFolding(kb.K.text);
        this.rules = new Map(
          data.rules.map((/** @type {any[]} */ [id, family, name, level, pages, why]) => [
            id,
            { id, family, name, level, pages, why },
          ]),
        );
        this.confusions = kb.revive(data.confusions);
        this.bodies = kb.revive(data.bodies);
        this.pastBodies = kb.revive(data.past_bodies);
        this.systems = kb.revive(data.systems);
        /** Where a record's page is. @param {string} about */
        this.urlOf = (about) => url.replace("*", about);
        this.over = kb.revive(data.over);
        this.years = data.years;
        this.events = kb.revive(data.events);
        this.variants = kb.revive(data.variants);
        this.past = kb.revive(data.past);
        this.wrongMembers = kb.revive(data.wrong_members);
        this.first = kb.revive(data.first);
        this.editions = data.editions;
        this.items = data.items;
        this.fixes = data.fixes;
        this.order = data.order;
        this.margin = data.margin;
        /** @type {Map<string, any>} */
        this.terms = new Map();
        for (const row of data.terms)
          this.terms.set(row.id, { aliases: [], wrong: [], members: [], status: "current", ...row });
        /** @type {Map<string, any>} */
        this.regulations = new Map(data.regulations.map((/** @type {any} */ row) => [row.id, row]));
        /** @type {Map<string, any[]>} */
        this.setLists = new Map();
        for (const member of Object.keys(data.set_lists))
          this.setLists.set(
            member,
            data.set_lists[member].map((/** @type {string} */ id) => this.terms.get(id)),
          );
        this.matcher = new Matcher({ names: data.names, terms: [...this.terms.values()] });
        this.names = new Set([
          ...data.names.map((/** @type {any[]} */ [name]) => kb.strip(name, '"')),
          ...data.other_names,
        ]);
        for (const { title, short } of data.regulations)
          for (const name of [title, ...short]) this.names.add(kb.strip(kb.fold(name), '"'));
        this.finder = new kb.Finder(data.regulations, data.shown);
        this.lexicon = new kb.Lexicon();
      }

      /** Read the dictionaries. @returns {Generator<void, void, void>} */
      *load() {
        yield* this.lexicon.load(this.data);
        this.speller = new kb.Speller(this.lexicon, this.data.shapes);
        yield* this.speller.load();
        this.data = null;
      }

      /** The terms in each block; found once a document. @param {Doc} document @returns {Mention[][]} */
      mentions(document) {
        if (!document.kept.mentions)
          document.kept.mentions = document.folded.map((text) => this.matcher.find(text));
        return document.kept.mentions;
      }
    }

    kb.Tools = Tools;

    /** Whether the text talks about the word: 不写“…”. */
    kb.talksOf = (text, start, end) => {
      const quoted =
        text.slice(Math.max(0, start - 8), start).includes('"') &&
        text.slice(end, end + 8).includes('"');
      return (
        quoted &&
        kb.K.tools._ABOUT_WORDS.test(
          text.slice(Math.max(0, start - 16), start) + text.slice(end, end + 14),
        )
      );
    };

    /** (block, match) of a pattern in the author's own words, folded. */
    kb.scan = function* scan(document, pattern) {
      for (const block of document.prose) {
        for (const match of pattern.findAll(document.folded[block]))
          yield { block, match };
      }
    };
  },
);
