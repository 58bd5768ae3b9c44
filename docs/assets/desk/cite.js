/**
 * Citations in running text: the grammar of kb.grammar and kb.steps, kb.works and kb.cite, as far as
 * a paper can use it. A paper has no articles of its own: 前款 and a bare 第五条 cite nothing, and
 * what Python knows of places (kb.place) has no part here.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function cite(kb) {
    "use strict";

    const LEVELS = "编章节条款项目";
    const ARTICLE = LEVELS.indexOf("条");
    /** The fields of an address, the largest first. */
    const FIELDS = ["book", "chapter", "section", "part", "article", "suffix", "paragraph", "item", "subitem"];

    /** @typedef {Record<string, number>} Address */
    /** @typedef {{start: number, end: number, address: Address, level: number, also: Address[], reason: string | null, leads: number}} Provision */
    /** @typedef {{regulation: any, revision: any, year: string | null, reason: string | null}} Named */
    /** @typedef {{start: number, end: number, own: boolean, alone: boolean, resume: number, doubt: string | null, named: Named}} Work */

    /** @param {Address} [given] @returns {Address} */
    function address(given) {
      /** @type {Address} */
      const made = { preamble: 0 };
      for (const field of FIELDS) made[field] = 0;
      return Object.assign(made, given);
    }

    /** @param {Address} a @param {Address} b */
    const same = (a, b) => a.preamble === b.preamble && FIELDS.every((field) => a[field] === b[field]);
    /** @param {Address} a */
    const isDivision = (a) => Boolean(a.book || a.chapter || a.section);
    /** @param {Address} a */
    const whole = (a) => address({ ...a, paragraph: 0, item: 0, subitem: 0 });

    /** Dataclass order: article, suffix, paragraph, item, subitem, part, preamble, book, … @param {Address} a @param {Address} b */
    function isAfter(a, b) {
      for (const field of ["article", "suffix", "paragraph", "item", "subitem", "part", "preamble", "book", "chapter", "section"])
        if (a[field] !== b[field]) return a[field] > b[field];
      return false;
    }

    /** @param {Address} a */
    function idOf(a) {
      let base = a.part ? `part-${a.part}` : `art-${a.article}`;
      if (a.preamble) base = "preamble";
      if (isDivision(a))
        base = [["book", a.book], ["ch", a.chapter], ["sec", a.section]]
          .filter(([, number]) => number)
          .map(([name, number]) => `${name}-${number}`)
          .join("-");
      if (a.suffix) base += `-${a.suffix}`;
      for (const [letter, number] of [["p", a.paragraph], ["i", a.item], ["s", a.subitem]])
        if (number) base += `-${letter}${number}`;
      return base;
    }

    /** @param {Address} a */
    function chinese(a) {
      const { numeral } = kb;
      let text = a.part ? `第${numeral(a.part)}部分` : `第${numeral(a.article)}条`;
      if (a.preamble) text = "总纲";
      if (isDivision(a))
        text = [a.book, a.chapter, a.section]
          .map((number, n) => (number ? `第${numeral(number)}${"编章节"[n]}` : ""))
          .join("");
      return a.suffix ? `${text}之${numeral(a.suffix)}` : text;
    }

    // steps

    /** @param {any} match */
    function hasLead(match) {
      const first = match.groups.numbers[0];
      const { unit } = match.groups;
      if (first === "（" || first === "(") return "项目".includes(unit);
      return first === "第" || ("款项".includes(unit) && /[0-9]/.test(first));
    }

    /** The address one step further, with a reason; null for what is no number. @param {Address} base @param {string} unit @param {string} value @returns {[Address, string | null] | null} */
    function extend(base, unit, value) {
      const n = kb.number(value);
      if (n === null) return null;
      if (unit === "部分") return [address({ part: n }), null];
      if (unit === "条") return [address({ article: n }), null];
      if (unit === "款") return [address({ ...base, paragraph: n, item: 0, subitem: 0 }), null];
      if (unit === "项") return [address({ ...base, item: n, subitem: 0 }), null];
      if (unit === "目") return [address({ ...base, subitem: n }), null];
      if (unit === "编") return [address({ book: n }), null];
      if (unit === "章") return [address({ book: base.book, chapter: n }), null];
      const section = address({ book: base.book, chapter: base.chapter, section: n });
      return [section, base.chapter ? null : kb.K.steps.NO_CHAPTER];
    }

    /** What lies inside a range. @param {Address | null} first @param {Address} last @returns {Address[]} */
    function between(first, last) {
      if (!first) return [];
      for (const field of ["subitem", "item", "paragraph", "article", "part", "section", "chapter", "book"]) {
        const [low, high] = [first[field], last[field]];
        if (!low && !high) continue;
        let alike = same({ ...first, [field]: 0 }, { ...last, [field]: 0 });
        if (field === "article") alike = same(whole(first), first) && same(whole(last), last);
        if (!alike || !low) return [];
        const base = field === "article" ? address() : last;
        const inside = [];
        for (let n = low + 1; n < Math.min(high, low + kb.K.steps._MOST_IN_RANGE); n++)
          inside.push(address({ ...base, [field]: n }));
        return inside;
      }
      return [];
    }

    /** The provisions of one step: 第（二）、（三）项 are two. @param {string} text @param {any} match @param {Address} base @param {string} unit @param {number} start @returns {Provision[]} */
    function readNumbers(text, match, base, unit, start) {
      const { _EACH, _SUFFIX, _RANGE_SIGN } = kb.K.steps;
      const { numbers } = match.groups;
      const depth = unit === "部分" ? ARTICLE : LEVELS.indexOf(unit);
      /** @type {Provision[]} */
      const found = [];
      /** @type {Address | null} */
      let last = null;
      const stop = match.start + numbers.length;
      for (const each of _EACH.findAll(text.slice(0, stop), match.start)) {
        const closes = each.end === stop;
        let end = closes ? match.end : each.end;
        const joint = each.groups.joint || "";
        const begin = last ? each.start + joint.length : start;
        const extended = extend(base, unit, each.groups.value);
        if (!extended) return found;
        let [here] = extended;
        const suffix = closes && unit === "条" ? _SUFFIX.match(text, end) : null;
        const more = suffix && kb.number(suffix.groups.suffix);
        if (suffix && more !== null) {
          here = address({ ...here, suffix: more });
          end = suffix.end;
        }
        const reason = extended[1];
        const ranged = _RANGE_SIGN.match(joint) && !reason;
        found.push({
          start: begin,
          end,
          address: here,
          level: depth,
          also: ranged ? between(last, here) : [],
          reason,
          leads: depth,
        });
        last = here;
      }
      return found;
    }

    /** 第五条第一款第（二）、（三）项: the provisions of one chain. @param {string} text @param {number} at @param {Address} base @param {boolean} [lone] @returns {Provision[] | null} */
    function readSteps(text, at, base, lone = false) {
      const { STEP } = kb.K.steps;
      const start = at;
      let here = base;
      let level = -1;
      /** @type {Provision[]} */
      let found = [];
      for (let match; (match = STEP.match(text, at));) {
        const { unit } = match.groups;
        const depth = unit === "部分" ? ARTICLE : LEVELS.indexOf(unit);
        if (depth <= level || !(hasLead(match) || (lone && unit === "条"))) break;
        const numbers = readNumbers(text, match, here, unit, start);
        if (!numbers.length) break;
        const leads = found.length ? found[0].leads : depth;
        found = numbers.map((each) => ({ ...each, leads }));
        if (found.length > 1) return found;
        here = found[0].address;
        at = found[0].end;
        level = depth;
        lone = false;
        if (unit === "部分") break;
        const first = firstOf(text, start, at, found[0]);
        if (first) return [first];
        at = pastJoiner(text, at, level);
      }
      return found.length ? found : null;
    }

    /** 第五条前三款: the first three paragraphs of the article. @param {string} text @param {number} start @param {number} at @param {Provision} found @returns {Provision | null} */
    function firstOf(text, start, at, found) {
      const match = kb.K.steps._FIRST_OF.match(text, at);
      if (!match) return null;
      const { unit, count } = match.groups;
      if (LEVELS.indexOf(unit) <= found.level || found.level < ARTICLE) return null;
      /** @type {Address[]} */
      const several = [];
      for (let n = 1; n <= (kb.number(count) || 0); n++) {
        const extended = extend(found.address, unit, String(n));
        if (extended) several.push(extended[0]);
      }
      return { ...found, start, end: match.end, address: several[0], also: several.slice(1) };
    }

    /** @param {string} text @param {number} at @param {number} level */
    function pastJoiner(text, at, level) {
      const match = kb.K.steps._JOINER.match(text, at);
      if (!match) return at;
      const next = kb.K.steps.STEP.match(text, match.end);
      const { unit } = next ? next.groups : { unit: "" };
      return unit && LEVELS.slice(level + 1).includes(unit) ? match.end : at;
    }

    // works

    class Finder {
      /** @param {any[]} regulations @param {Record<string, string[]>} shown */
      constructor(regulations, shown) {
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
        /** @type {Map<string, Set<string>>} */
        this.shown = new Map(Object.keys(shown).map((work) => [work, new Set(shown[work])]));
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

      /** What a text cites, in order. @param {string} text @param {any} own @returns {any[]} */
      find(text, own) {
        const folded = kb.fold(text);
        const works = this.works(folded, own);
        /** @type {any[]} */
        const citations = [];
        for (const reference of parse(folded, works))
          for (const citation of this.citations(folded, reference))
            citations.push({ ...citation, raw: text.slice(citation.start, citation.end) });
        return citations;
      }

      /** @param {string} folded @param {any} reference @returns {any[]} */
      citations(folded, reference) {
        let { named: meant } = reference.work;
        const { start, end, address: place } = reference;
        if (place && meant.regulation && meant.year === null) {
          const year = kb.K.works.REVISION.match(folded, end);
          if (year && !isDivision(place)) {
            const revised = ofYear(meant.regulation, year.group(1));
            if (revised.revision) meant = revised;
          }
        }
        const found = meant.regulation
          ? reference.also.map((/** @type {Address} */ other) =>
              this.checked(citation(meant, start, start, other)),
            )
          : [];
        if (!place && reference.reason)
          return [
            ...found,
            { start, end, regulation: null, target: "", resolved: false, reason: reference.reason },
          ];
        const main = this.checked(citation(meant, start, end, place));
        if (place && isDivision(place) && !main.resolved) {
          if (reference.work.alone && reference.work.start === start)
            found.push(this.checked(citation(meant, start, reference.work.end, null)));
          return found;
        }
        return [...found, main];
      }

      /** A citation that cannot be counted may be known from the regulation's page. @param {any} given */
      checked(given) {
        if (given.reason !== UNVERIFIABLE) return given;
        const shown = this.shown.get(given.target.split("/")[0]);
        const known = shown && shown.has(idOf(whole(given.address)));
        return known ? { ...given, resolved: true, reason: null } : given;
      }
    }

    const UNVERIFIABLE = "本库没有这部法规的条数，无法核对";
    kb.UNVERIFIABLE = UNVERIFIABLE;
    kb.Finder = Finder;

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

    // grammar

    /** @param {string} text @param {Work[]} works @returns {any[]} references */
    function parse(text, works) {
      /** @type {any[]} */
      const found = [];
      let end = 0;
      for (const each of works) {
        if (each.start < end) continue;
        for (const reference of atWork(text, each)) {
          end = reference.end;
          found.push(reference);
        }
        end = Math.max(end, each.end);
      }
      return found;
    }

    /** @param {string} text @param {Work} each @returns {any[]} */
    function atWork(text, each) {
      const first = afterWork(text, each);
      if (!first)
        return each.alone
          ? [{ start: each.start, end: each.end, work: each, address: null, also: [], reason: null }]
          : [];
      return list(text, [{ ...first[0], start: each.start }, ...first.slice(1)], each);
    }

    /** The provision that follows the name of a work. @param {string} text @param {Work} each @returns {Provision[] | null} */
    function afterWork(text, each) {
      const { _NAMED_PART, _INNER } = kb.K.grammar;
      const at = Math.max(each.end, each.resume);
      const part = _NAMED_PART.match(text, at);
      if (part)
        return [
          {
            start: at,
            end: part.end,
            address: address({ preamble: 1 }),
            level: LEVELS.length,
            also: [],
            reason: null,
            leads: 9,
          },
        ];
      const inner = _INNER.match(text, at);
      if (inner) {
        const found = readSteps(text, inner.end, address());
        if (found && isDivision(found[0].address))
          return found.map((one) => ({ ...one, reason: kb.K.steps.NO_CHAPTER }));
        return found;
      }
      let found = readSteps(text, at, address(), true);
      if (!found && ["的第", "中第", " 第"].some((start) => text.startsWith(start, at)))
        found = readSteps(text, at + 1, address());
      return found && found[0].leads <= ARTICLE ? found : null;
    }

    /** A provision and what is listed after it. @param {string} text @param {Provision[]} first @param {Work} each @returns {any[]} */
    function list(text, first, each) {
      const found = first.map((provision) => reference(provision, each));
      let last = first[first.length - 1];
      let ranged = false;
      for (let separator; (separator = kb.K.grammar._SEPARATOR.match(text, last.end));) {
        const makesRange = Boolean(separator.groups.range);
        if (makesRange && ranged) return found;
        const following = listed(text, separator.end, last, separator.text);
        if (!following || !following.length) return found;
        if (makesRange && !following[0].reason)
          following[0] = {
            ...following[0],
            also: [...between(last.address, following[0].address), ...following[0].also],
          };
        found.push(...following.map((provision) => reference(provision, each)));
        ranged = makesRange;
        last = following[following.length - 1];
      }
      return found;
    }

    /** The provision after a separator. @param {string} text @param {number} at @param {Provision} last @param {string} separator @returns {Provision[] | null} */
    function listed(text, at, last, separator) {
      const match = kb.K.steps.STEP.match(text, at);
      if (!match) return null;
      const { unit } = match.groups;
      if ((unit === "部分") !== Boolean(last.address.part)) return null;
      const lone =
        !",，".includes(separator.slice(-1)) &&
        !hasLead(match) &&
        LEVELS.includes(unit) &&
        LEVELS.indexOf(unit) === last.level &&
        rises(text, match, last.address);
      if ("款项目".includes(unit) && last.level < ARTICLE) return null;
      let found = readSteps(text, at, last.address, lone && unit === "条");
      if (!found && lone) found = readNumbers(text, match, last.address, unit, at);
      if (found && last.reason && "款项目".includes(unit))
        found = found.map((one) => ({ ...one, reason: last.reason }));
      return found;
    }

    /** 第五条、六条: a higher number, and no noun follows. @param {string} text @param {any} match @param {Address} last */
    function rises(text, match, last) {
      const after = text.slice(match.end, match.end + 1);
      if (kb.isHan(after) && !"的规所之第和及或与".includes(after)) return false;
      const each = kb.K.steps._EACH.match(match.groups.numbers);
      const value = each ? each.groups.value : "";
      if (!kb.numberOrZero(value)) return false;
      const extended = extend(last, match.groups.unit, value);
      return Boolean(extended && isAfter(extended[0], last));
    }

    /** @param {Provision} provision @param {Work} each */
    function reference(provision, each) {
      const reason = provision.reason || each.doubt;
      return {
        start: provision.start,
        end: provision.end,
        work: each,
        address: reason ? null : provision.address,
        also: reason ? [] : provision.also,
        reason,
      };
    }

    // Whether it exists

    /** @param {Named} meant @param {number} start @param {number} end @param {Address | null} place @returns {any} */
    function citation({ regulation, revision, year, reason }, start, end, place) {
      const found = { start, end, regulation: null, target: "", address: place, resolved: false };
      if (!regulation)
        return { ...found, reason: place || reason !== kb.K.works.UNKNOWN ? reason : null };
      const target = regulation.id + (year ? `@${year}` : "");
      const known = { ...found, regulation: regulation.id, target };
      if (year && !revision) return { ...known, reason: `《${regulation.title}》没有${year}年的版本` };
      if (!place) return { ...known, resolved: true, reason: null };
      const full = { ...known, target: `${target}/${idOf(place)}` };
      const why = missing(place, revision || currentOf(regulation));
      if (why)
        return { ...full, reason: `《${regulation.title}》没有${chinese(whole(place))}（${why}）` };
      if (!countable(revision, place)) return { ...full, reason: UNVERIFIABLE };
      return { ...full, resolved: true, reason: null };
    }

    /** Why a provision cannot be in a text. @param {Address} a @param {any} text @returns {string | null} */
    function missing(a, text) {
      if (!text || isDivision(a)) return null;
      if (a.preamble) return text.preamble ? null : "这一版没有总纲或序言";
      if (a.part && text.articles !== null) return "这部法规分条，不分部分";
      if (a.part) return text.parts && a.part > text.parts ? `只有${text.parts}个部分` : null;
      if (a.article < 1) return "条款号从一起";
      if (text.articles === null) return text.parts ? "这部法规不分条" : null;
      return a.article > text.articles ? `${text.label}共${text.articles}条` : null;
    }

    /** @param {any} revision @param {Address} a */
    function countable(revision, a) {
      if (!revision || isDivision(a)) return false;
      if (a.preamble) return revision.preamble;
      return (a.part ? revision.parts : revision.articles) !== null;
    }
  },
);
