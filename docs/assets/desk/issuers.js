/** Who is said to have made a regulation, against who made it (kb.lint.issuers). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function issuers(kb) {
    "use strict";

    /** The wrong issuing body, where the records know it or the kind of the regulation tells. */
    kb.checks["cite-issuer"] = function* check(document, tools) {
      const { _SAID, PASSED_ON } = kb.K.issuers;
      const done = new Set();
      for (const pattern of _SAID)
        for (const { block, match } of kb.scan(document, pattern)) {
          const { start, end, groups } = match;
          const at = `${block} ${start + match.text.indexOf(`《${groups.title}》`)}`;
          if (done.has(at)) continue;
          done.add(at);
          const title = groups.title.replace(/\(修正案\)$/, "");
          const text = document.folded[block];
          if (kb.talksOf(text, start, end) || tools.editions.former[title]) continue;
          if (kb.K.issuers._LAW.test(title)) {
            yield* ofLaw(block, match);
            continue;
          }
          const regulation = tools.finder.resolveTitle(title);
          if (!regulation) {
            yield* ofDocument(block, match, tools);
            continue;
          }
          if (text.slice(end, end + 12).includes("废止")) continue; // an older one of the name
          const said = kindsOf(groups.bodies);
          if (same(said, ["local"]) && PASSED_ON.includes(groups.verb)) continue;
          const known = regulation.issuer || tools.editions.issuers[regulation.id] || "";
          const right = makerOf(regulation, known, said, groups.verb);
          if (!right) continue;
          const told = right === known && known !== regulation.issuer;
          yield {
            block,
            start,
            end,
            what: `“${groups.bodies}${groups.verb}《${regulation.title}》”：制定机关不对。`,
            fix: `${told ? "据通行资料，" : ""}由${right}制定，请核对。`,
            ...(told ? { severity: "hint" } : {}),
            about: `regulations/${regulation.id}`,
          };
        }
    };

    /** The same of laws, which the People's Congress makes. @param {number} block @param {any} match */
    function* ofLaw(block, { start, end, groups: { title, bodies, verb } }) {
      const { _PEOPLE, PASSED_ON } = kb.K.issuers;
      if (_PEOPLE.test(bodies) || kb.isLocal(bodies) || PASSED_ON.includes(verb)) return;
      yield {
        block,
        start,
        end,
        what: `“${bodies}${verb}《${title}》”：制定机关不对。`,
        fix: "法律由全国人民代表大会或者它的常务委员会制定，请核对。",
      };
    }

    /** The same of documents that are no regulations. @param {number} block @param {any} match @param {any} tools */
    function* ofDocument(block, { start, end, groups: { title, bodies, verb } }, tools) {
      const plain = title.startsWith("中共中央关于") ? "中共中央" : "";
      const known = plain || tools.editions.documents[title] || "";
      if (!known || same(kindsOf(bodies), [...kindsOf(known)]) || kb.isLocal(bodies)) return;
      yield {
        block,
        start,
        end,
        what: `“${bodies}${verb}《${title}》”：印发机关不对。`,
        fix: `据通行资料，由${known}印发，请核对。`,
        severity: "hint",
      };
    }

    /** Whether only bodies below the centre are named. @param {string} bodies */
    kb.isLocal = (bodies) => same(kindsOf(bodies), ["local"]);

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

    /** Who made it, if it was not those who are said to; else nothing. @param {any} regulation @param {string} known @param {Set<string>} said @param {string} verb @returns {string} */
    function makerOf(regulation, known, said, verb) {
      const { _PUBLISHED, _CENTRAL, _LOWER, _NO_PARTY_RULES } = kb.K.issuers;
      if (known) {
        const made = [...kindsOf(known)];
        const published =
          same(said, ["centre"]) && made.join() === "congress" && _PUBLISHED.includes(verb);
        return same(said, made) || published ? "" : known;
      }
      const kinds = [...said];
      if (kinds.every((kind) => _LOWER.includes(kind)) && _CENTRAL.test(regulation.title))
        return "党的中央组织";
      return kinds.every((kind) => _NO_PARTY_RULES.includes(kind)) ? "党的有关机关" : "";
    }
  },
);
