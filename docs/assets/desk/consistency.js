/** One thing, one name: names that a paper writes in two ways (kb.lint.consistency). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function consistency(kb) {
    "use strict";

    /** @typedef {[number, number, number]} Place block, start, end of a name */

    /** Two forms of one name in a paper. */
    kb.checks["inconsistent"] = function* check(document, tools) {
      yield* nearNames(document, tools);
      yield* otherKinds(document);
      yield* longAndShort(document);
      yield* nearBodies(document);
      yield* markedAlike(document, tools);
      const { _DIGIT } = kb.K.consistency;
      /** @type {Map<string, Map<boolean, any>>} */
      const forms = new Map();
      for (const block of document.prose) {
        const text = document.folded[block];
        for (const { start, end, senses } of tools.mentions(document)[block]) {
          const [term] = senses;
          if (!term.counts || !_DIGIT.test(term.term)) continue;
          const digits = /\d/.test(text.slice(start, end));
          const found = forms.get(term.id) || new Map();
          forms.set(term.id, found);
          if (!found.has(digits)) found.set(digits, { block, start, end });
        }
      }
      for (const [id, found] of forms) {
        const name = tools.terms.get(id).term;
        if (found.size !== 2 || /\d/.test(name)) continue;
        const { block, start, end } = found.get(true);
        const written = document.blocks[block].text.slice(start, end);
        yield {
          block,
          start,
          end,
          what: `同一份材料里“${written}”和“${name}”两种写法并用。`,
          fix: `统一写“${name}”。`,
          about: `terms/${id}`,
          change: name,
        };
      }
    };

    /** @param {string} name @param {string} other @param {Place} place */
    const twoNames = (name, other, [block, start, end]) => ({
      block,
      start,
      end,
      what: `“${name}”和“${other}”像是同一个名称的两种写法。`,
      fix: "核对，统一成一种写法。",
    });

    /** @param {any} document @param {any} tools */
    function* nearNames(document, tools) {
      /** @type {Map<string, Place[]>} */
      const places = new Map();
      for (const pattern of [kb.K.consistency._QUOTED, kb.K.consistency._TITLE])
        for (const { block, match } of kb.scan(document, pattern)) {
          const name = match.group(1);
          const place = [block, match.start + 1, match.start + 1 + name.length];
          kb.put(/** @type {any} */ (places), name, /** @type {any} */ (place));
        }
      /** @param {string} name */
      const at = (name) => /** @type {Place[]} */ (places.get(name));
      const names = [...places.keys()].sort(
        (a, b) =>
          at(b).length - at(a).length ||
          Number(!tools.names.has(a)) - Number(!tools.names.has(b)) ||
          at(a)[0][0] - at(b)[0][0] ||
          at(a)[0][1] - at(b)[0][1],
      );
      for (const [rarer, name] of names.entries()) {
        if (tools.names.has(name) || tools.lexicon.words.has(name)) continue;
        for (const other of names.slice(0, rarer)) {
          const slip = oneSlip(plain(name), plain(other));
          if (!slip && !calledAlike(document, at(other)[0], at(name)[0])) continue;
          const two = slip ? setBeside : toldApart;
          if (at(other).some((a) => at(name).some((b) => two(document, a, b)))) continue;
          yield twoNames(name, other, at(name)[0]);
          break;
        }
      }
    }

    /** A title without what says that it is on trial. @param {string} name */
    const plain = (name) => kb.K.consistency._TRIAL.sub(name, "");

    /** “磐石”防汛突击队 that is “基石”防汛突击队 later: short names of one thing. @param {any} document @param {any} tools */
    function* markedAlike(document, tools) {
      /** @type {Map<string, {name: string, thing: string, place: Place}>} */
      const places = new Map();
      for (const { block, match } of kb.scan(document, kb.K.consistency._MARKED)) {
        const [name, thing] = [match.group(1), match.group(2)];
        const start = match.start + 1;
        if (!places.has(match.text))
          places.set(match.text, { name, thing, place: [block, start, start + name.length] });
      }
      const all = [...places.values()];
      for (const [later, { name, thing, place }] of all.entries())
        for (const other of all.slice(0, later)) {
          if (!isShortSlip(name, other.name, thing, other.thing) || tools.names.has(name)) continue;
          if (toldApart(document, other.place, place)) continue;
          yield twoNames(name, other.name, place);
          break;
        }
    }

    /** Whether two names too short for other rules differ by a character before one thing. @param {string} a @param {string} b @param {string} thing @param {string} that */
    function isShortSlip(a, b, thing, that) {
      const { _DIGIT, _SAME, _THING, _FEW, _HEAD, _OPPOSITES } = kb.K.consistency;
      const alike = alikeAtStart(thing, that);
      if (_DIGIT.test(a) || _DIGIT.test(b)) return isNumberSlip(a, b, alike);
      const [kind, other] = [_THING.match(thing), _THING.match(that)];
      const sameThing = alike >= _SAME;
      if (!sameThing && (!kind || !other)) return false;
      const [long, short] = a.length >= b.length ? [a, b] : [b, a];
      if (long.length === short.length + 1) return short.length === _FEW && long.startsWith(short);
      const different = [...a].map((char, at) => char + b[at]).filter(([x, y]) => x !== y);
      if (a.length !== b.length || a.length > _HEAD || different.length !== 1) return false;
      if (_OPPOSITES.test(different[0])) return false;
      return sameThing || Boolean(kind && other && kind.text === other.text);
    }

    /** “五个一”谈心谈话机制 that was “四个一”. @param {string} a @param {string} b @param {number} alike */
    function isNumberSlip(a, b, alike) {
      const { _DIGIT, _NUMBERED, _SAME } = kb.K.consistency;
      const slips = [...a].map((char, at) => char + b[at]).filter(([x, y]) => x !== y);
      if (a.length !== b.length || slips.length !== 1) return false;
      if (![...slips[0]].every((char) => _DIGIT.test(char))) return false;
      const counted = a[0] !== b[0] && _NUMBERED.match(a);
      if (!counted && a.length < _SAME - 1) return false;
      return alike >= (counted ? _SAME : _SAME - 1);
    }

    /** Whether two names differ by one character or by the order of two, numerals apart. @param {string} a @param {string} b */
    function oneSlip(a, b) {
      if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
      const { _DIGIT, _LAW } = kb.K.consistency;
      if (_LAW.match(a + b)) return false;
      let start = 0;
      while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
      if (a.length === b.length) {
        const restA = a.slice(start);
        const restB = b.slice(start);
        const turned = [...restB.slice(0, 2)].reverse().join("");
        if (restA.slice(0, 2) === turned && restA.slice(2) === restB.slice(2)) return true;
        const different = restA.slice(0, 1) + restB.slice(0, 1);
        if (/^[的了是在和与要能会可不]*$/.test(different)) return false; // 为什么能, 为什么要
        if (kb.K.consistency._OPPOSITES.test(different)) return false;
        return a.length >= 4 && restA.slice(1) === restB.slice(1) && !_DIGIT.test(different);
      }
      const [long, short] = a.length > b.length ? [a, b] : [b, a];
      if (long.slice(start + 1) !== short.slice(start)) return false;
      return short.length >= 3 && !_DIGIT.match(long[start]);
    }

    /** “三清一改”行动 that later is “三清一改”活动. @param {any} document */
    function* otherKinds(document) {
      /** @type {Map<string, string>} */
      const kinds = new Map();
      for (const { block, match } of kb.scan(document, kb.K.consistency._NAMED_KIND)) {
        const [name, kind] = [match.group(1), match.group(2)];
        const first = kinds.get(name) || kind;
        kinds.set(name, kind);
        if (first !== kind)
          yield {
            block,
            start: match.end - kind.length,
            end: match.end,
            what: `“${name}”前面叫“${first}”，这里叫“${kind}”。`,
            fix: "核对，统一成一种写法。",
          };
      }
    }

    /** 党群服务中心 that is 党员群众服务中心 elsewhere. @param {any} document */
    function* longAndShort(document) {
      const { _PAIRS, _SHORTENED } = kb.K.consistency;
      for (const [one, other] of _PAIRS) {
        const [first] = kb.scan(document, one);
        const [second] = kb.scan(document, other);
        if (!first || !second) continue;
        const order = second.block - first.block || second.match.start - first.match.start;
        const [name, later] = order > 0 ? [first, second] : [second, first];
        const { start, end, text } = later.match;
        if (!_SHORTENED.test(sentenceAt(document.folded[later.block], start)))
          yield twoNames(text, name.match.text, [later.block, start, end]);
      }
    }

    /** Whether half of two quoted names is alike: 田园增效, 良田增效. @param {any} document @param {Place} first @param {Place} second */
    function calledAlike(document, first, second) {
      const { _KIND, _DIGIT, _FEW } = kb.K.consistency;
      const texts = [first, second].map(([block]) => document.folded[block]);
      const a = texts[0].slice(first[1], first[2]);
      const b = texts[1].slice(second[1], second[2]);
      const quoted = texts[0][first[2]] === '"' && texts[1][second[2]] === '"';
      if (!quoted || Math.min(a.length, b.length) < 4) return false;
      if ([...a].sort().join("") === [...b].sort().join("")) return true;
      const head = alikeAtStart(a, b);
      const tail = alikeAtEnd(a.slice(head), b.slice(head));
      const x = a.slice(head, a.length - tail);
      const y = b.slice(head, b.length - tail);
      if (Math.max(x.length, y.length) > 2 || _DIGIT.test(x + y)) return false;
      if (sameNumber(document, first, second) && head + tail >= _FEW) return true;
      const kinds = [_KIND.match(texts[0], first[2]), _KIND.match(texts[1], second[2])];
      const ofAKind = kinds[0] && kinds[1] && kinds[0].group(1) === kinds[1].group(1);
      return head + tail >= (ofAKind ? 3 : 4) || (head + tail === 2 && sameThing(x, y));
    }

    /** 镇防汛抗旱指挥部 and 镇防汛防旱指挥部, in sentences apart. @param {any} document */
    function* nearBodies(document) {
      const { _BODY, _NO_NAME } = kb.K.consistency;
      /** @type {Map<string, Map<string, Place>>} */
      const kinds = new Map();
      for (const { block, match } of kb.scan(document, _BODY)) {
        const before = match.group(1);
        const last = _NO_NAME.findAll(before).pop();
        const name = before.slice(last ? last.end : 0) + match.group(2);
        const kind = match.text.slice(-1);
        const names = kinds.get(kind) || new Map();
        kinds.set(kind, names);
        if (!names.has(name)) names.set(name, [block, match.end - name.length, match.end]);
      }
      for (const names of kinds.values())
        for (const [later, [name, place]] of [...names].entries())
          for (const [other, earlier] of [...names].slice(0, later)) {
            const forms = twoForms(other, name, sameNumber(document, earlier, place));
            if (!forms || toldApart(document, earlier, place)) continue;
            const [that, shown] = forms;
            yield twoNames(shown, that, [place[0], place[2] - shown.length, place[2]]);
            break;
          }
    }

    /** Whether the sentences around two names have a number in common. @param {any} document @param {Place} a @param {Place} b */
    function sameNumber(document, a, b) {
      const [first, second] = [a, b].map(([block, at]) =>
        kb.K.consistency._DIGITS
          .findAll(sentenceAt(document.folded[block], at))
          .map((/** @type {any} */ found) => found.text),
      );
      return first.some((/** @type {string} */ number) => second.includes(number));
    }

    /** Where two texts end in forms of one name, the name in both. @param {string} a @param {string} b @param {boolean} numbered @returns {[string, string] | null} */
    function twoForms(a, b, numbered) {
      const { _HEAD, _MIDDLE, _COMMON } = kb.K.consistency;
      const tail = alikeAtEnd(a, b);
      const frontA = a.slice(0, a.length - tail);
      const frontB = b.slice(0, b.length - tail);
      for (let size = 2; size <= 2 * _MIDDLE; size++)
        for (let inA = Math.max(1, size - _MIDDLE); inA <= Math.min(size, _MIDDLE); inA++) {
          const x = lastOf(frontA, inA);
          const y = lastOf(frontB, size - inA);
          const head = alikeAtEnd(
            frontA.slice(0, Math.max(0, frontA.length - inA)),
            frontB.slice(0, Math.max(0, frontB.length - (size - inA))),
          );
          const least = size === 2 ? _HEAD - 1 : _HEAD;
          if (head < least || head + tail < _COMMON - Number(least < _HEAD)) continue;
          if (!numbered && !sameThing(x, y)) return null;
          return [lastOf(a, tail + inA + head), lastOf(b, tail + (size - inA) + head)];
        }
      const x = lastOf(frontA, _MIDDLE);
      const y = lastOf(frontB, _MIDDLE);
      if (tail < (numbered ? _HEAD - 1 : _COMMON) || ![...x].some((_, at) => at + 2 <= x.length && y.includes(x.slice(at, at + 2))))
        return null;
      return [lastOf(a, tail + x.length), lastOf(b, tail + y.length)];
    }

    /** The last characters, none for 0. @param {string} text @param {number} size */
    const lastOf = (text, size) => text.slice(Math.max(0, text.length - size));

    /** How many characters two texts have in common at the front. @param {string} a @param {string} b */
    function alikeAtStart(a, b) {
      let alike = 0;
      while (alike < Math.min(a.length, b.length) && a[alike] === b[alike]) alike++;
      return alike;
    }

    /** @param {string} a @param {string} b */
    const alikeAtEnd = (a, b) => alikeAtStart([...a].reverse().join(""), [...b].reverse().join(""));

    /** Whether the parts in which two names differ may mean the same. @param {string} a @param {string} b */
    function sameThing(a, b) {
      const { _DIGIT, _OPPOSITES } = kb.K.consistency;
      if (_DIGIT.test(a + b) || _OPPOSITES.test(a + b)) return false;
      return (a.length === 1 && b.length === 1) || [...a].some((char) => b.includes(char));
    }

    /** The two places as they follow. @param {Place} a @param {Place} b */
    const inOrder = (a, b) =>
      (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) <= 0 ? [a, b] : [b, a];

    /** Whether two names stand in one sentence, or a sentence around them speaks of two things. @param {any} document @param {Place} a @param {Place} b */
    function toldApart(document, a, b) {
      const { _END, _TWO } = kb.K.consistency;
      const [first, second] = inOrder(a, b);
      if (first[0] === second[0] && !_END.test(document.folded[a[0]].slice(first[2], second[1]))) return true;
      return [a, b].some(([block, at]) => _TWO.test(sentenceAt(document.folded[block], at)));
    }

    /** Whether two names stand side by side, or are spoken of as two right behind. @param {any} document @param {Place} a @param {Place} b */
    function setBeside(document, a, b) {
      const { _BESIDE, _END, _TWO } = kb.K.consistency;
      const [first, second] = inOrder(a, b);
      if (first[0] !== second[0]) return false;
      const text = document.folded[a[0]];
      if (kb.K.consistency._BECAME.test(text.slice(first[2], second[1]))) return true;
      if (_BESIDE.match(text.slice(first[2], second[1]))) return true;
      const behind = text.slice(second[2]);
      const ends = _END.findAll(behind).map((/** @type {any} */ found) => found.start);
      return _TWO.test(ends.length > 1 ? behind.slice(0, ends[1]) : behind);
    }

    /** The sentence around a place. @param {string} text @param {number} at */
    function sentenceAt(text, at) {
      const { _END } = kb.K.consistency;
      const before = _END.findAll(text.slice(0, at)).pop();
      const end = _END.search(text, at);
      return text.slice(before ? before.end : 0, end ? end.start : text.length);
    }
  },
);
