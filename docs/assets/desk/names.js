/** Rules on names that nobody knows, or that are not used alike (kb.lint.names). */
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
      const { _QUOTED, _COUNTED, _PROGRAMME, _METHOD, _NUMBERS, _BRAND, _LIST_AROUND } = kb.K.names;
      const { _TOOL, _SLOGAN, _BY } = kb.K.names;
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, match } of kb.scan(document, _QUOTED)) {
        const name = match.group(1);
        const start = match.start + 1;
        const end = start + name.length;
        const counted = _COUNTED.match(name);
        const text = document.folded[block];
        const method = _NUMBERS.test(name) && _METHOD.match(text, match.end);
        const brand = _BRAND.match(text, match.end);
        const before = text.slice(0, match.start);
        const tool = before.endsWith("以") && _TOOL.match(text, match.end - 1);
        const means = _SLOGAN.test(name) && (tool || _BY.test(before));
        if (seen.has(name) || !(counted || method || brand || means || _PROGRAMME.match(name)))
          continue;
        seen.add(name);
        if (isKnown(document, tools, block, name, start)) continue;
        if (isExplained(document, block, match) || saysItsCharacters(text, match)) continue;
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
      const { _EXPLAINED, _FIRST_NUMBER, _AHEAD, _OPEN } = kb.K.names;
      const behind = document.folded[block].slice(match.end);
      if (_EXPLAINED.match(behind)) return true;
      const name = match.group(1);
      const first = _FIRST_NUMBER.search(name);
      const number = first ? kb.countOf(first.text) : 0;
      const lists = kb.K.formulations.LISTED[0].findAll(behind.split(/[。;]/)[0]);
      const listed = lists.some(
        (/** @type {any} */ { text, start }) =>
          start <= _AHEAD && kb.count(text, "、") + 1 === number && !_OPEN.test(text),
      );
      if (number > 1 && listed) return true;
      const part = name.split("+")[0];
      if (part !== name && document.whole.includes(`"${part}"`)) return true;
      const pattern = new RegExp(
        `${escaped(match.text)}[^,。;]{0,6}[(:,]?(?:${kb.K.names._MEANS}|:)`,
      );
      return document.folded.some((/** @type {string} */ other) => pattern.test(other));
    }

    /** Whether the text goes on with what its characters stand for: 双亮双晒, …亮身份、…晒任务; or the next sentence speaks of it. @param {string} text @param {any} match */
    function saysItsCharacters(text, match) {
      const { _GENERAL, _KINDS, _SOON, _THIS } = kb.K.names;
      const behind = text.slice(match.end - 1);
      if (_THIS.match(behind)) return true;
      const name = match.group(1);
      const all = new Set([..._KINDS.sub(name, "")]);
      const chars = [...all].filter((char) => !_GENERAL.includes(char) && !/\d/.test(char));
      const rest = behind.slice(0, _SOON).split(name).join("");
      return chars.length > 1 && chars.every((char) => rest.includes(char));
    }

    /** The sentence around a place. @param {string} text @param {number} at */
    function sentenceAt(text, at) {
      const start = Math.max(...[..."。!?;"].map((mark) => text.lastIndexOf(mark, at - 1)));
      return text.slice(at ? start + 1 : 0, at) + text.slice(at).split(/[。!?;]/)[0];
    }

    /** Whether a quoted name is one of the knowledge base or a word. @param {any} document @param {any} tools @param {number} block @param {string} name @param {number} start */
    const isKnown = (document, tools, block, name, start) =>
      tools.names.has(name) ||
      tools.lexicon.words.has(name) ||
      tools.lexicon.general.has(name) ||
      tools
        .mentions(document)
        [block].some((/** @type {any} */ m) => m.start <= start + 1 && m.end >= start + name.length);

    /** Names that nobody knows, said to be of the centre. @param {any} document @param {any} tools */
    function* credited(document, tools) {
      const { _CREDITED, _OWN, _AHEAD } = kb.K.names;
      const seen = new Set();
      for (const pattern of _CREDITED)
        for (const { block, match } of kb.scan(document, pattern)) {
          const { name } = match.groups;
          const text = document.folded[block];
          const start = match.start + match.text.lastIndexOf(`"${name}"`) + 1;
          const end = start + name.length;
          const before = text.slice(Math.max(0, Math.min(match.start, start - _AHEAD)), start);
          if (seen.has(name) || _OWN.test(before)) continue;
          if (isKnown(document, tools, block, name, start) || isAttested(tools, name)) continue;
          if (kb.K.names._LOCALLY.test(text.slice(match.start, start))) continue;
          if (kb.tellsHistory(text.replace(/首次/g, "此次"), start, end)) continue;
          seen.add(name);
          yield {
            block,
            start,
            end,
            what: `“${name}”写成中央的提法，本库没有查到。`,
            fix: "核对出处；是地方的做法，写明是哪里的。",
          };
        }
    }

    /** Whether the pages write all of a name. @param {any} tools @param {string} name */
    function isAttested(tools, name) {
      for (let at = 0; at + 2 < name.length; at++)
        if (!tools.lexicon.attested.has(name.slice(at, at + 3))) return false;
      return true;
    }

    /** Local names used as if everybody knew them. */
    kb.checks["local-term"] = function* check(document, tools) {
      yield* credited(document, tools);
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
            (kb.K.names._LONG_NAME.test(text.slice(start, end)) &&
              !kb.K.names._IN_TITLE.test(text.slice(0, start)));
          if (!local.length || seen.has(local[0].id) || !marked) continue;
          seen.add(local[0].id);
          const rest = text.slice(end).replace(/^["》]+/, "");
          const sentence = text.slice(0, start).split(/[。;]/).pop() || "";
          if (kb.K.names._EXPLAINED.match(rest) || kb.count(sentence, "、") >= 5) continue;
          if (kb.K.names._OWNED.test(sentenceAt(text, start))) continue;
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

    /** Those of `data/variants.yaml`, where the full name does not stand before. @param {any} document @param {any} tools */
    function* firstMentions(document, tools) {
      for (const [wrong, full, right] of tools.first)
        for (const block of document.prose) {
          const text = document.folded[block];
          const { kind } = document.blocks[block];
          const match = wrong.search(text);
          if (match && kind !== Kind.TITLE && kind !== Kind.HEADING) {
            const { start, end } = match;
            const before = [...document.folded.slice(0, block), text.slice(0, start)];
            if (!before.some((other) => full.test(other)) && !kb.talksOf(text, start, end))
              yield {
                block,
                start,
                end,
                what: `第一次提到“${match.text}”，没有写全。`,
                fix: `第一次写${right}，后面可以简称。`,
              };
            break;
          }
          if (full.test(text)) break;
        }
    }

    /** Numbered formulations whose first mention should be the full form. */
    kb.checks["short-form"] = function* check(document, tools) {
      yield* firstMentions(document, tools);
      yield* titleLater(document, tools);
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
            kb.K.names._COUNTING.test(text.slice(Math.max(0, start - 2), start))
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

    /** 《支部工作条例》, and the full title only behind it. @param {any} document @param {any} tools */
    function* titleLater(document, tools) {
      /** @type {Map<string, {block: number, match: any} | null>} */
      const first = new Map();
      for (const { block, match } of kb.scan(document, kb.K.names._TITLE)) {
        const regulation = tools.finder.resolveTitle(match.group(1));
        const { kind } = document.blocks[block];
        if (!regulation || kind === Kind.TITLE || kind === Kind.HEADING) continue;
        const { id, title } = regulation;
        const { _TRIAL } = kb.K.names;
        if (_TRIAL.sub(match.group(1), "") !== _TRIAL.sub(fold(title), "")) {
          if (!first.has(id)) first.set(id, { block, match });
          continue;
        }
        const short = first.get(id);
        first.set(id, null);
        if (short)
          yield {
            block: short.block,
            start: short.match.start,
            end: short.match.end,
            what: `第一次提到“${short.match.text}”，没有写全。`,
            fix: `第一次写《${title}》，后面可以简称。`,
            about: `regulations/${id}`,
          };
      }
    }

    /** [the short name, the full one], where the end of the name has been left out. @param {any} term @param {string} written @param {string} text @param {number} end @returns {[string, string] | null} */
    function leftOut(term, written, text, end) {
      for (const name of [term.term, ...term.aliases]) {
        const full = bare(fold(name));
        const tail = kb.K.names._TAIL.search(full);
        if (!tail || full.slice(0, tail.start) !== written) continue;
        const goesOn = new RegExp(`^"?(?:${tail.text}|的?(?:布局|思想|目标|战略))`);
        if (goesOn.test(text.slice(end))) return null;
        return [written, name.includes("“") ? name : `“${name}”`];
      }
      return null;
    }
  },
);
