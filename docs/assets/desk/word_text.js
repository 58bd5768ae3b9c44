/**
 * The running text of a Word document, as kb lint reads it (kb.importer.word, word_inline): each piece
 * with the place in the XML that it came from, so that a corrected copy can be made inside it.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word_text(kb) {
    "use strict";

    const { W, children, is, child, attribute, value, number, switchedOn, xml, related } = kb.wordXml;
    const { UNDERLINE, Styles, emphasisOf, numberRef } = kb.wordStyles;
    const M = "http://schemas.openxmlformats.org/officeDocument/2006/math";
    const MC = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    const MAX_COLUMNS = 63;
    const MAX_CELLS = 100000;
    const SKIPPED = ["pPr", "rPr", "sdtPr", "delText", "delInstrText", "rubyPr", "tblPr"];

    /** Walks one document; its counters run on from paragraph to paragraph. */
    class Reader {
      /** @param {any} zip @param {string} part @param {Document} document */
      constructor(zip, part, document) {
        /** @param {string} kind */
        const roots = (kind) =>
          related(zip, part)
            .filter(([type]) => type === kind)
            .map(([, name]) => xml(zip, name));
        this.document = document;
        this.styles = new Styles(roots("styles")[0] || null);
        this.numbering = new kb.WordNumbering(roots("numbering")[0] || null);
        this.notes = { footnotes: roots("footnotes"), endnotes: roots("endnotes") };
        /** Kind and id of the notes, in the order of their marks. @type {[string, string][]} */
        this.marks = [];
      }

      /** Paragraphs, and arrays of cells for tables. @returns {Generator<Paragraph | Paragraph[], void, void>} */
      *read() {
        const body = child(this.document.documentElement, "body");
        if (!body) throw kb.damaged();
        yield* this.blocks(body);
        yield* this.footnotes();
      }

      /** @param {Element} container @returns {Generator<Paragraph | Paragraph[], void, void>} */
      *blocks(container) {
        /** What a deleted paragraph mark joins to the next paragraph. @type {Piece[]} */
        let pending = [];
        for (const node of flat(container)) {
          if (is(node, "p")) {
            const { paragraph, boxes } = this.paragraph(node);
            pending = pending.concat(paragraph.pieces);
            if (!["del", "moveFrom"].some((tag) => child(node, `pPr/rPr/${tag}`))) {
              yield { pieces: pending, outline: paragraph.outline };
              pending = [];
            }
            for (const box of boxes) yield* this.blocks(box);
          } else if (is(node, "tbl")) yield* this.table(node);
        }
        if (pending.length) yield { pieces: pending, outline: null };
      }

      /** @param {Element} node @returns {{paragraph: Paragraph, boxes: Element[]}} */
      paragraph(node) {
        const properties = child(node, "pPr");
        const style = value(properties, "pStyle");
        /** @type {Piece[]} */
        const pieces = [];
        /** @type {Element[]} */
        const boxes = [];
        this.inline(node, 0, pieces, boxes);
        if (this.styles.isContents(style)) return { paragraph: { pieces: [], outline: null }, boxes };
        const filled = fill(pieces);
        const label = this.numbering.label(numberRef(properties) || this.styles.numberRef(style));
        if (label) {
          const gap = /[\0-\x7f]$/.test(label) || label === "•" ? " " : "";
          filled.unshift({ text: label + gap, emphasis: 0, node: null });
        }
        const own = number(value(properties, "outlineLvl"));
        const outline = own !== null && own < 9 ? own + 1 : this.styles.outline(style);
        return { paragraph: { pieces: filled, outline }, boxes };
      }

      /** @param {Element} node @param {number} emphasis @param {Piece[]} pieces @param {Element[]} boxes */
      inline(node, emphasis, pieces, boxes) {
        for (let each = node.firstElementChild; each; each = each.nextElementSibling)
          this.node(each, emphasis, pieces, boxes);
      }

      /** @param {Element} node @param {number} emphasis @param {Piece[]} pieces @param {Element[]} boxes */
      node(node, emphasis, pieces, boxes) {
        const ours = node.namespaceURI === W;
        const name = node.localName;
        if (ours && (SKIPPED.includes(name) || name === "del" || name === "moveFrom")) return;
        if (ours && name === "r") {
          const properties = child(node, "rPr");
          if (switchedOn(child(properties, "vanish"))) return;
          const inherited = this.styles.emphasis(value(properties, "rStyle"));
          this.inline(node, emphasisOf(properties, inherited), pieces, boxes);
        } else if (is(node, "AlternateContent", MC)) {
          const choices = [...node.children].filter((one) => is(one, "Choice", MC));
          choices.push(...[...node.children].filter((one) => is(one, "Fallback", MC)));
          const chosen = choices.find((one) => one.children.length);
          if (chosen) this.inline(chosen, emphasis, pieces, boxes);
        } else if (ours && ["drawing", "pict", "object"].includes(name)) {
          for (const box of node.getElementsByTagNameNS(W, "txbxContent"))
            if (!nested(box, node)) boxes.push(box);
        } else {
          const leaf = this.leaf(node, ours, name);
          if (leaf === null) this.inline(node, emphasis, pieces, boxes);
          else if (leaf.text) pieces.push({ ...leaf, emphasis });
        }
      }

      /** What a node stands for; null where it only holds others. @param {Element} node @param {boolean} ours @param {string} name */
      leaf(node, ours, name) {
        if (name === "t" && (ours || node.namespaceURI === M)) {
          // Like lxml's `text`, only what comes before a child (there is none in sound files).
          const raw = node.firstChild && node.firstChild.nodeType < 5 ? node.textContent || "" : "";
          const text = kb.clean(raw).replace(/\n/g, " ");
          return { text, node: ours && text.length === raw.length ? node : null };
        }
        if (!ours) return null;
        if (name === "tab" || name === "ptab") return { text: "    ", node: null };
        if (name === "cr") return { text: "\n", node: null };
        if (name === "noBreakHyphen") return { text: "-", node: null };
        if (name === "br") {
          const type = attribute(node, "type");
          return { text: type === null || type === "textWrapping" ? "\n" : " ", node: null };
        }
        if (name === "sym") {
          const { SYMBOLS, UNKNOWN_SYMBOL } = kb.K.word_inline;
          const code = (attribute(node, "char") || "").toUpperCase();
          return { text: SYMBOLS[code] || UNKNOWN_SYMBOL, node: null };
        }
        if (name === "footnoteReference" || name === "endnoteReference") {
          this.marks.push([name.replace("Reference", "s"), attribute(node, "id") || ""]);
          return { text: `［注${this.marks.length}］`, node: null };
        }
        return name === "instrText" || name === "commentReference" ? { text: "", node: null } : null;
      }

      /** @param {Element} table @returns {Generator<Paragraph | Paragraph[], void, void>} */
      *table(table) {
        /** @type {(Paragraph | Paragraph[])[][][]} */
        const rows = [];
        for (const row of flat(table)) {
          if (!is(row, "tr") || child(row, "trPr/del")) continue;
          const cells = this.row(row);
          if (cells.length) rows.push(cells);
        }
        if (!rows.length) return;
        const width = Math.max(...rows.map((row) => row.length));
        const told = this.styles.isTable(value(table, "tblPr/tblStyle"));
        if (rows.length === 1 && width === 1 && !told) yield* rows[0][0];
        else if (width > MAX_COLUMNS) for (const row of rows) for (const cell of row) yield* cell;
        else if (width * rows.length > MAX_CELLS) throw tooLong();
        else yield /** @type {Paragraph[]} */ ([].concat(...rows.map((row) => /** @type {any} */ (row.map(oneOf)))));
      }

      /** @param {Element} row @returns {(Paragraph | Paragraph[])[][]} */
      row(row) {
        const cells = [];
        for (const cell of flat(row)) {
          if (!is(cell, "tc")) continue;
          cells.push([...this.blocks(cell)]);
          const covered = number(value(cell, "tcPr/gridSpan")) || 1;
          for (let n = 1; n < Math.min(covered, MAX_COLUMNS); n++) cells.push([]);
        }
        return cells;
      }

      /** The text of the notes in the order of their marks, each once. @returns {Generator<Paragraph, void, void>} */
      *footnotes() {
        /** @type {Map<string, Element>} */
        const texts = new Map();
        for (const kind of /** @type {const} */ (["footnotes", "endnotes"]))
          for (const root of this.notes[kind])
            for (const note of root ? root.documentElement.children : [])
              texts.set(`${kind} ${attribute(note, "id") || ""}`, note);
        for (let place = 0; place < this.marks.length; place++) {
          const key = this.marks[place].join(" ");
          const note = texts.get(key);
          if (!note) continue;
          texts.delete(key);
          const { pieces } = oneOf([...this.blocks(note)]);
          const label = { text: `［注${place + 1}］`, emphasis: 0, node: null };
          yield { pieces: [label, ...pieces], outline: null };
        }
      }
    }

    function tooLong() {
      return new kb.Refusal(
        "内容太多（或有巨大的表格），不像一份材料。请拆成几份再查。",
        "Too much text, or a huge table: this is no paper. Split it up.",
      );
    }

    /** Children, with those of wrappers in their place. @param {Element} container @returns {Generator<Element, void, void>} */
    function* flat(container) {
      for (let node = container.firstElementChild; node; node = node.nextElementSibling) {
        if (is(node, "sdt")) for (const content of children(node, "sdtContent")) yield* flat(content);
        else if (["ins", "moveTo", "customXml", "smartTag"].some((tag) => is(node, tag)))
          yield* flat(node);
        else if (is(node, "AlternateContent", MC)) {
          const choices = [...node.children];
          const chosen =
            choices.find((one) => is(one, "Choice", MC)) ||
            choices.find((one) => is(one, "Fallback", MC)) ||
            node;
          yield* chosen === node ? node.children : flat(chosen);
        } else yield node;
      }
    }

    /** Whether a box stands in another one, or in the older rendering of a newer one. @param {Element} box @param {Element} drawing */
    function nested(box, drawing) {
      for (let step = box.parentElement; step && step !== drawing; step = step.parentElement)
        if (is(step, "txbxContent") || is(step, "Fallback", MC)) return true;
      return false;
    }

    /** @param {Paragraph} paragraph */
    const textOf = (paragraph) => paragraph.pieces.map(({ text }) => text).join("");

    /** One paragraph of many, on lines of their own. @param {(Paragraph | Paragraph[])[]} blocks @returns {Paragraph} */
    function oneOf(blocks) {
      /** @type {Piece[]} */
      const pieces = [];
      for (const cell of /** @type {Paragraph[]} */ ([].concat(.../** @type {any[]} */ (blocks))))
        if (kb.trim(textOf(cell))) {
          if (pieces.length) pieces.push({ text: "\n", emphasis: 0, node: null });
          pieces.push(...cell.pieces);
        }
      return { pieces, outline: null };
    }

    /** Underlined white space becomes low lines: a blank to fill in. @param {Piece[]} pieces @returns {Piece[]} */
    function fill(pieces) {
      /** @type {Piece[]} */
      const out = [];
      for (let at = 0; at < pieces.length;) {
        let end = at + 1;
        while (end < pieces.length && pieces[end].emphasis === pieces[at].emphasis) end++;
        const span = pieces.slice(at, end);
        const text = span.map((piece) => piece.text).join("");
        const blank =
          span[0].emphasis & UNDERLINE && text.length >= 2 && !kb.trim(text) && !text.includes("\n");
        if (blank) {
          const low = "_".repeat(Math.min(Math.max(text.length, 4), 12));
          out.push({ text: low, emphasis: 0, node: null });
        } else out.push(...span);
        at = end;
      }
      return out;
    }

    kb.WordText = Reader;
    Object.assign(kb, { tooLong, textOf });
  },
);
