/** Provisions that a regulation does not have, and how a paper's citations are found (kb.lint.citations). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function citations(kb) {
    "use strict";

    /** The citations of running text, found once a document. @param {any} document @param {any} tools @returns {{block: number, citation: any}[]} */
    function citationsIn(document, tools) {
      if (document.kept.citations) return document.kept.citations;
      const own = tools.regulations.get(document.own);
      /** @type {{block: number, citation: any}[]} */
      const found = [];
      for (const block of document.prose) {
        const { text } = document.blocks[block];
        if (!text.includes("《") && !text.includes("条")) continue;
        for (const citation of tools.finder.find(text, own)) found.push({ block, citation });
      }
      return (document.kept.citations = found);
    }

    kb.citationsIn = citationsIn;

    /** Provisions that the regulation does not have. */
    kb.checks["cite-article"] = function* check(document, tools) {
      /** @type {[number, number][]} */
      const seen = [];
      for (const { block, citation } of citationsIn(document, tools)) {
        let reason = citation.reason || "";
        const { start, end } = citation;
        const about = `regulations/${citation.regulation}`;
        const past = citation.resolved ? pastTheItems(citation, tools) : "";
        if (past)
          yield { block, start, end, what: `“${citation.raw}”：${past}。`, fix: "核对项的序号。", about };
        if (citation.resolved || !citation.regulation) continue;
        if (reason === kb.UNVERIFIABLE) reason = pastTheLast(citation, tools);
        if (!reason.includes("没有") || reason.includes("年的版本")) continue;
        const unsure = reason !== citation.reason;
        const fix = unsure ? "请核对条款号。" : "核对条款号；法规修订后条序可能变了。";
        const draft = { block, start, end, what: `“${citation.raw}”：${reason}。`, fix, about };
        seen.push([block, end]);
        yield unsure ? { ...draft, severity: "hint" } : draft;
      }
      for (const { block, match } of kb.scan(document, kb.K.citations._PART))
        for (const { start, end, regulation, reason } of beyond(document.folded[block], match, tools)) {
          if (seen.some((each) => each[0] === block && each[1] === end)) continue;
          const said = document.folded[block].slice(start, end);
          yield {
            block,
            start,
            end,
            what: `《${regulation.title}》的“${said}”：${reason}。`,
            fix: "核对条款号。",
            about: `regulations/${regulation.id}`,
            severity: "hint",
          };
        }
    };

    /** Articles named later in the sentence of a title, which it does not have. @param {string} text @param {any} part @param {any} tools */
    function* beyond(text, { start: from, groups: { title, rest } }, tools) {
      const { _NUMBER, _OTHER_WORK, _FORMER } = kb.K.citations;
      const regulation = tools.finder.resolveTitle(title);
      if (!regulation || tools.editions.former[title]) return;
      const last = lastOf(regulation, tools);
      if (_FORMER.test(text.slice(0, from))) return;
      const at = from + title.length + 2;
      for (const match of _NUMBER.findAll(rest)) {
        const [start, end] = [at + match.start, at + match.end];
        if (_OTHER_WORK.test(rest.slice(0, match.start))) return;
        if (match.groups.added && regulation.title.startsWith("中国共产党"))
          yield { start, end, regulation, reason: "党内法规没有“之一”这样的条" };
        else if (last && kb.countOf(match.groups.number) > last)
          yield { start, end, regulation, reason: `只有${last}条` };
      }
    }

    /** How many articles it has; 0 if nobody knows. @param {any} regulation @param {any} tools */
    function lastOf(regulation, tools) {
      const current = kb.currentOf(regulation);
      return (current && current.articles) || tools.editions.articles[regulation.id] || 0;
    }

    /** A reason, where the article is known to have fewer items. @param {any} citation @param {any} tools */
    function pastTheItems({ target }, tools) {
      const place = kb.K.citations._ITEM.match(target);
      if (!place || place.end !== target.length) return "";
      const { work, article, item } = place.groups;
      const count = (tools.items[work] || {})[Number(article)];
      if (!count || Number(item) <= count) return "";
      return `这一条只有${count}项，没有第${item}项`;
    }

    /** A reason, where the number of articles is known though their text is not recorded. @param {any} citation @param {any} tools */
    function pastTheLast({ regulation, target }, tools) {
      const last = tools.editions.articles[regulation];
      const number = /\/art-(\d+)/.exec(target);
      if (!last || !number || Number(number[1]) <= last || target.includes("@")) return "";
      return `据通行资料只有${last}条，没有第${number[1]}条`;
    }
  },
);
