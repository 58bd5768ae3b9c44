/** Walking through what was found, and deciding about it: change, ignore, undo. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function walk(kb) {
    "use strict";

    // Pixels: the bars above and below the page, and what of a card has to be seen.
    const HEADER = 60;
    const FOOTER = 60;
    const CARD = 220;

    kb.pageWalk = (page) => {
      const { $, t, element, paperPlace, list, card, LEVELS, nameOf } = page;
      const { drawBlock, isShown, count, blockAt } = page;

      /** The list anew, by the filters. */
      function filter() {
        page.shown = page.paper.findings.filter(isShown);
        list.textContent = "";
        for (const finding of page.shown) {
          const words = page.paper.restore(finding.words) || t("（全文）", "(the whole paper)");
          const row = element(
            "button",
            `kb-desk-row kb-desk-${finding.severity} kb-desk-is-${finding.state}`,
            element("span", "kb-desk-level", LEVELS[finding.severity]),
            " ",
            element("b", "", nameOf(finding)),
            " ",
            element("span", "kb-desk-words", words),
          );
          row.type = "button";
          row.lang = "zh";
          row.dataset.finding = String(page.paper.findings.indexOf(finding));
          if (finding === page.current) row.setAttribute("aria-current", "true");
          list.append(element("li", "", row));
        }
        page.byBlock.forEach((_, n) => drawBlock(n, blockAt(n)));
        if (!page.shown.includes(page.current)) open(page.shown.find(({ state }) => state === "open") || page.shown[0] || null, false);
        else page.drawCard();
        count();
      }

      /** Show one finding: its row, its mark, its card. @param {any} finding @param {boolean} [moves] */
      function open(finding, moves = true) {
        const before = page.current;
        page.current = finding;
        for (const one of [before, finding])
          if (one && page.byBlock.has(one.block)) drawBlock(one.block, blockAt(one.block));
        for (const row of list.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
        if (finding) {
          const row = list.querySelector(`[data-finding="${page.paper.findings.indexOf(finding)}"]`);
          if (row) {
            row.setAttribute("aria-current", "true");
            list.scrollTop = row.parentElement.offsetTop - list.clientHeight / 3;
          }
          const place = paperPlace.querySelector(".kb-desk-current") || blockAt(finding.block);
          if (place && moves) bring(place);
          else if (place) paperPlace.scrollTop = Math.max(0, place.offsetTop - paperPlace.clientHeight / 3);
        }
        page.drawCard();
        count();
        if (finding && moves) bringCard();
      }

      /** Scroll the paper so that a place is seen. @param {any} place */
      function bring(place) {
        const inside = paperPlace.scrollHeight > paperPlace.clientHeight + 4;
        if (inside) paperPlace.scrollTop = Math.max(0, place.offsetTop - paperPlace.clientHeight / 3);
        else place.scrollIntoView({ block: "center" });
      }

      /** Where paper and card stand one below the other, scroll the page so that both are seen. */
      function bringCard() {
        const { left, top, bottom } = card.getBoundingClientRect();
        const below = left < paperPlace.getBoundingClientRect().right;
        const away = top < HEADER || Math.min(bottom, top + CARD) > innerHeight - FOOTER;
        if (below && away) $(".kb-desk-steps").scrollIntoView();
      }

      /** @param {number} step */
      function go(step) {
        if (!page.shown.length) return;
        const at = page.shown.indexOf(page.current);
        open(page.shown[(at + step + page.shown.length) % page.shown.length]);
      }

      /** The next finding that nobody has decided about. */
      function goOn() {
        const at = page.shown.indexOf(page.current);
        const rest = [...page.shown.slice(at + 1), ...page.shown.slice(0, at)];
        const next = rest.find(({ state }) => state === "open");
        refreshRow(page.current);
        open(next || page.current);
      }

      /** @param {any} finding */
      function refreshRow(finding) {
        const row = list.querySelector(`[data-finding="${page.paper.findings.indexOf(finding)}"]`);
        if (row) row.className = `kb-desk-row kb-desk-${finding.severity} kb-desk-is-${finding.state}`;
      }

      // Deciding

      /** @param {string} by */
      function put(by) {
        if (!page.current) return;
        if (page.paper.change(page.current, by)) goOn();
        else
          $(".kb-desk-done").textContent = t(
            "这里的文字已经改过，先撤销那一处再改。",
            "These words have been changed already; undo that first.",
          );
      }

      function accept() {
        if (page.current && page.current.state === "open" && page.current.change !== undefined) put(page.paper.restore(page.current.change));
      }

      function ignore() {
        if (!page.current || page.current.state !== "open") return;
        page.current.state = "ignored";
        goOn();
      }

      function undo() {
        if (!page.current) return;
        Object.assign(page.current, { state: "open", by: "" });
        refreshRow(page.current);
        open(page.current);
      }

      Object.assign(page, { filter, open, bring, go, put, accept, ignore, undo });
    };
  },
);
