/**
 * The texts of all pages, folded, and looking a string up in them.
 *
 * A shard's pages are folded into one string, a zero between them; `indexOf` over it is as fast
 * as anything an index would give, and exact.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function texts(kb) {
    "use strict";

    const MOST_PLACES = 24; // remembered a page; the rest is only counted

    class Shard {
      /** @param {number} first index of its first page @param {number} size how many pages */
      constructor(first, size) {
        this.first = first;
        this.size = size;
        /** @type {string[]} */
        this.raw = [];
        /** Folded offset at which each page starts. */
        this.starts = new Uint32Array(size + 1);
        /** Index of each page's first section. */
        this.sectionsOf = new Uint32Array(size + 1);
        /** @type {Section[]} */
        this.sections = [];
        this.folded = "";
        /** All headings, a zero between them, and which section each belongs to. */
        this.heads = "";
        /** @type {number[]} */
        this.headStarts = [];
        /** @type {number[]} */
        this.headSections = [];
        /** Pages with traditional characters, simplified. @type {{page: number, text: string}[]} */
        this.simplified = [];
      }
    }

    /** The sections of a page from their flat list (payload.py). @param {(number|string)[]} flat @returns {Section[]} */
    function readSections(flat) {
      const found = [];
      let raw = 0;
      let heading = "";
      for (let at = 0; at < flat.length; at += 3) {
        raw += Number(flat[at]);
        const level = Number(flat[at + 2]);
        let anchor = String(flat[at + 1]);
        if (level < 7) heading = anchor;
        else if (anchor[0] === "-") anchor = heading + anchor;
        found.push({ raw, start: 0, head: 0, level, anchor });
      }
      return found;
    }

    /** Builds a shard page by page, so that it can stop between two. */
    kb.buildShard = function* (data, charPages) {
      const shard = new Shard(data.first, data.texts.length);
      const text = new kb.Folder();
      const heads = new kb.Folder();
      const seen = new Int32Array(0x10000).fill(-1);
      for (let page = 0; page < data.texts.length; page++) {
        const [raw, flat] = data.texts[page];
        shard.raw.push(raw);
        shard.starts[page] = text.length;
        shard.sectionsOf[page] = shard.sections.length;
        addPage(shard, text, heads, raw, readSections(flat));
        let traditional = false;
        for (let at = shard.starts[page]; at < text.length; at++) {
          const code = text.buffer[at];
          if (seen[code] !== page) {
            seen[code] = page;
            charPages[code]++;
            if (kb.isTraditional(code)) traditional = true;
          }
        }
        if (traditional)
          shard.simplified.push({ page, text: kb.simplify(text.text(shard.starts[page])) });
        text.separate();
        yield;
      }
      shard.starts[shard.size] = text.length;
      shard.sectionsOf[shard.size] = shard.sections.length;
      shard.folded = text.text();
      shard.heads = heads.text();
      return shard;
    };

    /** @param {Shard} shard @param {Folder} text @param {Folder} heads @param {string} raw @param {Section[]} sections */
    function addPage(shard, text, heads, raw, sections) {
      const plain = kb.compose(raw) === raw;
      /** @param {number} from @param {number} to */
      const add = (from, to) => (plain ? text.add(raw, from, to) : text.add(kb.compose(raw.slice(from, to))));
      add(0, sections.length ? sections[0].raw : raw.length);
      sections.forEach((section, place) => {
        const end = place + 1 < sections.length ? sections[place + 1].raw : raw.length;
        const line = raw.indexOf("\n", section.raw);
        const head = section.level > 6 ? section.raw : line < 0 || line > end ? end : line;
        section.start = text.length;
        add(section.raw, head);
        section.head = text.length;
        add(head, end);
        if (section.head > section.start) {
          shard.headStarts.push(heads.length);
          shard.headSections.push(shard.sections.length);
          for (let at = section.start; at < section.head; at++) heads.add(String.fromCharCode(text.buffer[at]));
          heads.separate();
        }
        shard.sections.push(section);
      });
    }

    /** The last place in a sorted list that is not above `value`. @param {ArrayLike<number>} list @param {number} value @param {number} [low] @param {number} [high] @returns {number} */
    kb.lastNotAbove = (list, value, low = 0, high = list.length) => {
      while (low < high) {
        const middle = (low + high) >> 1;
        if (list[middle] <= value) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };

    /** @param {Map<number, TextHit>} hits @param {Shard} shard @param {number} page @returns {TextHit} */
    function hitOf(hits, shard, page) {
      const index = shard.first + page;
      let found = hits.get(index);
      if (!found) {
        found = { page: index, shard, count: 0, places: [], lengths: [], head: -1, headShare: 0 };
        hits.set(index, found);
      }
      return found;
    }

    /** Find every place of `needle` in one shard, as Ctrl+F counts them. */
    kb.scanShard = (shard, needle, hits) => {
      const { folded, starts } = shard;
      let page = 0;
      /** @type {TextHit | null} */
      let current = null;
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
        if (!current || starts[page + 1] <= at) {
          while (starts[page + 1] <= at) page++;
          current = hitOf(hits, shard, page);
        }
        current.count++;
        if (current.places.length < MOST_PLACES) {
          current.places.push(at - starts[page]);
          current.lengths.push(needle.length);
        }
      }
      if (current) scanHeads(shard, needle, hits);
    };

    /** @param {Shard} shard @param {string} needle @param {Map<number, TextHit>} hits */
    function scanHeads(shard, needle, hits) {
      const { heads, headStarts, headSections } = shard;
      for (let at = heads.indexOf(needle); at >= 0; at = heads.indexOf(needle, at + 1)) {
        const head = kb.lastNotAbove(headStarts, at);
        const section = headSections[head];
        const end = heads.indexOf("\0", at);
        const share = needle.length / (end - headStarts[head]);
        const found = hits.get(shard.first + kb.lastNotAbove(shard.sectionsOf, section));
        // The first heading of a page is its title, which is ranked as a name.
        if (found && share > found.headShare && shard.sections[section].level > 1) {
          found.head = section;
          found.headShare = share;
        }
      }
    }

    /** Look in the simplified copies of pages that use traditional characters. */
    kb.scanSimplified = (shard, needle, hits) => {
      for (const { page, text } of shard.simplified) {
        for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
          const found = hitOf(hits, shard, page);
          found.count++;
          if (found.places.length < MOST_PLACES) {
            found.places.push(at);
            found.lengths.push(needle.length);
          }
        }
      }
    };

    /** The sections of a page. @param {Shard} shard @param {number} index @returns {Section[]} */
    kb.sectionsOf = (shard, index) => {
      const page = index - shard.first;
      return shard.sections.slice(shard.sectionsOf[page], shard.sectionsOf[page + 1]);
    };

    /** Index of the section that a folded offset of a page lies in, -1 before the first. @param {Shard} shard @param {number} index @param {number} place */
    kb.sectionAt = (shard, index, place) => {
      const page = index - shard.first;
      const at = shard.starts[page] + place;
      let low = shard.sectionsOf[page];
      let high = shard.sectionsOf[page + 1];
      const first = low;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (shard.sections[middle].start <= at) low = middle + 1;
        else high = middle;
      }
      return low > first ? low - 1 : -1;
    };
  },
);
