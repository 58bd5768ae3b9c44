/** Rules on names that nobody knows, or that are not used alike (kb.lint.formulations). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function names(kb) {
    "use strict";

    const { Kind, fold } = kb;
    /** @param {string} text */
    const bare = (text) => text.replace(/"/g, "");
    /** @param {string} text @param {string} tail */
    const without = (text, tail) => (tail && text.endsWith(tail) ? text.slice(0, -tail.length) : text);

    // Names in quotes

    /** Quoted names that are neither known nor explained, at their first mention. */
    kb.checks["undefined"] = function* check(document, tools) {
      const { _QUOTED, _COUNTED, _PROGRAMME, _METHOD, _BRAND, _LIST_AROUND } = kb.K.formulations;
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, match } of kb.scan(document, _QUOTED)) {
        const name = match.group(1);
        const start = match.start + 1;
        const end = start + name.length;
        const counted = _COUNTED.match(name);
        const text = document.folded[block];
        const method = /^\d+$/.test(name) && _METHOD.match(text, match.end);
        const brand = _BRAND.match(text, match.end);
        if (seen.has(name) || !(counted || method || brand || _PROGRAMME.match(name))) continue;
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

    /** Whether the name is explained where it stands or anywhere below. @param {any} document @param {number} block @param {any} match */
    function isExplained(document, block, match) {
      if (kb.K.formulations._EXPLAINED.match(document.folded[block].slice(match.end))) return true;
      const pattern = new RegExp(
        `${escaped(match.text)}[^,。;]{0,6}[(:,]?(?:${kb.K.formulations._MEANS}|:)`,
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
          const behind = leftOut(term, written, text, end);
          if (behind) {
            yield {
              block,
              start,
              end,
              what: `第一次提到“${behind[0]}”，没有写全。`,
              fix: `第一次写${behind[1]}，后面可以简称。`,
              about: `terms/${term.id}`,
            };
            continue;
          }
          const fuller = term.aliases.filter(
            (/** @type {string} */ alias) =>
              bare(fold(alias)).endsWith(name) &&
              (alias.length >= name.length + 3 || alias === `中央${name}`),
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

    /** [the short name, the full one], where the end of the name has been left out. @param {any} term @param {string} written @param {string} text @param {number} end @returns {[string, string] | null} */
    function leftOut(term, written, text, end) {
      for (const name of [term.term, ...term.aliases]) {
        const full = bare(fold(name));
        const tail = kb.K.formulations._TAIL.search(full);
        if (!tail || full.slice(0, tail.start) !== written) continue;
        const goesOn = new RegExp(`^"?(?:${tail.text}|的?(?:布局|思想|目标|战略))`);
        if (goesOn.test(text.slice(end))) return null;
        return [written, name.includes("“") ? name : `“${name}”`];
      }
      return null;
    }

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
  },
);
