/** Rules on citations: what could not be resolved, and why (kb.lint.citations). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function citations(kb) {
    "use strict";

    const { Kind } = kb;

    /** The citations of running text, found once a document. @param {any} document @param {any} tools @returns {{block: number, citation: any}[]} */
    function all(document, tools) {
      if (document.kept.citations) return document.kept.citations;
      const own = tools.regulations.get(document.own);
      /** @type {{block: number, citation: any}[]} */
      const found = [];
      for (const block of document.prose) {
        const { text } = document.blocks[block];
        if (!text.includes("《") && !text.includes("条")) continue;
        for (const citation of tools.finder.find(text, own)) found.push({ block, citation });
      }
      return (document.kept.citations = found);
    }

    /** Provisions that the regulation does not have. */
    kb.checks["cite-article"] = function* check(document, tools) {
      for (const { block, citation } of all(document, tools)) {
        let reason = citation.reason || "";
        const { start, end } = citation;
        const about = `regulations/${citation.regulation}`;
        const past = citation.resolved ? pastTheItems(citation, tools) : "";
        if (past)
          yield { block, start, end, what: `“${citation.raw}”：${past}。`, fix: "核对项的序号。", about };
        if (citation.resolved || !citation.regulation) continue;
        if (reason === kb.UNVERIFIABLE) reason = pastTheLast(citation, tools);
        if (!reason.includes("没有") || reason.includes("年的版本")) continue;
        const unsure = reason !== citation.reason;
        const fix = unsure ? "请核对条款号。" : "核对条款号；法规修订后条序可能变了。";
        const draft = { block, start, end, what: `“${citation.raw}”：${reason}。`, fix, about };
        yield unsure ? { ...draft, severity: "hint" } : draft;
      }
    };

    /** A reason, where the article is known to have fewer items. @param {any} citation @param {any} tools */
    function pastTheItems({ target }, tools) {
      const place = kb.K.citations._ITEM.match(target);
      if (!place || place.end !== target.length) return "";
      const { work, article, item } = place.groups;
      const count = (tools.items[work] || {})[Number(article)];
      if (!count || Number(item) <= count) return "";
      return `这一条只有${count}项，没有第${item}项`;
    }

    /** A reason, where the number of articles is known though their text is not recorded. @param {any} citation @param {any} tools */
    function pastTheLast({ regulation, target }, tools) {
      const last = tools.editions.articles[regulation];
      const number = /\/art-(\d+)/.exec(target);
      if (!last || !number || Number(number[1]) <= last || target.includes("@")) return "";
      return `据通行资料只有${last}条，没有第${number[1]}条`;
    }

    /** Regulations and revisions that are no longer in force. */
    kb.checks["cite-superseded"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, citation } of all(document, tools)) {
        const { start, end } = citation;
        const [work] = citation.target.split("/");
        const [name, year] = work.split("@");
        const regulation = tools.regulations.get(name);
        if (!regulation || seen.has(work)) continue;
        const { text } = document.blocks[block];
        if (kb.K.citations._OLD.test(text.slice(Math.max(0, start - 12), end + 12))) continue;
        const place = { block, start, end, about: `regulations/${name}` };
        if (regulation.status === "superseded" || regulation.status === "repealed") {
          seen.add(work);
          const next = tools.regulations.get(regulation.by);
          yield {
            ...place,
            what: `《${regulation.title}》已被修订或取代。`,
            fix: next ? `改引《${next.title}》。` : "核对现行的规定，改引现行的。",
          };
        } else if (year && isOld(regulation, year, tools)) {
          seen.add(work);
          yield outdated(place, citation.raw, regulation, year, tools, "，条款号可能不同");
        }
      }
      yield* dated(document, tools, true);
    };

    /**
     * An old edition; a hint where only the table of editions tells that it is old.
     * @param {any} place @param {string} raw @param {any} regulation @param {string} year @param {any} tools @param {string} [added]
     */
    function outdated(place, raw, regulation, year, tools, added = "") {
      const fix = `现行的是${now(regulation, tools)}${added}。`;
      const said = `“${raw}”引的是${year}年的旧版本。`;
      if (recordedNewest(regulation).length) return { ...place, what: said, fix };
      return { ...place, what: `据通行资料，${said}`, fix: `${fix}请核对。`, severity: "hint" };
    }

    /** The years of the edition in force, where the records hold it. @param {any} regulation @returns {number[]} */
    function recordedNewest(regulation) {
      const current = regulation.revisions[regulation.current];
      return current ? current.years : [];
    }

    /** The years of `data/editions.yaml`. @param {any} regulation @param {any} tools @returns {number[]} */
    const editions = ({ id }, tools) => tools.editions.years[id] || [];

    /** What is in force. @param {any} regulation @param {any} tools */
    function now(regulation, tools) {
      const current = regulation.revisions[regulation.current];
      const years = editions(regulation, tools);
      if (current) return current.label;
      return years.length ? `${years[years.length - 1]}年的版本` : "新版本";
    }

    /** Whether it is the year of an edition that another one has replaced. @param {any} regulation @param {string} year @param {any} tools */
    function isOld(regulation, year, tools) {
      const days = recordedNewest(regulation);
      const newest = (days.length ? days : editions(regulation, tools).slice(-1)).concat(
        tools.editions.same[regulation.id] || [],
      );
      const given = Number(year);
      return (
        newest.length > 0 && yearsOf(regulation, tools).has(given) && given < Math.min(...newest)
      );
    }

    /** Years in which the regulation was not revised. */
    kb.checks["cite-year"] = function* check(document, tools) {
      for (const { block, citation } of all(document, tools)) {
        if (!citation.reason || !citation.reason.includes("年的版本") || !citation.regulation)
          continue;
        const regulation = tools.regulations.get(citation.regulation);
        const year = Number((citation.target.split("@")[1] || "0").split("/")[0]);
        if (!isKnown(regulation, tools) || yearsOf(regulation, tools).has(year)) continue;
        const { start, end } = citation;
        const place = { block, start, end, about: `regulations/${regulation.id}` };
        yield doubted(place, citation.raw, regulation, citation.reason, tools);
      }
      yield* dated(document, tools, false);
    };

    /**
     * A year nobody knows; a hint where the records have no years of their own.
     * @param {any} place @param {string} raw @param {any} regulation @param {string} reason @param {any} tools
     */
    function doubted(place, raw, regulation, reason, tools) {
      const fix = revisions(regulation, tools);
      if (regulation.revisions.length && !editions(regulation, tools).length)
        return { ...place, what: `“${raw}”：${reason}。`, fix };
      const what = `“${raw}”：据通行资料，${reason}。`;
      return { ...place, what, fix: `请${fix}`, severity: "hint" };
    }

    /** @param {any} regulation @param {any} tools @returns {Set<number>} */
    function yearsOf(regulation, tools) {
      const recorded = regulation.revisions.map((/** @type {any} */ { years }) => years);
      return new Set(regulation.years.concat(editions(regulation, tools), ...recorded));
    }

    /** Whether its years are known. @param {any} regulation @param {any} tools */
    function isKnown(regulation, tools) {
      return Boolean(regulation.revisions.length || editions(regulation, tools).length);
    }

    /** @param {any} regulation @param {any} tools */
    function revisions(regulation, tools) {
      const years = editions(regulation, tools);
      if (years.length) return `核对年份；历次制定、修订在${years.join("、")}年。`;
      const labels = regulation.revisions.map((/** @type {any} */ { label }) => label).join("、");
      return `核对年份；本库记录的版本：${labels}。`;
    }

    /** 2018年修订的《…》, the year in front. @param {any} document @param {any} tools @param {boolean} old */
    function* dated(document, tools, old) {
      const { _DATED, _BARE, _OLD } = kb.K.citations;
      const matches = [...kb.scan(document, _DATED)];
      if (old) matches.push(...kb.scan(document, _BARE));
      for (const { block, match } of matches) {
        const regulation = tools.finder.resolveTitle(match.groups.title);
        if (!regulation || !isKnown(regulation, tools)) continue;
        const years = yearsOf(regulation, tools);
        const year = Number(match.groups.year);
        const { start, end } = match;
        const place = { block, start, end, about: `regulations/${regulation.id}` };
        const around = document.folded[block].slice(Math.max(0, start - 12), end + 12);
        if (old) {
          if (years.has(year) && isOld(regulation, String(year), tools) && !_OLD.test(around))
            yield outdated(place, match.text, regulation, String(year), tools);
        } else if (
          !years.has(year) &&
          (year > Math.max(...years) ||
            (years.size > 1 && year > Math.min(...years)) ||
            editions(regulation, tools).length > 0)
        )
          yield doubted(place, match.text, regulation, `《${regulation.title}》没有${year}年的版本`, tools);
      }
    }

    // Titles

    /** Titles that are nearly those of known regulations. */
    kb.checks["cite-title"] = function* check(document, tools) {
      for (const { block, title, near } of unknown(document, tools)) {
        if (!near) continue;
        const start = document.folded[block].indexOf(`《${title}》`);
        yield {
          block,
          start,
          end: start + title.length + 2,
          what: `《${title}》不是规范的名称。`,
          fix: `应为《${near.title}》。`,
          about: `regulations/${near.id}`,
          change: `《${near.title}》`,
        };
      }
    };

    /** Party regulations that are not in the knowledge base. */
    kb.checks["cite-unknown"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, title, near } of unknown(document, tools)) {
        const party = /^(?:中国共产党|中共中央)/.test(title) || title.includes("党") ||
          kb.K.citations._OFFICERS.test(title);
        const local = kb.K.citations._LOCAL.test(title);
        if (near || seen.has(title) || !kb.K.citations._KIND.test(title) || !party || local)
          continue;
        seen.add(title);
        const start = document.folded[block].indexOf(`《${title}》`);
        yield {
          block,
          start,
          end: start + title.length + 2,
          what: `《${title}》：${kb.K.works.UNKNOWN}，无法核对。`,
          fix: "核对名称；名称无误的不必改。",
        };
      }
    };

    /** (block, folded title, the regulation it nearly names) of titles nobody has. @param {any} document @param {any} tools @returns {{block: number, title: string, near: any}[]} */
    function unknown(document, tools) {
      if (document.kept.unknown) return document.kept.unknown;
      const found = [];
      for (const { block, match } of kb.scan(document, kb.K.citations._TITLE)) {
        const title = match.group(1);
        if (document.blocks[block].kind === Kind.CELL || tools.finder.resolveTitle(title)) continue;
        found.push({ block, title, near: nearest(tools, title) });
      }
      return (document.kept.unknown = found);
    }

    /** @param {string} name */
    const untried = (name) => name.replace(/\(试行\)$/, "");

    /** @param {any} tools @param {string} title @returns {any} */
    function nearest(tools, title) {
      /** @type {Set<any>} */
      const found = new Set();
      for (const regulation of tools.regulations.values()) {
        if (regulation.status === "superseded") continue;
        for (const name of [regulation.title, ...regulation.short])
          if (isNear(untried(title), untried(kb.fold(name)))) found.add(regulation);
      }
      return found.size === 1 ? [...found][0] : null;
    }

    /** @param {string} written @param {string} name */
    function isNear(written, name) {
      if (name.length < 6 || written === name) return false;
      const apart = distance(written, name);
      if (!kb.K.citations._KIND.test(written))
        return name.length >= 8 && apart === 1 && written.length === name.length;
      if (apart <= (name.length >= 14 ? 2 : 1)) return !isOther(written, name);
      if (name.length >= 14 && written.slice(0, 8) === name.slice(0, 8) && apart <= 3)
        return !isOther(written, name);
      const alike = written.startsWith(name.slice(0, 4));
      if (
        alike &&
        written.slice(-2) === name.slice(-2) &&
        written.length >= 0.6 * name.length &&
        kb.isWithin(written, name)
      )
        return written.length < name.length;
      if (adds(written, name)) return !isOther(written, name);
      return alike && written.length >= 8 && written.slice(0, -2) === name.slice(0, -2);
    }

    /** 支部工作暂行条例: a full title with one word too many in it. @param {string} written @param {string} name */
    function adds(written, name) {
      const more = written.length - name.length;
      if (!name.startsWith("中国共产党") || more <= 0 || more > 3) return false;
      if (written.slice(-2) !== name.slice(-2)) return false;
      let same = 0;
      while (same < name.length && written[same] === name[same]) same++;
      const known = same >= 7 || written.slice(same, same + more) === "党内";
      return known && written.slice(same + more) === name.slice(same);
    }

    /** Whether the words that differ are those by which real regulations differ. @param {string} written @param {string} name */
    function isOther(written, name) {
      /** @param {string} text */
      const others = (text) =>
        kb.K.citations._OTHERS.findAll(text)
          .map((/** @type {any} */ match) => match.text)
          .sort()
          .join();
      return others(written) !== others(name);
    }

    /** Levenshtein; 9 where the lengths say enough. @param {string} a @param {string} b */
    function distance(a, b) {
      if (Math.abs(a.length - b.length) > 2) return 9;
      let row = [...b, ""].map((_, n) => n);
      for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++)
          next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
        row = next;
      }
      return row[b.length];
    }

    kb.distance = distance;
  },
);
