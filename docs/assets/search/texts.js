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
        /** Folded offset at which each page starts. @type {Uint32Array} */
        this.starts = new Uint32Array(size + 1);
        /** Index of each page's first section. @type {Uint32Array} */
        this.sectionsOf = new Uint32Array(size + 1);
        /** @type {Section[]} */
        this.sections = [];
        this.folded = "";
        /** All headings, a zero between them; where each starts, its section and its page. */
        this.heads = "";
        /** @type {number[]} */
        this.headStarts = [];
        /** @type {number[]} */
        this.headSections = [];
        /** @type {number[]} */
        this.headPages = [];
        /** Which pairs of characters each page has: a Bloom filter a page. @type {Uint32Array[]} */
        this.pairs = [];
        /** Pages with traditional characters, simplified. @type {{page: number, text: string}[]} */
        this.simplified = [];
      }
    }

    /**
     * The sections of a page from their flat list (payload.py).
     * @param {(number|string)[]} flat @returns {Section[]}
     */
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

    /**
     * Words of a filter for so many characters: eight bits each, in a power of two.
     * @param {number} length @returns {number}
     */
    function filterSize(length) {
      let size = 8;
      while (size * 4 < length) size *= 2;
      return size;
    }

    /** @param {Uint32Array} filter @param {number} a @param {number} b */
    function addPair(filter, a, b) {
      const mask = filter.length - 1;
      const hash = Math.imul((a << 16) | b, 0x9e3779b1);
      filter[(hash >>> 5) & mask] |= 1 << (hash & 31);
      const second = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
      filter[(second >>> 5) & mask] |= 1 << (second & 31);
    }

    kb.hasPair = (filter, a, b) => {
      const mask = filter.length - 1;
      const hash = Math.imul((a << 16) | b, 0x9e3779b1);
      if (!(filter[(hash >>> 5) & mask] & (1 << (hash & 31)))) return false;
      const second = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
      return (filter[(second >>> 5) & mask] & (1 << (second & 31))) !== 0;
    };

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
        addPage(shard, page, text, heads, raw, readSections(flat));
        const { buffer, length } = text;
        const pairs = new Uint32Array(filterSize(length - shard.starts[page]));
        let traditional = false;
        let before = 0;
        for (let at = shard.starts[page]; at < length; at++) {
          const code = buffer[at];
          if (seen[code] !== page) {
            seen[code] = page;
            charPages[code]++;
            if (kb.isTraditional(code)) traditional = true;
          }
          addPair(pairs, before, code);
          before = code;
        }
        shard.pairs.push(pairs);
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

    /**
     * @param {Shard} shard @param {number} page @param {Folder} text @param {Folder} heads
     * @param {string} raw @param {Section[]} sections
     */
    function addPage(shard, page, text, heads, raw, sections) {
      const plain = kb.compose(raw) === raw;
      /** @param {number} from @param {number} to */
      const add = (from, to) =>
        plain ? text.add(raw, from, to) : text.add(kb.compose(raw.slice(from, to)));
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
          shard.headPages.push(page);
          heads.copy(text, section.start, section.head);
          heads.separate();
        }
        shard.sections.push(section);
      });
    }

    /** The last place in a sorted list, from `first` on, that is not above `value`. */
    kb.lastNotAbove = (list, value, first) => {
      let low = first || 0;
      let high = list.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (list[middle] <= value) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };

    /**
     * @param {Map<number, TextHit>} hits @param {Shard} shard @param {number} page
     * @returns {TextHit}
     */
    function hitOf(hits, shard, page) {
      const index = shard.first + page;
      let found = hits.get(index);
      if (!found) {
        found = { page: index, shard, count: 0, places: [], lengths: [], head: -1, headShare: 0 };
        hits.set(index, found);
      }
      return found;
    }

    /**
     * Whether a page may hold `needle`, by its filter.
     * @param {Uint32Array} filter @param {string} needle @returns {boolean}
     */
    function mayHold(filter, needle) {
      for (let at = 1; at < needle.length; at++) {
        if (!kb.hasPair(filter, needle.charCodeAt(at - 1), needle.charCodeAt(at))) return false;
      }
      return true;
    }

    /** Find every place of `needle` in one shard, as Ctrl+F counts them. */
    kb.scanShard = (shard, needle, hits) => {
      const { folded, starts } = shard;
      let found = false;
      let at = -1; // the first place not before the page at hand
      for (let page = 0; page < shard.size; page++) {
        if (at >= starts[page + 1] || !mayHold(shard.pairs[page], needle)) continue;
        if (at < starts[page]) at = folded.indexOf(needle, starts[page]);
        if (at < 0) break;
        if (at >= starts[page + 1]) continue;
        const hit = hitOf(hits, shard, page);
        found = true;
        for (; at >= 0 && at < starts[page + 1]; at = folded.indexOf(needle, at + needle.length)) {
          hit.count++;
          if (hit.places.length < MOST_PLACES) {
            hit.places.push(at - starts[page]);
            hit.lengths.push(needle.length);
          }
        }
        if (at < 0) break;
      }
      if (found) scanHeads(shard, needle, hits);
    };

    /** @param {Shard} shard @param {string} needle @param {Map<number, TextHit>} hits */
    function scanHeads(shard, needle, hits) {
      const { heads, headStarts, headSections, headPages, sections } = shard;
      let head = 0;
      for (
        let at = heads.indexOf(needle);
        at >= 0;
        at = heads.indexOf(needle, at + needle.length)
      ) {
        head = kb.lastNotAbove(headStarts, at, head);
        const section = sections[headSections[head]];
        const share = needle.length / (section.head - section.start);
        const found = hits.get(shard.first + headPages[head]);
        // The first heading of a page is its title, which is ranked as a name.
        if (found && share > found.headShare && section.level > 1) {
          found.head = headSections[head];
          found.headShare = share;
        }
      }
    }

    /** Look in the simplified copies of pages that use traditional characters. */
    kb.scanSimplified = (shard, needle, hits) => {
      for (const { page, text } of shard.simplified) {
        for (
          let at = text.indexOf(needle);
          at >= 0;
          at = text.indexOf(needle, at + needle.length)
        ) {
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

    /**
     * Index of the section that a folded offset of a page lies in, -1 before the first.
     * @param {Shard} shard @param {number} index @param {number} place
     */
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

    /**
     * One hit of several words of a page, those nearest together shown.
     * @param {TextHit[]} hits @returns {TextHit}
     */
    kb.joinWords = (hits) => {
      let best = { span: Infinity, places: /** @type {number[]} */ ([]) };
      for (const start of hits[0].places) {
        const places = hits.map(({ places: known }) =>
          known.reduce((near, place) =>
            Math.abs(place - start) < Math.abs(near - start) ? place : near,
          ),
        );
        const span = Math.max(...places) - Math.min(...places);
        if (span < best.span) best = { span, places };
      }
      const lengths = hits.map(({ lengths: known }) => known[0]);
      const order = best.places.map((_, at) => at).sort((a, b) => best.places[a] - best.places[b]);
      return {
        ...hits[0],
        count: Math.min(...hits.map(({ count }) => count)),
        places: order.map((at) => best.places[at]),
        lengths: order.map((at) => lengths[at]),
        head: -1,
        headShare: 0,
        span: best.span,
      };
    };
  },
);
