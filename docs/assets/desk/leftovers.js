/** What is left over of the paper that was copied (kb.lint.leftovers). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function leftovers(kb) {
    "use strict";

    /** What was written for somebody else, or for another year. */
    kb.checks["leftover"] = function* check(document, tools) {
      yield* ofAnotherSystem(document, tools);
      yield* over(document, tools);
      yield* ofAnotherPlace(document);
      yield* ofAnotherHoliday(document);
    };

    /** Words of another system in a paper that is not of that system. @param {any} document @param {any} tools */
    function* ofAnotherSystem(document, tools) {
      const { _AROUND } = kb.K.leftovers;
      for (const system of tools.systems) {
        if (!system.here.test(document.whole)) continue;
        /** @type {{block: number, match: any}[]} */
        let found = [];
        /** @type {Set<string>} */
        const right = new Set();
        for (const { block, match } of kb.scan(document, system.words)) {
          const text = document.folded[block].slice(0, match.end + 8);
          const around = system.allowed.findAll(text, Math.max(0, match.start - _AROUND));
          if (around.some((/** @type {any} */ a) => a.start < match.end && match.start < a.end))
            right.add(match.text);
          else found.push({ block, match });
        }
        found = found.filter(({ match }) => !right.has(match.text));
        const home = document.folded.some((/** @type {string} */ text) => system.home.test(text));
        if (home || found.length >= 5 || new Set(found.map(({ match }) => match.text)).size >= 4)
          continue;
        for (const { block, match } of found)
          yield {
            block,
            start: match.start,
            end: match.end,
            what: `“${match.text}”是${system.name}用语。`,
            fix: system.reason,
          };
      }
    }

    /** The years that a text names. @param {string} text @returns {number[]} */
    const yearsIn = (text) =>
      kb.K.leftovers._YEAR.findAll(text).map((/** @type {any} */ found) => Number(found.group(1)));

    /** What was over before the year of the paper, as if it were still to be done. @param {any} document @param {any} tools */
    function* over(document, tools) {
      const dated = document.folded.map(yearsIn).find((/** @type {number[]} */ years) => years.length);
      if (!dated) return;
      const written = Math.max(...dated);
      for (const { words, until, reason } of tools.over)
        for (const { block, match } of kb.scan(document, words)) {
          const text = document.folded[block];
          const { start, end } = match;
          const then = yearsIn(text).some((year) => year <= until);
          if (written <= until || then || kb.talksOf(text, start, end)) continue;
          if (kb.tellsHistory(text, start, end)) continue;
          const what = `“${match.text}”是${until}年以前的说法，这份材料是${written}年的。`;
          yield { block, start, end, what, fix: reason };
        }
    }

    /** 清溪县…方案 that closes with 确保云岭县水利事业高质量发展. @param {any} document */
    function* ofAnotherPlace(document) {
      const { _OWN, _FOR, _LEVELS, _NO_PLACE } = kb.K.leftovers;
      /** @type {any[]} */
      const own = [];
      for (const pattern of _OWN)
        for (const { match } of kb.scan(document, pattern)) own.push(match.groups);
      for (const { block, match } of kb.scan(document, _FOR)) {
        const { name: short, level } = match.groups;
        const name = short + level;
        const same = _LEVELS.find((/** @type {any} */ each) => each.test(level));
        const alike = own.filter((m) => same.test(m.level)).map((m) => m.name + m.level);
        if (!alike.length || _NO_PLACE.test(name) || kb.count(document.whole, name) > 1) continue;
        if (alike.some((other) => other.includes(short) || name.includes(other.slice(0, 2)))) continue;
        const end = match.end - level.length;
        yield {
          block,
          start: end - short.length,
          end,
          what: `这份材料是${alike[0]}的，这里写的是“${name}”。`,
          fix: "核对地名，改成本地的。",
        };
      }
    }

    /** A notice on 春节 that asks to spend a clean 中秋. @param {any} document */
    function* ofAnotherHoliday(document) {
      const { _HOLIDAYS, _SPENT, _HEAD } = kb.K.leftovers;
      /** @param {string} text @returns {string[]} */
      const holidays = (text) => _HOLIDAYS.findAll(text).map((/** @type {any} */ found) => found.text);
      const named = [...new Set(holidays((document.folded[0] || "").slice(0, _HEAD)))].sort();
      for (const { block, match } of kb.scan(document, _SPENT)) {
        const text = document.folded[block].slice(match.start);
        if (!named.length || holidays(text).some((each) => named.includes(each))) continue;
        const { holiday } = match.groups;
        yield {
          block,
          start: match.end - holiday.length,
          end: match.end,
          what: `这份材料说的是${named.join("、")}，这里写的是“${holiday}”。`,
          fix: "核对节日，改成这一次的。",
        };
      }
    }
  },
);
