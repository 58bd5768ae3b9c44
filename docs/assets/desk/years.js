/** What years are called, and the years of plans and anniversaries (kb.lint.years). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function years(kb) {
    "use strict";

    const { fold } = kb;
    /** @param {string} text */
    const bare = (text) => text.replace(/"/g, "");

    /** What a year is called, where there is an official name for it, or it can be reckoned. */
    kb.checks["year-label"] = function* check(document, tools) {
      const { _YEAR, _YEAR_LABEL, _RECKONED, _NATIONAL } = kb.K.years;
      for (const { block, match } of kb.scan(document, _YEAR)) yield* reckoned(block, match);
      for (const { block, match } of kb.scan(document, _YEAR_LABEL)) {
        const official = tools.years[match.group(1)];
        const label = match.group(2);
        if (!official || _RECKONED.test(label) || !_NATIONAL.test(label)) continue;
        if (official.some((/** @type {string} */ name) => sameLabel(label, name))) continue;
        yield {
          block,
          start: match.end - label.length,
          end: match.end,
          what: `对${match.group(1)}年的说法“${label}”同通行的表述不一致。`,
          fix: `通行的表述是“${official.join("”或“")}”。`,
          severity: "hint",
        };
      }
    };

    /** Years of a five-year plan and anniversaries. @param {number} block @param {any} match */
    function* reckoned(block, match) {
      const { _PLAN, _PLAN_BEGINS, _FOUNDED, _CONGRESS, _CONVENED } = kb.K.years;
      const year = Number(match.group(1));
      const offset = match.startOf(2);
      /** @param {any} found @param {string} fix */
      const draft = (found, fix) => ({
        block,
        start: offset + found.start,
        end: offset + found.end,
        what: `${year}年不是“${found.text}”。`,
        fix,
        severity: "hint",
      });
      for (const found of _PLAN.findAll(match.group(2))) {
        const first = _PLAN_BEGINS[found.group(1)];
        const later = found.group(2) ? 4 : found.group(3) ? 0 : kb.countOf(found.group(4)) - 1;
        if (first + later !== year)
          yield draft(found, `“十${found.group(1)}五”是${first}年至${first + 4}年，核对年份。`);
      }
      for (const found of _CONGRESS.findAll(match.group(2))) {
        const right = _CONVENED[found.group(1)];
        if (right !== year) yield draft(found, `党的${found.group(1)}大在${right}年召开，核对年份。`);
      }
      for (const found of _FOUNDED.findAll(match.group(2))) {
        const since = sinceOf(found.group(1));
        if (since + kb.countOf(found.group(2)) !== year)
          yield draft(found, `从${since}年算，${year}年是${year - since}周年。`);
      }
    }

    /** @param {string} event @returns {number} */
    function sinceOf(event) {
      const { _SINCE } = kb.K.years;
      return _SINCE[Object.keys(_SINCE).find((word) => event.includes(word)) || ""];
    }

    /** @param {string} written @param {string} official */
    function sameLabel(written, official) {
      const name = bare(fold(official));
      const plain = bare(written);
      return name.includes(plain) || plain.includes(name);
    }
  },
);
