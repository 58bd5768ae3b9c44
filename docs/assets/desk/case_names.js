/** Names of persons where a case is told (kb.lint.case_names). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function caseNames(kb) {
    "use strict";

    /** Persons by name where a case is told. */
    kb.checks["case-name"] = function* check(document, tools) {
      const { _CASE, _NOTICE, _PRAISE, _VITA, _SENTENCE, _FIX } = kb.K.case_names;
      if (!_CASE.test(document.whole)) return;
      const notice = _NOTICE.test(document.whole);
      for (const [block, text] of document.folded.entries())
        for (const sentence of _SENTENCE.findAll(text)) {
          const said = sentence.text;
          const told = _CASE.test(said) || (notice && (_NOTICE.test(said) || _VITA.test(said)));
          if (!told || _PRAISE.test(said)) continue;
          let end = 0;
          for (let at = 0; at < said.length; at++) {
            const name = at >= end ? nameAt(said, at, tools, document.whole) : "";
            if (!name) continue;
            end = at + name.length;
            const start = sentence.start + at;
            yield {
              block,
              start,
              end: start + name.length,
              what: `讲案件的句子里有姓名“${name}”。`,
              fix: _FIX,
            };
          }
        }
    };

    /** The name that begins at a place, if one does. @param {string} text @param {number} at @param {any} tools @param {string} whole @returns {string} */
    function nameAt(text, at, tools, whole) {
      const { _BEFORE_SURE, _BEFORE, _BEHIND_SURE, _BEHIND, _SHORT, _LONG, _SIGNED, _ON_DUTY } =
        kb.K.case_names;
      const before = text.slice(Math.max(0, at - 16), at);
      const short = _SHORT.match(text, at);
      const across = isUsual(text.slice(Math.max(0, at - 1), at + 1), tools); // 对方|财物
      if (!short || (across && !_SIGNED.test(before))) return "";
      const sure = _BEFORE_SURE.test(before);
      if (!sure && !_BEFORE.test(before)) return "";
      const long = _LONG.match(text, at);
      if (long && isSaidAgain(long.text, text.slice(at, at + 4), whole, tools)) return long.text;
      for (const { found, surely } of [
        { found: short, surely: true },
        { found: long, surely: true },
        { found: long, surely: false },
        { found: short, surely: false },
      ]) {
        if (!found || (!sure && !surely)) continue;
        if (sure && _ON_DUTY.match(text, found.end)) return "";
        const behind = surely ? _BEHIND_SURE : _BEHIND;
        if (behind.match(text, found.end) && mayBe(found.text, text.slice(at), tools, sure))
          return found.text;
      }
      return sure ? betweenWords(text, at, tools) : "";
    }

    /** Behind an office or the like: a surname and what is left before the next word. @param {string} text @param {number} at @param {any} tools @returns {string} */
    function betweenWords(text, at, tools) {
      const { _RATHER_WORDS, _LONG, _SHORT, _NEVER_EVEN_SO, _ON_DUTY } = kb.K.case_names;
      const { words } = tools.lexicon;
      if (_RATHER_WORDS.includes(text[at]) || isUsual(text.slice(at, at + 2), tools)) return "";
      if ([3, 4].some((size) => words.has(text.slice(at, at + size)))) return "";
      for (const pattern of [_LONG, _SHORT]) {
        const name = pattern.match(text, at);
        if (!name || words.has(name.text) || _NEVER_EVEN_SO.test(name.text) || _ON_DUTY.match(text, name.end)) continue;
        const rest = text.slice(name.end);
        if (/^[(,、]/.test(rest) || [2, 3, 4].some((size) => words.has(rest.slice(0, size))))
          return name.text;
      }
      return "";
    }

    /** Whether it is a word that the pages use. @param {string} text @param {any} tools */
    const isUsual = (text, { lexicon }) => lexicon.words.has(text) && lexicon.attested.has(text);

    /** Nothing but a name is no word and is said twice, with something else behind it. @param {string} name @param {string} more @param {string} whole @param {any} tools */
    function isSaidAgain(name, more, whole, tools) {
      const count = kb.count(whole, name);
      return count > 1 && mayBe(name, more, tools, false) && kb.count(whole, more) !== count;
    }

    /** Whether it is no word, and no word begins with it or in it. @param {string} name @param {string} text @param {any} tools @param {boolean} sure @returns {boolean} */
    function mayBe(name, text, tools, sure) {
      const { words, attested } = tools.lexicon;
      const head = name.slice(0, 2);
      if (kb.K.case_names._NEVER.test(name) || words.has(name)) return false;
      if (words.has(head) && (!sure || attested.has(head))) return false;
      const across = text.slice(name.length - 1, name.length + 1);
      return !(name.length === 2 && words.has(across) && attested.has(name));
    }
  },
);
