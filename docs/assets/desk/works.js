/** Where a text names regulations, by their titles, short titles and names of its own (kb.works). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function works(kb) {
    "use strict";

    /** The regulations by their names. */
    class Works {
      /** @param {any[]} regulations */
      constructor(regulations) {
        /** Folded name -> regulations: a full title before a short one. @type {Map<string, any[]>} */
        this.byName = new Map();
        /** @type {Map<string, any[]>} */
        const titles = new Map();
        for (const regulation of regulations)
          for (const [names, written] of [
            [titles, [regulation.title]],
            [this.byName, regulation.short],
          ])
            for (const name of written)
              for (const form of new Set([kb.fold(name), withoutTrial(kb.fold(name))])) {
                const known = names.get(form) || [];
                if (!known.includes(regulation)) names.set(form, [...known, regulation]);
              }
        titles.forEach((found, name) => this.byName.set(name, found));
        this.names = new Names([...this.byName.keys()]);
      }

      /** What a folded title or short title names. @param {string} folded @returns {Named} */
      resolve(folded) {
        const found = this.byName.get(folded) || this.byName.get(withoutTrial(folded));
        if (!found) return named(null, null, null, kb.K.works.UNKNOWN);
        if (found.length > 1) {
          const titles = found.map(({ title }) => `《${title}》`).join("、");
          return named(null, null, null, `这个简称有${titles}共用`);
        }
        return named(found[0], currentOf(found[0]));
      }

      /** @param {string} title @returns {any} */
      resolveTitle(title) {
        return this.resolve(kb.fold(title)).regulation;
      }

      /** 《…条例（2018年修订）》. @param {string} folded @returns {Named} */
      resolveDated(folded) {
        const year = kb.K.works._REVISION_INSIDE.search(folded);
        const found = year && this.resolve(folded.slice(0, year.start));
        if (!found || !found.regulation) return this.resolve(folded);
        return ofYear(found.regulation, year.group(1));
      }

      /** Where works are named, in order. @param {string} folded @param {any} own @returns {Work[]} */
      works(folded, own) {
        const { _TITLE, _STARTS_PROVISION, NAME_CONTINUES } = kb.K.works;
        const bracketed = folded.includes("《") ? _TITLE.findAll(folded) : [];
        /** @type {Work[]} */
        let found = bracketed.map((/** @type {any} */ match) =>
          work(match.start, match.end, this.resolveDated(match.group(1))),
        );
        for (const [name, start, end] of this.names.find(folded)) {
          const starts = end < folded.length && _STARTS_PROVISION.includes(folded[end]);
          if (starts && !folded.slice(start, end).includes("《") && !inside(bracketed, start, end))
            found.push({
              ...work(start, end, this.resolve(name)),
              alone: false,
              doubt: runsOn(folded, start) ? NAME_CONTINUES : null,
            });
        }
        if (own) found.push(...selves(folded, own));
        found = [...defined(folded, found, bracketed), ...found];
        return apart(folded, found);
      }
    }

    /** Names in a text: the leftmost first and of these the longest, never overlapping. */
    class Names {
      /** @param {string[]} names */
      constructor(names) {
        /** @type {Map<string, string[]>} */
        this.starts = new Map();
        for (const name of names) kb.put(this.starts, name.slice(0, 2), name);
        this.starts.forEach((list) => list.sort((a, b) => b.length - a.length));
      }

      /** @param {string} text @returns {[string, number, number][]} */
      find(text) {
        /** @type {[string, number, number][]} */
        const found = [];
        for (let at = 0; at < text.length;) {
          const list = this.starts.get(text.substr(at, 2)) || [];
          const name = list.find((each) => text.startsWith(each, at));
          if (name) found.push([name, at, at + name.length]);
          at += name ? name.length : 1;
        }
        return found;
      }
    }

    /** @param {string} name */
    function withoutTrial(name) {
      return name.replace(/[（(]试行[)）]$/, "");
    }

    /** @param {any} regulation @param {any} revision @param {string | null} [year] @param {string | null} [reason] @returns {Named} */
    function named(regulation, revision, year = null, reason = null) {
      return { regulation, revision, year, reason };
    }

    /** @param {number} start @param {number} end @param {Named} meant @returns {Work} */
    function work(start, end, meant) {
      return { start, end, own: false, alone: true, resume: 0, doubt: null, named: meant };
    }

    /** @param {any} regulation */
    function currentOf(regulation) {
      return regulation.revisions[regulation.current] || null;
    }

    /** @param {any} regulation @param {string} year @returns {Named} */
    function ofYear(regulation, year) {
      const current = currentOf(regulation);
      if (current && String(current.year) === year) return named(regulation, current);
      const found = regulation.revisions.find((/** @type {any} */ r) => String(r.year) === year);
      return named(regulation, found || null, year);
    }

    /** @param {any[]} spans @param {number} start @param {number} end */
    function inside(spans, start, end) {
      return spans.some((span) => span.start <= start && end <= span.end);
    }

    /** Whether the name may be the end of a longer one. @param {string} folded @param {number} start */
    function runsOn(folded, start) {
      const before = folded.slice(start - 1, start);
      return kb.isHan(before) && !kb.K.works._BEFORE_NAME.includes(before);
    }

    /** 本条例, where it means the page's own regulation. @param {string} folded @param {any} regulation @returns {Work[]} */
    function selves(folded, regulation) {
      const { _SELF, _TITLE_KIND, OTHER_KIND } = kb.K.works;
      const title = _TITLE_KIND.search(kb.fold(regulation.title));
      return _SELF.findAll(folded).map((/** @type {any} */ match) => {
        const kind = match.groups.kind || match.groups.quoted;
        const alike = !title || title.groups.kind.endsWith(kind);
        return {
          ...work(match.start, match.end, named(regulation, currentOf(regulation))),
          own: true,
          alone: false,
          doubt: alike ? null : OTHER_KIND,
        };
      });
    }

    /** Where works are named as the text has said it would: （以下简称《条例》）. @param {string} folded @param {Work[]} found @param {any[]} bracketed @returns {Work[]} */
    function defined(folded, found, bracketed) {
      if (!folded.includes("称")) return [];
      /** @type {Map<string, any>} */
      const titles = new Map();
      /** @type {Map<string, any>} */
      const names = new Map();
      for (const each of [...found].sort((a, b) => a.start - b.start)) {
        const match = kb.K.works._DEFINITION.match(folded, each.end);
        if (!match) continue;
        const map = match.groups.title ? titles : names;
        const name = match.groups.title || match.groups.name;
        const earlier = map.get(name) || { start: match.start, meant: each.named, until: Infinity };
        map.set(name, earlier);
        if (!sameNamed(earlier.meant, each.named))
          earlier.until = Math.min(earlier.until, match.start);
      }
      /** @param {any} definition @param {number} offset @returns {Named | null} */
      const at = (definition, offset) => {
        if (offset < definition.start) return null;
        if (offset >= definition.until) return named(null, null, null, "这个简称在文中先后指不同的法规");
        return definition.meant;
      };
      /** @type {Work[]} */
      const uses = [];
      for (const match of bracketed) {
        const definition = titles.get(match.group(1));
        const meant = definition && at(definition, match.start);
        if (meant) uses.push(work(match.start, match.end, meant));
      }
      const { _STARTS_PROVISION, NAME_CONTINUES } = kb.K.works;
      for (const [name, start, end] of names.size ? new Names([...names.keys()]).find(folded) : []) {
        const meant = at(names.get(name), start);
        const begins = end < folded.length && _STARTS_PROVISION.includes(folded[end]);
        if (meant && begins && !inside(bracketed, start, end))
          uses.push({
            ...work(start, end, meant),
            alone: false,
            doubt: runsOn(folded, start) ? NAME_CONTINUES : null,
          });
      }
      return uses;
    }

    /** @param {Named} a @param {Named} b */
    function sameNamed(a, b) {
      return (
        a.regulation === b.regulation &&
        a.revision === b.revision &&
        a.year === b.year &&
        a.reason === b.reason
      );
    }

    /** Works in order, the first and longest of those that overlap. @param {string} folded @param {Work[]} found @returns {Work[]} */
    function apart(folded, found) {
      const { REVISION, _DEFINITION, UNKNOWN } = kb.K.works;
      let taken = 0;
      /** @type {Work[]} */
      const chosen = [];
      for (const each of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
        if (each.start < taken) continue;
        let { end, named: meant, resume } = each;
        const year = REVISION.match(folded, end);
        if (year && meant.regulation) {
          end = year.end;
          const revised = ofYear(meant.regulation, year.group(1));
          meant = named(meant.regulation, revised.revision, revised.year);
        }
        taken = end;
        const definition = _DEFINITION.match(folded, end);
        if (definition) resume = definition.end + Number(folded.startsWith(")", definition.end));
        const shared = meant.reason !== UNKNOWN ? meant.reason : null;
        chosen.push({ ...each, end, resume, named: meant, doubt: each.doubt || shared });
      }
      return chosen;
    }

    Object.assign(kb, { Works, currentOf, ofYear });
  },
);
