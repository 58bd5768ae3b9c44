/** Styles of a Word document: headings, lists and emphasis that come from them (kb.importer.word_styles). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word_styles(kb) {
    "use strict";

    const { children, child, attribute, value, number, switchedOn } = kb.wordXml;
    const UNDERLINE = 4;
    /** @type {[string, number][]} */
    const SWITCHES = [["b", 1], ["i", 2], ["u", UNDERLINE], ["strike", 8], ["dstrike", 8]];
    /** @type {Record<string, number>} */
    const RAISED = { superscript: 16, subscript: 32 };

    class Styles {
      /** @param {Document | null} root */
      constructor(root) {
        /** @type {Map<string, Element>} */
        this.nodes = new Map();
        for (const node of children(root && root.documentElement, "style"))
          this.nodes.set(attribute(node, "styleId") || "", node);
      }

      /** The style and those it is based on; a circle is cut. @param {string | null} id @returns {Element[]} */
      chain(id) {
        /** @type {Map<string, Element>} */
        const found = new Map();
        let step = id || "";
        for (let node; (node = this.nodes.get(step)) && !found.has(step) && found.size < 20;) {
          found.set(step, node);
          step = value(node, "basedOn") || "";
        }
        return id === null ? [] : [...found.values()];
      }

      /** @param {string | null} id @returns {number | null} */
      outline(id) {
        for (const node of this.chain(id)) {
          const name = (value(node, "name") || "").toLowerCase();
          if (name === "title") return 0;
          let level = name.startsWith("heading ") ? number(name.slice(8)) : null;
          if (level === null) {
            const own = number(value(node, "pPr/outlineLvl"));
            level = own === null ? null : own + 1;
          }
          if (level !== null) return level >= 1 && level <= 9 ? level : null;
        }
        return null;
      }

      /** @param {string | null} id */
      isTable(id) {
        return this.chain(id).some((node) => value(node, "name") === kb.K.roles.TABLE);
      }

      /** @param {string | null} id */
      isContents(id) {
        const node = this.nodes.get(id || "");
        return ((node && value(node, "name")) || "").toLowerCase().startsWith("toc ");
      }

      /** @param {string | null} id @returns {{list: string, level: number} | null} */
      numberRef(id) {
        for (const node of this.chain(id)) {
          const found = numberRef(child(node, "pPr"));
          if (found) return found;
        }
        return null;
      }

      /** @param {string | null} id */
      emphasis(id) {
        return this.chain(id)
          .reverse()
          .reduce((found, node) => emphasisOf(child(node, "rPr"), found), 0);
      }
    }

    /** @param {Element | null} properties @param {number} inherited */
    function emphasisOf(properties, inherited) {
      if (!properties || !properties.firstElementChild) return inherited;
      for (const [name, flag] of SWITCHES) {
        const node = child(properties, name);
        if (node) inherited = switchedOn(node) ? inherited | flag : inherited & ~flag;
      }
      return inherited | (RAISED[value(properties, "vertAlign") || ""] || 0);
    }

    /** @param {Element | null} properties @returns {{list: string, level: number} | null} */
    function numberRef(properties) {
      const list = value(properties, "numPr/numId");
      if (list === null) return null;
      const level = number(value(properties, "numPr/ilvl")) || 0;
      return { list, level: Math.min(Math.max(level, 0), 8) };
    }

    kb.wordStyles = { UNDERLINE, Styles, emphasisOf, numberRef };
  },
);
