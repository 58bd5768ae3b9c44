/**
 * A zip package, read and written: what a .docx is. DecompressionStream is younger than the browsers
 * of offices, so deflate (RFC 1951) is undone here; nothing is inflated beyond its limit, and what
 * the directory says is checked before (the limits are those of kb.importer.package).
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

    kb.damaged = damaged;

    // Reading

    class Zip {
      /** @param {Uint8Array} bytes */
      constructor(bytes) {
        this.bytes = bytes;
        this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        /** @type {Map<string, Member>} */
        this.members = new Map();
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
        const content = member.method === 0 ? raw : inflate(raw, member.size);
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

    // Inflating

    const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /**
     * A Huffman code as a table: the next bits, reversed -> symbol << 4 | length.
     * @param {number[]} lengths @returns {{table: Uint16Array, bits: number}}
     */
    function tableOf(lengths) {
      const bits = Math.max(1, ...lengths);
      const table = new Uint16Array(1 << bits);
      let code = 0;
      for (let size = 1; size <= bits; size++) {
        for (let symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] !== size) continue;
          let reversed = 0;
          for (let n = 0; n < size; n++) reversed |= ((code >> n) & 1) << (size - 1 - n);
          for (let at = reversed; at < table.length; at += 1 << size) table[at] = (symbol << 4) | size;
          code++;
        }
        code <<= 1;
      }
      return { table, bits };
    }

    /** @param {number} n @param {number} value @returns {number[]} */
    const repeat = (n, value) => new Array(n).fill(value);
    const FIXED = tableOf([...repeat(144, 8), ...repeat(112, 9), ...repeat(24, 7), ...repeat(8, 8)]);
    const FIXED_DISTANCES = tableOf(repeat(30, 5));

    /** @param {Uint8Array} source @param {number} size of what comes out @returns {Uint8Array} */
    function inflate(source, size) {
      const out = new Uint8Array(size);
      let length = 0;
      let at = 0;
      let held = 0;
      let count = 0;

      /** @param {number} wanted @returns {number} */
      function take(wanted) {
        while (count < wanted) {
          if (at >= source.length + 4) throw damaged();
          held |= (source[at++] || 0) << count;
          count += 8;
        }
        const value = held & ((1 << wanted) - 1);
        held >>>= wanted;
        count -= wanted;
        return value;
      }

      /** @param {{table: Uint16Array, bits: number}} code @returns {number} */
      function symbol({ table, bits }) {
        while (count < bits) {
          if (at >= source.length + 4) throw damaged();
          held |= (source[at++] || 0) << count;
          count += 8;
        }
        const entry = table[held & ((1 << bits) - 1)];
        const used = entry & 15;
        if (!used) throw damaged();
        held >>>= used;
        count -= used;
        return entry >> 4;
      }

      for (let last = 0; !last;) {
        last = take(1);
        const kind = take(2);
        if (kind === 0) {
          at -= count >> 3; // whole bytes that were read ahead
          held = count = 0;
          const wanted = source[at] | (source[at + 1] << 8);
          at += 4;
          if (at + wanted > source.length || length + wanted > size) throw damaged();
          out.set(source.subarray(at, at + wanted), length);
          at += wanted;
          length += wanted;
          continue;
        }
        if (kind === 3) throw damaged();
        const [codes, distances] = kind === 1 ? [FIXED, FIXED_DISTANCES] : readTables(take, symbol);
        for (;;) {
          const found = symbol(codes);
          if (found < 256) {
            if (length >= size) throw tooLarge();
            out[length++] = found;
          } else if (found === 256) break;
          else {
            if (found > 285) throw damaged();
            const run = LENGTHS[found - 257] + take(LENGTH_BITS[found - 257]);
            const far = symbol(distances);
            if (far > 29) throw damaged();
            const back = DISTANCES[far] + take(DISTANCE_BITS[far]);
            if (back > length) throw damaged();
            if (length + run > size) throw tooLarge();
            for (let n = 0; n < run; n++, length++) out[length] = out[length - back];
          }
        }
      }
      if (length !== size) throw damaged();
      return out;
    }

    kb.inflate = inflate;

    /** @param {(wanted: number) => number} take @param {(code: any) => number} symbol */
    function readTables(take, symbol) {
      const literals = take(5) + 257;
      const distances = take(5) + 1;
      const given = take(4) + 4;
      const lengths = repeat(19, 0);
      for (let n = 0; n < given; n++) lengths[ORDER[n]] = take(3);
      const code = tableOf(lengths);
      /** @type {number[]} */
      const all = [];
      while (all.length < literals + distances) {
        const found = symbol(code);
        if (found < 16) all.push(found);
        else if (found === 16) {
          if (!all.length) throw damaged();
          all.push(...repeat(3 + take(2), all[all.length - 1]));
        } else all.push(...repeat(found === 17 ? 3 + take(3) : 11 + take(7), 0));
      }
      return [tableOf(all.slice(0, literals)), tableOf(all.slice(literals, literals + distances))];
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
