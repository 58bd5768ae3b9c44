/** Rules on formulations: wrong, superseded, with wrong members (kb.lint.formulations). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function formulations(kb) {
    "use strict";

    const { fold } = kb;

    /** Wordings that records name as wrong, and formulations that have been superseded. */
    kb.checks["variant"] = function* check(document, tools) {
      const { variants, right } = wrongOnes(tools);
      yield* patterns(document, tools);
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const { variant, why, term } of variants) {
          for (let at = text.indexOf(variant); at >= 0; ) {
            const end = at + variant.length;
            const covered = right.some(
              (name) =>
                name.length > variant.length &&
                name.includes(variant) &&
                kb.hasAt(text, name, at - name.indexOf(variant)),
            );
            const told = kb.K.formulations._LONG_AGO.test(sentenceOf(text, at, end));
            if (!covered && !told && !kb.talksOf(text, at, end))
              yield {
                block,
                start: at,
                end,
                what: `“${document.blocks[block].text.slice(at, end)}”不规范：${why.replace(/。+$/, "")}。`,
                fix: `改用规范写法，如“${term.term}”。`,
                about: `terms/${term.id}`,
                change: kb.distance(variant, fold(term.term)) <= 2 ? term.term : undefined,
              };
            at = text.indexOf(variant, end);
          }
        }
        yield* outOfOrder(block, text, tools);
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const [term] = senses;
          const told = kb.tellsHistory(document.folded[block], start, end);
          if (term.status === "superseded" && term.by && !told)
            yield {
              block,
              start,
              end,
              what: `“${term.term}”已被取代。`,
              fix: `现行提法是“${tools.terms.get(term.by).term}”；说历史的除外。`,
              about: `terms/${term.id}`,
              change: tools.terms.get(term.by).term,
            };
        }
      }
    };

    /** A set list of short members in another order. @param {number} block @param {string} text @param {any} tools */
    function* outOfOrder(block, text, tools) {
      for (const found of kb.K.formulations.LISTED[0].findAll(text)) {
        const items = found.text.split("、");
        for (let first = 0; first < items.length - 2; first++)
          for (const term of tools.setLists.get(items[first + 1]) || []) {
            const members = term.members.map(fold);
            const whole = trimmed(items.slice(first, first + members.length), members);
            const asSet = [...whole].sort().join() === [...members].sort().join();
            if (!asSet || whole.join() === members.join()) continue;
            const start = found.start + items.slice(0, first + 1).join("、").length - whole[0].length;
            const end = start + whole.join("、").length;
            if (kb.talksOf(text, start, end)) continue;
            yield {
              block,
              start,
              end,
              what: `“${text.slice(start, end)}”的次序不规范。`,
              fix: `规范的次序：${term.members.join("、")}。`,
              about: `terms/${term.id}`,
            };
          }
      }
    }

    /** The items without what stands before the first and behind the last. @param {string[]} listed @param {string[]} members */
    function trimmed(listed, members) {
      const last = listed[listed.length - 1];
      const head = members.find((member) => listed[0].endsWith(member)) || listed[0];
      const tail = members.find((member) => last.startsWith(member)) || last;
      return [head, ...listed.slice(1, -1), tail];
    }

    /** Whether the sentence round a place tells how things were. @param {string} text @param {number} start @param {number} end */
    kb.tellsHistory = (text, start, end) => kb.K.formulations._PAST.test(sentenceOf(text, start, end));

    /** Those of `data/variants.yaml`; of the former wordings, where no history is told. @param {any} document @param {any} tools */
    function* patterns(document, tools) {
      for (const { list, former } of [
        { list: tools.variants, former: false },
        { list: tools.past, former: true },
      ])
        for (const [pattern, right, why] of list)
          for (const { block, match } of kb.scan(document, pattern)) {
            const { start, end } = match;
            const text = document.folded[block];
            if (kb.talksOf(text, start, end)) continue;
            if (former && kb.tellsHistory(text, start, end)) continue;
            const written = kb.strip(document.blocks[block].text.slice(start, end), "“”");
            yield {
              block,
              start,
              end,
              what: `“${written}”${former ? "是以前的提法" : "不规范"}：${why}。`,
              fix: `${former ? "现在写" : "改用规范写法"}：${right}。`,
              change: isDefinite(written, right) ? right : undefined,
            };
          }
    }

    /** The sentence round a place. @param {string} text @param {number} start @param {number} end @returns {string} */
    function sentenceOf(text, start, end) {
      const first = /[^。;!?\n]*$/.exec(text.slice(0, start));
      const rest = text.slice(end).split(/[。;!?\n]/)[0];
      return (first ? first[0] : "") + text.slice(start, end) + rest;
    }

    /** Whether the right wording can stand where the wrong one does. @param {string} written @param {string} right */
    function isDefinite(written, right) {
      return !/[，；。（、]|等|如|或/.test(right) && kb.distance(fold(written), fold(right)) <= 3;
    }

    /** @param {any} tools @returns {{variants: {variant: string, why: string, term: any}[], right: string[]}} */
    function wrongOnes(tools) {
      if (!tools.wrongOnes) {
        const terms = [...tools.terms.values()];
        tools.wrongOnes = {
          variants: /** @type {any[]} */ ([]).concat(
            ...terms.map((term) =>
              term.wrong.map((/** @type {string[]} */ [variant, why]) => ({
                variant: fold(variant),
                why,
                term,
              })),
            ),
          ),
          right: /** @type {string[]} */ ([]).concat(...terms.map(({ term, aliases }) => [term, ...aliases].map(fold))),
        };
      }
      return tools.wrongOnes;
    }

    // Members

    /** Numbered formulations written out with wrong members, or not as many as they have. */
    kb.checks["members"] = function* check(document, tools) {
      const { _EXPANDS, _SAYS, _DIGIT, _NEAR, _FEW, _COLON } = kb.K.formulations;
      for (const [pattern, right, why] of tools.wrongMembers)
        for (const { block, match } of kb.scan(document, pattern))
          if (!kb.talksOf(document.folded[block], match.start, match.end))
            yield {
              block,
              start: match.start,
              end: match.end,
              what: `“${match.text.slice(-16)}”写错了成员：${why}。`,
              fix: `应为：${right}。`,
            };
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const mention of tools.mentions(document)[block]) {
          const [term] = mention.senses;
          const { members } = term;
          const apart = !members.some((/** @type {string} */ m) => m.includes("、"));
          const short = members.length === 2 || (members.length > 2 && apart);
          if (mention.senses.length > 1) continue;
          if (!short) {
            yield* notAmong(block, text, mention, term, _NEAR);
            continue;
          }
          const listed = _EXPANDS.match(text, mention.end);
          const colon = _COLON.match(text, mention.end);
          if (colon && colon.end === text.length && _DIGIT.test(term.term)) {
            const found = judge(term, onLines(document, block + 1), false, true);
            if (found)
              yield {
                block,
                start: mention.start,
                end: mention.end,
                what: found[0],
                fix: found[1],
                about: `terms/${term.id}`,
              };
            continue;
          }
          if (!_DIGIT.test(term.term) && !(listed && _SAYS.match(text, mention.end))) {
            yield* notAmong(block, text, mention, term, members.length > _FEW ? _NEAR : 1);
            continue;
          }
          let items;
          let { start, end } = mention;
          let openList = false;
          if (listed) {
            const { list } = listed.groups;
            items = itemsOf(list);
            end = listed.startOf(1) + list.length;
            openList = list.replace(/"+$/, "").endsWith("等");
          } else {
            const before = listBefore(text, start);
            items = itemsOf(before);
            start -= before.length;
          }
          if (listed && kb.char(text, end) === ";") {
            const more = text.slice(end + 1).split(/[。;()!?\n]/)[0];
            if (!judge(term, items.concat(itemsOf(more)), openList, true)) continue;
          }
          const found = judge(term, items, openList, Boolean(listed));
          if (!found && !listed) yield* notAmong(block, text, mention, term, _NEAR);
          if (found)
            yield {
              block,
              start: Math.max(start, 0),
              end,
              what: found[0],
              fix: found[1],
              about: `terms/${term.id}`,
            };
        }
      }
    };

    /** The short numbered lines from a block on. @param {any} document @param {number} block */
    function onLines(document, block) {
      /** @type {string[]} */
      const items = [];
      for (const text of document.folded.slice(block)) {
        const number = kb.numberAtStart(text, 4);
        if (!number || text.length > kb.K.formulations._LINE) break;
        items.push(kb.strip(text.slice(number.end), " .、。;"));
      }
      return items;
    }

    /** A list of as many items near by, of which one only is no member. @param {number} block @param {string} text @param {any} mention @param {any} term @param {number} reach */
    function* notAmong(block, text, mention, term, reach) {
      const { LISTED, _NEAR } = kb.K.formulations;
      /** @type {string[]} */
      const members = term.members.map(fold);
      if (!members.length) return;
      const long = members.some((member) => member.includes("、"));
      const part = text.slice(0, mention.end + reach);
      for (const found of LISTED[Number(long)].findAll(part, Math.max(0, mention.start - 3 * _NEAR))) {
        const items = found.text.split(long ? "," : "、").slice(0, members.length + Number(long));
        if (items.length === members.length - 1 && !long) {
          const both = /^([^和与及]*)[和与及](.*)$/.exec(items[items.length - 1]);
          if (both) items.splice(-1, 1, both[1], both[2]);
        }
        const odd = oddOne(items.slice(0, members.length), members);
        if (odd < 0 || found.end + reach < mention.start) continue;
        let start = found.start + items.slice(0, odd).join("、").length + Number(odd > 0);
        const size = Math.max(...members.map((member) => member.length));
        if (odd === 0) start += Math.max(0, items[0].length - size);
        const strange = odd === 0 ? items[0].slice(-size) : items[odd].slice(0, size);
        yield {
          block,
          start,
          end: start + strange.length,
          what: `“${term.term}”里没有“${strange}”。`,
          fix: `应为：${term.members.join("、")}。`,
          about: `terms/${term.id}`,
        };
        return;
      }
    }

    /** Which item is no member, where all others are, each once; else -1. @param {string[]} items @param {string[]} members @returns {number} */
    function oddOne(items, members) {
      if (items.length !== members.length || members.length < 3) return -1;
      const fits = items.map(
        (item, n) =>
          members.find((member) =>
            n === 0 || n === items.length - 1 ? item.includes(member) : item === member,
          ) || "",
      );
      const odd = fits.indexOf("");
      if (odd < 0 || fits.lastIndexOf("") !== odd || new Set(fits).size !== items.length) return -1;
      return memberOf(items[odd], members) === null ? odd : -1;
    }

    /** @param {string} listed @returns {string[]} */
    function itemsOf(listed) {
      return splitBy(kb.K.formulations._SPLIT, listed)
        .map((piece) => kb.strip(piece, '"等 '))
        .filter(Boolean);
    }

    /** @param {any} pattern @param {string} text @returns {string[]} */
    function splitBy(pattern, text) {
      return text.split(new RegExp(pattern.source));
    }

    /** A list that ends right before the mention: 形式主义、官僚主义“四风”. @param {string} text @param {number} start */
    function listBefore(text, start) {
      const clauses = text.slice(0, start).replace(/"+$/, "").split(/[,。;:!?()\n]/);
      const head = clauses.pop() || "";
      const these = kb.K.formulations._THESE.match(head);
      if (these && these.end === head.length && clauses.length) return `${clauses.pop()},${head}"`;
      const tail = text.slice(start - 1, start);
      return head.includes("、") && tail === '"' ? head + '"' : "";
    }

    /** [what, fix] where the items are not the members. @param {any} term @param {string[]} items @param {boolean} openList @param {boolean} sure @returns {[string, string] | null} */
    function judge(term, items, openList, sure) {
      const members = term.members.map(fold);
      /** @type {string[]} */
      const split = /** @type {any[]} */ ([]).concat(...items.map((item) => conjoined(item, members)));
      const fits = split.map((item) => memberOf(item, members));
      const known = fits.filter((member) => member !== null);
      if (
        split.length < 2 ||
        known.length < Math.min(2, members.length - 1) ||
        (!sure && known.length < 2)
      )
        return null;
      const right = `应为：${term.members.join("、")}。`;
      const strange = split.filter((_, n) => fits[n] === null);
      const missing = members.filter((/** @type {string} */ member) => !known.includes(member));
      const goesOn =
        strange.length && !missing.length && !fits.slice(0, members.length).includes(null);
      if (sure && split.length > members.length && goesOn) return null;
      const odd = `“${term.term}”里没有“${(strange[0] || "").slice(0, 12)}”。`;
      if (strange.length && missing.length && split.length >= members.length - 1)
        return [odd, right];
      if (missing.length && !openList)
        return [`“${term.term}”列举不全，缺“${missing.join("”“")}”。`, right];
      return sure && strange.length && kb.K.formulations._DIGIT.test(term.term) ? [odd, right] : null;
    }

    /** 党小组会和党课 → two items, unless the 和 belongs to a member. @param {string} item @param {string[]} members @returns {string[]} */
    function conjoined(item, members) {
      if (members.some((member) => item.includes(member) && /[和与及]/.test(member))) return [item];
      return item.split(/[和与及]/).filter(Boolean);
    }

    /** @param {string} given @param {string[]} members @returns {string | null} */
    function memberOf(given, members) {
      const item = given.replace(/的/g, "").replace(/总书记/g, "同志");
      for (const member of members) {
        const short = member.replace(/总书记/g, "同志").replace(/^坚决/, "");
        if (
          members.length === 2 &&
          item.length >= 4 &&
          kb.isWithin(item.replace(/^坚决/, ""), short)
        )
          return member;
        if (
          item.endsWith(member.replace(/的/g, "")) ||
          member.startsWith(item) ||
          item.includes(member)
        )
          return member;
        if (item.length >= 6 && kb.isWithin(item, member)) return member;
        if (member.length >= 5 && item.length === member.length + 1 && kb.isWithin(member, item))
          return member;
        if (item.length >= 2 && (member.includes(item) || core(item) === core(member)))
          return member;
      }
      return null;
    }

    /** Whether the characters of `short` occur in `long` in order. */
    kb.isWithin = (short, long) => {
      let at = -1;
      return [...short].every((char) => (at = long.indexOf(char, at + 1)) >= 0);
    };

    /** @param {string} text */
    function core(text) {
      return text.replace(/(?:会议|会|意识|自信|纪律|责任|意见|运作|使用)$/, "");
    }
  },
);
