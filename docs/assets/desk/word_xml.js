/** The XML of a Word document: its elements by their names, its parts and the relations between them. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function word_xml(kb) {
    "use strict";

    const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const OFF = ["0", "false", "off", "none"];

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

    /**
     * A part as XML, the same tree whenever it is asked for; null where there is none.
     * @param {any} zip @param {string} name @returns {Document | null}
     */
    function xml(zip, name) {
      if (!zip.trees.has(name)) zip.trees.set(name, parsed(zip, name));
      return zip.trees.get(name);
    }

    /** @param {any} zip @param {string} name @returns {Document | null} */
    function parsed(zip, name) {
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

    kb.wordXml = { W, children, is, child, attribute, value, number, switchedOn, xml, related };
  },
);
