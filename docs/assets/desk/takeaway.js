/** The corrected copy: on the clipboard, as text, as the Word file it was. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function takeaway(kb) {
    "use strict";

    kb.pageTakeaway = (page) => {
      const { $, t, element } = page;

      /** @param {string} said */
      const done = (said) => ($(".kb-desk-done").textContent = said);

      /** @param {number} left */
      const leftOver = (left) =>
        left
          ? t(`有${left}处没法自动放进去，请照左边的文字手工改。`, ` ${left} could not be put in; please make them by hand.`)
          : "";

      function copy() {
        const { text: copied, left } = page.paper.copy();
        const said = () => done(t("改好的文字已复制。", "The corrected text is copied.") + leftOver(left));
        const old = () => {
          const area = element("textarea", "kb-desk-hidden", copied);
          document.body.append(area);
          area.select();
          const worked = document.execCommand("copy");
          area.remove();
          if (worked) said();
          else done(t("浏览器不让复制，请下载 .txt。", "The browser does not let the page copy; download the .txt."));
        };
        if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(copied).then(said, old);
        else old();
      }

      /** @param {Blob} blob @param {string} ending */
      function save(blob, ending) {
        const link = element("a", "");
        const name = (page.paper.origin.name || t("材料", "paper")).replace(/\.[^.]*$/, "");
        link.download = `${name}${t("（改）", " (corrected)")}${ending}`;
        link.href = URL.createObjectURL(blob);
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
        return link.download;
      }

      function saveText() {
        const { text: copied, left } = page.paper.copy();
        const ending = page.paper.origin.kind === "markdown" ? ".md" : ".txt";
        const name = save(new Blob(["\ufeff".slice(Number(ending === ".md")), copied], { type: "text/plain" }), ending);
        done(t(`已下载“${name}”。`, `Downloaded ${name}.`) + leftOver(left));
      }

      function saveWord() {
        const { blob, left } = page.paper.wordCopy();
        const name = save(blob, ".docx");
        done(t(`已下载“${name}”，字体、版式同原稿。`, `Downloaded ${name}, laid out as the original.`) + leftOver(left));
      }

      Object.assign(page, { copy, saveText, saveWord, done });
    };
  },
);
