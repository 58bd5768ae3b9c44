/**
 * Citations in running text (kb.cite), as far as a paper can use it, and whether what they cite is
 * there. A paper has no articles of its own: 前款 and a bare 第五条 cite nothing, and what Python
 * knows of places (kb.place) has no part here.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function cite(kb) {
    "use strict";

    const { idOf, isDivision, whole, chinese } = kb.addresses;
    const { currentOf, ofYear } = kb;
    const UNVERIFIABLE = "本库没有这部法规的条数，无法核对";
    kb.UNVERIFIABLE = UNVERIFIABLE;

    kb.Finder = class Finder extends kb.Works {
      /** @param {any[]} regulations @param {Record<string, string[]>} shown */
      constructor(regulations, shown) {
        super(regulations);
        /** @type {Map<string, Set<string>>} */
        this.shown = new Map(Object.keys(shown).map((work) => [work, new Set(shown[work])]));
      }

      /** What a text cites, in order. @param {string} text @param {any} own @returns {any[]} */
      find(text, own) {
        const folded = kb.fold(text);
        const works = this.works(folded, own);
        /** @type {any[]} */
        const citations = [];
        for (const reference of kb.references(folded, works))
          for (const citation of this.citations(folded, reference))
            citations.push({ ...citation, raw: text.slice(citation.start, citation.end) });
        return citations;
      }

      /** @param {string} folded @param {any} reference @returns {any[]} */
      citations(folded, reference) {
        let { named: meant } = reference.work;
        const { start, end, address: place } = reference;
        if (place && meant.regulation && meant.year === null) {
          const year = kb.K.works.REVISION.match(folded, end);
          if (year && !isDivision(place)) {
            const revised = ofYear(meant.regulation, year.group(1));
            if (revised.revision) meant = revised;
          }
        }
        const found = meant.regulation
          ? reference.also.map((/** @type {Address} */ other) =>
              this.checked(citation(meant, start, start, other)),
            )
          : [];
        if (!place && reference.reason)
          return [
            ...found,
            { start, end, regulation: null, target: "", resolved: false, reason: reference.reason },
          ];
        const main = this.checked(citation(meant, start, end, place));
        if (place && isDivision(place) && !main.resolved) {
          if (reference.work.alone && reference.work.start === start)
            found.push(this.checked(citation(meant, start, reference.work.end, null)));
          return found;
        }
        return [...found, main];
      }

      /** A citation that cannot be counted may be known from the regulation's page. @param {any} given */
      checked(given) {
        if (given.reason !== UNVERIFIABLE) return given;
        const shown = this.shown.get(given.target.split("/")[0]);
        const known = shown && shown.has(idOf(whole(given.address)));
        return known ? { ...given, resolved: true, reason: null } : given;
      }
    };

    // Whether it exists

    /** @param {Named} meant @param {number} start @param {number} end @param {Address | null} place @returns {any} */
    function citation({ regulation, revision, year, reason }, start, end, place) {
      const found = { start, end, regulation: null, target: "", address: place, resolved: false };
      if (!regulation)
        return { ...found, reason: place || reason !== kb.K.works.UNKNOWN ? reason : null };
      const target = regulation.id + (year ? `@${year}` : "");
      const known = { ...found, regulation: regulation.id, target };
      if (year && !revision) return { ...known, reason: `《${regulation.title}》没有${year}年的版本` };
      if (!place) return { ...known, resolved: true, reason: null };
      const full = { ...known, target: `${target}/${idOf(place)}` };
      const why = missing(place, revision || currentOf(regulation));
      if (why)
        return { ...full, reason: `《${regulation.title}》没有${chinese(whole(place))}（${why}）` };
      if (!countable(revision, place)) return { ...full, reason: UNVERIFIABLE };
      return { ...full, resolved: true, reason: null };
    }

    /** Why a provision cannot be in a text. @param {Address} a @param {any} text @returns {string | null} */
    function missing(a, text) {
      if (!text || isDivision(a)) return null;
      if (a.preamble) return text.preamble ? null : "这一版没有总纲或序言";
      if (a.part && text.articles !== null) return "这部法规分条，不分部分";
      if (a.part) return text.parts && a.part > text.parts ? `只有${text.parts}个部分` : null;
      if (a.article < 1) return "条款号从一起";
      if (text.articles === null) return text.parts ? "这部法规不分条" : null;
      return a.article > text.articles ? `${text.label}共${text.articles}条` : null;
    }

    /** @param {any} revision @param {Address} a */
    function countable(revision, a) {
      if (!revision || isDivision(a)) return false;
      if (a.preamble) return revision.preamble;
      return (a.part ? revision.parts : revision.articles) !== null;
    }
  },
);
