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
      yield* met(document);
      yield* spans(document);
      yield* dated(document, tools);
      yield* celebrated(document);
      yield* titled(document);
    };

    /** @param {number} block @param {any} match @param {string} what @param {string} fix */
    function hint(block, { start, end }, what, fix) {
      return { block, start, end, what, fix, severity: "hint" };
    }

    /** Congresses of the Party in a year in which there was none. @param {any} document */
    function* met(document) {
      const { _MET, _CONVENED, _A_YEAR } = kb.K.years;
      for (const pattern of _MET)
        for (const { block, match } of kb.scan(document, pattern)) {
          const { congress } = match.groups;
          const right = _CONVENED[congress];
          const year = Number(_A_YEAR.findAll(match.text)[0].group(1));
          if (right !== year)
            yield hint(
              block,
              match,
              `${year}年没有召开党的${congress}大。`,
              `党的${congress}大在${right}年召开，核对年份。`,
            );
        }
    }

    /** “十三五”时期(2015—2020年); 三年行动从2022年到2026年; “十五五”开局之年2025年. @param {any} document */
    function* spans(document) {
      const { _RANGE, _LABELLED, _YEARS_LONG, _PLANS, _FIRST_OF_PLAN } = kb.K.years;
      /** @param {any} match */
      const begin = (match) => _FIRST_OF_PLAN + 5 * _PLANS.indexOf(match.group(1));
      /** @param {any} match */
      const fix = (match) => `“十${match.group(1)}五”是${begin(match)}年至${begin(match) + 4}年，核对年份。`;
      for (const { block, match } of kb.scan(document, _RANGE)) {
        const [from, to] = [Number(match.group(2)), Number(match.group(3))];
        if (from !== begin(match) || to !== begin(match) + 4)
          yield hint(block, match, `“十${match.group(1)}五”时期不是${from}年至${to}年。`, fix(match));
      }
      for (const { block, match } of kb.scan(document, _LABELLED)) {
        const later = match.group(2) ? 4 : match.group(3) ? 0 : kb.countOf(match.group(4)) - 1;
        const year = match.group(5);
        if (begin(match) + later !== Number(year))
          yield hint(block, match, `${year}年不是“${match.text.slice(0, -5)}”。`, fix(match));
      }
      for (const { block, match } of kb.scan(document, kb.K.years._THAT_YEAR)) {
        const [year, plan, last, begun, nth] = [1, 2, 3, 4, 5].map((n) => match.group(n));
        const from = _FIRST_OF_PLAN + 5 * _PLANS.indexOf(plan);
        if (from + (last ? 4 : begun ? 0 : kb.countOf(nth) - 1) === Number(year)) continue;
        const said = `${year}年不是“十${plan}五”的${last || begun || `第${nth}`}年。`;
        yield hint(block, match, said, `“十${plan}五”是${from}年至${from + 4}年，核对年份。`);
      }
      for (const { block, match } of kb.scan(document, _YEARS_LONG)) {
        const long = kb.countOf(match.group(1));
        const [from, to] = [match.group(2), match.group(3)];
        const lasts = Number(to) - Number(from) + 1;
        if (long >= 2 && lasts !== long && lasts !== long + 1)
          yield hint(block, match, `${from}年到${to}年不是${match.group(1)}年。`, "核对起止年份。");
      }
    }

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
      const { _FOUNDED, _A_YEAR, _TITLE_YEAR, _EARLY, _YEAR, _REACH, _SOON } = kb.K.years;
      const title = document.folded.length ? _TITLE_YEAR.search(document.folded[0]) : null;
      for (const { block, match } of kb.scan(document, _FOUNDED)) {
        const text = document.folded[block];
        const last = _A_YEAR.findAll(text.slice(0, match.start)).pop();
        const soon = _A_YEAR.search(text.slice(0, match.end + _SOON), match.end);
        const year = Number((last || title || soon || { group: () => 0 }).group(1));
        const since = sinceOf(match.group(1));
        const between = text.slice(last ? last.end : 0, match.start);
        if (!year || since + kb.countOf(match.group(2)) === year) continue;
        if ((_EARLY.test(between) && (last || !soon)) || between.includes("。")) continue;
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
      const { _PAPER, _SAYS_YEAR, _TITLE, _BEGINS, _DUE } = kb.K.years;
      let year = 0;
      let first = false;
      /** @param {number} block @param {number} start @param {string | number} said */
      const other = (block, start, said) =>
        hint(block, { start, end: start + 5 }, `标题写${year}年，这里写${said}年。`, "核对年份，改成一致。");
      for (const block of document.prose) {
        const text = document.folded[block];
        const title = _PAPER.match(text);
        if (title && text.length < _TITLE && !text.includes("。")) {
          year = Number(title.group(1));
          first = true;
          continue;
        }
        if (!year) continue;
        const begun = first && !text.includes(`${year}年`) && _BEGINS.match(text);
        if (begun && Number(begun.group(1)) !== year) yield other(block, 0, begun.group(1));
        first = first && text.endsWith(":"); // to whom it is addressed
        for (const match of _DUE.findAll(text))
          if (Number(match.group(1)) < year) yield other(block, match.start, match.group(1));
        for (const [n, pattern] of _SAYS_YEAR.entries())
          for (const match of pattern.findAll(text)) {
            const said = Number(match.group(1));
            if (said === year || (n === 2 && said > year)) continue;
            const start = match.start + match.text.lastIndexOf(match.group(1));
            yield other(block, start, said);
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
