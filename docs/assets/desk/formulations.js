/** Rules on formulations: wrong, superseded, incomplete, undefined, local (kb.lint.formulations). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function formulations(kb) {
    "use strict";

    const { Kind, fold } = kb;
    /** @param {string} text */
    const bare = (text) => text.replace(/"/g, "");
    /** @param {string} text @param {string} tail */
    const without = (text, tail) => (tail && text.endsWith(tail) ? text.slice(0, -tail.length) : text);

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
            if (!covered && !kb.talksOf(text, at, end))
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
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const [term] = senses;
          if (term.status === "superseded" && term.by)
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

    /** Those of `data/variants.yaml`. @param {any} document @param {any} tools */
    function* patterns(document, tools) {
      for (const [pattern, right, why] of tools.variants) {
        for (const { block, match } of kb.scan(document, pattern)) {
          const { start, end } = match;
          if (kb.talksOf(document.folded[block], start, end)) continue;
          const written = kb.strip(document.blocks[block].text.slice(start, end), "“”");
          yield {
            block,
            start,
            end,
            what: `“${written}”不规范：${why}。`,
            fix: `改用规范写法：${right}。`,
            change: isDefinite(written, right) ? right : undefined,
          };
        }
      }
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
      const { _EXPANDS, _SAYS, _DIGIT } = kb.K.formulations;
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const mention of tools.mentions(document)[block]) {
          const [term] = mention.senses;
          const { members } = term;
          const apart = !members.some((/** @type {string} */ m) => m.includes("、"));
          const short = members.length === 2 || (members.length > 2 && apart);
          if (mention.senses.length > 1 || !short) continue;
          const listed = _EXPANDS.match(text, mention.end);
          if (!_DIGIT.test(term.term) && !(listed && _SAYS.match(text, mention.end))) continue;
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
      const head = text.slice(0, start).replace(/"+$/, "").split(/[,。;:!?()\n]/).pop() || "";
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

    // Names in quotes

    /** Quoted names that are neither known nor explained, at their first mention. */
    kb.checks["undefined"] = function* check(document, tools) {
      const { _QUOTED, _COUNTED, _PROGRAMME, _METHOD, _LIST_AROUND } = kb.K.formulations;
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, match } of kb.scan(document, _QUOTED)) {
        const name = match.group(1);
        const start = match.start + 1;
        const end = start + name.length;
        const counted = _COUNTED.match(name);
        const text = document.folded[block];
        const method = /^\d+$/.test(name) && _METHOD.match(text, match.end);
        if (seen.has(name) || !(counted || method || _PROGRAMME.match(name))) continue;
        seen.add(name);
        const known =
          tools.names.has(name) ||
          tools
            .mentions(document)
            [block].some((/** @type {any} */ m) => m.start <= start + 1 && m.end >= end);
        if (known || tools.lexicon.words.has(name) || isExplained(document, block, match)) continue;
        if (_LIST_AROUND.test(text.slice(0, match.start)) && counted) continue;
        yield {
          block,
          start,
          end,
          what: `“${name}”没有说明内容，本库也没有这个提法。`,
          fix: `第一次出现时写明“${name}”指什么；通用的提法核对用字。`,
        };
      }
    };

    /** @param {string} text */
    const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");
    kb.escaped = escaped;

    /** Whether the name is explained where it stands or anywhere below. @param {any} document @param {number} block @param {any} match */
    function isExplained(document, block, match) {
      if (kb.K.formulations._EXPLAINED.match(document.folded[block].slice(match.end))) return true;
      const pattern = new RegExp(
        `${escaped(match.text)}[^,。;]{0,6}[(:,]?(?:即|是指|指(?![导示挥标数定引出明南])|就是|指的是|包括|:)`,
      );
      return document.folded.some((/** @type {string} */ other) => pattern.test(other));
    }

    /** Local names used as if everybody knew them. */
    kb.checks["local-term"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const local = senses.filter((/** @type {any} */ term) => term.status === "local");
          const before = text.slice(start - 1, start);
          const marked =
            before === '"' ||
            before === "《" ||
            text.slice(start, end).includes('"') ||
            (kb.K.formulations._LONG_NAME.test(text.slice(start, end)) &&
              !kb.K.formulations._IN_TITLE.test(text.slice(0, start)));
          if (!local.length || seen.has(local[0].id) || !marked) continue;
          seen.add(local[0].id);
          const rest = text.slice(end).replace(/^["》]+/, "");
          const sentence = text.slice(0, start).split(/[。;]/).pop() || "";
          if (kb.K.formulations._EXPLAINED.match(rest) || kb.count(sentence, "、") >= 5) continue;
          const name = kb.strip(document.blocks[block].text.slice(start, end), "“”");
          yield {
            block,
            start,
            end,
            what: `“${name}”是地方用语，没有公开的统一解释。`,
            fix: "第一次出现时写明内容或依据的本地文件。",
            about: `terms/${local[0].id}`,
          };
        }
      }
    };

    /** Numbered formulations whose first mention should be the full form. */
    kb.checks["short-form"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const block of document.prose) {
        const { kind } = document.blocks[block];
        if (kind === Kind.TITLE || kind === Kind.HEADING) continue;
        const text = document.folded[block];
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const [term] = senses;
          if (seen.has(term.id) || senses.length > 1 || !term.counts) continue;
          seen.add(term.id);
          const name = fold(term.term);
          const written = bare(text.slice(start, end));
          const fuller = term.aliases.filter(
            (/** @type {string} */ alias) =>
              bare(fold(alias)).endsWith(name) && alias.length >= name.length + 3,
          );
          const lead = fuller.length ? without(bare(fold(fuller[0])), name) : "";
          if (
            !fuller.length ||
            !term.variants.includes(written) ||
            (text.slice(0, start).endsWith("的") && !text.slice(start - 1, end).includes('"')) ||
            text.slice(Math.max(0, start - 14), start).includes(lead) ||
            kb.K.formulations._COUNTING.test(text.slice(Math.max(0, start - 2), start))
          )
            continue;
          const full = fuller[0];
          yield {
            block,
            start,
            end,
            what: `第一次提到“${term.term}”，没有写全。`,
            fix: full.includes("“")
              ? `第一次写${full}，后面可以简称。`
              : `第一次写“${full}”，后面可以简称。`,
            about: `terms/${term.id}`,
          };
        }
      }
    };

    // One name in two forms

    /** Two forms of one name in a paper. */
    kb.checks["inconsistent"] = function* check(document, tools) {
      yield* nearNames(document, tools);
      const { _DIGIT } = kb.K.formulations;
      /** @type {Map<string, Map<boolean, any>>} */
      const forms = new Map();
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const [term] = senses;
          if (!term.counts || !_DIGIT.test(term.term)) continue;
          const digits = /\d/.test(text.slice(start, end));
          const found = forms.get(term.id) || new Map();
          forms.set(term.id, found);
          if (!found.has(digits)) found.set(digits, { block, start, end });
        }
      }
      for (const [id, found] of forms) {
        const name = tools.terms.get(id).term;
        if (found.size !== 2 || /\d/.test(name)) continue;
        const { block, start, end } = found.get(true);
        const written = document.blocks[block].text.slice(start, end);
        yield {
          block,
          start,
          end,
          what: `同一份材料里“${written}”和“${name}”两种写法并用。`,
          fix: `统一写“${name}”。`,
          about: `terms/${id}`,
          change: name,
        };
      }
    };

    /** @param {any} document @param {any} tools */
    function* nearNames(document, tools) {
      /** @type {Map<string, [number, number, number][]>} */
      const places = new Map();
      for (const { block, match } of kb.scan(document, kb.K.formulations._NAMED)) {
        const name = match.group(1) || match.group(2);
        const place = [block, match.start + 1, match.start + 1 + name.length];
        kb.put(/** @type {any} */ (places), name, /** @type {any} */ (place));
      }
      /** @param {string} name */
      const at = (name) => /** @type {[number, number, number][]} */ (places.get(name));
      const names = [...places.keys()].sort(
        (a, b) =>
          at(b).length - at(a).length ||
          Number(!tools.names.has(a)) - Number(!tools.names.has(b)) ||
          at(a)[0][0] - at(b)[0][0] ||
          at(a)[0][1] - at(b)[0][1],
      );
      for (const [rarer, name] of names.entries()) {
        if (tools.names.has(name) || tools.lexicon.words.has(name)) continue;
        for (const other of names.slice(0, rarer)) {
          if (!oneSlip(name, other)) continue;
          const others = new Set(at(other).map(([block]) => block));
          const beside = at(name)
            .map(([block]) => block)
            .filter((block) => others.has(block));
          if (beside.length && alternate(document, beside, name, other)) continue;
          const [block, start, end] = at(name)[0];
          yield {
            block,
            start,
            end,
            what: `“${name}”和“${other}”像是同一个名称的两种写法。`,
            fix: "核对，统一成一种写法。",
          };
          break;
        }
      }
    }

    /** Whether the two stand side by side, as two things. @param {any} document @param {number[]} blocks @param {string} name @param {string} other */
    function alternate(document, blocks, name, other) {
      return [
        [name, other],
        [other, name],
      ].some(([a, b]) => {
        const pattern = new RegExp(`${escaped(a)}["》][、和,与及]?["《]${escaped(b)}`);
        return blocks.some((block) => pattern.test(document.folded[block]));
      });
    }

    /** Whether two names differ by one character or by the order of two, numerals apart. @param {string} a @param {string} b */
    function oneSlip(a, b) {
      if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
      const { _DIGIT } = kb.K.formulations;
      let start = 0;
      while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
      if (a.length === b.length) {
        const restA = a.slice(start);
        const restB = b.slice(start);
        const turned = [...restB.slice(0, 2)].reverse().join("");
        if (restA.slice(0, 2) === turned && restA.slice(2) === restB.slice(2)) return true;
        const different = restA.slice(0, 1) + restB.slice(0, 1);
        if (/^[的了是在和与要能会可不]*$/.test(different)) return false; // 为什么能, 为什么要
        if (kb.K.formulations._OPPOSITES.test(different)) return false;
        return a.length >= 4 && restA.slice(1) === restB.slice(1) && !_DIGIT.test(different);
      }
      const [long, short] = a.length > b.length ? [a, b] : [b, a];
      if (long.slice(start + 1) !== short.slice(start)) return false;
      return short.length >= 3 && !_DIGIT.match(long[start]);
    }

    // Of another system, of another year

    /** Words of another system in a paper that is not of that system. */
    kb.checks["leftover"] = function* check(document, tools) {
      for (const system of tools.systems) {
        /** @type {{block: number, match: any}[]} */
        const found = [];
        for (const { block, match } of kb.scan(document, system.words)) {
          const text = document.folded[block].slice(0, match.end + 8);
          const around = system.allowed.findAll(text, Math.max(0, match.start - 12));
          if (!around.some((/** @type {any} */ a) => a.start < match.end && match.start < a.end))
            found.push({ block, match });
        }
        const home = document.folded.some((/** @type {string} */ text) => system.home.test(text));
        if (home || found.length >= 5 || new Set(found.map(({ match }) => match.text)).size >= 3)
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
    };

    /** What a year is called, where there is an official name for it, or it can be reckoned. */
    kb.checks["year-label"] = function* check(document, tools) {
      const { _YEAR, _YEAR_LABEL, _RECKONED, _NATIONAL } = kb.K.formulations;
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
    };

    /** Years of a five-year plan and anniversaries. @param {number} block @param {any} match */
    function* reckoned(block, match) {
      const { _PLAN, _PLAN_BEGINS, _FOUNDED } = kb.K.formulations;
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
      for (const found of _FOUNDED.findAll(match.group(2))) {
        const since = sinceOf(found.group(1));
        if (since + kb.countOf(found.group(2)) !== year)
          yield draft(found, `从${since}年算，${year}年是${year - since}周年。`);
      }
    }

    /** @param {string} event @returns {number} */
    function sinceOf(event) {
      const { _SINCE } = kb.K.formulations;
      if (event.includes("党")) return _SINCE["党"];
      if (event.includes("军") && !event.includes("红")) return _SINCE["军"];
      return _SINCE[event.includes("建国") ? "国" : event[0]];
    }

    /** @param {string} written @param {string} official */
    function sameLabel(written, official) {
      const name = bare(fold(official));
      const plain = bare(written);
      return name.includes(plain) || plain.includes(name);
    }
  },
);
