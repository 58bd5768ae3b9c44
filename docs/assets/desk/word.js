/**
 * A Word document as blocks, as kb lint reads it (kb.importer.word, word_inline, word_numbering,
 * word_styles), each character with the place in the XML that it came from, so that a corrected copy
 * can be made inside the document's own runs.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word(kb) {
    "use strict";

    const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const M = "http://schemas.openxmlformats.org/officeDocument/2006/math";
    const MC = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    const MAX_COLUMNS = 63;
    const MAX_CELLS = 100000;
    const MAX_NODES = 600000;
    const SKIPPED = ["pPr", "rPr", "sdtPr", "delText", "delInstrText", "rubyPr", "tblPr"];
    const OFF = ["0", "false", "off", "none"];
    const UNDERLINE = 4;
    /** @type {[string, number][]} */
    const SWITCHES = [["b", 1], ["i", 2], ["u", UNDERLINE], ["strike", 8], ["dstrike", 8]];
    /** @type {Record<string, number>} */
    const RAISED = { superscript: 16, subscript: 32 };

    /** @typedef {{text: string, emphasis: number, node: Element | null}} Piece a node where `text` is all of its text */
    /** @typedef {{pieces: Piece[], outline: number | null}} Paragraph */

    // The XML

    /** @param {Element | null} node @param {string} name @returns {Element[]} */
    function children(node, name) {
      /** @type {Element[]} */
      const found = [];
      for (let each = node && node.firstElementChild; each; each = each.nextElementSibling)
        if (is(each, name)) found.push(each);
      return found;
    }

    /** @param {Element} node @param {string} name @param {string} [space] */
    function is(node, name, space = W) {
      return node.localName === name && node.namespaceURI === space;
    }

    /** The child that a path leads to. @param {Element | null} node @param {string} path @returns {Element | null} */
    function child(node, path) {
      for (const step of path.split("/")) {
        let each = node && node.firstElementChild;
        while (each && !is(each, step)) each = each.nextElementSibling;
        node = each;
      }
      return node;
    }

    /** @param {Element | null} node @param {string} name */
    const attribute = (node, name) => (node ? node.getAttributeNS(W, name) : null);
    /** @param {Element | null} node @param {string} [path] */
    const value = (node, path) => attribute(path ? child(node, path) : node, "val");
    /** @param {string | null} text @returns {number | null} */
    const number = (text) => (text !== null && /^-*\d{1,9}$/.test(text) && text.length <= 9 ? Number(text) : null);
    /** @param {Element | null} node */
    const switchedOn = (node) => node !== null && !OFF.includes(attribute(node, "val") || "1");

    /** A part as XML; null where there is none. @param {any} zip @param {string} name @returns {Document | null} */
    function xml(zip, name) {
      const bytes = zip.read(name);
      if (!bytes || !bytes.length) return null;
      const wide = bytes[0] === 0xff ? "utf-16le" : bytes[0] === 0xfe ? "utf-16be" : "utf-8";
      const text = new TextDecoder(wide).decode(bytes);
      if (/<!DOCTYPE/i.test(text.slice(0, text.search(/<[A-Za-z]/) + 1 || undefined)))
        throw new kb.Refusal(
          "Word 文档里夹带了实体声明（DTD），可能是恶意文件。核对来源；可信的，把文字复制过来粘贴。",
          "The Word file declares entities (DTD) and may be malicious. If you trust it, paste its text instead.",
        );
      const found = new DOMParser().parseFromString(text, "application/xml");
      if (found.getElementsByTagName("parsererror").length) throw kb.damaged();
      return found;
    }

    /** The parts that another leads to, by the end of their relation's type. @param {any} zip @param {string} part @returns {[string, string][]} */
    function related(zip, part) {
      const folder = part.slice(0, part.lastIndexOf("/") + 1);
      const rels = xml(zip, `${folder}_rels/${part.slice(folder.length)}.rels`);
      if (!rels) return [];
      return [...rels.documentElement.children]
        .filter((one) => one.getAttribute("TargetMode") !== "External")
        .map((one) => {
          const target = one.getAttribute("Target") || "";
          const steps = target.startsWith("/") ? [] : folder.split("/").slice(0, -1);
          for (const step of target.replace(/^\//, "").split("/"))
            if (step === "..") steps.pop();
            else if (step !== ".") steps.push(step);
          return [(one.getAttribute("Type") || "").split("/").pop() || "", steps.join("/")];
        });
    }

    // Styles

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

    // Numbering

    /** @param {number} count */
    const circled = (count) =>
      count >= 1 && count <= 20 ? String.fromCharCode(0x2460 + count - 1) : String(count);
    /** @param {number} count */
    function roman(count) {
      if (!(count > 0 && count < 4000)) return String(count);
      let written = "";
      for (const [worth, letters] of kb.K.word_numbering.ROMAN) {
        written += letters.repeat(Math.floor(count / worth));
        count %= worth;
      }
      return written;
    }
    /** @param {number} count */
    const letter = (count) =>
      count > 0 && count <= 260
        ? String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.floor((count - 1) / 26) + 1)
        : String(count);
    /** @param {number} count */
    const digits = (count) => String(count).replace(/\d/g, (d) => "〇一二三四五六七八九"[Number(d)]);
    /** @param {number} count */
    const formal = (count) =>
      kb.toChinese(count).replace(/[零一二三四五六七八九十百千]/g, (/** @type {string} */ char) =>
        "零壹贰叁肆伍陆柒捌玖拾佰仟"["零一二三四五六七八九十百千".indexOf(char)],
      );
    /** @param {number} count */
    const chinese = (count) => kb.toChinese(count);
    /** @type {Record<string, (count: number) => string>} */
    const FORMATS = {
      chineseCounting: chinese,
      chineseCountingThousand: chinese,
      taiwaneseCounting: chinese,
      taiwaneseCountingThousand: chinese,
      japaneseCounting: chinese,
      ideographDigital: digits,
      taiwaneseDigital: digits,
      japaneseDigitalTenThousand: digits,
      chineseLegalSimplified: formal,
      ideographLegalTraditional: formal,
      decimalZero: (count) => String(count).padStart(2, "0"),
      decimalFullWidth: (count) =>
        String(count).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
      decimalEnclosedCircle: circled,
      decimalEnclosedCircleChinese: circled,
      upperRoman: (count) => roman(count).toUpperCase(),
      lowerRoman: roman,
      upperLetter: (count) => letter(count).toUpperCase(),
      lowerLetter: letter,
      none: () => "",
    };

    /** @typedef {{start: number, format: string, pattern: string, legal: boolean}} Level */

    class Numbering {
      /** @param {Document | null} document */
      constructor(document) {
        /** @type {Map<string, {counter: string, levels: Map<number, Level>, restarts: Map<number, number>}>} */
        this.lists = new Map();
        /** @type {Map<string, Map<number, number>>} */
        this.counts = new Map();
        this.seen = new Set();
        const root = document && document.documentElement;
        /** @type {Map<string, Map<number, Level>>} */
        const definitions = new Map();
        for (const node of children(root, "abstractNum"))
          definitions.set(attribute(node, "abstractNumId") || "", levelsOf(node));
        for (const node of children(root, "num")) {
          const counter = value(node, "abstractNumId");
          const known = counter === null ? null : definitions.get(counter);
          if (counter === null || !known) continue;
          const levels = new Map(known);
          const restarts = new Map();
          for (const override of children(node, "lvlOverride")) {
            const place = number(attribute(override, "ilvl"));
            if (place === null || place < 0 || place >= 9) continue;
            const own = child(override, "lvl");
            if (own) levels.set(place, levelOf(own));
            const start = number(value(override, "startOverride"));
            if (start !== null) restarts.set(place, start);
          }
          this.lists.set(attribute(node, "numId") || "", { counter, levels, restarts });
        }
      }

      /** Count one more paragraph of a list; its label. @param {{list: string, level: number} | null} ref */
      label(ref) {
        const entry = ref ? this.lists.get(ref.list) : null;
        const level = ref && entry ? entry.levels.get(ref.level) : null;
        if (!ref || !entry || !level) return "";
        const counts = this.counts.get(entry.counter) || new Map();
        this.counts.set(entry.counter, counts);
        if (!this.seen.has(ref.list)) {
          this.seen.add(ref.list);
          entry.restarts.forEach((start, place) => counts.set(place, start - 1));
        }
        const before = counts.has(ref.level) ? counts.get(ref.level) : level.start - 1;
        counts.set(ref.level, before + 1);
        for (const other of [...counts.keys()]) if (other > ref.level) counts.delete(other);
        if (level.format === "bullet") return "•";
        let label = level.pattern;
        for (let place = 0; place < 9; place++) {
          const mark = `%${place + 1}`;
          const own = entry.levels.get(place);
          if (!label.includes(mark) || !own) continue;
          const count = counts.has(place) ? counts.get(place) : own.start;
          const write = FORMATS[level.legal ? "decimal" : own.format] || String;
          label = label.split(mark).join(write(count));
        }
        return label;
      }
    }

    /** @param {Element} node @returns {Map<number, Level>} */
    function levelsOf(node) {
      const levels = new Map();
      for (const each of children(node, "lvl")) {
        const place = number(attribute(each, "ilvl"));
        if (place !== null && place >= 0 && place < 9) levels.set(place, levelOf(each));
      }
      return levels;
    }

    /** @param {Element} node @returns {Level} */
    function levelOf(node) {
      const pattern = kb.trim(kb.clean(value(node, "lvlText") || "").replace(/\s+/g, " "));
      return {
        start: number(value(node, "start")) || 0,
        format: value(node, "numFmt") || "decimal",
        pattern: pattern.length <= 40 ? pattern : "",
        legal: switchedOn(child(node, "isLgl")),
      };
    }

    // The text

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
        this.numbering = new Numbering(roots("numbering")[0] || null);
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

    // The document

    const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

    /**
     * Bytes of a .docx as blocks with the means to write it anew, step by step.
     * @param {Uint8Array} bytes @returns {Generator<void, any, void>}
     */
    kb.readWord = function* readWord(bytes) {
      if (OLE.every((byte, n) => bytes[n] === byte)) throw oldFormat(bytes);
      if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
        throw new kb.Refusal(
          "扩展名是 .docx，内容却不是 Word 文档。内容是纯文字的，把扩展名改为 .txt；否则用 Word 或 WPS 另存为 .docx。",
          "The name says .docx, but this is no Word file. If it is plain text, rename it to .txt; else save it as .docx.",
        );
      const zip = new kb.Zip(bytes);
      const types = new TextDecoder().decode(zip.read("[Content_Types].xml") || new Uint8Array());
      if (types.includes("macroEnabled"))
        throw new kb.Refusal(
          "这是启用宏的 Word 文档。请用 Word 或 WPS 另存为不带宏的 .docx。",
          "This Word file is of the kind with macros. Save it as a .docx without macros.",
        );
      if (!types.includes("wordprocessingml.document.main+xml"))
        throw new kb.Refusal(
          "压缩包里没有 Word 正文，不是 Word 文档。请用 Word 或 WPS 另存为 .docx。",
          "There is no Word text in this package. Save the paper as .docx in Word or WPS.",
        );
      const main = related(zip, "").find(([type]) => type === "officeDocument");
      const part = main ? main[1] : "word/document.xml";
      const document = xml(zip, part);
      if (!document) throw kb.damaged();
      if (document.getElementsByTagName("*").length > MAX_NODES) throw tooLong();
      return yield* blocksOf(zip, part, document);
    };

    /** @param {any} zip @param {string} part @param {Document} xmlDocument @returns {Generator<void, any, void>} */
    function* blocksOf(zip, part, xmlDocument) {
      yield;
      const names = [...zip.members.keys()];
      /** A part besides the text; what is wrong with it is no reason not to read the text. @param {string} name */
      const root = (name) => {
        try {
          return name === part ? xmlDocument : xml(zip, name);
        } catch (error) {
          return null;
        }
      };
      const notes = kb.wordNotes(names, root);
      yield;
      const shield = new kb.Shield();
      /** @type {any[]} */
      const blocks = [];
      let paragraphs = 0;
      let size = 0;
      /** @param {Paragraph} paragraph @param {(text: string) => any} make */
      const add = (paragraph, make) => {
        for (const piece of paragraph.pieces) {
          const text = shield.apply(piece.text);
          if (text.length !== piece.text.length) piece.node = null; // offsets are others here
          piece.text = text;
        }
        const whole = textOf(paragraph);
        const text = kb.trim(whole);
        size += text.length;
        if (size > kb.K.plain.MAX_CHARACTERS) throw tooLong();
        if (!text) return;
        const block = make(text);
        block.pieces = paragraph.pieces;
        block.lead = whole.length - whole.replace(/^[\s\x1c-\x1f\x85]+/, "").length;
        blocks.push(block);
      };
      for (const found of new Reader(zip, part, xmlDocument).read()) {
        if (Array.isArray(found))
          for (const cell of found)
            add(cell, (text) => ({ text, kind: kb.Kind.CELL, line: Math.max(paragraphs, 1), level: 0 }));
        else
          add(found, (text) => kb.blockOf(text, ++paragraphs, !blocks.length, found.outline));
        yield;
      }
      const said = blocks.map(({ text }) => text).join("\n"); // boxes that have been read already
      for (const [place, raw] of kb.wordApart(names, root)) {
        const text = shield.apply(raw);
        if (place === "文本框" && said.includes(text)) continue;
        const line = Math.max(paragraphs, 1);
        blocks.push({ text, kind: kb.Kind.CELL, line, level: 0, place, pieces: [], lead: 0 });
      }
      return { blocks, notes, shield, source: { zip, part, document: xmlDocument } };
    }

    /** @param {Uint8Array} bytes */
    function oldFormat(bytes) {
      const name = [..."EncryptedPackage"];
      const pattern = name.map((char) => `${char}\0`).join("");
      const head = bytes.subarray(0, 4 * 1024 * 1024);
      let text = "";
      for (let at = 0; at < head.length; at += 8192)
        text += String.fromCharCode.apply(null, /** @type {any} */ (head.subarray(at, at + 8192)));
      if (text.includes(pattern))
        return new kb.Refusal(
          "文档加了打开密码。请用 Word 或 WPS 打开，取消密码后另存为 .docx。",
          "The file is locked with a password. Remove it in Word or WPS and save the file as .docx.",
        );
      return new kb.Refusal(
        "这是旧版 Word（.doc）或 WPS 文档。请用 Word 或 WPS 打开，“另存为”Word 文档（.docx）。",
        "This is an old Word (.doc) or WPS file. Open it in Word or WPS and save it as .docx.",
      );
    }

    // Corrections in the document's own runs

    /** The pieces that a stretch touches. @param {any} block @param {number} start @param {number} end */
    function within(block, start, end) {
      /** @type {{piece: Piece, from: number, to: number}[]} */
      const found = [];
      let at = -block.lead;
      for (const piece of block.pieces) {
        const next = at + piece.text.length;
        if (next > start && at < end)
          found.push({ piece, from: Math.max(0, start - at), to: Math.min(next, end) - at });
        at = next;
      }
      return found;
    }

    /**
     * A change without what it leaves as it is; something is left to change or to hold on to.
     * @param {string} text @param {{start: number, end: number, by: string}} change
     */
    function narrowed(text, { start, end, by }) {
      while (end - start > 1 && by.length > 1 && text[start] === by[0]) {
        start++;
        by = by.slice(1);
      }
      while (end - start > 1 && by.length > 1 && text[end - 1] === by[by.length - 1]) {
        end--;
        by = by.slice(0, -1);
      }
      return { start, end, by };
    }

    /**
     * The package with changes made in its runs; the document itself stays as it is.
     * @param {any} source @param {any[]} blocks
     * @param {Map<number, {start: number, end: number, by: string}[]>} changes by block
     * @returns {{blob: Blob, left: number}} and how many changes could not be made
     */
    kb.writeWord = (source, blocks, changes) => {
      /** Node -> its text as it was. @type {Map<Element, string | null>} */
      const before = new Map();
      let left = 0;
      changes.forEach((list, n) => {
        const block = blocks[n];
        // From the last to the first: what stands before keeps its place.
        for (const change of [...list].sort((a, b) => b.start - a.start)) {
          const { start, end, by } = narrowed(block.text, change);
          const touched = within(block, start, end);
          const known = touched.length && touched.every(({ piece }) => piece.node);
          if (!known) {
            left++;
            continue;
          }
          // Each run keeps its part where the length stays; else the first has all of it.
          const even = by.length === end - start;
          let put = even ? by.length : 0;
          touched.reverse().forEach(({ piece, from, to }, at) => {
            const node = /** @type {Element} */ (piece.node);
            const text = node.textContent || "";
            if (!before.has(node)) before.set(node, text);
            const first = at === touched.length - 1;
            const part = even ? by.slice(put - (to - from), put) : first ? by : "";
            put -= to - from;
            node.textContent = text.slice(0, from) + part + text.slice(to);
            node.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
          });
        }
      });
      const text = new XMLSerializer().serializeToString(source.document);
      before.forEach((old, node) => (node.textContent = old));
      const head = text.startsWith("<?xml")
        ? ""
        : '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
      const bytes = new TextEncoder().encode(head + text);
      return { blob: kb.rewrite(source.zip, new Map([[source.part, bytes]])), left };
    };
  },
);
