/**
 * What a Word file says outside its running text (kb.lint.read_apart): headers, footers, notes, text
 * boxes; and what it carries besides (kb.lint.read): authors, comments, tracked changes.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function apart(kb) {
    "use strict";

    const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /** @type {[RegExp, string][]} */
    const PARTS = [
      [/^word\/header\d*\.xml$/, "页眉"],
      [/^word\/footer\d*\.xml$/, "页脚"],
      [/^word\/footnotes\.xml$/, "脚注"],
      [/^word\/endnotes\.xml$/, "尾注"],
      [/^word\/document\.xml$/, "文本框"],
    ];
    /** @typedef {{place: string, text: string, copies: Piece[][]}} Apart `copies`: the pieces of each paragraph that says it */
    /** @type {Record<string, string>} */
    const TEXTS = { tab: " ", br: " ", noBreakHyphen: "-" };

    /**
     * What each paragraph outside the running text says, once.
     * @param {string[]} names of the package's parts @param {(name: string) => Document | null} root
     * @returns {Apart[]}
     */
    kb.wordApart = (names, root) => {
      /** @type {Map<string, Apart>} */
      const found = new Map();
      for (const [pattern, part] of PARTS)
        for (const name of names.filter((one) => pattern.test(one)).sort())
          for (const [place, text, pieces] of paragraphs(root(name), part)) {
            const key = `${place} ${text}`; // headers are said for every section, boxes twice
            const known = found.get(key);
            if (known) known.copies.push(pieces);
            else found.set(key, { place, text, copies: [pieces] });
          }
      return [...found.values()];
    };

    /** @param {Document | null} tree @param {string} place @returns {Generator<[string, string, Piece[]], void, void>} */
    function* paragraphs(tree, place) {
      for (const paragraph of tree ? tree.getElementsByTagNameNS(W, "p") : []) {
        const inBox = isInBox(paragraph);
        if (place === "文本框" && !inBox) continue;
        const pieces = piecesOf(paragraph);
        const text = kb.trim(kb.clean(kb.textOf({ pieces })));
        if (text) yield [inBox ? "文本框" : place, text, pieces];
      }
    }

    /** @param {Element} node */
    function isInBox(node) {
      for (let step = node.parentElement; step; step = step.parentElement)
        if (step.namespaceURI === W && step.localName === "txbxContent") return true;
      return false;
    }

    /** The text of a paragraph, not of the boxes anchored in it. @param {Element} node @returns {Piece[]} */
    function piecesOf(node) {
      /** @type {Piece[]} */
      const pieces = [];
      for (let each = node.firstElementChild; each; each = each.nextElementSibling) {
        const name = each.namespaceURI === W ? each.localName : "";
        if (name === "t") pieces.push({ text: each.textContent || "", emphasis: 0, node: each });
        else if (name in TEXTS) pieces.push({ text: TEXTS[name], emphasis: 0, node: null });
        else if (name !== "p" && name !== "txbxContent") pieces.push(...piecesOf(each));
      }
      return pieces;
    }

    // What the file says about itself

    const PERSONAL = [
      ["docProps/core.xml", "creator", "作者"],
      ["docProps/core.xml", "lastModifiedBy", "最后保存者"],
      ["docProps/app.xml", "Company", "单位"],
      ["docProps/app.xml", "Manager", "主管"],
    ];

    /** @param {string[]} names @param {(name: string) => Document | null} root @returns {Note[]} */
    kb.wordNotes = (names, root) => {
      const { _PROGRAMS, _OWNER, _CHANGED } = kb.K.read;
      /** @type {Note[]} */
      const notes = [];
      /** @param {string} label @param {string} text */
      const author = (label, text) => {
        if (!_PROGRAMS.includes(text))
          notes.push({ rule: "word-author", what: `文件属性里有${label}“${text}”`, line: 1 });
      };
      for (const [part, tag, label] of PERSONAL) {
        const tree = root(part);
        const found = tree && tree.getElementsByTagNameNS("*", tag)[0];
        author(label, kb.trim(((found && found.textContent) || "").replace(/\s+/g, " ")));
      }
      // Properties somebody added by hand; the counters of programs name nobody.
      const custom = root("docProps/custom.xml");
      for (const node of custom ? custom.documentElement.children : []) {
        const name = node.getAttribute("name") || "";
        if (_OWNER.test(name)) author(name, kb.trim(node.textContent || ""));
      }
      const comments = root("word/comments.xml");
      const all = comments ? comments.getElementsByTagNameNS(W, "comment") : [];
      if (all.length) {
        const first = [...kb.trim(all[0].textContent || "")].slice(0, 20).join("");
        const what = `还有${all.length}条批注（第一条“${first}”）`;
        notes.push({ rule: "word-comments", what, line: 1 });
      }
      return [...notes, ...changesOf(names.filter((name) => _CHANGED.match(name)).sort().map(root))];
    };

    /** Of the running text first, of headers, footers and notes too. @param {(Document | null)[]} trees @returns {Note[]} */
    function changesOf(trees) {
      const names = kb.K.read._CHANGES;
      /** @type {Map<string, number>} */
      const counts = new Map();
      let where = 0;
      for (const tree of trees) {
        let paragraphs = 0;
        for (const node of tree ? tree.getElementsByTagNameNS(W, "*") : []) {
          const name = names[`{${W}}${node.localName}`];
          if (node.localName === "p") {
            const texts = [...node.getElementsByTagNameNS(W, "t")];
            if (texts.some((text) => kb.trim(text.textContent || ""))) paragraphs++;
          } else if (name) {
            counts.set(name, (counts.get(name) || 0) + 1);
            where = where || Math.max(paragraphs, 1);
          }
        }
      }
      if (!counts.size) return [];
      const said = [...counts].map(([name, count]) => `${name}${count}处`).join("、");
      return [{ rule: "word-changes", what: `修订痕迹没有处理（${said}）`, line: where }];
    }
  },
);
