/** Rules on characters: blanks, lost numbers, doubled words, quotes (kb.lint.wording). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function wording(kb) {
    "use strict";

    const { Kind, trim } = kb;

    /** Blanks that were to be filled in. */
    kb.checks["blank"] = function* check(document) {
      for (const { block, match } of kb.scan(document, kb.K.wording._BLANK)) {
        if (document.example && match.text.includes("某")) continue;
        const { _FORM, _SAMPLE, _OPTIONS, _CITED, _STYLE } = kb.K.wording;
        if (_FORM.match(document.folded[block]) || _SAMPLE.test(document.folded[block])) continue;
        if ("_ ".includes(match.text[0]) && _STYLE.test(document.whole)) continue;
        if (match.text[0] === "(" && _OPTIONS.test(document.whole)) continue;
        if (_CITED.match(document.folded[block], match.end)) continue;
        const { start, end } = match;
        const shown = trim(document.blocks[block].text.slice(Math.max(0, start - 2), end + 6));
        yield {
          block,
          start,
          end,
          what: `空白没有填写：“${shown}”。`,
          fix: "填上姓名、数字等；没有的，改写这句话。",
        };
      }
    };

    /** Numbers and list members that got lost. */
    kb.checks["lost-text"] = function* check(document, tools) {
      for (const [n, [pattern, what]] of kb.K.wording._LOST.entries()) {
        for (const { block, match } of kb.scan(document, pattern)) {
          if (document.blocks[block].kind === Kind.CELL || (n === 4 && isNoun(tools, document.folded[block], match)))
            continue;
          const { start, end } = match;
          const shown = trim(document.blocks[block].text.slice(Math.max(0, start - 4), end + 5));
          yield {
            block,
            start,
            end,
            what: `${what.replace("{0}", () => shown)}。`,
            fix: "核对原稿，补上漏掉的字，或删去多余的标点。",
          };
        }
      }
    };

    /** Whether the measure is the end of a word: 姓名, 层次. @param {any} tools @param {string} text @param {any} match */
    function isNoun(tools, text, match) {
      const { end } = match;
      if (text.slice(0, end - 1).endsWith("若干")) return true;
      return [2, 3, 4].some((n) => tools.lexicon.words.has(text.slice(end - n, end)));
    }

    /** The same word twice; found once a document, as the rules on slips ask for it too. */
    kb.checks["doubled"] = function* check(document, tools) {
      if (!document.kept.doubled) {
        const found = [];
        for (const draft of doubled(document, tools)) {
          if (draft) found.push(draft);
          else yield null;
        }
        document.kept.doubled = found;
      }
      yield* document.kept.doubled;
    };

    /** 支部委员会会议 is two words that meet. @param {any} document @param {any} tools @returns {Generator<any, void, void>} */
    function* doubled(document, tools) {
      const { _TWICE, _TITLE_AROUND, _RHETORIC } = kb.K.wording;
      for (const { block, match } of kb.scan(document, _TWICE)) {
        const text = document.folded[block];
        const { start, end } = match;
        if (match.group(1) && _RHETORIC.match(text, end)) continue;
        const twice = match.group(1)
          ? isPair(tools, text, start, match.group(1))
          : !isCertain(tools, text, start) &&
            (kb.onPurpose(tools, text, start) || kb.mayMeet(tools, text, start));
        if (twice || inName(document, tools, block, start, end)) continue;
        if (_TITLE_AROUND.test(text.slice(0, start))) continue;
        const unit = match.group(1) || match.group(2);
        yield {
          block,
          start,
          end,
          what: `“${text.slice(Math.max(0, start - 2), end + 2)}”里“${unit}”重复。`,
          fix: `删去一个“${unit}”。`,
          change: unit,
        };
      }
      for (const pattern of kb.K.wording._CLAUSE_TWICE)
        for (const { block, match } of kb.scan(document, pattern)) {
          const [whole, once] = [match.text, match.group(1)];
          yield {
            block,
            start: match.start,
            end: match.end,
            what: `“${whole}”里“${once}”重复。`,
            fix: `删去一个“${once}”。`,
            change: whole.length === 2 * once.length + 1 ? once : undefined,
          };
        }
      yield* pointsTwice(document);
    }

    /** The same text behind two numbers of one list. @param {any} document */
    function* pointsTwice(document) {
      const { _POINT, _NEAR_BY } = kb.K.wording;
      /** @type {Map<string, number>} */
      const said = new Map();
      for (const block of document.prose) {
        const text = document.folded[block];
        const number = kb.numberAtStart(text, kb.K.enumeration.STYLES.length);
        if (!number || text.length - number.end < _POINT) continue;
        if (number.value === 1) said.clear();
        const point = text.slice(number.end);
        const earlier = said.get(point);
        if (earlier !== undefined && block - earlier < _NEAR_BY)
          yield {
            block,
            start: number.end,
            end: text.length,
            what: `“${point.slice(0, 16)}”同前面的一条重复。`,
            fix: "删去一条，或改成漏写的内容。",
          };
        said.set(point, block);
      }
    }

    /** Whether no reading makes good a doubled character: 三会一一课, 各村村在, 取得得了. @param {any} tools @param {string} text @param {number} at */
    function isCertain(tools, text, at) {
      const { _REPEATED, _EACH, _BEHIND, _WIDEST } = kb.K.wording;
      const words = tools.lexicon;
      const char = text[at];
      const before = at ? text[at - 1] : "";
      const after = text.slice(at + 2, at + 3);
      if (before && _REPEATED.includes(char) && _EACH.includes(before) && text.slice(at + 3, at + 4) !== after)
        return ![1, 2, 3].some((n) => words.isWord(text.slice(at + 1, at + 2 + n)));
      if (char === "得" && after && _BEHIND.includes(after) && words.isWord(before + char)) return true;
      const ends = [1, 2].some((n) => at >= n && words.isWord(text.slice(at - n, at + 1)));
      if (ends && words.isWord(text.slice(at + 1, at + 3))) return false; // 小组|组长
      const once = text.slice(Math.max(0, at - _WIDEST), at) + text.slice(at + 1, at + 2 + _WIDEST);
      const here = Math.min(at, _WIDEST);
      for (let size = kb.MIN_PHRASE; size <= _WIDEST; size++) {
        const stop = Math.min(here, once.length - size + 1);
        for (let start = Math.max(0, here - size + 2); start < stop; start++) {
          const phrase = once.substr(start, size);
          if (words.terms.has(phrase) || words.stock.has(phrase)) return true;
        }
      }
      return false;
    }

    /** 使用|信用|信息: what stands twice is no word, but the ends of three that are. @param {any} words @param {string} text @param {number} start */
    function chained(words, text, start) {
      if (!start || words.isWord(text.slice(start, start + 2))) return false;
      return [start - 1, start + 1, start + 3].every((n) => n + 2 <= text.length && words.isWord(text.slice(n, n + 2)));
    }

    /** 一步一步, 研究研究: said twice on purpose; 申请人申请人民法院: two words that meet. @param {any} tools @param {string} text @param {number} start @param {string} unit */
    function isPair(tools, text, start, unit) {
      const end = start + 2 * unit.length;
      const next = text.slice(end, end + 1);
      const words = tools.lexicon;
      const meets = [1, 2, 3].some((n) => words.isWord(text.slice(end - 1, end + n)));
      return (
        kb.K.wording._NUMERALS.includes(unit[0]) ||
        ("不没".includes(unit[unit.length - 1]) && !"决绝从毫并永".includes(unit[0])) || // 能不能|不, 有没有|没
        "着来去".includes(unit[unit.length - 1]) ||
        words.words.has(unit + unit) ||
        (kb.K.wording._TRIED.includes(unit) && (!kb.isHan(next) || kb.K.wording._THEN.includes(next))) ||
        new Set(unit).size === 1 ||
        (unit.length > 2 && meets && words.isWord(unit.slice(0, -1)) && words.isWord(unit)) ||
        (unit.length === 2 && (belongs(words, text, end) || chained(words, text, start) || overlaps(words, text, start))) ||
        (unit === "代表" && words.isWord(text.slice(Math.max(0, start - 2), start + 2)))
      );
    }

    /** 党支部|支部委员会: both go on into a longer word. @param {any} words @param {string} text @param {number} start */
    function overlaps(words, text, start) {
      const ahead = start > 0 && words.isWord(text.slice(start - 1, start + 2));
      return ahead && [4, 5, 6].some((n) => words.isWord(text.slice(start + 2, start + 2 + n)));
    }

    /** Whether what is doubled goes on into another word: 讨论|讨论稿. @param {any} words @param {string} text @param {number} end */
    function belongs(words, text, end) {
      const rest = text.slice(end, end + 2);
      if (rest.length < 2 || words.isWord(rest) || !words.isWord(text.slice(end - 2, end))) return false;
      if ("的了".includes(rest[0])) return false; // 方面方面的, though 面的 is a word
      if (rest[0] === "稿") return true; // 讨论|讨论稿
      return words.isWord(text.slice(end - 2, end + 1)) || words.isWord(text.slice(end - 1, end + 1));
    }

    /** Whether two words may meet in a doubled character. */
    kb.mayMeet = (tools, text, at) => {
      const words = tools.lexicon;
      const functional = kb.K.wording._FUNCTION.includes(text[at]);
      for (let start = Math.max(0, at - 3); start <= at; start++)
        for (let end = at + 2; end <= Math.min(text.length, start + 5); end++) {
          const pair = start === at && end === at + 2;
          if (words.isWord(text.slice(start, end)) && !(pair && functional)) return true;
        }
      return divides(tools, text, at);
    };

    /** Whether a character stands twice on purpose: 件件有着落, 账账相符. */
    kb.onPurpose = (tools, text, at) => {
      const { _NUMERALS, _REPEATED, _FUNCTION, _SURNAMES, _COUNTERS, _COLOURS, _ADVERBS, _VERBS } =
        kb.K.wording;
      const words = tools.lexicon;
      const char = text[at];
      const before = at ? text[at - 1] : "";
      const after = text.slice(at + 2, at + 3);
      if (char === "进" && after && kb.K.wording._INTO.includes(after)) return true;
      if (_NUMERALS.includes(char) || _REPEATED.includes(char) || after === "相") return true;
      if (!_FUNCTION.includes(char) && words.words.has(char + char)) return true;
      if (after === char || before === char || (before === '"' && after !== '"')) return true;
      if (text.slice(at - 2, at - 1) === before) return true; // 规规矩矩
      if (after && after === text.slice(at + 3, at + 4)) return true;
      if (!kb.isHan(before) && !kb.isHan(after)) return true; // “账账、账实”
      const joined = words.isWord(before + char);
      if (_SURNAMES.includes(before) && !joined) return true;
      if (_COUNTERS.includes(before) || (_COLOURS.includes(before) && !joined)) return true;
      if (_ADVERBS.includes(char) && !joined) return true; // 高高挂起
      // 治治病、
      return _VERBS.includes(char) && words.isWord(char + after) && !kb.isHan(kb.char(text, at + 3));
    };

    /** Whether a border between words runs through the doubled character. @param {any} tools @param {string} text @param {number} at @returns {boolean} */
    function divides(tools, text, at) {
      const { _FREE, _FUNCTION, _NEVER_ALONE, _TOO_MUCH } = kb.K.wording;
      const words = tools.lexicon;
      const char = text[at];
      const before = [1, 2, 3].some((n) => at >= n && words.isWord(text.slice(at - n, at + 1)));
      const after = [1, 2, 3].some((n) => words.isWord(text.slice(at + 1, at + 2 + n)));
      if (!after)
        return before && ("的以".includes(char) || (_FREE.includes(char) && goesOnAfter(text, at + 2)));
      if (!before) {
        if (_FUNCTION.includes(char)) // 在|在职, but not 对|对流|动
          return cost(tools, text, at, at) - cost(tools, text, at, at + 1) < _TOO_MUCH;
        return !_NEVER_ALONE.includes(char);
      }
      const alone = ![2, 3].some((n) => words.isWord(text.slice(at + 3, at + 3 + n)));
      const followed = text.slice(at + 3, at + 4);
      if (_FREE.includes(char) || !followed || _FUNCTION.includes(followed)) return true;
      const { MISSING_COST } = kb.K.lexicon;
      const over = text.slice(at + 2, at + 4);
      const within = text.slice(at + 1, at + 3);
      const dearer = (words.costs.get(over) || MISSING_COST) > (words.costs.get(within) || MISSING_COST); // 资中
      if (alone && words.isWord(over) && !dearer)
        return words.isWord(text.slice(at + 1, at + 4)); // 执行行程序 leaves a 序 alone
      return true;
    }

    /** Whether a word follows that has a meaning of its own. @param {string} text @param {number} end */
    function goesOnAfter(text, end) {
      const after = text.slice(end, end + 1);
      return after === "(" || (kb.isHan(after) && !kb.K.wording._FUNCTION.includes(after));
    }

    /** How badly the text around a doubled character divides into words. @param {any} tools @param {string} text @param {number} at @param {number} leftOut @returns {number} */
    function cost(tools, text, at, leftOut) {
      const { _AROUND, _FUNCTION, _SINGLE } = kb.K.wording;
      let head = at;
      let tail = at + 2;
      while (head > Math.max(0, at - _AROUND) && kb.isHan(text[head - 1])) head--;
      while (tail < Math.min(text.length, at + 2 + _AROUND) && kb.isHan(text[tail])) tail++;
      const whole = leftOut === at;
      const run = whole ? text.slice(head, tail) : text.slice(head, at) + text.slice(at + 1, tail);
      const best = [0];
      for (let end = 1; end <= run.length; end++) {
        const last = run[end - 1];
        const light = _FUNCTION.includes(last) || _SINGLE.includes(last);
        const alone = light && !(whole && end - 1 === at + 1 - head) ? 1 : 2.5;
        let least = best[end - 1] + alone;
        for (let n = 2; n <= Math.min(end, 6); n++)
          if (tools.lexicon.isWord(run.slice(end - n, end))) least = Math.min(least, best[end - n] + 1);
        best.push(least);
      }
      return best[best.length - 1];
    }

    /** @param {any} document @param {any} tools @param {number} block @param {number} start @param {number} end */
    function inName(document, tools, block, start, end) {
      return tools
        .mentions(document)
        [block].some((/** @type {any} */ m) => m.start <= start && end <= m.end);
    }

    /** Quotation marks and brackets without their other half. */
    kb.checks["unpaired"] = function* check(document) {
      const { _NO_PAIR, _PAIRS } = kb.K.wording;
      for (const [n, block] of document.blocks.entries()) {
        if (block.kind === Kind.CELL || block.kind === Kind.QUOTE) continue;
        let text = _NO_PAIR.sub(block.text, (/** @type {string} */ found) => "□".repeat(found.length));
        text = text.replace(/\(/g, "（").replace(/\)/g, "）");
        for (const [left, right] of _PAIRS) {
          const at = unpaired(text, left, right);
          if (at === null || (left === "“" && goesOn(document, n, text, at))) continue;
          if ("（《".includes(left) && nextLine(document, n, text[at], left, right)) continue;
          const mark = block.text[at];
          const around = block.text.slice(Math.max(0, at - 6), at + 7);
          yield {
            block: n,
            start: at,
            end: at + 1,
            what: `“${around}”里的${mark}没有配对。`,
            fix: `补上另一半（${left}…${right}成对），或删去${mark}。`,
          };
        }
      }
    };

    /** The first mark without its other half. @param {string} text @param {string} left @param {string} right @returns {number | null} */
    function unpaired(text, left, right) {
      /** @type {number[]} */
      const open = [];
      for (let at = 0; at < text.length; at++) {
        if (text[at] === left) {
          if (open.length && "“《".includes(left)) return left === "“" ? at : open[0];
          open.push(at);
        } else if (text[at] === right) {
          if (!open.length) return at;
          open.pop();
        }
      }
      return open.length ? open[0] : null;
    }

    /** （2019年5月1日 / 中央办公厅发布）: a note broken over two lines. @param {any} document @param {number} n @param {string} mark @param {string} left @param {string} right */
    function nextLine({ blocks }, n, mark, left, right) {
      const other = mark === left ? n + 1 : n - 1;
      if (other < 0 || other >= blocks.length) return false;
      const { text } = blocks[other];
      if (Math.max(blocks[n].text.length, text.length) > kb.K.wording._SHORT) return false;
      const opens = kb.count(text, left);
      const closes = kb.count(text, right);
      return mark === left ? closes === opens + 1 : opens === closes + 1;
    }

    /** A quotation of several paragraphs opens each of them and closes the last. @param {any} document @param {number} n @param {string} text @param {number} at */
    function goesOn(document, n, text, at) {
      if (text[at] !== "“" || text.indexOf("”", at) >= 0) return false;
      const next = n + 1 < document.blocks.length ? document.blocks[n + 1].text : "";
      return next.startsWith("“") || (next.includes("”") && !next.split("”")[0].includes("“"));
    }
  },
);
