/**
 * Corrections in the runs of a Word document: of its text, and of the headers, footers and notes that
 * were corrected. What has no correction goes into the copy byte for byte.
 */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word_write(kb) {
    "use strict";

    const XML = "http://www.w3.org/XML/1998/namespace";

    /** @typedef {{from: number, to: number, by: string}} Edit in the text of an element */
    /** @typedef {{start: number, end: number, by: string}} Change in the text of a block */

    /** The pieces that a stretch touches. @param {Copy} copy @param {number} start @param {number} end */
    function within({ pieces, lead }, start, end) {
      /** @type {{piece: Piece, from: number, to: number}[]} */
      const found = [];
      let at = -lead;
      for (const piece of pieces) {
        const next = at + piece.text.length;
        if (next > start && at < end)
          found.push({ piece, from: Math.max(0, start - at), to: Math.min(next, end) - at });
        at = next;
      }
      return found;
    }

    /** A change without what it leaves as it is; something is left to change or to hold on to. @param {string} text @param {Change} change */
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
     * The edits that make a change in one copy of a block: each run keeps its part where the length
     * stays; else the first has all of it. Null where the place in the XML is not known.
     * @param {Copy} copy @param {Change} change @param {any} shield @returns {[Element, Edit][] | null}
     */
    function editsOf(copy, { start, end, by }, shield) {
      const touched = within(copy, start, end);
      if (!touched.length) return null;
      const even = by.length === end - start && !/[\ud800-\udfff]/.test(by); // no pair is torn
      let put = 0;
      /** @type {[Element, Edit][]} */
      const edits = [];
      for (const { piece, from, to } of touched) {
        if (!piece.node) return null;
        const part = even ? by.slice(put, put + to - from) : put ? "" : by;
        put += to - from;
        // A character of two units has one in `text`.
        const before = shield.restore(piece.text.slice(0, from)).length;
        const old = shield.restore(piece.text.slice(from, to)).length;
        edits.push([piece.node, { from: before, to: before + old, by: part }]);
      }
      return edits;
    }

    /** Edits by the elements whose text they change. */
    class Plan {
      /** @param {any} shield */
      constructor(shield) {
        this.shield = shield;
        /** @type {Map<Element, Edit[]>} */
        this.edits = new Map();
      }

      /** Whether an edit can be made beside those that are planned; a note may be read twice. @param {Element} node @param {Edit} edit */
      allows(node, edit) {
        return (this.edits.get(node) || []).every(
          (other) => other.to <= edit.from || edit.to <= other.from || alike(other, edit),
        );
      }

      /** In every copy of a block, or in none. @param {Copy[]} copies @param {Change} change @returns {boolean} */
      add(copies, change) {
        /** @type {[Element, Edit][]} */
        const all = [];
        for (const copy of copies) {
          const edits = editsOf(copy, change, this.shield);
          if (!edits || !edits.every(([node, edit]) => this.allows(node, edit))) return false;
          all.push(...edits);
        }
        for (const [node, edit] of all) {
          const known = this.edits.get(node) || [];
          if (!known.some((other) => alike(other, edit))) this.edits.set(node, [...known, edit]);
        }
        return true;
      }

      /** Run something with the edits made; the documents stay as they were. @template T @param {() => T} act @returns {T} */
      made(act) {
        /** @type {(() => void)[]} */
        const undo = [];
        this.edits.forEach((edits, node) => {
          const before = node.textContent || "";
          const spaced = node.hasAttributeNS(XML, "space");
          // From the last to the first: what stands before keeps its place.
          node.textContent = [...edits]
            .sort((a, b) => b.from - a.from)
            .reduce((text, { from, to, by }) => text.slice(0, from) + by + text.slice(to), before);
          if (!spaced) node.setAttributeNS(XML, "xml:space", "preserve");
          undo.push(() => {
            node.textContent = before;
            if (!spaced) node.removeAttributeNS(XML, "space");
          });
        });
        try {
          return act();
        } finally {
          for (const step of undo) step();
        }
      }
    }

    /** @param {Edit} a @param {Edit} b */
    const alike = (a, b) => a.from === b.from && a.to === b.to && a.by === b.by;

    /** @param {Document} tree */
    function bytesOf(tree) {
      const text = new XMLSerializer().serializeToString(tree).replace(/^<\?xml[^>]*\?>\s*/, "");
      const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
      return new TextEncoder().encode(head + text);
    }

    /**
     * The package with changes made in its runs; the document itself stays as it is.
     * @param {any} zip @param {any} shield @param {any[]} blocks
     * @param {Map<number, Change[]>} changes by block
     * @returns {{blob: Blob, left: number}} and how many changes could not be made
     */
    kb.writeWord = (zip, shield, blocks, changes) => {
      const plan = new Plan(shield);
      let left = 0;
      changes.forEach((list, n) => {
        const { copies, text } = blocks[n];
        for (const change of list) if (!plan.add(copies, narrowed(text, change))) left++;
      });
      const touched = new Set([...plan.edits.keys()].map((node) => node.ownerDocument));
      /** @type {Map<string, Uint8Array>} */
      const parts = new Map();
      plan.made(() =>
        zip.trees.forEach((/** @type {Document | null} */ tree, /** @type {string} */ name) => {
          if (tree && touched.has(tree)) parts.set(name, bytesOf(tree));
        }),
      );
      return { blob: kb.rewrite(zip, parts), left };
    };
  },
);
