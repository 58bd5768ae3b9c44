/** Running the rules over one document, step by step (kb.lint.engine). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function engine(kb) {
    "use strict";

    const LEVELS = ["hint", "warning", "error"];

    /**
     * Everything the rules find, in order; it may stop anywhere and go on.
     * @param {any} document @param {any} tools
     * @returns {Generator<void, any[], void>}
     */
    kb.lint = function* lint(document, tools) {
      const off = switchedOff(document);
      /** @type {any[]} */
      const found = [];
      for (const rule of tools.order) {
        const info = tools.rules.get(rule);
        const check = kb.checks[rule];
        if (!check || off.has(`${rule} `) || !(document.draft || info.pages)) continue;
        for (const draft of check(document, tools)) {
          if (!draft) {
            yield;
            continue;
          }
          const finding = findingOf(document, tools, info, draft);
          if (!off.has(`${rule} ${finding.line}`)) found.push(finding);
        }
        yield;
      }
      found.push(...badSwitches(document, tools));
      return inOrder(found);
    };

    /** @param {any} document @param {any} tools @param {any} info @param {any} draft */
    function findingOf(document, tools, info, draft) {
      let line = 1;
      let words = "";
      let { what } = draft;
      if (document.blocks.length) {
        const block = document.blocks[draft.block];
        line = block.line;
        if (block.place) what = `${block.place}：${what}`;
        const head = Math.max(0, draft.start - tools.margin);
        const tail = Math.max(draft.end + tools.margin, draft.start + 10);
        words = kb.trim(block.text.slice(head, tail)).replace(/\s+/g, " ").slice(0, 24);
      }
      return {
        about: null,
        severity: info.level,
        ...draft,
        what,
        rule: info.id,
        family: info.family,
        line,
        words,
      };
    }

    /** In the order of Python's findings, each once. @param {any[]} found */
    function inOrder(found) {
      /** @param {any} one */
      const key = (one) => [
        one.line,
        one.start,
        one.rule,
        LEVELS.indexOf(one.severity),
        one.what,
        one.fix,
        one.words,
      ];
      /** @type {Map<string, any>} */
      const once = new Map();
      for (const one of found) {
        const name = JSON.stringify([...key(one), one.about]);
        if (!once.has(name)) once.set(name, one);
      }
      return [...once.values()]
        .map((one) => ({ one, keys: key(one) }))
        .sort((a, b) => {
          const n = a.keys.findIndex((value, at) => value !== b.keys[at]);
          return n < 0 ? 0 : a.keys[n] < b.keys[n] ? -1 : 1;
        })
        .map(({ one }) => one);
    }

    /** `rule line` of every switch that gives a reason, `rule ` for the whole paper. @param {any} document @returns {Set<string>} */
    function switchedOff(document) {
      return new Set(
        document.off
          .filter((/** @type {any} */ { reason }) => kb.trim(reason))
          .map((/** @type {any} */ off) => `${off.rule} ${lineOf(document, off)}`),
      );
    }

    /** A switch that stands alone, its line negative, is for the next line with text. @param {any} document @param {any} off @returns {number | string} */
    function lineOf(document, { line }) {
      if (line === null) return "";
      if (line > 0) return line;
      const below = document.blocks.find((/** @type {any} */ block) => block.line > -line);
      return below ? below.line : 0;
    }

    /** @param {any} document @param {any} tools */
    function badSwitches(document, tools) {
      const info = tools.rules.get("off-reason");
      return document.off
        .filter(
          (/** @type {any} */ { rule, reason }) => !(tools.order.includes(rule) && kb.trim(reason)),
        )
        .map((/** @type {any} */ { rule, line }) => {
          const known = tools.order.includes(rule);
          return {
            about: null,
            severity: info.level,
            rule: info.id,
            family: info.family,
            block: Math.max(
              0,
              document.blocks.findIndex((/** @type {any} */ b) => b.line >= Math.abs(line || 1)),
            ),
            line: Math.abs(line || 1),
            start: 0,
            end: 0,
            what: known
              ? `关闭规则“${rule}”没有写理由。`
              : rule
                ? `没有规则“${rule}”。`
                : "没有写要关闭哪条规则。",
            fix: known ? "在规则编号后面写明理由。" : `规则有：${tools.order.join("、")}。`,
            words: "",
          };
        });
    }
  },
);
