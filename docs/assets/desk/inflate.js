/**
 * Deflate (RFC 1951) undone: DecompressionStream is younger than the browsers of offices. Nothing is
 * inflated beyond its limit.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function inflate(kb) {
    "use strict";

    const { damaged, tooLarge } = kb;

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
  },
);
