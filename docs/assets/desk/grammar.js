/** What follows the names of works: the provisions cited, and their lists and ranges (kb.grammar). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function grammar(kb) {
    "use strict";

    const { address, isAfter, isDivision } = kb.addresses;
    const { LEVELS, ARTICLE, hasLead, extend, between, readNumbers, readSteps } = kb.steps;

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

    kb.references = parse;
  },
);
