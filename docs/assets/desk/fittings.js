/** What the parts of the desk's page share: its words in both languages, its elements, its state. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function fittings(kb) {
    "use strict";

    /** @param {HTMLElement} desk */
    kb.pageOf = (desk) => {
      const english = document.documentElement.lang.startsWith("en");
      /** @param {string} chinese @param {string} translated */
      const t = (chinese, translated) => (english ? translated : chinese);
      /** @param {string} selector @returns {any} */
      const $ = (selector) => desk.querySelector(selector);
      const PLACES = /** @type {Record<string, string>} */ ({
        页眉: "header",
        页脚: "footer",
        脚注: "footnote",
        尾注: "endnote",
        文本框: "text box",
      });
      const FAMILIES = /** @type {Record<string, string>} */ ({
        结构: "Structure",
        错别字: "Slips of the pen",
        提法: "Formulations",
        引用: "Citations",
        机构: "Bodies",
        发布: "Before publication",
        检查: "Switches",
      });
      const LEVELS = /** @type {Record<string, string>} */ ({
        error: t("错误", "error"),
        warning: t("警告", "warning"),
        hint: t("提示", "hint"),
      });
      /**
       * @param {string} name @param {string} [className] @param {...(string | Node)} inner
       * @returns {any}
       */
      function element(name, className, ...inner) {
        const made = document.createElement(name);
        if (className) made.className = className;
        made.append(...inner);
        return made;
      }

      /** @param {string} label @param {() => void} action @param {string} [className] */
      function button(label, action, className = "") {
        const made = element("button", `kb-desk-button ${className}`.trim(), label);
        made.type = "button";
        made.addEventListener("click", action);
        return made;
      }

      /** The text of a message, in Chinese whatever the page's language. @param {string} said */
      function chinese(said) {
        const made = element("span", "", page.paper.restore(said));
        made.lang = "zh";
        return made;
      }

      /** @param {any} finding */
      const nameOf = (finding) => page.tools.rules.get(finding.rule).name;

      /** @type {DeskPage} */
      const page = {
        kb, desk, english, t, $, PLACES, FAMILIES, LEVELS, element, button, chinese, nameOf,
        paperPlace: $(".kb-desk-paper"),
        list: $(".kb-desk-list"),
        card: $(".kb-desk-card"),
        tools: null,
        paper: null,
        shown: [],
        current: null,
        byBlock: new Map(),
      };
      return page;
    };
  },
);
