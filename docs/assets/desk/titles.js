/** Titles of regulations: nearly right ones, and those of Party regulations nobody has (kb.lint.titles). */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function titles(kb) {
    "use strict";

    const { Kind } = kb;

    /** Titles that are nearly those of known regulations. */
    kb.checks["cite-title"] = function* check(document, tools) {
      for (const { block, title, near } of unknown(document, tools)) {
        if (!near) continue;
        const start = document.folded[block].indexOf(`《${title}》`);
        yield {
          block,
          start,
          end: start + title.length + 2,
          what: `《${title}》不是规范的名称。`,
          fix: `应为《${near.title}》。`,
          ...(near.about ? { about: near.about } : {}),
          change: `《${near.title}》`,
        };
      }
    };

    /** Party regulations that are not in the knowledge base, and laws that nobody knows. */
    kb.checks["cite-unknown"] = function* check(document, tools) {
      /** @type {Set<string>} */
      const seen = new Set();
      for (const { block, title, near } of unknown(document, tools)) {
        const party = /^(?:中国共产党|中共中央)/.test(title) || title.includes("党") ||
          kb.K.titles._OFFICERS.test(title);
        const local = kb.K.titles._LOCAL.test(title);
        const law = kb.K.titles._LAW.test(title);
        const regulation = kb.K.titles._KIND.test(title) && party && !local;
        if (near || seen.has(title) || !(law || regulation)) continue;
        seen.add(title);
        const start = document.folded[block].indexOf(`《${title}》`);
        yield {
          block,
          start,
          end: start + title.length + 2,
          what: law
            ? `据通行资料，没有《${title}》这部法律。`
            : `《${title}》：${kb.K.works.UNKNOWN}，无法核对。`,
          fix: law ? "核对名称；新制定的法律名称无误的不必改。" : "核对名称；名称无误的不必改。",
          ...(law ? { severity: "hint" } : {}),
        };
      }
    };

    /** @param {string} name */
    const untried = (name) => name.replace(/\(试行\)$/, "");

    /** The name of a law without that of the state. @param {string} title */
    const ofState = (title) => title.replace(/^中华人民共和国/, "");

    /** (block, folded title, what it nearly names) of titles nobody has. @param {any} document @param {any} tools @returns {{block: number, title: string, near: any}[]} */
    function unknown(document, tools) {
      if (document.kept.unknown) return document.kept.unknown;
      const { former, others, laws } = tools.editions;
      const real = others.map(untried);
      const found = [];
      for (const { block, match } of kb.scan(document, kb.K.titles._TITLE)) {
        const title = match.group(1);
        if (document.blocks[block].kind === Kind.CELL) continue;
        if (former[title] || real.includes(untried(title)) || laws.includes(ofState(title))) continue;
        const regulation = tools.finder.resolveTitle(title);
        if (!regulation) found.push({ block, title, near: nearest(tools, title) });
        else if (!isItsName(regulation, title, tools.editions)) found.push({ block, title, near: meant(regulation) });
      }
      return (document.kept.unknown = found);
    }

    /** @param {any} regulation */
    const meant = ({ title, id }) => ({ title, about: `regulations/${id}` });

    /** Whether a title stands for it in brackets: no 试行 it does not have, no word of talk. @param {any} regulation @param {string} title @param {any} table */
    function isItsName(regulation, title, { spoken }) {
      const full = kb.fold(regulation.title);
      if (title.endsWith("(试行)") && !full.endsWith("(试行)")) return false;
      if (untried(title).slice(-2) !== untried(full).slice(-2) && kb.K.titles._KIND.test(title))
        return false;
      return !spoken.includes(title);
    }

    /** @param {any} tools @param {string} title @returns {any} */
    function nearest(tools, title) {
      const bare = untried(title);
      /** @type {Map<string, any>} */
      const found = new Map();
      for (const regulation of tools.regulations.values()) {
        if (regulation.status === "superseded") continue; // its successor may be called nearly so
        for (const name of [regulation.title, ...regulation.short])
          if (isNear(bare, untried(kb.fold(name)))) found.set(regulation.title, meant(regulation));
      }
      for (const name of tools.editions.others)
        if (isNear(bare, untried(name)))
          found.set(name, { title: name.replace(/\(/g, "（").replace(/\)/g, "）"), about: null });
      for (const name of kb.K.titles._LAW.test(title) ? tools.editions.laws : [])
        if (isNearLaw(ofState(title), name))
          found.set(name, { title: kb.K.titles._STATE + name, about: null });
      return found.size === 1 ? [...found.values()][0] : null;
    }

    /** 公职人员行政处分法: most of the characters, and both ends. @param {string} written @param {string} name */
    function isNearLaw(written, name) {
      const { _LONG_LAW, _SHORT_LAW } = kb.K.titles;
      if (name.length < _SHORT_LAW || written[0] !== name[0]) return false;
      if (written.slice(-2) !== name.slice(-2)) return false;
      return distance(written, name) <= (name.length >= _LONG_LAW ? 2 : 1);
    }

    /** @param {string} written @param {string} name */
    function isNear(written, name) {
      if (name.length < 6 || written === name) return false;
      if (isRecalled(written, name)) return !isOther(written, name);
      const apart = distance(written, name);
      if (!kb.K.titles._KIND.test(written))
        return name.length >= 8 && apart === 1 && written.length === name.length;
      if (apart <= (name.length >= 14 ? 2 : 1)) return !isOther(written, name);
      if (name.length >= 14 && written.slice(0, 8) === name.slice(0, 8) && apart <= 3)
        return !isOther(written, name);
      const alike = written.startsWith(name.slice(0, 4));
      if (
        alike &&
        written.slice(-2) === name.slice(-2) &&
        written.length >= 0.6 * name.length &&
        kb.isWithin(written, name)
      )
        return written.length < name.length;
      if (adds(written, name)) return !isOther(written, name);
      return alike && written.length >= 8 && written.slice(0, -2) === name.slice(0, -2);
    }

    /** 支部工作暂行条例: a full title with one word too many in it. @param {string} written @param {string} name */
    function adds(written, name) {
      const more = written.length - name.length;
      if (!name.startsWith("中国共产党") || more <= 0 || more > 3) return false;
      if (written.slice(-2) !== name.slice(-2)) return false;
      let same = 0;
      while (same < name.length && written[same] === name[same]) same++;
      const known = same >= 7 || written.slice(same, same + more) === "党内";
      return known && written.slice(same + more) === name.slice(same);
    }

    /** 党员管理教育工作条例: the words of a title, in another order or with one more or less. @param {string} written @param {string} name */
    function isRecalled(written, name) {
      const { _ACT, _LIGHT } = kb.K.titles;
      if (!_ACT.test(name) || !_ACT.test(written)) return false;
      const central = written.startsWith("中国共产党") && name.startsWith("中国共产党");
      /** @param {string} text */
      const light = (text) => _LIGHT.sub(text, "").replace(/纪律检查/g, "纪检");
      const [a, b] = [light(written), light(name)];
      if (Math.min(a.length, b.length) < 8 || a.slice(0, 2) !== b.slice(0, 2)) return false;
      if (a.slice(0, -2) === b.slice(0, -2)) return a.length >= 8;
      if (a.slice(-2) !== b.slice(-2)) return false;
      if (apartBy(a, b) + apartBy(b, a) <= (central && b.length >= 9 ? 4 : 2)) return true;
      const more = a.length - b.length;
      return b.length >= 10 && more > 0 && more <= 4 && kb.isWithin(b, a);
    }

    /** How many characters of one are not in the other. @param {string} one @param {string} other */
    function apartBy(one, other) {
      const left = [...other];
      return [...one].filter((char) => {
        const at = left.indexOf(char);
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      }).length;
    }

    /** Whether the words that differ are those by which real regulations differ. @param {string} written @param {string} name */
    function isOther(written, name) {
      /** @param {string} text */
      const others = (text) =>
        kb.K.titles._OTHERS.findAll(text)
          .map((/** @type {any} */ match) => match.text)
          .sort()
          .join();
      return others(written.replace("巡视巡察", "巡视")) !== others(name);
    }

    /** Levenshtein; 9 where the lengths say enough. @param {string} a @param {string} b */
    function distance(a, b) {
      if (Math.abs(a.length - b.length) > 2) return 9;
      let row = [...b, ""].map((_, n) => n);
      for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++)
          next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
        row = next;
      }
      return row[b.length];
    }

    kb.distance = distance;
  },
);
