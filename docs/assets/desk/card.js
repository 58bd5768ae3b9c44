/** The card of one finding: what it is, how to mend it, the entry or regulation behind it. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function card(kb) {
    "use strict";

    kb.pageCard = (page) => {
      const { desk, english, t, element, button, chinese, card, LEVELS, PLACES, FAMILIES } = page;

      function drawCard() {
        card.textContent = "";
        card.hidden = !page.current;
        if (!page.current) return;
        const finding = page.current;
        const rule = page.tools.rules.get(finding.rule);
        const apart = (page.paper.document.blocks[finding.block] || {}).place;
        const place = apart
          ? t(apart, PLACES[apart])
          : page.paper.document.word
          ? t(`第${finding.line}段`, `paragraph ${finding.line}`)
          : t(`第${finding.line}行`, `line ${finding.line}`);
        const family = english ? FAMILIES[finding.family] || finding.family : finding.family;
        const head = element(
          "p",
          "kb-desk-head",
          element("span", `kb-desk-level kb-desk-${finding.severity}`, LEVELS[finding.severity]),
          " ",
          `${family} · `,
          element("b", "", chinese(rule.name)),
          ` · ${place}`,
        );
        card.append(
          head,
          element("p", "kb-desk-what", chinese(finding.what)),
          element("p", "", element("b", "", t("怎么改：", "Fix: ")), chinese(finding.fix)),
        );
        card.append(actions(finding));
        const about = aboutOf(finding.about);
        if (about) card.append(about);
        const why = element("details", "kb-desk-why", element("summary", "", t("为什么查这一条", "Why this is checked")));
        const link = element("a", "", t("全部规则", "All rules"));
        link.href = `${desk.dataset.rules}`;
        why.append(element("p", "", chinese(rule.why), " ", link));
        card.append(why);
      }

      /** @param {any} finding */
      function actions(finding) {
        const row = element("p", "kb-desk-actions");
        if (finding.state !== "open") {
          row.append(
            finding.state === "changed"
              ? t(`已改成“${finding.by || "（删去）"}”。`, `Changed to “${finding.by || "(deleted)"}”. `)
              : t("已忽略。", "Ignored. "),
            button(t("撤销", "Undo"), page.undo),
          );
          return row;
        }
        if (finding.change !== undefined && finding.end > finding.start)
          row.append(
            button(t(`改成“${short(page.paper.restore(finding.change))}”`, `Change to “${short(page.paper.restore(finding.change))}”`), page.accept, "kb-desk-primary"),
          );
        row.append(button(t("忽略", "Ignore"), page.ignore));
        if (finding.end > finding.start && finding.severity) {
          const input = element("input", "");
          input.type = "text";
          input.name = "own";
          input.lang = "zh";
          input.value = page.paper.restore(finding.change === undefined ? page.paper.words(finding) : finding.change);
          input.setAttribute("aria-label", t("改成自己写的", "Your own wording"));
          const form = element("form", "kb-desk-own", input, button(t("照这样改", "Use this"), () => page.put(input.value)));
          form.addEventListener("submit", (/** @type {Event} */ event) => {
            event.preventDefault();
            page.put(input.value);
          });
          const both = document.createDocumentFragment();
          both.append(row, form);
          return both;
        }
        return row;
      }

      /** @param {string} words */
      const short = (words) => (words.length > 16 ? `${words.slice(0, 15)}…` : words);

      /** The entry or regulation behind a finding, with what it says. @param {string | null} about */
      function aboutOf(about) {
        const [kind, id] = (about || "").split("/");
        const entry = kind === "terms" ? page.tools.terms.get(id) : page.tools.regulations.get(id);
        if (!entry) return null;
        const link = element("a", "");
        link.href = `${kind === "terms" ? desk.dataset.entries : desk.dataset.root}${page.tools.urlOf(about)}`;
        link.target = "_blank";
        link.rel = "noopener";
        const all = /** @type {any} */ (window);
        if (kind === "terms") {
          link.append(t(`打开词条“${entry.term}”`, `Open the entry “${entry.term}”`));
          const known = all.kbDefinitions && all.kbDefinitions[id];
          const box = element("div", "kb-desk-about");
          if (known) box.append(element("p", "", element("b", "", known[0]), t("：", ": "), known[1]));
          if (entry.members.length) {
            const members = element("p", "", element("b", "", t("规范表述：", "Wording: ")), entry.members.join("；"));
            members.lang = "zh";
            box.append(members);
          }
          box.append(element("p", "", link));
          return box;
        }
        link.append(t(`打开《${entry.title}》`, `Open “${entry.title}”`));
        const known = all.kbRegulations && all.kbRegulations[id];
        const box = element("div", "kb-desk-about");
        if (known) box.append(element("p", "", element("b", "", known[0]), ` ${known[1]} · ${known[3]}`, t("。", ". "), known[5]));
        box.append(element("p", "", link));
        return box;
      }

      Object.assign(page, { drawCard });
    };
  },
);
