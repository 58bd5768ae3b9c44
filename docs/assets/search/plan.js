/**
 * A query, made ready for every way of looking.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function plan(kb) {
    "use strict";

    const LONGEST_QUERY = 2000;
    const LONGEST_SPELLED = 60;
    const MOST_WORDS = 8;

    kb.planOf = (text) => {
      const raw = text.slice(0, LONGEST_QUERY);
      const folded = kb.fold(raw);
      const simplified = kb.simplify(folded);
      const latin = !/[^\x00-\x7f]/.test(folded) && /[a-z]/.test(folded);
      return {
        raw,
        folded,
        simplified,
        canonical: kb.canonical(folded),
        charwise: kb.charwise(folded),
        spelled: spelledOf(raw),
        words: latin ? kb.words(raw) : "",
        variants: folded.length <= LONGEST_SPELLED ? kb.variantsOf(folded) : [],
        empty: !folded,
        parts: [
          ...new Set(
            raw
              .split(/[\s,，、;；+|]+/)
              .map(kb.fold)
              .filter(Boolean),
          ),
        ].slice(0, MOST_WORDS),
      };
    };

    /**
     * The query as pinyin, or "" where it is none: no tones, `lü` as `lv`.
     * @param {string} raw @returns {string}
     */
    function spelledOf(raw) {
      const plain = raw
        .normalize("NFD")
        .replace(/u\u0308/gi, "v")
        .replace(/[\u0300-\u036f]/g, "")
        .normalize("NFKC")
        .toLowerCase();
      let typed = kb.simplify(plain.replace(/[\s'’`·\-–—_.“”"]+/g, ""));
      if (/^(?:[a-z]+[0-5])+$/.test(typed)) typed = typed.replace(/\d/g, "");
      const fits =
        typed.length <= LONGEST_SPELLED &&
        /^[a-z0-9\u3400-\u9fff]+$/.test(typed) &&
        /[a-z]/.test(typed);
      return fits ? typed : "";
    }
  },
);
