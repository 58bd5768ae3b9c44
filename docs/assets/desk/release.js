/** Names of bodies, and what must not be published (kb.lint.patterns, kb.lint.word_notes). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function release(kb) {
    "use strict";

    const { Kind } = kb;

    /** Names of bodies by `data/bodies.yaml`; of former ones, where no history is told. */
    kb.checks["body-name"] = function* check(document, tools) {
      for (const one of tools.bodies) yield* named(document, one, false);
      for (const one of tools.pastBodies) yield* named(document, one, true);
    };

    /** @param {any} document @param {[any, string, string]} one @param {boolean} former */
    function* named(document, [pattern, right, why], former) {
      for (const { block, match } of kb.scan(document, pattern)) {
        const { start, end } = match;
        if (kb.talksOf(document.folded[block], start, end)) continue;
        if (former && kb.tellsHistory(document.folded[block], start, end)) continue;
        const better = right.replace(/\\(\d)/g, (/** @type {string} */ _, /** @type {string} */ n) =>
          match.group(Number(n)),
        );
        yield {
          block,
          start,
          end,
          what: `“${match.text}”不是规范的机构名称：${why}。`,
          fix: `改为“${better}”。`,
          change: /[（(]/.test(better) ? undefined : better,
        };
      }
    }

    /** Also in quotations: publishing is publishing. @param {any} document @param {any} pattern @returns {Generator<{block: number, match: any}, void, void>} */
    function* everywhere(document, pattern) {
      if (!pattern.source.includes("^") && !pattern.test(document.whole)) return;
      for (const [block, text] of document.folded.entries())
        for (const match of pattern.findAll(text)) yield { block, match };
    }

    /** @param {string} number */
    const masked = (number) => `${number.slice(0, 3)}…${number.slice(-2)}`;

    /** @param {number} block @param {any} match @param {string} what @param {string} fix */
    function draft(block, match, what, fix) {
      return { block, start: match.start, end: match.end, what, fix };
    }

    kb.checks["id-card"] = function* check(document) {
      for (const { block, match } of everywhere(document, kb.K.patterns._ID_CARD))
        if (isIdCard(match.text.replace(/[^\dXx]/g, "")))
          yield draft(
            block,
            match,
            `出现身份证号（${masked(match.text)}）。`,
            "删去，或只留末几位；名册另行报送。",
          );
    };

    /** @param {string} number */
    function isIdCard(number) {
      const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
      const date = new Date(Date.UTC(year, month - 1, day));
      if (!year || month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
      const total = kb.K.patterns._WEIGHTS.reduce(
        (/** @type {number} */ sum, /** @type {number} */ weight, /** @type {number} */ n) =>
          sum + Number(number[n]) * weight,
        0,
      );
      return "10X98765432"[total % 11] === number.slice(-1).toUpperCase();
    }

    kb.checks["mobile"] = function* check(document) {
      for (const { block, match } of everywhere(document, kb.K.patterns._MOBILE))
        yield draft(
          block,
          match,
          `出现手机号码（${masked(match.text)}）。`,
          "公开的材料留单位的值班电话，删去个人号码。",
        );
    };

    kb.checks["bank-card"] = function* check(document) {
      for (const { block, match } of everywhere(document, kb.K.patterns._CARD)) {
        const number = match.text.replace(/\D/g, "");
        if (
          number.length >= 16 &&
          number.length <= 19 &&
          luhn(number) &&
          !kb.K.patterns._NUMBERED.test(document.folded[block].slice(0, match.start)) &&
          !isIdCard(number.padEnd(18, "0").slice(0, 18))
        )
          yield draft(
            block,
            match,
            `出现银行卡号（${masked(match.text)}）。`,
            "删去；发放名册另行报送。",
          );
      }
    };

    /** @param {string} number */
    function luhn(number) {
      let sum = 0;
      [...number].reverse().forEach((char, n) => {
        const digit = Number(char) * (n % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
      });
      return sum % 10 === 0;
    }

    /** Marks of secrecy: such papers must not be handled in this system at all. */
    kb.checks["secret"] = function* check(document) {
      const { _SECRET, _SECRET_WORDS } = kb.K.patterns;
      if (!_SECRET_WORDS.test(document.whole)) return;
      /** @type {Set<number>} */
      const seen = new Set();
      for (const pattern of _SECRET)
        for (const { block, match } of everywhere(document, pattern)) {
          if (seen.has(block) || document.blocks[block].kind === Kind.ITEM) continue;
          seen.add(block);
          yield draft(
            block,
            match,
            `有密级或内部标志“${kb.trim(match.text).slice(0, 20)}”。`,
            "涉密和内部材料不得在这里处理、发布；标志写错的删去。",
          );
        }
    };

    for (const rule of ["word-changes", "word-comments", "word-author"])
      kb.checks[rule] = function* check(document, tools) {
        for (const note of document.notes) {
          if (note.rule !== rule) continue;
          const block = document.blocks.findIndex(
            (/** @type {any} */ { line }) => line === note.line,
          );
          yield {
            block: Math.max(block, 0),
            start: 0,
            end: 0,
            what: `${note.what}。`,
            fix: tools.fixes[rule],
          };
        }
      };
  },
);
