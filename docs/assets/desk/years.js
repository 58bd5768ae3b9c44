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
      yield* dated(document, tools);
      yield* celebrated(document);
      yield* titled(document);
    };

    /** Events of the Party told of in a year that was not theirs. @param {any} document @param {any} tools */
    function* dated(document, tools) {
      for (const [patterns, right] of tools.events)
        for (const pattern of patterns)
          for (const { block, match } of kb.scan(document, pattern))
            if (!right.includes(Number(match.group(1))))
              yield {
                block,
                start: match.start,
                end: match.end,
                what: `${match.group(1)}年没有“${match.text.slice(-12)}”。`,
                fix: `这是${right[0]}年的事，核对年份。`,
                severity: "hint",
              };
    }

    /** 2020年，中华人民共和国成立70周年. @param {any} document */
    function* celebrated(document) {
      const { _FOUNDED, _A_YEAR, _TITLE_YEAR, _EARLY, _YEAR, _REACH } = kb.K.years;
      const title = document.folded.length ? _TITLE_YEAR.search(document.folded[0]) : null;
      for (const { block, match } of kb.scan(document, _FOUNDED)) {
        const text = document.folded[block];
        const last = _A_YEAR.findAll(text.slice(0, match.start)).pop();
        const year = Number((last || title || { group: () => 0 }).group(1));
        const since = sinceOf(match.group(1));
        const between = text.slice(last ? last.end : 0, match.start);
        if (!year || since + kb.countOf(match.group(2)) === year) continue;
        if (_EARLY.test(between) || between.includes("。")) continue;
        if (_YEAR.test(text.slice(Math.max(0, match.start - _REACH), match.end))) continue;
        yield {
          block,
          start: match.start,
          end: match.end,
          what: `${year}年不是“${match.text}”。`,
          fix: `从${since}年算，${year}年是${year - since}周年。`,
          severity: "hint",
        };
      }
    }

    /** 2025年工作总结 that reports on 2024. @param {any} document */
    function* titled(document) {
      const { _PAPER, _SAYS_YEAR, _TITLE } = kb.K.years;
      let year = 0;
      for (const block of document.prose) {
        const text = document.folded[block];
        const title = _PAPER.match(text);
        if (title && text.length < _TITLE && !text.includes("。")) {
          year = Number(title.group(1));
          continue;
        }
        if (!year) continue;
        for (const [n, pattern] of _SAYS_YEAR.entries())
          for (const match of pattern.findAll(text)) {
            const said = Number(match.group(1));
            if (said === year || (n === 2 && said > year)) continue;
            const start = match.start + match.text.lastIndexOf(match.group(1));
            yield {
              block,
              start,
              end: start + 5,
              what: `标题写${year}年，这里写${said}年。`,
              fix: "核对年份，改成一致。",
              severity: "hint",
            };
          }
      }
    }

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
