/** Who is said to have made a regulation, against who made it (kb.lint.issuers). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function issuers(kb) {
    "use strict";

    /** The wrong issuing body, where the records know it or the kind of the regulation tells. */
    kb.checks["cite-issuer"] = function* check(document, tools) {
      const { _SAID, _PASSED_ON } = kb.K.issuers;
      for (const pattern of _SAID)
        for (const { block, match } of kb.scan(document, pattern)) {
          const { start, end, groups } = match;
          const regulation = tools.finder.resolveTitle(groups.title);
          if (!regulation || kb.talksOf(document.folded[block], start, end)) continue;
          const said = kindsOf(groups.bodies);
          if (same(said, ["local"]) && _PASSED_ON.includes(groups.verb)) continue;
          const right = makerOf(regulation, said, groups.verb);
          if (!right) continue;
          yield {
            block,
            start,
            end,
            what: `“${groups.bodies}${groups.verb}《${regulation.title}》”：制定机关不对。`,
            fix: `由${right}制定，请核对。`,
            about: `regulations/${regulation.id}`,
          };
        }
    };

    /** The kinds of the bodies that a sentence names together. @param {string} bodies @returns {Set<string>} */
    function kindsOf(bodies) {
      /** @type {Set<string>} */
      const kinds = new Set();
      for (const { groups } of kb.K.issuers._BODY.findAll(bodies))
        for (const [kind, text] of Object.entries(groups)) if (text) kinds.add(kind);
      return kinds;
    }

    /** @param {Set<string>} kinds @param {string[]} others */
    const same = (kinds, others) =>
      kinds.size === others.length && others.every((kind) => kinds.has(kind));

    /** Who made it, if it was not those who are said to; else nothing. @param {any} regulation @param {Set<string>} said @param {string} verb @returns {string} */
    function makerOf(regulation, said, verb) {
      const { _PUBLISHED, _CENTRAL, _NO_PARTY_RULES } = kb.K.issuers;
      if (regulation.issuer) {
        const made = [...kindsOf(regulation.issuer)];
        const published =
          same(said, ["centre"]) && made.join() === "congress" && _PUBLISHED.includes(verb);
        return same(said, made) || published ? "" : regulation.issuer;
      }
      const kinds = [...said];
      const strange =
        kinds.every((kind) => _NO_PARTY_RULES.includes(kind)) ||
        (kinds.every((kind) => kind === "department" || kind === "local") &&
          _CENTRAL.test(regulation.title));
      return strange ? "党的有关机关" : "";
    }
  },
);
