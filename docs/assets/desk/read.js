/** Plain text and Markdown as documents (kb.lint.read, kb.importer.text). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function read(kb) {
    "use strict";

    const { Kind, trim } = kb;
    const NEWLINES = /\r\n?|[\v\f\x85\u2028\u2029]/g;
    const INVISIBLE =
      /[\0-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g;
    const WORDS = /[\p{L}\p{N}_]/u;

    /** Text with line feeds only, without characters that cannot be seen. */
    kb.clean = (text) => text.replace(NEWLINES, "\n").replace(INVISIBLE, "");

    /** @param {string} line @param {number} number @returns {Off[]} */
    function switches(line, number) {
      const { SWITCH } = kb.K.read;
      const alone = !trim(SWITCH.sub(line, ""));
      return SWITCH.findAll(line).map((/** @type {any} */ match) => ({
        rule: match.group(1),
        reason: match.group(2) || "",
        line: alone ? -number : number,
      }));
    }

    /** A plain-text paper: every line is a paragraph. @param {string} text */
    kb.parsePlain = (text) => {
      /** @type {any[]} */
      const blocks = [];
      /** @type {any[]} */
      const off = [];
      kb.clean(text)
        .split("\n")
        .forEach((line, at) => {
          off.push(...switches(line, at + 1));
          const rest = trim(kb.K.read.SWITCH.sub(line, ""));
          if (rest) blocks.push(kb.blockOf(rest, at + 1, !blocks.length, null));
        });
      return new kb.Doc(blocks, { off });
    };

    /** A paragraph as heading or running text, by the conventions of official papers. */
    kb.blockOf = (text, line, first, outline) => {
      const { MAX_TITLE, MAX_HEADING, _FINAL } = kb.K.read;
      const { SECTION, SUBSECTION, NUMBERED } = kb.K.structure;
      const final = _FINAL.some((/** @type {string} */ mark) => text.endsWith(mark));
      const short = text.length <= MAX_HEADING && !final;
      const section = SECTION.match(text);
      const subsection = SUBSECTION.match(text);
      /** @param {number} kind @param {number} [level] */
      const block = (kind, level = 0) => ({ text, kind, line, level });
      if (first && (outline === 0 || (!section && !subsection && text.length <= MAX_TITLE && short)))
        return block(Kind.TITLE);
      if (section && short) return block(Kind.HEADING, 2);
      if (subsection && short) return block(Kind.HEADING, 3);
      if (outline && short && !NUMBERED.match(text)) return block(Kind.HEADING, outline + 1);
      return block(Kind.TEXT);
    };

    // Markdown

    const FRONT = /^---[ \t]*\n([^]*?)^---[ \t]*(?:\n|(?![^]))/my;

    /** A Markdown page: front matter, code and comments are no text. @param {string} given */
    kb.parseMarkdown = (given) => {
      const text = given.replace(/\r\n/g, "\n");
      FRONT.lastIndex = 0;
      const match = FRONT.exec(text);
      const front = match ? match[1] : "";
      const meta = metaOf(front);
      const start = match ? kb.count(match[0], "\n") + 1 : 1;
      /** @type {any[]} */
      const off = meta.lint.map((entry) => ({ rule: entry.rule, reason: entry.reason, line: null }));
      /** @type {any[]} */
      const blocks = [];
      if (meta.title) blocks.push({ text: meta.title, kind: Kind.TITLE, line: 1, level: 0 });
      if (match)
        front.split("\n").forEach((line, n) => {
          if (trim(line)) blocks.push({ text: trim(line), kind: Kind.QUOTE, line: n + 2, level: 0 });
        });
      const body = match ? text.slice(match[0].length) : text;
      markdownBlocks(body, start, off, blocks);
      return new kb.Doc(blocks, {
        draft: !meta.type || meta.type === "report",
        example: meta.type === "report" && meta.status === "example",
        off,
        own: meta.id,
      });
    };

    /**
     * The fields of the front matter that rules ask for.
     * @param {string} text
     * @returns {{title: string, type: string, id: string, status: string, lint: {rule: string, reason: string}[]}}
     */
    function metaOf(text) {
      const meta = { title: "", type: "", id: "", status: "", lint: /** @type {any[]} */ ([]) };
      for (const match of kb.K.read._FIELD.findAll(text))
        /** @type {any} */ (meta)[match.group(1)] = kb.strip(match.group(2), "\"'");
      const listed = /^lint:([^]*?)(?=^\S|(?![^]))/m.exec(text);
      if (listed)
        for (const entry of listed[1].split(/\n\s*-|^\s*\[|\}\s*,/).slice(1)) {
          const rule = /rule:\s*["']?([^"',}\s]+)/.exec(entry);
          const reason = /reason:\s*["']?([^"'},\n]+)/.exec(entry);
          meta.lint.push({ rule: rule ? rule[1] : "", reason: reason ? trim(reason[1]) : "" });
        }
      return meta;
    }

    /** @param {string} body @param {number} start @param {any[]} off @param {any[]} blocks */
    function markdownBlocks(body, start, off, blocks) {
      let fenced = false;
      kb.clean(body)
        .split("\n")
        .forEach((line, n) => {
          if (kb.K.read._FENCE.match(line)) {
            fenced = !fenced;
            return;
          }
          if (fenced) return;
          off.push(...switches(line, start + n));
          const block = markdownBlock(kb.K.read.SWITCH.sub(line, ""), start + n);
          if (block) blocks.push(block);
        });
    }

    /** @param {string} line @param {number} number */
    function markdownBlock(line, number) {
      const { _GENERATED, _HEADING, _NOTE, _ITEM } = kb.K.read;
      /** @param {string} text @param {number} kind @param {number} [level] */
      const block = (text, kind, level = 0) => ({ text, kind, line: number, level });
      if (_GENERATED.test(line)) return block("（自动生成）", Kind.QUOTE);
      const heading = _HEADING.match(line);
      if (heading) return block(plain(heading.group(2)), Kind.HEADING, heading.group(1).length);
      const note = _NOTE.match(line);
      if (note) return note.group(1) ? block(plain(note.group(1)), Kind.TEXT) : null;
      const stripped = trim(line);
      if (stripped.startsWith("|")) {
        const text = plain(kb.strip(stripped, "|").replace(/\|/g, "　"));
        return WORDS.test(text) ? block(text, Kind.CELL) : null;
      }
      const quote = stripped.startsWith(">");
      const item = _ITEM.match(line);
      const text = plain(
        quote ? stripped.replace(/^[> ]+/, "") : item ? line.slice(item.end) : stripped,
      );
      return text ? block(text, quote ? Kind.QUOTE : item ? Kind.ITEM : Kind.TEXT) : null;
    }

    /** @param {string} given */
    function plain(given) {
      let text = given;
      for (const [pattern, kept] of kb.K.read._INLINE)
        text = pattern.sub(text, kept.replace("\\1", "$1"));
      return trim(text);
    }

    // Bytes

    /** The problem of a file, in both languages. */
    class Refusal extends Error {
      /** @param {string} chinese @param {string} english */
      constructor(chinese, english) {
        super(chinese);
        this.chinese = chinese;
        this.english = english;
      }
    }

    kb.Refusal = Refusal;

    const MARKS = [
      [[0xef, 0xbb, 0xbf], "utf-8"],
      [[0xff, 0xfe], "utf-16le"],
      [[0xfe, 0xff], "utf-16be"],
    ];

    /** Bytes of a text file as text: UTF-8, UTF-16 with a mark, or GB18030. @param {Uint8Array} bytes */
    kb.decode = (bytes) => {
      for (const [mark, encoding] of /** @type {[number[], string][]} */ (MARKS))
        if (mark.every((byte, n) => bytes[n] === byte)) return checked(bytes, encoding);
      try {
        return checked(bytes, "utf-8");
      } catch (error) {
        if (error instanceof Refusal) throw error;
        return checked(bytes, "gb18030");
      }
    };

    /** @param {Uint8Array} bytes @param {string} encoding */
    function checked(bytes, encoding) {
      let text = "";
      try {
        text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      } catch (error) {
        if (encoding === "utf-8") throw error;
        throw notText();
      }
      const controls = (text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/g) || []).length;
      if (text.includes("\0") || controls > Math.max(2, 0.02 * text.length)) throw notText();
      if (encoding === "gb18030" && !isChinese(text.slice(0, 100000))) throw notText();
      if (text.length > kb.K.plain.MAX_CHARACTERS)
        throw new Refusal(
          "内容太多（超过100万字），不像一份材料。请拆成几份再查。",
          "More than a million characters: this is no paper. Split it up.",
        );
      return text;
    }

    /** GB18030 decodes almost anything; text is nearly all common characters. @param {string} text */
    function isChinese(text) {
      const foreign = text.match(/[^\0-\x7f]/g) || [];
      const common = foreign.filter((char) => /[　-〿＀-￯一-鿿·—…“”‘’]/.test(char));
      return common.length >= kb.K.plain.MIN_COMMON_SHARE * foreign.length;
    }

    function notText() {
      return new Refusal(
        "内容不是文字，或不是 UTF-8、UTF-16、GB18030 编码的文字。请用记事本打开核对后另存为 UTF-8。",
        "This is not text in UTF-8, UTF-16 or GB18030. Open it in an editor and save it as UTF-8.",
      );
    }
  },
);
