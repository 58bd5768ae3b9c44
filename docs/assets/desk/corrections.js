/** What was decided about each finding, and the corrected copy made of it. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function corrections(kb) {
    "use strict";

    /**
     * One paper with its findings. A finding is open, changed (with the words put in its place) or
     * ignored; offsets stay those of the paper as it was given.
     */
    class Paper {
      /**
       * @param {any} document @param {any[]} findings @param {any} shield
       * @param {{kind: string, name: string, lines?: string[], word?: any}} origin
       */
      constructor(document, findings, shield, origin) {
        this.document = document;
        this.shield = shield;
        this.origin = origin;
        this.findings = findings;
        for (const finding of findings) Object.assign(finding, { state: "open", by: "" });
      }

      /** @param {string} text */
      restore(text) {
        return this.shield.restore(text);
      }

      /** The words a finding is about. @param {any} finding */
      words(finding) {
        const block = this.document.blocks[finding.block];
        return block ? this.restore(block.text.slice(finding.start, finding.end)) : "";
      }

      /**
       * Put words in a finding's place; what else was found there is settled with it. False where
       * other words have been changed there already.
       * @param {any} finding @param {string} by @returns {boolean}
       */
      change(finding, by) {
        const others = this.changes(finding.block).filter((other) => other !== finding);
        if (others.some((other) => other.start < finding.end && finding.start < other.end))
          return false;
        Object.assign(finding, { state: "changed", by });
        return true;
      }

      /** The findings of a block that were changed, in order. @param {number} block @returns {any[]} */
      changes(block) {
        return this.findings
          .filter((finding) => finding.block === block && finding.state === "changed")
          .sort((a, b) => a.start - b.start);
      }

      /** A block's text with its changes. @param {number} n */
      corrected(n) {
        const { text } = this.document.blocks[n];
        let out = "";
        let at = 0;
        for (const { start, end, by } of this.changes(n)) {
          out += this.restore(text.slice(at, start)) + by;
          at = end;
        }
        return out + this.restore(text.slice(at));
      }

      /** The whole text with its changes, and how many could not be made. @returns {{text: string, left: number}} */
      copy() {
        const { blocks } = this.document;
        if (!this.origin.lines) {
          // Headers and notes are no part of the text; what was changed there is left to do.
          /** @type {number[]} */
          const all = blocks.map((/** @type {any} */ _, /** @type {number} */ n) => n);
          const text = all.filter((n) => !blocks[n].place).map((n) => `${this.corrected(n)}\n`);
          const apart = all.filter((n) => blocks[n].place).map((n) => this.changes(n).length);
          return { text: text.join(""), left: apart.reduce((sum, count) => sum + count, 0) };
        }
        const lines = this.origin.lines.slice();
        let left = 0;
        blocks.forEach((/** @type {any} */ block, /** @type {number} */ n) => {
          const changes = this.changes(n);
          for (let at = changes.length - 1; at >= 0; at--) {
            const changed = inLine(lines[block.line - 1], block.text, changes[at]);
            if (changed === null) left++;
            else lines[block.line - 1] = changed(this.shield);
          }
        });
        return { text: this.restore(lines.join("\n")), left };
      }

      /** @returns {{blob: Blob, left: number} | null} the Word file with the changes in its runs, those of headers and notes too */
      wordCopy() {
        const { word } = this.origin;
        if (!word) return null;
        const changes = new Map();
        this.document.blocks.forEach((/** @type {any} */ _, /** @type {number} */ n) => {
          const list = this.changes(n);
          if (list.length) changes.set(n, list);
        });
        return kb.writeWord(word, this.shield, this.document.blocks, changes);
      }
    }

    /**
     * A change in the line that a block was read from, which may have markup the block has not: the
     * same words, counted from the left. Null where they cannot be told.
     * @param {string} line @param {string} text @param {{start: number, end: number, by: string}} change
     * @returns {((shield: any) => string) | null}
     */
    function inLine(line, text, { start, end, by }) {
      const whole = line.indexOf(text);
      let at = whole + start;
      const old = text.slice(start, end);
      if (whole < 0) {
        if (!old || kb.count(line, old) !== kb.count(text, old)) return null;
        at = -1;
        for (let n = kb.count(text.slice(0, start + old.length), old); n > 0; n--)
          at = line.indexOf(old, at + 1);
        if (at < 0) return null;
      }
      return (shield) => line.slice(0, at) + shield.apply(by) + line.slice(at + old.length);
    }

    kb.Paper = Paper;
  },
);
