/** What a paper has and lacks of what papers of its genre usually have. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function genres(kb) {
    "use strict";

    kb.pageGenres = (page) => {
      const { desk, $, t, element, button } = page;

      function drawCoverage() {
        const place = $(".kb-desk-coverage");
        place.hidden = true;
        const drawn = page.paper;
        if (desk.dataset.genres)
          kb.loadScript(desk.dataset.genres).then(
            () => page.paper === drawn && fillGenres(),
            () => undefined,
          );
      }

      /** The genres to choose from, and the guess. */
      function fillGenres() {
        const data = /** @type {any} */ (window).__kbGenres;
        const select = $("[name=genre]");
        $(".kb-desk-coverage").hidden = !data;
        if (!data) return;
        if (!select.options.length) {
          select.append(new Option(t("不对照", "None"), ""));
          for (const { id, name } of data.genres) select.append(new Option(name, id));
        }
        const guess = kb.guessGenre(page.paper.document, data);
        select.value = guess ? guess.id : "";
        listCoverage();
      }

      function listCoverage() {
        const data = /** @type {any} */ (window).__kbGenres;
        const chosen = $("[name=genre]").value;
        const genre = data && data.genres.find((/** @type {any} */ { id }) => id === chosen);
        const rows = $(".kb-desk-sections");
        const more = $(".kb-desk-genre");
        rows.textContent = "";
        more.textContent = "";
        if (!genre) return;
        const all = kb.coverage(page.paper.document, genre, page.tools);
        const lacking = all.filter(({ section, block }) => block < 0 && section.required !== false).length;
        more.append(
          lacking
            ? t(`一般要写的，有${lacking}部分没有看到。`, `${lacking} of the usual parts were not seen. `)
            : t("一般要写的都写到了。", "All of the usual parts are there. "),
        );
        if (genre.url) {
          const link = element("a", "", t(`看“${genre.name}”一般写什么`, `What a ${genre.name} usually has`));
          link.href = `${desk.dataset.root}${genre.url}`;
          more.append(link);
        }
        for (const { section, block } of all) rows.append(sectionRow(section, block));
      }

      /** @param {any} section @param {number} block where the paper has it, -1 where it has not */
      function sectionRow(section, block) {
        const has = block >= 0;
        const optional = section.required === false;
        const name = element("b", "", section.name);
        name.lang = "zh";
        const row = element(
          "li",
          has ? "kb-desk-has" : optional ? "kb-desk-may" : "kb-desk-lacks",
          has ? "✓ " : optional ? "○ " : "✗ ",
          name,
          " ",
        );
        if (has) {
          row.append(button(t("看这一段", "Show"), () => page.bring(page.blockAt(block))));
          return row;
        }
        row.append(optional ? t("没有看到（可写可不写）", "not seen (optional)") : t("没有看到", "not seen"));
        if (section.must) {
          const must = element("span", "kb-desk-words", t("：", ": "), section.must);
          must.lang = "zh";
          row.append(must);
        }
        for (const id of section.terms || []) {
          const term = page.tools.terms.get(id);
          if (!term) continue;
          const link = element("a", "", term.term);
          link.lang = "zh";
          link.href = `${desk.dataset.entries}${page.tools.urlOf(`terms/${id}`)}`;
          row.append(" ", link);
        }
        return row;
      }

      Object.assign(page, { drawCoverage, listCoverage });
    };
  },
);
