/**
 * What a paper covers of what reports of its genre usually have. The outlines come from
 * data/genres-zh.js (`window.__kbGenres`), where the site has it:
 * {genres: [{id, name, sections: [{name, keys: [string], terms: [term id], required}]}]}.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function coverage(kb) {
    "use strict";

    /** @typedef {{name: string, keys?: string[], terms?: string[], required?: boolean, must?: string}} Section */
    /** @typedef {{id: string, name: string, url?: string, sections: Section[]}} Genre */

    const LIKE = 0.75;
    const SHORT = 4; // names up to this long stand in a title whole or not at all

    /**
     * How much of a name a title has, its characters in order.
     * @param {string} name @param {string} title @returns {number} 0 to 1
     */
    function share(name, title) {
      if (name.length <= SHORT) return title.includes(name) ? 1 : 0;
      let row = [...title, ""].map(() => 0);
      for (const char of name) {
        const next = [0];
        for (let n = 1; n <= title.length; n++)
          next[n] = char === title[n - 1] ? row[n - 1] + 1 : Math.max(row[n], next[n - 1]);
        row = next;
      }
      return row[title.length] / name.length;
    }

    /**
     * The genre whose name the title has most of, of equals the longest and then the first.
     * @param {any} document @param {{genres: Genre[]}} data @returns {Genre | null}
     */
    kb.guessGenre = (document, { genres }) => {
      const title = document.blocks.length ? document.folded[0].slice(0, 80) : "";
      /** @type {Genre | null} */
      let best = null;
      let most = [LIKE, 0];
      for (const genre of genres) {
        const name = kb.fold(genre.name);
        const found = share(name, title);
        if (found > most[0] || (found === most[0] && name.length > most[1])) {
          best = genre;
          most = [found, name.length];
        }
      }
      return best;
    };

    /**
     * Each section of a genre with where the paper has it: the first heading with one of its keys,
     * else the first paragraph; -1 where it has none. Terms only count where there are no keys: they
     * are what papers use there, and often elsewhere.
     * @param {any} document @param {Genre} genre @param {any} tools
     * @returns {{section: Section, block: number}[]}
     */
    kb.coverage = (document, genre, tools) => {
      const { blocks, folded } = document;
      const mentions = tools.mentions(document);
      return genre.sections.map((section) => {
        const keys = [section.name, ...(section.keys || [])].map(kb.fold);
        const terms = new Set(section.keys && section.keys.length ? [] : section.terms);
        /** @param {number} n */
        const has = (n) =>
          keys.some((key) => folded[n].includes(key)) ||
          mentions[n].some((/** @type {any} */ { senses }) => terms.has(senses[0].id));
        const all = blocks.map((/** @type {any} */ _, /** @type {number} */ n) => n).filter(has);
        const headed = all.find((/** @type {number} */ n) => blocks[n].kind === kb.Kind.HEADING);
        const said = all.find((/** @type {number} */ n) => blocks[n].kind !== kb.Kind.TITLE);
        const block = headed === undefined ? said : headed;
        return { section, block: block === undefined ? -1 : block };
      });
    };
  },
);
