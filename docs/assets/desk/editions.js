/** The editions of regulations: years without one, and texts no longer in force (kb.lint.editions). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function editions(kb) {
    "use strict";

    /** Regulations and revisions that are no longer in force. */
    kb.checks["cite-superseded"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, citation } of kb.citationsIn(document, tools)) {
        const { start, end } = citation;
        const [work] = citation.target.split("/");
        const [name, year] = work.split("@");
        const regulation = tools.regulations.get(name);
        if (!regulation || seen.has(work)) continue;
        const place = { block, start, end };
        if (isTold(document, place, 0, 0)) continue;
        const about = `regulations/${name}`;
        if (regulation.status === "superseded" || regulation.status === "repealed") {
          seen.add(work);
          const next = tools.regulations.get(regulation.by);
          yield {
            ...place,
            what: `《${regulation.title}》已被修订或取代。`,
            fix: next ? `改引《${next.title}》。` : "核对现行的规定，改引现行的。",
            about,
          };
        } else if (year && isReplaced(document, place, regulation, Number(year), tools)) {
          seen.add(work);
          yield outdated(place, citation.raw, regulation, Number(year), tools, "，条款号可能不同");
        }
      }
      yield* oldTitles(document, tools);
      yield* oldYears(document, tools);
      yield* oldConstitutions(document, tools);
      yield* oldCounts(document, tools);
    };

    /** @param {number} block @param {any} match */
    const placeOf = (block, { start, end }) => ({ block, start, end });

    /** Names under which nothing is in force any more. @param {any} document @param {any} tools */
    function* oldTitles(document, tools) {
      for (const { block, match } of kb.scan(document, kb.K.editions._TITLE)) {
        const { title } = match.groups;
        const [next, until] = tools.editions.former[title] || ["", 0];
        if (!next || isTold(document, placeOf(block, match), 0, until)) continue;
        yield {
          ...placeOf(block, match),
          what: `据通行资料，《${title}》已被${next}取代。`,
          fix: `要引现行规定的，请核对后改引${next}。`,
          severity: "hint",
        };
      }
    }

    /** 2018年修订的《…》, of an edition that another one has replaced. @param {any} document @param {any} tools */
    function* oldYears(document, tools) {
      const { _BEFORE, _BARE, _AFTER } = kb.K.editions;
      for (const pattern of [_BEFORE, _BARE, _AFTER[_AFTER.length - 1]])
        for (const { block, match } of kb.scan(document, pattern)) {
          const { title, of, bodies } = match.groups;
          const regulation = tools.finder.resolveTitle(title);
          const year = figure(match.groups.year);
          const place = placeOf(block, match);
          if (!regulation || tools.editions.former[title]) continue;
          if (pattern === _BEFORE && of !== "的" && bodies) continue; // made in that year: history
          if (isReplaced(document, place, regulation, year, tools))
            yield outdated(place, match.text, regulation, year, tools);
        }
    }

    /** 党的十九大通过的党章. @param {any} document @param {any} tools */
    function* oldConstitutions(document, tools) {
      const regulation = tools.regulations.get("dangzhang");
      for (const { block, match } of kb.scan(document, kb.K.editions._CONGRESS)) {
        const year = 1982 + (kb.countOf(match.groups.congress) - 12) * 5;
        const place = placeOf(block, match);
        if (regulation && isReplaced(document, place, regulation, year, tools))
          yield outdated(place, match.text, regulation, year, tools);
      }
    }

    /** 现行《…》共142条, so many as an older edition had. @param {any} document @param {any} tools */
    function* oldCounts(document, tools) {
      const { _COUNTED, _OLD, _YEAR } = kb.K.editions;
      for (const { block, match } of kb.scan(document, _COUNTED)) {
        const { title, count } = match.groups;
        const regulation = tools.finder.resolveTitle(title);
        if (!regulation || !(tools.editions.counts[regulation.id] || []).includes(Number(count)))
          continue;
        const text = document.folded[block];
        const before = text.slice(Math.max(0, match.start - 12), match.start);
        if (_OLD.test(before + match.text.slice(0, match.text.lastIndexOf(count)))) continue;
        if (_YEAR.test(before)) continue;
        yield {
          ...placeOf(block, match),
          what: `据通行资料，《${regulation.title}》共${count}条是旧版本。`,
          fix: `现行的是${now(regulation, tools)}。请核对。`,
          about: `regulations/${regulation.id}`,
          severity: "hint",
        };
      }
    }

    /**
     * Whether an older text is only told of: said so, or all around it was then.
     * @param {any} document @param {any} place @param {number} since @param {number} until
     */
    function isTold(document, { block, start, end }, since, until) {
      const { _OLD, _NOW, _YEAR, _RENEWED } = kb.K.editions;
      const text = document.folded[block];
      if (_OLD.test(text.slice(Math.max(0, start - 12), start) + text.slice(end, end + 12)))
        return true;
      if (since && _RENEWED.test(text.slice(end).split(/[。!?]/)[0])) return true;
      if (until && !since && text.slice(end).split(/[。!?]/)[0].includes("废止")) return true;
      if (!until || _NOW.test(text)) return false;
      /** @type {number[]} */
      const years = [];
      for (const found of _YEAR.findAll(text))
        if (found.start < start || found.start >= end) years.push(Number(found.text));
      const then = years.some((year) => since < year && year < until);
      return then && (since > 0 || Math.max(...years) < until);
    }

    /** Whether it is an old edition, and what is told did not happen before the next one. @param {any} document @param {any} place @param {any} regulation @param {number} year @param {any} tools */
    function isReplaced(document, place, regulation, year, tools) {
      const later = table(regulation, tools).find((/** @type {number} */ each) => each > year);
      return isOld(regulation, year, tools) && !isTold(document, place, year, later || 0);
    }

    /**
     * An old edition; a hint where only the table of editions tells that it is old.
     * @param {any} place @param {string} raw @param {any} regulation @param {number} year @param {any} tools @param {string} [added]
     */
    function outdated(place, raw, regulation, year, tools, added = "") {
      const about = `regulations/${regulation.id}`;
      const fix = `现行的是${now(regulation, tools)}${added}。`;
      const said = `“${raw}”引的是${year}年的旧版本。`;
      if (recordedNewest(regulation).length) return { ...place, what: said, fix, about };
      return { ...place, what: `据通行资料，${said}`, fix: `${fix}请核对。`, about, severity: "hint" };
    }

    /** The years of the edition in force, where the records hold it. @param {any} regulation @returns {number[]} */
    function recordedNewest(regulation) {
      const current = regulation.revisions[regulation.current];
      return current ? current.years : [];
    }

    /** Whether it is the year of an edition that another one has replaced. @param {any} regulation @param {number} year @param {any} tools */
    function isOld(regulation, year, tools) {
      const days = recordedNewest(regulation);
      const newest = (days.length ? days : table(regulation, tools).slice(-1)).concat(
        tools.editions.same[regulation.id] || [],
      );
      return (
        newest.length > 0 && yearsOf(regulation, tools).has(year) && year < Math.min(...newest)
      );
    }

    /** The years of `data/editions.yaml`. @param {any} regulation @param {any} tools @returns {number[]} */
    const table = ({ id }, tools) => tools.editions.years[id] || [];

    /** What is in force. @param {any} regulation @param {any} tools */
    function now(regulation, tools) {
      const current = regulation.revisions[regulation.current];
      const years = table(regulation, tools);
      if (current) return current.label;
      return years.length ? `${years[years.length - 1]}年的版本` : "新版本";
    }

    // Years

    /** Years and months in which the regulation was neither made nor revised. */
    kb.checks["cite-year"] = function* check(document, tools) {
      const { _BEFORE, _AFTER } = kb.K.editions;
      /** @type {[number, number][]} */
      const done = [];
      for (const pattern of [_BEFORE, ..._AFTER])
        for (const { block, match } of kb.scan(document, pattern)) {
          if (isOther(match)) continue;
          const regulation = dated(match, tools);
          const reason = regulation ? wrongDay(regulation, match, tools) : "";
          const at = match.start + match.text.indexOf(match.groups.year);
          if (!reason || done.some((each) => each[0] === block && each[1] === at)) continue;
          done.push([block, at]);
          yield doubted(placeOf(block, match), match.text, regulation, reason, tools);
        }
      for (const { block, citation } of kb.citationsIn(document, tools)) {
        if (!citation.reason || !citation.reason.includes("年的版本") || !citation.regulation)
          continue;
        const regulation = tools.regulations.get(citation.regulation);
        const year = Number((citation.target.split("@")[1] || "0").split("/")[0]);
        const { start, end } = citation;
        const told = done.some(([where, at]) => where === block && start <= at && at < end);
        if (told || !isKnown(regulation, tools) || yearsOf(regulation, tools).has(year)) continue;
        yield doubted({ block, start, end }, citation.raw, regulation, citation.reason, tools);
      }
    };

    /** Whether it tells when a lower body did something with the regulation. @param {any} match */
    function isOther({ text, groups: { bodies, verb } }) {
      if (!bodies || !kb.isLocal(bodies)) return false;
      return kb.K.issuers.PASSED_ON.includes(verb) || text.includes("版");
    }

    /** What is dated: a title, or the longest name at the end of the words before. @param {any} match @param {any} tools */
    function dated({ groups: { title, bare } }, tools) {
      if (title) {
        const folded = title.replace(/\(修正案\)$/, "");
        return tools.editions.former[folded] ? null : tools.finder.resolveTitle(folded);
      }
      for (let start = 0; start < bare.length - 3; start++) {
        const found = tools.finder.resolveTitle(bare.slice(start));
        if (found) return found;
      }
      return null;
    }

    /** 2018 or 二〇一八. @param {string} written */
    function figure(written) {
      if (/^\d+$/.test(written)) return Number(written);
      const digits = [...written.replace(/零/g, "〇")];
      return Number(digits.map((char) => kb.K.editions._FIGURES.indexOf(char)).join(""));
    }

    /** Why it cannot be so; nothing if it can, or nobody knows. @param {any} regulation @param {any} match @param {any} tools */
    function wrongDay(regulation, { groups: { year: written, month: said, verb } }, tools) {
      const year = figure(written);
      const known = table(regulation, tools);
      if (!isKnown(regulation, tools)) return "";
      const years =
        kb.K.editions._WRITTEN.includes(verb) && known.length
          ? writtenIn(regulation, tools)
          : yearsOf(regulation, tools);
      if (!years.has(year)) {
        const last = Math.max(...years);
        const first = Math.min(...years);
        const sure = known.length > 0 || year > last || (year > first && first < last);
        return sure ? `《${regulation.title}》没有${year}年的版本` : "";
      }
      const months = (tools.editions.months[regulation.id] || [])
        .filter((/** @type {string} */ each) => each.startsWith(String(year)))
        .map((/** @type {string} */ each) => Number(each.slice(5)));
      const month = said ? kb.countOf(said) : 0;
      if (!months.length || !month || months.includes(month)) return "";
      const listed = months.map((/** @type {number} */ each) => `${each}月`).join("、");
      return `《${regulation.title}》通过、印发、公布、施行在${year}年${listed}，不在${month}月`;
    }

    /** The years in which a text was made or changed. @param {any} regulation @param {any} tools @returns {Set<number>} */
    function writtenIn(regulation, tools) {
      const recorded = regulation.revisions.map((/** @type {any} */ { written }) => written);
      const same = tools.editions.same[regulation.id] || [];
      return new Set(table(regulation, tools).concat(same, ...recorded));
    }

    /** The years in which something was done. @param {any} regulation @param {any} tools @returns {Set<number>} */
    function yearsOf(regulation, tools) {
      const recorded = regulation.revisions.map((/** @type {any} */ { years }) => years);
      const listed = (tools.editions.months[regulation.id] || []).map(
        (/** @type {string} */ each) => Number(each.slice(0, 4)),
      );
      return new Set(regulation.years.concat(table(regulation, tools), listed, ...recorded));
    }

    /** Whether its years are known. @param {any} regulation @param {any} tools */
    function isKnown(regulation, tools) {
      return Boolean(regulation.revisions.length || table(regulation, tools).length);
    }

    /** @param {any} regulation @param {any} tools */
    function revisions(regulation, tools) {
      const years = table(regulation, tools);
      if (years.length) return `核对年份；历次制定、修订在${years.join("、")}年。`;
      const labels = regulation.revisions.map((/** @type {any} */ { label }) => label).join("、");
      return `核对年份；本库记录的版本：${labels}。`;
    }

    /**
     * A day nobody knows; a hint where the records have none of their own.
     * @param {any} place @param {string} raw @param {any} regulation @param {string} reason @param {any} tools
     */
    function doubted(place, raw, regulation, reason, tools) {
      const about = `regulations/${regulation.id}`;
      const fix = revisions(regulation, tools);
      if (regulation.revisions.length && !table(regulation, tools).length)
        return { ...place, what: `“${raw}”：${reason}。`, fix, about };
      const what = `“${raw}”：据通行资料，${reason}。`;
      return { ...place, what, fix: `请${fix}`, about, severity: "hint" };
    }
  },
);
