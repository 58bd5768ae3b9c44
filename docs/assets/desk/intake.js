/** What a member gives the desk: text, or the bytes of a file, as a paper to check. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function intake(kb) {
    "use strict";

    /** @param {string} raw @param {string} kind @param {string} name */
    function* readText(raw, kind, name) {
      if (raw.length > 1000000)
        throw new kb.Refusal(
          "内容太多（超过100万字），不像一份材料。请拆成几份再查。",
          "More than a million characters: this is no paper. Split it up.",
        );
      yield;
      const shield = new kb.Shield();
      const shielded = shield.apply(raw);
      const markdown = kind === "markdown";
      return {
        document: markdown ? kb.parseMarkdown(shielded) : kb.parsePlain(shielded),
        shield,
        origin: { kind, name, lines: (markdown ? shielded.replace(/\r\n?/g, "\n") : kb.clean(shielded)).split("\n") },
      };
    }

    /** @param {Uint8Array} bytes @param {string} name */
    function* readBytes(bytes, name) {
      const ending = (/\.[^.]*$/.exec(name) || [""])[0].toLowerCase();
      if (!bytes.length) throw new kb.Refusal("文件是空的（0字节）。", "The file is empty (0 bytes).");
      if (ending === ".docx") {
        const { blocks, notes, shield, source } = yield* kb.readWord(bytes);
        return {
          document: new kb.Doc(blocks, { notes, word: true }),
          shield,
          origin: { kind: "word", name, word: source },
        };
      }
      if (ending === ".txt" || ending === ".md")
        return yield* readText(kb.decode(bytes), ending === ".md" ? "markdown" : "text", name);
      throw unknownKind(ending, bytes);
    }

    /** @param {string} ending @param {Uint8Array} bytes */
    function unknownKind(ending, bytes) {
      if ([".doc", ".wps", ".docm", ".dot", ".dotx", ".rtf", ".odt"].includes(ending) || bytes[0] === 0xd0)
        return new kb.Refusal(
          `不能读 ${ending || "这种"} 格式。请用 Word 或 WPS 打开，“另存为”Word 文档（.docx）。`,
          `A ${ending || ""} file cannot be read. Open it in Word or WPS and save it as .docx.`,
        );
      if (ending === ".pdf")
        return new kb.Refusal(
          "不能读 PDF。请选当初的 Word 稿，或把文字复制过来粘贴。",
          "A PDF cannot be read. Choose the Word file it was made from, or paste its text.",
        );
      return new kb.Refusal(
        "只能读 .docx、.txt 和 .md 文件；别的请把文字复制过来粘贴。",
        "Only .docx, .txt and .md files can be read; for others, paste the text.",
      );
    }


    kb.readBytes = readBytes;
    kb.readText = readText;
  },
);
