/**
 * A zip package, read and written: what a .docx is. What the directory says is checked before anything
 * is inflated (the limits are those of kb.importer.package).
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function zip(kb) {
    "use strict";

    const MB = 1024 * 1024;
    const MAX_ENTRIES = 3000;
    const MAX_DIRECTORY = MB;
    const MAX_DECLARED = 200 * MB;
    const MAX_RATIO = 200;
    const RATIO_FROM = MB;
    const MAX_XML = 16 * MB;

    /** @typedef {{name: string, flags: number, method: number, crc: number, packed: number, size: number, at: number, time: number}} Member */

    /** @param {string} chinese @param {string} english */
    const refuse = (chinese, english) => new kb.Refusal(chinese, english);
    const damaged = () =>
      refuse(
        "Word 文档已损坏，打不开。请用 Word 或 WPS 打开并修复，另存为新的 .docx。",
        "The Word file is damaged. Open and repair it in Word or WPS, then save it anew as .docx.",
      );
    const tooLarge = () =>
      refuse(
        "Word 文档解压后大得不正常，可能是恶意文件。核对来源；可信的，把文字复制过来粘贴。",
        "The Word file unpacks to an abnormal size and may be malicious. If you trust it, paste its text instead.",
      );

    Object.assign(kb, { damaged, tooLarge });

    // Reading

    class Zip {
      /** @param {Uint8Array} bytes */
      constructor(bytes) {
        this.bytes = bytes;
        this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        /** @type {Map<string, Member>} */
        this.members = new Map();
        /** The parts that have been read as XML. @type {Map<string, Document | null>} */
        this.trees = new Map();
        try {
          this.readDirectory();
        } catch (error) {
          throw error instanceof kb.Refusal ? error : damaged();
        }
      }

      readDirectory() {
        const { bytes, view } = this;
        let end = bytes.length - 22;
        const lowest = Math.max(0, end - 0xffff);
        while (end >= lowest && view.getUint32(end, true) !== 0x06054b50) end--;
        if (end < lowest) throw damaged();
        const size = view.getUint32(end + 12, true);
        const count = view.getUint16(end + 10, true);
        let at = view.getUint32(end + 16, true);
        if (size > MAX_DIRECTORY || count > MAX_ENTRIES) throw tooLarge();
        let declared = 0;
        for (let n = 0; n < count; n++) {
          if (view.getUint32(at, true) !== 0x02014b50) throw damaged();
          const nameSize = view.getUint16(at + 28, true);
          const flags = view.getUint16(at + 8, true);
          const nameBytes = bytes.subarray(at + 46, at + 46 + nameSize);
          const member = {
            name: new TextDecoder("utf-8").decode(nameBytes),
            flags,
            method: view.getUint16(at + 10, true),
            time: view.getUint32(at + 12, true),
            crc: view.getUint32(at + 16, true),
            packed: view.getUint32(at + 20, true),
            size: view.getUint32(at + 24, true),
            at: view.getUint32(at + 42, true),
          };
          this.check(member);
          declared += member.size;
          if (declared > MAX_DECLARED) throw tooLarge();
          this.members.set(member.name, member);
          at += 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
        }
      }

      /** What the directory says of a member, before anything is inflated. @param {Member} member */
      check({ name, flags, method, packed, size }) {
        if (/^\/|\\|:/.test(name) || name.split("/").includes(".."))
          throw refuse(
            "Word 文档包里有指向包外的路径，可能是恶意文件。核对来源；可信的，把文字复制过来粘贴。",
            "The Word file points outside itself and may be malicious. If you trust it, paste its text instead.",
          );
        if (flags & 1)
          throw refuse(
            "Word 文档加了密码。请取消密码后另存为 .docx。",
            "The Word file is locked with a password. Remove it and save the file anew as .docx.",
          );
        if (method !== 0 && method !== 8) throw damaged();
        if (/vbaproject\.bin$/i.test(name))
          throw refuse(
            "Word 文档带有宏。请用 Word 或 WPS 另存为不带宏的 .docx。",
            "The Word file carries macros. Save it as a .docx without macros.",
          );
        if (size > RATIO_FROM && size > MAX_RATIO * Math.max(packed, 1)) throw tooLarge();
      }

      /** A member's bytes as they stand in the package. @param {Member} member */
      raw(member) {
        const { view, bytes } = this;
        if (member.at + 30 > bytes.length || view.getUint32(member.at, true) !== 0x04034b50) throw damaged();
        const start =
          member.at + 30 + view.getUint16(member.at + 26, true) + view.getUint16(member.at + 28, true);
        if (start + member.packed > bytes.length) throw damaged();
        return bytes.subarray(start, start + member.packed);
      }

      /** @param {string} name @returns {Uint8Array | null} null where there is none */
      read(name) {
        const member = this.members.get(name);
        if (!member) return null;
        if (member.size > MAX_XML) throw tooLarge();
        const raw = this.raw(member);
        const content = member.method === 0 ? raw : kb.inflate(raw, member.size);
        if (content.length !== member.size || crc32(content) !== member.crc) throw damaged();
        return content;
      }
    }

    kb.Zip = Zip;

    /** @type {Uint32Array | null} */
    let crcs = null;

    /** @param {Uint8Array} bytes @returns {number} */
    function crc32(bytes) {
      if (!crcs) {
        crcs = new Uint32Array(256);
        for (let n = 0; n < 256; n++) {
          let c = n;
          for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
          crcs[n] = c >>> 0;
        }
      }
      let crc = 0xffffffff;
      for (let n = 0; n < bytes.length; n++) crc = crcs[(crc ^ bytes[n]) & 255] ^ (crc >>> 8);
      return (crc ^ 0xffffffff) >>> 0;
    }

    // Writing

    /**
     * The package with one part replaced; all others are carried over as they stand.
     * @param {any} source a Zip @param {Map<string, Uint8Array>} changed @returns {Blob}
     */
    kb.rewrite = (source, changed) => {
      /** @type {Uint8Array[]} */
      const pieces = [];
      /** @type {Uint8Array[]} */
      const directory = [];
      let offset = 0;
      let directorySize = 0;
      for (const member of source.members.values()) {
        const content = changed.get(member.name);
        const body = content || source.raw(member);
        const entry = content
          ? { ...member, method: 0, crc: crc32(content), packed: content.length, size: content.length }
          : member;
        const name = new TextEncoder().encode(member.name);
        const local = header(30 + name.length);
        local.set32(0, 0x04034b50);
        fields(local, 4, entry, name);
        local.bytes.set(name, 30);
        const central = header(46 + name.length);
        central.set32(0, 0x02014b50);
        central.set16(4, 20);
        fields(central, 6, entry, name);
        central.set32(42, offset);
        central.bytes.set(name, 46);
        directory.push(central.bytes);
        directorySize += central.bytes.length;
        pieces.push(local.bytes, body);
        offset += local.bytes.length + body.length;
      }
      const end = header(22);
      end.set32(0, 0x06054b50);
      end.set16(8, directory.length);
      end.set16(10, directory.length);
      end.set32(12, directorySize);
      end.set32(16, offset);
      return new Blob(/** @type {BlobPart[]} */ ([...pieces, ...directory, end.bytes]), {
        type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      });
    };

    /** What a local and a central header have in common. @param {any} into @param {number} at @param {Member} entry @param {Uint8Array} name */
    function fields(into, at, entry, name) {
      into.set16(at, 20);
      into.set16(at + 2, entry.flags & 0x800); // sizes stand in the header, not behind the data
      into.set16(at + 4, entry.method);
      into.set32(at + 6, entry.time);
      into.set32(at + 10, entry.crc);
      into.set32(at + 14, entry.packed);
      into.set32(at + 18, entry.size);
      into.set16(at + 22, name.length);
    }

    /** @param {number} size */
    function header(size) {
      const bytes = new Uint8Array(size);
      const view = new DataView(bytes.buffer);
      return {
        bytes,
        set16: (/** @type {number} */ at, /** @type {number} */ value) => view.setUint16(at, value, true),
        set32: (/** @type {number} */ at, /** @type {number} */ value) => view.setUint32(at, value, true),
      };
    }
  },
);
