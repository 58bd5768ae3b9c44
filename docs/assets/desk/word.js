/** A Word document as blocks, as kb lint reads it, with the means to write it anew. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word(kb) {
    "use strict";

    const { xml, related } = kb.wordXml;
    const MAX_NODES = 600000;
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
      if (document.getElementsByTagName("*").length > MAX_NODES) throw kb.tooLong();
      return yield* blocksOf(zip, part, document);
    };

    /** @param {any} zip @param {string} part @param {Document} xmlDocument @returns {Generator<void, any, void>} */
    function* blocksOf(zip, part, xmlDocument) {
      yield;
      const names = [...zip.members.keys()];
      /** A part besides the text; what is wrong with it is no reason not to read the text. @param {string} name */
      const root = (name) => {
        try {
          return xml(zip, name);
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
        shielded(shield, paragraph.pieces);
        const whole = kb.textOf(paragraph);
        const text = kb.trim(whole);
        size += text.length;
        if (size > kb.K.plain.MAX_CHARACTERS) throw kb.tooLong();
        if (!text) return;
        const block = make(text);
        block.copies = [{ pieces: paragraph.pieces, lead: leadOf(whole) }];
        blocks.push(block);
      };
      for (const found of new kb.WordText(zip, part, xmlDocument).read()) {
        if (Array.isArray(found))
          for (const cell of found)
            add(cell, (text) => ({ text, kind: kb.Kind.CELL, line: Math.max(paragraphs, 1), level: 0 }));
        else
          add(found, (text) => kb.blockOf(text, ++paragraphs, !blocks.length, found.outline));
        yield;
      }
      const said = blocks.map(({ text }) => text).join("\n"); // boxes that have been read already
      for (const { place, text: raw, copies } of kb.wordApart(names, root)) {
        const text = shield.apply(raw);
        if (place === "文本框" && said.includes(text)) continue;
        const line = Math.max(paragraphs, 1);
        const written = copies.map((pieces) => copyOf(shield, pieces, text));
        blocks.push({ text, kind: kb.Kind.CELL, line, level: 0, place, copies: written });
      }
      return { blocks, notes, shield, source: zip };
    }

    /** @param {any} shield @param {Piece[]} pieces */
    function shielded(shield, pieces) {
      for (const piece of pieces) {
        const text = shield.apply(piece.text);
        if (shield.restore(text) !== piece.text) piece.node = null;
        piece.text = text;
      }
    }

    /** How much white space a text begins with. @param {string} text */
    const leadOf = (text) => text.length - text.replace(/^[\s\x1c-\x1f\x85]+/, "").length;

    /** A paragraph outside the running text; no pieces where cleaning has moved its characters. @param {any} shield @param {Piece[]} pieces @param {string} text */
    function copyOf(shield, pieces, text) {
      shielded(shield, pieces);
      const whole = kb.textOf({ pieces });
      const lead = leadOf(whole);
      const alike = kb.clean(whole).length === whole.length && kb.trim(whole).length === text.length;
      return alike ? { pieces, lead } : { pieces: [], lead: 0 };
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
  },
);
