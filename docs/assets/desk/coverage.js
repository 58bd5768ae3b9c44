/**
 * What a paper covers of what reports of its genre usually have. The outlines come from
 * data/genres-zh.js (`window.__kbGenres`), where the site has it:
 * {genres: [{id, name, sections: [{name, keys: [string], terms: [term id], required}]}]}.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function coverage(kb) {
    "use strict";

    /** @typedef {{name: string, keys?: string[], terms?: string[], required?: boolean, url?: string}} Section */
    /** @typedef {{id: string, name: string, url?: string, sections: Section[]}} Genre */

    /**
     * The genre whose name the title has, the longest name first; else the one whose sections the
     * paper has most of.
     * @param {any} document @param {{genres: Genre[]}} data @returns {Genre | null}
     */
    kb.guessGenre = (document, { genres }) => {
      const title = document.blocks.length ? document.folded[0] : "";
      /** @param {Genre} genre */
      const names = ({ name }) => kb.fold(name).split(/[、/()]/).filter((/** @type {string} */ part) => part.length > 1);
      const named = genres
        .map((genre) => ({
          genre,
          size: Math.max(0, ...names(genre).map((/** @type {string} */ name) => (title.includes(name) ? name.length : 0))),
        }))
        .sort((a, b) => b.size - a.size)[0];
      return named && named.size ? named.genre : null;
    };

    /**
     * Each section of a genre with where the paper has it: a heading with one of its keys, else the
     * first paragraph with a key or a mention of one of its terms; -1 where it has none.
     * @param {any} document @param {Genre} genre @param {any} tools
     * @returns {{section: Section, block: number}[]}
     */
    kb.coverage = (document, genre, tools) => {
      const { blocks, folded } = document;
      const mentions = tools.mentions(document);
      return genre.sections.map((section) => {
        const keys = [section.name, ...(section.keys || [])].map(kb.fold);
        const has = (/** @type {number} */ n) => keys.some((key) => folded[n].includes(key));
        const terms = new Set(section.terms || []);
        const uses = (/** @type {number} */ n) =>
          mentions[n].some((/** @type {any} */ { senses }) => terms.has(senses[0].id));
        const all = blocks.map((/** @type {any} */ _, /** @type {number} */ n) => n);
        const headed = all.find((/** @type {number} */ n) => blocks[n].kind === kb.Kind.HEADING && has(n));
        const said = headed === undefined ? all.find((/** @type {number} */ n) => n > 0 && (has(n) || uses(n))) : headed;
        return { section, block: said === undefined ? -1 : said };
      });
    };
  },
);
