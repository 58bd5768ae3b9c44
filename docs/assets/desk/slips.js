/** Slips of the pen: near-misses of phrases (kb.lint.slips). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function slips(kb) {
    "use strict";

    const { MIN_PHRASE, Kind } = kb;
    const HAN_RUN = /[一-鿿]+/g;

    /** @typedef {{start: number, end: number, phrase: string, alike: boolean, at: number}} Slip */

    /** Near-misses of the formulations of the knowledge base. */
    kb.checks["typo-term"] = function* check(document, tools) {
      yield* find(document, tools);
      for (const { block, slip, written } of document.kept.slips) {
        const term = tools.lexicon.terms.get(slip.phrase);
        if (term)
          yield {
            ...draft(block, slip, `“${written}”像是“${slip.phrase}”的误写。`),
            about: `terms/${term}`,
          };
      }
      yield* confused(document, tools, true);
    };

    /** Near-misses of idioms and stock phrases, of words, and the well-known confusions. */
    kb.checks["typo-word"] = function* check(document, tools) {
      yield* find(document, tools);
      for (const { block, slip, written } of document.kept.slips)
        if (!tools.lexicon.terms.has(slip.phrase))
          yield draft(block, slip, `“${written}”像是“${slip.phrase}”的误写。`);
      yield* confused(document, tools, false);
    };

    /** The well-known confusions, of terms or of ordinary words. @param {any} document @param {any} tools @param {boolean} terms */
    function* confused(document, tools, terms) {
      for (const [right, pattern] of tools.confusions)
        for (const { block, match } of kb.scan(document, pattern)) {
          const { start, end, text } = match;
          if (kb.talksOf(document.folded[block], start, end)) continue;
          const about = termOf(document.folded[block], match, right, tools);
          if (Boolean(about) !== terms) continue;
          yield {
            block,
            start,
            end,
            what: `“${text}”用字不对。`,
            fix: `应为“${right}”。`,
            ...(about ? { about: `terms/${about}` } : {}),
            change: /[（(、]/.test(right) || right.length !== text.length ? undefined : right,
          };
        }
    }

    /** The term that is meant; nothing if an ordinary word is. @param {string} text @param {any} match @param {string} right @param {any} tools @returns {string} */
    function termOf(text, { start, end, text: written }, right, tools) {
      const { _AROUND } = kb.K.slips;
      if (!/^[一-鿿]+$/.test(right) || Math.abs(right.length - written.length) > 1) return "";
      const before = Math.min(_AROUND, start);
      const mended = text.slice(start - before, start) + right + text.slice(end, end + _AROUND);
      for (const mention of tools.matcher.find(mended))
        if (mention.start <= before && before + right.length <= mention.end)
          return mention.senses[0].id;
      return "";
    }

    /** Slips in words, where no other has been found. @param {any} document @param {any} tools @param {Set<string>} known @param {any[]} out */
    function* inWords(document, tools, known, out) {
      for (const block of document.prose) {
        yield null;
        if (document.blocks[block].kind === Kind.CELL) continue;
        const text = document.folded[block];
        const mentions = tools.mentions(document)[block];
        HAN_RUN.lastIndex = 0;
        for (let run; (run = HAN_RUN.exec(text));) {
          const after = HAN_RUN.lastIndex;
          for (const slip of tools.speller.find(run[0])) {
            const [start, end] = [run.index + slip.start, run.index + slip.end];
            let met = mentions.some((/** @type {any} */ m) => m.start <= start && end <= m.end);
            for (let at = start; at < end; at++) met = met || known.has(`${block} ${at}`);
            if (met) continue;
            const twice = slip.kind === kb.K.weighing.TWICE && !slip.phrase && slip.score <= kb.K.slips._SURE;
            if (slip.kind === kb.K.weighing.TWICE && meetsLevel(tools, text, run.index + slip.at - 1))
              continue;
            if (isCoined(text, run, slip) || isCounted(text, start, end)) continue;
            if (twice && isMeant(tools, text, run.index + slip.at - 1)) continue;
            const written = text.slice(start, end);
            const often = kb.count(document.whole, written) > 1; // no slip is made twice
            if (often || kb.talksOf(text, start, end) || isName(text, start)) continue;
            for (let at = start; at < end; at++) known.add(`${block} ${at}`);
            out.push({ block, slip: { start, end, phrase: slip.word, alike: true, at: start }, written });
          }
          HAN_RUN.lastIndex = after;
        }
      }
    }

    /** Whether it may be a name or a word made for the paper: “码上办”; 帮思想、帮产业. @param {string} text @param {any} run @param {any} slip */
    function isCoined(text, run, { phrase, kind, score }) {
      const { _COINED, _LOOSE, _ROW } = kb.K.slips;
      const [before, after] = [text[run.index - 1], text[run.index + run[0].length]];
      if (before === '"' && after === '"') return !phrase && score < _COINED[0];
      const inRow = (before === "、" || after === "、") && run[0].length <= _ROW;
      return inRow && _LOOSE.includes(kind) && score < _COINED[1];
    }

    /** Whether what seems to begin a word belongs to a number, or is 某: 4个党支部. @param {string} text @param {number} start @param {number} end */
    function isCounted(text, start, end) {
      const { _COUNTED, _NUMERALS } = kb.K.slips;
      const before = text.slice(Math.max(0, start - 1), start);
      const number = /\d/.test(before) || (before && _NUMERALS.includes(before));
      return (number && _COUNTED.includes(text[start])) || text.slice(start, end + 1).includes("某");
    }

    /** Whether a place ends and a word begins with what stands twice: 临江市|市场监管局. @param {any} tools @param {string} text @param {number} at */
    function meetsLevel({ lexicon }, text, at) {
      if (!kb.K.slips._LEVELS.includes(text[at])) return false;
      return [2, 3, 4, 5].some((n) => lexicon.isWord(text.slice(at + 1, at + 1 + n)));
    }

    /** Whether two words meet in a doubled character, or it stands twice on purpose and does not end a word: 主题党日|日. @param {any} tools @param {string} text @param {number} at */
    function isMeant(tools, text, at) {
      const { terms } = tools.lexicon;
      const ends = [3, 4, 5].some((n) => at >= n && terms.has(text.slice(at - n, at + 1)));
      return kb.mayMeet(tools, text, at) || (!ends && kb.onPurpose(tools, text, at));
    }

    /** Whether it may be somebody's name: 王建社同志. @param {string} text @param {number} at */
    function isName(text, at) {
      const { _PERSON, SURNAMES } = kb.K.slips;
      const near = text.slice(Math.max(0, at - 1), at + 1);
      return (
        [...near].some((char) => SURNAMES.includes(char)) &&
        Boolean(_PERSON.match(text, at + 2) || _PERSON.match(text, at + 3))
      );
    }

    /** @param {number} block @param {Slip} slip @param {string} what */
    function draft(block, { start, end, phrase }, what) {
      return { block, start, end, what, fix: `核对，应为“${phrase}”。`, change: phrase };
    }

    /** Slips in phrases, then those in words, found once a document; where a phrase or a doubled word has been found, the latter are silent. @param {any} document @param {any} tools */
    function* find(document, tools) {
      if (document.kept.slips) return;
      /** @type {{block: number, slip: Slip, written: string}[]} */
      const found = [];
      for (const block of document.prose) {
        yield null;
        if (document.blocks[block].kind === Kind.CELL) continue;
        for (const slip of inBlock(document, tools, block)) {
          const written = document.folded[block].slice(slip.start, slip.end);
          found.push({ block, slip, written });
        }
      }
      /** @type {Set<string>} */
      const known = new Set();
      for (const { block, slip } of found)
        for (let at = slip.start; at < slip.end; at++) known.add(`${block} ${at}`);
      for (const draft of kb.checks["doubled"](document, tools))
        if (draft)
          for (let at = draft.start - 1; at <= draft.end; at++) known.add(`${draft.block} ${at}`);
      yield* inWords(document, tools, known, found);
      document.kept.slips = found;
    }

    /** @param {any} document @param {any} tools @param {number} block @returns {Slip[]} */
    function inBlock(document, tools, block) {
      const text = document.folded[block];
      const { lexicon } = tools;
      const taken = tools.mentions(document)[block];
      /** @type {Slip[]} */
      const best = [];
      HAN_RUN.lastIndex = 0;
      for (let run; (run = HAN_RUN.exec(text));) {
        const first = run.index;
        const stop = first + run[0].length;
        for (let at = first; at < stop - 1; at++) {
          const pair = text.substr(at, 2);
          for (const phrase of lexicon.heads.get(pair) || []) {
            const slip = fromHead(lexicon, text, at, phrase, stop);
            if (slip) best.push(slip);
          }
          for (const phrase of lexicon.tails.get(pair) || []) {
            const slip = fromTail(lexicon, text, at + 2, phrase, first);
            if (slip) best.push(slip);
          }
        }
      }
      best.sort(
        (a, b) =>
          a.start - b.start ||
          Number(!a.alike) - Number(!b.alike) ||
          a.start - a.end - (b.start - b.end),
      );
      let end = 0;
      return best.filter((slip) => {
        if (kb.talksOf(text, slip.start, slip.end)) return false;
        const inside = taken.some(
          (/** @type {any} */ m) => m.start <= slip.start && slip.end <= m.end,
        );
        if (isCounted(text, slip.start, slip.end)) return false;
        if (slip.start < end || inside || exactAround(lexicon, text, slip)) return false;
        end = slip.end;
        return true;
      });
    }

    /** Whether a right phrase stands where the slip is: it is chance. @param {any} lexicon @param {string} text @param {Slip} slip */
    function exactAround(lexicon, text, { at }) {
      for (let size = MIN_PHRASE; size < 7; size++)
        for (let start = Math.max(0, at - size + 1); start <= at; start++) {
          const piece = text.substr(start, size);
          if (piece.length === size && (lexicon.terms.has(piece) || lexicon.general.has(piece)))
            return true;
        }
      return false;
    }

    /** The phrase begins at `at`, and goes wrong behind its second character. @param {any} lexicon @param {string} text @param {number} at @param {string} phrase @param {number} stop @returns {Slip | null} */
    function fromHead(lexicon, text, at, phrase, stop) {
      const size = phrase.length;
      let same = 2;
      while (same < size && at + same < stop && text[at + same] === phrase[same]) same++;
      if (same === size) return null;
      const here = at + same;
      const rest = phrase.slice(same);
      const turnedRest = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
      return (
        (at + size <= stop &&
          text.startsWith(rest.slice(1), here + 1) &&
          wrong(lexicon, text, at, phrase, same)) ||
        (rest.length >= 2 &&
          text.startsWith(rest.slice(1), here) &&
          missing(lexicon, text, at, phrase, same)) ||
        (size === MIN_PHRASE &&
          rest.length === 1 &&
          here === stop &&
          lostOfFour(lexicon, text, at, phrase, same)) ||
        (at + size + 1 <= stop &&
          text.startsWith(rest, here + 1) &&
          extra(lexicon, text, at, phrase, same)) ||
        (at + size <= stop &&
          text.startsWith(turnedRest, here) &&
          turned(lexicon, text, at, phrase, same)) ||
        twoOff(lexicon, text, at, phrase, same, stop)
      );
    }

    /** Two characters for two that sound the same, or the two before typed twice. @param {any} lexicon @param {string} text @param {number} at @param {string} phrase @param {number} same @param {number} stop @returns {Slip | null} */
    function twoOff(lexicon, text, at, phrase, same, stop) {
      const here = at + same;
      const size = phrase.length;
      const written = text.slice(here, here + 2);
      if (size <= MIN_PHRASE || [...written].some((char) => kb.K.slips._NUMERALS.includes(char))) return null;
      const alike =
        written.length === 2 &&
        same + 2 <= size &&
        [0, 1].every((n) => written[n] !== phrase[same + n] && lexicon.same(written[n], phrase[same + n]));
      if (alike && at + size <= stop && text.startsWith(phrase.slice(same + 2), here + 2))
        return { start: at, end: at + size, phrase, alike: true, at: here };
      if (same > MIN_PHRASE - 1 && at + size + 2 <= stop && text.startsWith(phrase.slice(same - 2), here))
        return { start: at, end: at + size + 2, phrase, alike: false, at: here };
      return null;
    }

    /** The phrase ends at `end`, and goes wrong before its last two characters. @param {any} lexicon @param {string} text @param {number} end @param {string} phrase @param {number} stop @returns {Slip | null} */
    function fromTail(lexicon, text, end, phrase, stop) {
      const size = phrase.length;
      let same = 2;
      while (
        same < size &&
        end - same - 1 >= stop &&
        text[end - same - 1] === phrase[size - same - 1]
      )
        same++;
      const place = size - same - 1;
      if (place < 0 || place > 1) return null;
      const head = phrase.slice(0, place);
      if (end - size >= stop && text.startsWith(head, end - size)) {
        const found = wrong(lexicon, text, end - size, phrase, place);
        if (found) return found;
      }
      if (end - size + 1 >= stop && text.startsWith(head, end - size + 1))
        return missing(lexicon, text, end - size + 1, phrase, place);
      return null;
    }

    /** One other character at `place`. @param {any} lexicon @param {string} text @param {number} start @param {string} phrase @param {number} place @returns {Slip | null} */
    function wrong(lexicon, text, start, phrase, place) {
      const { _NUMERALS, _FUNCTION } = kb.K.slips;
      const at = start + place;
      const size = phrase.length;
      const written = text[at];
      const alike = lexicon.alike(written, phrase[place]);
      if (_NUMERALS.includes(written) || (_NUMERALS.includes(phrase[place]) && !alike)) return null;
      if (!alike && _FUNCTION.includes(written)) return null;
      const last = place === size - 1;
      const before = text.slice(Math.max(0, at - 1), at + 1);
      if (place === 0 && (_FUNCTION.includes(written) || lexicon.words.has(before))) return null; // 谨防|电信
      if (!alike && _NUMERALS.includes(phrase[0]) && !lexicon.terms.has(phrase)) return null; // 一看就会
      if (!(alike && size > MIN_PHRASE) && isFine(lexicon, text, at, at + 1)) return null;
      if (alike && last && size > MIN_PHRASE && lexicon.words.has(text.slice(at, at + 2)))
        return null; // 民主集中治|理
      if (!alike && size < MIN_PHRASE) return null;
      if (!alike && place === 0) return null;
      if (!alike && last && (size < 5 || lexicon.isWord(text.slice(at - 2, at)))) return null;
      if (!alike && !strange(lexicon, text, at, place, size)) return null;
      return { start, end: start + size, phrase, alike, at };
    }

    /** Whether nobody has written the neighbours of the character beside it. @param {any} lexicon @param {string} text @param {number} at @param {number} place @param {number} size */
    function strange({ attested }, text, at, place, size) {
      return (
        (place === 0 || !attested.has(text.slice(at - 1, at + 1))) &&
        (place === size - 1 || !attested.has(text.slice(at, at + 2)))
      );
    }

    /** The character at `place` is not there. @param {any} lexicon @param {string} text @param {number} start @param {string} phrase @param {number} place @returns {Slip | null} */
    function missing(lexicon, text, start, phrase, place) {
      const { _NUMERALS, _FUNCTION } = kb.K.slips;
      const { words, attested } = lexicon;
      const size = phrase.length;
      if (size < MIN_PHRASE || _NUMERALS.includes(phrase[place])) return null;
      if ("者的地得".includes(phrase[place])) return null;
      const at = start + place;
      if (place === 0) {
        const before = text.slice(at - 1, at);
        if (before === phrase[0] || !lexicon.stock.has(phrase) || !kb.isHan(before)) return null;
        if (lexicon.isWord(phrase.slice(1))) return null; // 促进|高质量
        if (words.has(text.slice(at, at + 2)) || words.has(text.slice(at - 1, at + 1))) return null;
        if (_FUNCTION.includes(text[at]) || attested.has(text.slice(at - 1, at + 2))) return null;
        const closed =
          words.has(text.slice(at - 2, at)) && !words.has(text.slice(at - 2, at + 1));
        if ("更很最越较".includes(before)) return null; // 更严要求
        if (!_FUNCTION.includes(before) && !closed) return null; // 跃上, 聚力
        return { start, end: start + size - 1, phrase, alike: false, at };
      }
      if (size === MIN_PHRASE) return lostOfFour(lexicon, text, start, phrase, place);
      if (isFine(lexicon, text, at, at)) return null;
      if (size < 6 && attested.has(text.slice(at - 1, at + 1))) return null;
      const end = start + size - 1;
      if (size >= kb.K.slips._LONG && place < size - 1)
        return { start, end, phrase, alike: false, at };
      const alone = [place === 1 ? text[start] : "", place === size - 1 ? text[end - 1] : ""];
      if (alone.some((char) => char && _FUNCTION.includes(char))) return null;
      if (runsOver(lexicon, text, start) || runsOver(lexicon, text, end)) return null;
      return { start, end, phrase, alike: false, at };
    }

    /** 长效制, 问卷查: what now meets is no word, and the pages have not the three. @param {any} lexicon @param {string} text @param {number} start @param {string} phrase @param {number} place @returns {Slip | null} */
    function lostOfFour(lexicon, text, start, phrase, place) {
      const { _NUMERALS, _FUNCTION } = kb.K.slips;
      const { words, attested } = lexicon;
      const lost = phrase[place];
      if (_FUNCTION.includes(lost) || "性化".includes(lost)) return null;
      if ([...phrase].some((char) => _NUMERALS.includes(char))) return null;
      const at = start + place;
      const end = start + MIN_PHRASE - 1;
      const meet = place < MIN_PHRASE - 1 ? text.slice(at - 1, at + 1) : text.slice(end - 2, end);
      if (words.has(meet) || [...meet].some((char) => _FUNCTION.includes(char))) return null;
      const left = text.slice(start, end);
      if (attested.has(left) || words.has(left)) return null;
      const over = runsOver(lexicon, text, start) && !closes(lexicon, text, start, -2);
      const on = runsOver(lexicon, text, end) && !closes(lexicon, text, end, 0);
      return over || on ? null : { start, end, phrase, alike: false, at };
    }

    /** Whether the word beside the edge is commoner than the one across it: 健全|长效. @param {any} lexicon @param {string} text @param {number} edge @param {number} side */
    function closes({ costs, words }, text, edge, side) {
      const beside = text.substr(Math.max(0, edge + side), 2);
      const dear = kb.K.lexicon.MISSING_COST;
      /** @param {string} word */
      const cost = (word) => (costs.has(word) ? costs.get(word) : dear);
      if ([1, 2].some((n) => edge >= n && words.has(text.slice(edge - n, edge - n + 3)))) return false; // 机动车|维修
      return words.has(beside) && cost(beside) < cost(text.substr(Math.max(0, edge - 1), 2));
    }

    /** Whether a word goes across the edge of a phrase: 贯彻行|业 is no 贯彻执行. @param {any} lexicon @param {string} text @param {number} edge */
    function runsOver({ attested, words }, text, edge) {
      const across = text.slice(edge - 1, edge + 1);
      if (attested.has(across) || words.has(across)) return true;
      return [1, 2].some((n) => edge >= n && words.has(text.slice(edge - n, edge - n + 3)));
    }

    /** A character too many before `place`; of a doubled one another rule speaks. @param {any} lexicon @param {string} text @param {number} start @param {string} phrase @param {number} place @returns {Slip | null} */
    function extra(lexicon, text, start, phrase, place) {
      const { _NUMERALS, _FUNCTION, _TOO_MANY, _PREDICATES, _SHORT } = kb.K.slips;
      const at = start + place;
      const more = text[at];
      const numbered =
        phrase.length <= _SHORT &&
        _TOO_MANY.includes(more) && _NUMERALS.includes(phrase[0]) && lexicon.terms.has(phrase);
      if (numbered || (_PREDICATES.includes(more) && phrase.length > 5))
        return { start, end: start + phrase.length + 1, phrase, alike: false, at };
      if (more === text[at - 1] || more === text[at + 1]) return null;
      if (_NUMERALS.includes(more) || _FUNCTION.includes(more)) return null;
      if (phrase.length < 6 || isFine(lexicon, text, at, at + 1)) return null;
      if (!strange(lexicon, text, at, 1, 3)) return null;
      return { start, end: start + phrase.length + 1, phrase, alike: false, at };
    }

    /** The characters from `place` have changed places. @param {any} lexicon @param {string} text @param {number} start @param {string} phrase @param {number} place @returns {Slip | null} */
    function turned({ attested }, text, start, phrase, place) {
      const at = start + place;
      const known = [at - 1, at].some((n) => attested.has(text.slice(n, n + 3)));
      if (phrase.length < 6 || kb.K.slips._NUMERALS.includes(phrase[place]) || known) return null;
      return { start, end: start + phrase.length, phrase, alike: false, at };
    }

    /** Whether a word covers the place, or the pages write it so. @param {any} lexicon @param {string} text @param {number} start @param {number} end */
    function isFine({ words, attested }, text, start, end) {
      for (const size of [4, 3, 2])
        for (let first = Math.max(0, end - size); first <= start; first++) {
          if (start === end && !(first < start && start < first + size)) continue;
          if (first + size <= text.length && words.has(text.substr(first, size))) return true;
        }
      for (let first = Math.max(0, end - 3); first <= start; first++) {
        if (start === end && !(first < start && start < first + 3)) continue;
        if (attested.has(text.substr(first, 3))) return true;
      }
      return false;
    }
  },
);
