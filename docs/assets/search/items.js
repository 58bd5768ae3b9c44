/**
 * What is shown of a page that was found: its title, the sentence, what is marked, further places.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function items(kb) {
    "use strict";

    const WHAT_IS = /是什么|什么是|什么叫|什么意思/;
    const MOST_MORE = 3; // further places of a page, shown below it

    class Presenter {
      /** @param {Engine} engine @param {Plan} plan */
      constructor(engine, plan) {
        this.engine = engine;
        this.plan = plan;
      }

      /** @param {Entry} entry @param {string} group @returns {Item} */
      item(entry, group) {
        const row = this.engine.pages[entry.page];
        /** @type {Item} */
        const item = {
          url: entry.url,
          kind: entry.kind,
          group,
          match: entry.match,
          title: [row ? row.title : ""],
          context: [],
          text: [],
          note: null,
          language: row ? row.language : "",
          standing: this.engine.standings.get(entry.page) || "",
          count: entry.text ? entry.text.count : 0,
          more: [],
        };
        if (entry.citation) this._showCitation(item, entry);
        else if (entry.name) this._showName(item, entry.name);
        const places = this.places(entry);
        // A question about what is named: to the section that answers, unless it asks what it is.
        const listed = places.length && places[0].url.endsWith("#members");
        if (entry.name && entry.answers.length && places.length && places[0].title.length)
          if (listed || !WHAT_IS.test(this.plan.simplified)) item.url = places[0].url;
        if (!entry.name && !entry.citation && places.length) {
          const best = /** @type {Place} */ (places.shift());
          item.url = best.url;
          item.context = best.title;
          item.text = best.text;
          item.title = kb.markAll(
            item.title[0],
            entry.match === "literal" ? [this.plan.folded] : [],
          );
        } else if (entry.name && !item.text.length) item.text = this._opening(entry);
        item.more = places.slice(0, MOST_MORE);
        return item;
      }

      /** @param {Item} item @param {NameHit} hit */
      _showName(item, { name, how, start, end }) {
        const folded = kb.foldWithOffsets(name.text);
        const marked =
          how === "english" || (name.english && how === "literal")
            ? kb.markAll(name.text, [this.plan.folded])
            : end > start
              ? kb.pieces(name.text, 0, name.text.length, [kb.rawSpan(folded, start, end)])
              : [name.text];
        const { data } = this.engine;
        if (name.target.kind === "page" || !data) {
          if (name.text === item.title[0]) item.title = marked;
          else item.note = { label: "also", text: marked };
          return;
        }
        const term = data.terms[name.target.index];
        const english = data.language === "en";
        const shown = english ? term.english[0] : term.name;
        item.title = name.text === shown ? marked : [shown];
        item.text = kb.markAll(term.says || "", how === "literal" ? [this.plan.folded] : []);
        const role = name.role === "name" ? (name.english ? "english" : "chinese") : name.role;
        if (name.text !== shown) item.note = { label: role, text: marked };
        else if (english) item.note = { label: "chinese", text: [term.name] };
      }

      /** @param {Item} item @param {Entry} entry */
      _showCitation(item, entry) {
        const { regulation, anchor, whole, label, beyond } = /** @type {Citation} */ (
          entry.citation
        );
        const shard = this.engine.shardOf(entry.page);
        const sections = shard ? kb.sectionsOf(shard, entry.page) : [];
        const exact = sections.findIndex((section) => section.anchor === anchor);
        const at = exact < 0 ? sections.findIndex((section) => section.anchor === whole) : exact;
        const target = exact < 0 ? whole : anchor;
        item.url = entry.url + (target ? `#${target}` : "");
        item.title = [`${regulation.names[0]} `, label, ""];
        if (beyond)
          item.note = {
            label: "beyond",
            text: [String(regulation.articles || regulation.parts || "")],
          };
        else if (shard && at >= 0) {
          const raw = shard.raw[entry.page - shard.first];
          const text = raw.slice(sections[at].raw);
          const line = sections[at].level < 7 ? text.indexOf("\n") + 1 : 0;
          if (line) item.context = [text.slice(0, line).trim()];
          item.text = kb.snippet(text.slice(line), []);
        }
      }

      /** The first lines of a page below its title. @param {Entry} entry @returns {string[]} */
      _opening(entry) {
        const shard = this.engine.shardOf(entry.page);
        if (!shard) return [];
        const raw = shard.raw[entry.page - shard.first];
        const line = raw.indexOf("\n") + 1;
        return line ? kb.markAll(kb.snippet(raw.slice(line), []).join(""), [this.plan.folded]) : [];
      }

      /**
       * Where on the page it stands, best first, one place a section.
       * @param {Entry} entry @returns {Place[]}
       */
      places(entry) {
        if (entry.places) return [...entry.places];
        const shard = this.engine.shardOf(entry.page);
        if (!shard) return [];
        if (entry.text) return this._textPlaces(entry, shard, entry.text);
        return entry.answers.map((answer) => this._answerPlace(entry, shard, answer));
      }

      /** @param {Entry} entry @param {Shard} shard @param {TextHit} hit @returns {Place[]} */
      _textPlaces(entry, shard, hit) {
        /** @type {Map<number, [number, number][]>} */
        const bySection = new Map();
        const together = hit.span !== undefined;
        hit.places.forEach((place, at) => {
          const section = kb.sectionAt(shard, entry.page, together ? hit.places[0] : place);
          const spans = bySection.get(section) || [];
          spans.push([place, place + hit.lengths[at]]);
          bySection.set(section, spans);
        });
        const places = [...bySection].map(([section, spans]) =>
          this._place(entry, shard, section, spans),
        );
        if (hit.head >= 0 && !together) {
          const at = places.findIndex(({ section }) => section === hit.head);
          const start = shard.sections[hit.head].start - shard.starts[entry.page - shard.first];
          const chosen =
            at < 0
              ? this._place(entry, shard, hit.head, [[start, start + 1]])
              : places.splice(at, 1)[0];
          // The sentence below the heading that has it too says more than the first one.
          const below = places.findIndex(
            ({ section }) => kb.headOf(shard, entry.page, section) === hit.head,
          );
          if (below >= 0) chosen.text = places.splice(below, 1)[0].text;
          places.unshift(chosen);
        }
        return places;
      }

      /**
       * @param {Entry} entry @param {Shard} shard @param {number} section
       * @param {[number, number][]} spans folded, in the page @returns {Place}
       */
      _place(entry, shard, section, spans) {
        const raw = shard.raw[entry.page - shard.first];
        const marks = kb.mergeSpans(kb.rawSpans(shard, entry.page, section, spans));
        const heading = kb.headingOf(shard, entry.page, section);
        const url = entry.url + kb.anchorOf(shard, section);
        if (!heading) return { section, url, title: [], text: kb.snippet(raw, marks) };
        const [from, to] = heading;
        const inside = marks.filter((mark) => mark[0] >= from && mark[1] <= to);
        const others = marks.filter((mark) => !inside.includes(mark));
        const title = kb.pieces(raw, from, to, inside);
        const text = others.length ? kb.snippet(raw, others) : kb.snippet(raw.slice(to).trim(), []);
        return { section, url, title, text };
      }

      /** @param {Entry} entry @param {Shard} shard @param {Answer} answer @returns {Place} */
      _answerPlace(entry, shard, answer) {
        const section = kb.sectionAt(shard, entry.page, answer.start);
        const raw = shard.raw[entry.page - shard.first];
        const base = shard.starts[entry.page - shard.first];
        const text = shard.folded.slice(base + answer.start, base + answer.end);
        /** @type {[number, number][]} */
        const spans = [];
        for (const { pair } of answer.tokens.filter(({ weight }) => weight > 0.4)) {
          for (let at = text.indexOf(pair); at >= 0; at = text.indexOf(pair, at + 1))
            spans.push([answer.start + at, answer.start + at + 2]);
        }
        const marks = kb.mergeSpans(kb.rawSpans(shard, entry.page, section, kb.mergeSpans(spans)));
        const heading = kb.headingOf(shard, entry.page, section);
        const from = heading ? heading[1] : 0;
        const body = marks.filter(([start]) => start >= from);
        const rest = raw.slice(from).replace(/^\s+/, "");
        return {
          section,
          url: entry.url + kb.anchorOf(shard, section),
          title: heading ? kb.pieces(raw, heading[0], heading[1], marks) : [],
          text: body.length
            ? kb.snippet(raw, kb.fullestSentence(raw, body, answer.looks))
            : kb.snippet(rest.slice(likelySentence(rest, answer.looks)), []),
        };
      }
    }

    kb.Presenter = Presenter;

    /**
     * Where the first sentence begins that looks like an answer; 0 without.
     * @param {string} text @param {RegExp[]} looks @returns {number}
     */
    function likelySentence(text, looks) {
      let from = 0;
      for (const sentence of text.slice(0, 400).match(/[^。；\n]*[。；\n]?/g) || []) {
        if (looks.some((look) => look.test(sentence))) return from;
        from += sentence.length;
      }
      return 0;
    }

    /**
     * The section whose heading stands over a section: itself, or one before; -1 without.
     * @param {Shard} shard @param {number} page @param {number} section @returns {number}
     */
    kb.headOf = (shard, page, section) => {
      const first = shard.sectionsOf[page - shard.first];
      let at = section;
      while (at >= first && shard.sections[at].level > 6) at--;
      return at < first || shard.sections[at].level === 1 ? -1 : at;
    };

    /**
     * Raw [from, to) of that heading.
     * @param {Shard} shard @param {number} page @param {number} section
     * @returns {[number, number] | null}
     */
    kb.headingOf = (shard, page, section) => {
      const at = kb.headOf(shard, page, section);
      if (at < 0) return null;
      const raw = shard.raw[page - shard.first];
      const from = shard.sections[at].raw;
      const line = raw.indexOf("\n", from);
      return [from, line < 0 ? raw.length : line];
    };

    /** @param {Shard} shard @param {number} section @returns {string} */
    kb.anchorOf = (shard, section) =>
      section < 0 || shard.sections[section].level === 1
        ? ""
        : `#${shard.sections[section].anchor}`;

    /**
     * The marks of the sentence that says most, more if it looks like an answer.
     * @param {string} raw @param {[number, number][]} marks @param {RegExp[]} looks
     * @returns {[number, number][]}
     */
    kb.fullestSentence = (raw, marks, looks) => {
      let best = /** @type {[number, number][]} */ ([]);
      let most = -1;
      for (let at = 0; at < marks.length;) {
        const [from, to] = kb.sentenceAround(raw, marks[at][0], marks[at][1]);
        const inside = marks.slice(at).filter(([start]) => start < to);
        let length = inside.reduce((sum, [start, end]) => sum + end - start, 0);
        if (looks.some((look) => look.test(raw.slice(from, to)))) length += 4;
        if (length > most) [best, most] = [inside, length];
        at += Math.max(inside.length, 1);
      }
      return best;
    };
  },
);
