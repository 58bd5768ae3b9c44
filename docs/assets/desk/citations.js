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
        const reason = citation.reason || "";
        if (citation.resolved || !citation.regulation || reason === kb.UNVERIFIABLE) continue;
        if (reason.includes("没有") && !reason.includes("年的版本"))
          yield {
            block,
            start: citation.start,
            end: citation.end,
            what: `“${citation.raw}”：${reason}。`,
            fix: "核对条款号；法规修订后条序可能变了。",
            about: `regulations/${citation.regulation}`,
          };
      }
    };

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
        } else if (year && citation.resolved && isOld(regulation, year)) {
          seen.add(work);
          yield {
            ...place,
            what: `“${citation.raw}”引的是${year}年的旧版本。`,
            fix: `现行的是${currentLabel(regulation)}，条款号可能不同。`,
          };
        }
      }
      yield* dated(document, tools, true);
    };

    /** @param {any} regulation */
    function currentLabel(regulation) {
      const current = regulation.revisions[regulation.current];
      return current ? current.label : "新版本";
    }

    /** @param {any} regulation @param {string} year */
    function isOld(regulation, year) {
      const current = regulation.revisions[regulation.current];
      return Boolean(current) && !current.years.includes(Number(year)) && Number(year) < current.year;
    }

    /** Years in which the regulation was not revised. */
    kb.checks["cite-year"] = function* check(document, tools) {
      for (const { block, citation } of all(document, tools)) {
        if (!citation.reason || !citation.reason.includes("年的版本") || !citation.regulation)
          continue;
        const regulation = tools.regulations.get(citation.regulation);
        const year = Number((citation.target.split("@")[1] || "0").split("/")[0]);
        if (!regulation.revisions.length || yearsOf(regulation).has(year)) continue;
        yield {
          block,
          start: citation.start,
          end: citation.end,
          what: `“${citation.raw}”：${citation.reason}。`,
          fix: revisions(regulation),
          about: `regulations/${citation.regulation}`,
        };
      }
      yield* dated(document, tools, false);
    };

    /** @param {any} regulation @returns {Set<number>} */
    function yearsOf(regulation) {
      return new Set(
        [].concat(regulation.years, ...regulation.revisions.map((/** @type {any} */ r) => r.years)),
      );
    }

    /** @param {any} regulation */
    function revisions(regulation) {
      const labels = regulation.revisions.map((/** @type {any} */ { label }) => label).join("、");
      return `核对年份；本库记录的版本：${labels}。`;
    }

    /** 2018年修订的《…》, the year in front. @param {any} document @param {any} tools @param {boolean} old */
    function* dated(document, tools, old) {
      const { _DATED, _OLD } = kb.K.citations;
      for (const { block, match } of kb.scan(document, _DATED)) {
        const regulation = tools.finder.resolveTitle(match.groups.title);
        if (!regulation || !regulation.revisions.length) continue;
        const years = yearsOf(regulation);
        const year = Number(match.groups.year);
        const { start, end } = match;
        const place = { block, start, end, about: `regulations/${regulation.id}` };
        const around = document.folded[block].slice(Math.max(0, start - 12), end + 12);
        if (old) {
          if (years.has(year) && isOld(regulation, String(year)) && !_OLD.test(around))
            yield {
              ...place,
              what: `“${match.text}”引的是${year}年的旧版本。`,
              fix: `现行的是${currentLabel(regulation)}。`,
            };
        } else if (
          !years.has(year) &&
          (year > Math.max(...years) ||
            (regulation.revisions.length > 1 && year > Math.min(...years)))
        )
          yield {
            ...place,
            what: `“${match.text}”：《${regulation.title}》没有${year}年的版本。`,
            fix: revisions(regulation),
          };
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
        const party = /^(?:中国共产党|中共中央)/.test(title) || title.includes("党");
        const local = /[省市县区镇乡村]|实施(?:细则|办法)|^本|议事/.test(title);
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
      const alike = written.startsWith(name.slice(0, 4));
      if (
        alike &&
        written.slice(-2) === name.slice(-2) &&
        written.length >= 0.6 * name.length &&
        kb.isWithin(written, name)
      )
        return written.length < name.length;
      return alike && written.length >= 8 && written.slice(0, -2) === name.slice(0, -2);
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
