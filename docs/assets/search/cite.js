/**
 * Citations as people type them: 处分条例50条, 《纪律处分条例》第五十条第二款, 党章40.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function cite(kb) {
    "use strict";

    const N = "[〇零一二两三四五六七八九十百]+|\\d{1,3}";
    const CITATION = new RegExp(
      "^《?(.{1,40}?)》?" + // title, short title, its pinyin or initials
        "(?:\\((\\d{4})年?(?:修订|修正|版|印发|试行)*\\)》?)?" + // revision
        "(?:总则|正文)?" +
        "(?:" +
        `(?:第|article|art\\.?)?(${N})(条?)` +
        `(?:之(${N}))?(?:第?(${N})款)?(?:第?\\(?(${N})\\)?项)?` +
        `|第?(${N})部分|(总纲|序言))` +
        "(?:规定|内容|原文|要点)?$",
    );
    const MOST = 3;

    /** @type {Work[]} */
    let works = [];

    kb.setRegulations = (regulations) => {
      works = regulations.map((regulation) => ({
        regulation,
        names: [...new Set(regulation.names.map((name) => bare(kb.canonicalTitle(name))))],
        spoken: regulation.names.map(
          (name) => new kb.Name(name, "title", { kind: "page", index: -1 }, false),
        ),
      }));
    };

    kb.canonicalTitle = (text) => kb.simplify(kb.fold(text)).replace(/[《》〈〉]/g, "");

    /** @param {string} title @returns {string} */
    function bare(title) {
      return title.replace(/\(试行\)$/, "").replace(/^(?:中国共产党|中共)/, "");
    }

    /**
     * Whether the characters of `short` occur in `long` in order.
     * @param {string} short @param {string} long
     */
    function isWithin(short, long) {
      let at = -1;
      return [...short].every((char) => (at = long.indexOf(char, at + 1)) >= 0);
    }

    /**
     * How well a typed title names a regulation; 0 is not at all.
     * @param {string} title @param {Work} work @returns {number}
     */
    function fit(title, work) {
      const wanted = bare(title);
      if (!wanted) return 0;
      if (work.names.includes(wanted)) return 4;
      if (/^[a-z]+$/.test(wanted)) {
        const spoken = work.spoken.map((name) => kb.matchSound(wanted, name.units, false));
        return spoken.some(
          (found, at) =>
            found &&
            found.first === 0 &&
            !found.partial &&
            found.end === work.spoken[at].units.length &&
            found.how !== "mixed",
        )
          ? 2
          : 0;
      }
      if (wanted.length < 2) return 0;
      if (work.names.some((name) => name.includes(wanted))) return 3;
      return wanted.length > 2 && work.names.some((name) => isWithin(wanted, name)) ? 1 : 0;
    }

    kb.findCitations = (plan) => {
      const match = CITATION.exec(plan.simplified);
      if (!match) return [];
      const [, title, year, article, ending, suffix, paragraph, item, part, preamble] = match;
      // A bare number is an article only after a title in full: 党章40, but not 中央八项规定8.
      const explicit =
        Boolean(ending || part || preamble) || /第|art/.test(plan.simplified.slice(title.length));
      const best = works
        .map((work) => ({ work, score: fit(title, work) }))
        .filter(
          ({ score }) =>
            score >= (explicit ? 1 : 4) || (score === 2 && /\d$/.test(plan.simplified)),
        );
      const top = Math.max(0, ...best.map(({ score }) => score));
      const chosen = best
        .filter(({ score }) => score === top)
        .sort(
          (a, b) =>
            Number(Boolean(a.work.regulation.superseded)) -
              Number(Boolean(b.work.regulation.superseded)) ||
            a.work.regulation.names[0].length - b.work.regulation.names[0].length,
        );
      const place = { article, suffix, paragraph, item, part, preamble };
      return chosen.slice(0, MOST).map(({ work }) => resolve(work.regulation, place, year));
    };

    /**
     * @param {Regulation} regulation @param {Record<string, string|undefined>} place
     * @param {string|undefined} year @returns {Citation}
     */
    function resolve(regulation, place, year) {
      /** @param {string|undefined} text */
      const number = (text) => (text ? kb.numberOf(text) || 0 : 0);
      const article = number(place.article);
      const part = number(place.part);
      const base = { regulation, anchor: "", whole: "", label: "", year: 0, beyond: false };
      if (year && Number(year) !== regulation.current) {
        return {
          ...base,
          anchor: `rev-${year}`,
          whole: `rev-${year}`,
          label: `（${year}年）`,
          year: Number(year),
        };
      }
      if (place.preamble)
        return { ...base, anchor: "preamble", whole: "preamble", label: place.preamble };
      if (part) {
        const beyond = Boolean(regulation.parts && part > regulation.parts);
        return {
          ...base,
          anchor: beyond ? "" : `part-${part}`,
          whole: beyond ? "" : `part-${part}`,
          label: `第${kb.numeral(part)}部分`,
          beyond,
        };
      }
      const beyond = !article || Boolean(regulation.articles && article > regulation.articles);
      const suffix = number(place.suffix);
      const paragraph = number(place.paragraph);
      const item = number(place.item);
      const whole = beyond ? "" : `art-${article}` + (suffix ? `-${suffix}` : "");
      const label =
        `第${kb.numeral(article)}条` +
        (suffix ? `之${kb.numeral(suffix)}` : "") +
        (paragraph ? `第${kb.numeral(paragraph)}款` : "") +
        (item ? `第（${kb.numeral(item)}）项` : "");
      let anchor = whole;
      // An article of one paragraph has its items below p1 (anchors.py).
      if (whole && (paragraph || item)) anchor += `-p${paragraph || 1}` + (item ? `-i${item}` : "");
      return { ...base, anchor, whole, label, beyond };
    }
  },
);
