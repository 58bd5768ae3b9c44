/** The paper of the draft desk with its marks, and the counts of what was found. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function show(kb) {
    "use strict";

    kb.pageShow = (page) => {
      const { $, t, element, paperPlace, PLACES } = page;

      function drawPaper() {
        paperPlace.textContent = "";
        const all = document.createDocumentFragment();
        page.paper.document.blocks.forEach((/** @type {any} */ _, /** @type {number} */ n) => {
          const block = element("p", "");
          block.dataset.block = String(n);
          all.append(block);
          drawBlock(n, block);
        });
        paperPlace.append(all);
      }

      /** @param {number} n @returns {HTMLElement} */
      const blockAt = (n) => /** @type {HTMLElement} */ (paperPlace.children[n]);

      /** A block with its marks; where findings overlap, the first that is shown has the words. @param {number} n @param {HTMLElement} place */
      function drawBlock(n, place) {
        const block = page.paper.document.blocks[n];
        const kinds = ["", "title", "heading", "text", "item", "cell", "quote"];
        place.className = `kb-desk-block kb-desk-${kinds[block.kind]}`;
        if (block.place) place.dataset.place = t(`${block.place}：`, `${PLACES[block.place]}: `);
        const findings = page.byBlock.get(n) || [];
        place.textContent = "";
        if (!findings.length) {
          place.textContent = page.paper.restore(block.text);
          return;
        }
        const places = new Set([0, block.text.length]);
        for (const { start, end } of findings) places.add(start).add(end);
        const edges = [...places].sort((a, b) => a - b);
        /** @type {Set<any>} */
        const put = new Set();
        edges.slice(0, -1).forEach((from, at) => {
          const to = edges[at + 1];
          const here = findings.filter(({ start, end }) => start <= from && to <= end);
          const words = page.paper.restore(block.text.slice(from, to));
          const changed = here.find(({ state }) => state === "changed");
          if (changed) {
            if (!put.has(changed)) place.append(mark(changed, changed.by || "　", "ins"));
            put.add(changed);
            return;
          }
          const open = here.filter((one) => one.state === "open" && isShown(one));
          const first = open.find((one) => one === page.current) || open.sort(bySeverity)[0];
          if (first) place.append(mark(first, words, "mark"));
          else place.append(words);
        });
      }

      const RANK = /** @type {Record<string, number>} */ ({ error: 0, warning: 1, hint: 2 });
      /** @param {any} a @param {any} b */
      const bySeverity = (a, b) => RANK[a.severity] - RANK[b.severity] || a.end - a.start - (b.end - b.start);

      function groupFindings() {
        page.byBlock = new Map();
        for (const finding of page.paper.findings)
          if (finding.end > finding.start) {
            const known = page.byBlock.get(finding.block);
            if (known) known.push(finding);
            else page.byBlock.set(finding.block, [finding]);
          }
      }

      /** @param {any} finding @param {string} words @param {string} tag */
      function mark(finding, words, tag) {
        const made = element(tag, `kb-desk-mark kb-desk-${finding.severity}`, words);
        made.dataset.finding = String(page.paper.findings.indexOf(finding));
        made.title = page.paper.restore(finding.what);
        if (finding === page.current) made.classList.add("kb-desk-current");
        return made;
      }

      /** @param {any} finding */
      function isShown(finding) {
        const family = $("[name=family]").value;
        return $(`[name=${finding.severity}]`).checked && (!family || finding.family === family);
      }


      function count() {
        const all = page.paper.findings;
        for (const level of ["error", "warning", "hint"]) {
          const number = all.filter((/** @type {any} */ { severity }) => severity === level).length;
          $(`[data-count=${level}]`).textContent = String(number);
        }
        const changed = all.filter((/** @type {any} */ { state }) => state === "changed").length;
        const ignored = all.filter((/** @type {any} */ { state }) => state === "ignored").length;
        const size = page.paper.document.blocks.reduce((/** @type {number} */ sum, /** @type {any} */ block) => sum + block.text.length, 0);
        const name = page.paper.origin.name ? t(`《${page.paper.origin.name}》`, `${page.paper.origin.name}: `) : "";
        $(".kb-desk-summary").textContent = all.length
          ? t(
              `${name}共${size}字，查出${all.length}处；改了${changed}处，忽略${ignored}处，还有${all.length - changed - ignored}处。`,
              `${name}${size} characters, ${all.length} findings; ${changed} changed, ${ignored} ignored, ${all.length - changed - ignored} left.`,
            )
          : t(
              `${name}共${size}字，没有查出问题。程序拿不准的不报，没有报的不等于没有错。`,
              `${name}${size} characters, nothing found. The rules keep quiet where they are not sure: nothing found does not mean nothing wrong.`,
            );
        const at = page.shown.indexOf(page.current);
        $(".kb-desk-place").textContent = page.shown.length ? `${at + 1} / ${page.shown.length}` : "0 / 0";
        $("[name=next]").disabled = $("[name=previous]").disabled = page.shown.length < 1;
        $(".kb-desk-walk").hidden = !all.length;
      }

      Object.assign(page, { drawPaper, drawBlock, groupFindings, isShown, count, blockAt });
    };
  },
);
