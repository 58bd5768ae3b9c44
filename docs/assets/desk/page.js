/**
 * The page of the draft desk: takes a paper, shows what the rules found in it, lets a member walk
 * through it and takes a corrected copy away. Everything stays in this page: nothing is sent, nothing
 * is stored. Data and dictionaries come as a script when somebody is about to use the desk.
 */
(function () {
  "use strict";

  const desk = /** @type {HTMLElement} */ (document.querySelector(".kb-desk[data-desk]"));
  const kb = /** @type {KbDesk} */ ({});
  for (const part of self.kbDeskParts) part(kb);
  const english = document.documentElement.lang.startsWith("en");
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);
  /** @param {string} selector @returns {any} */
  const $ = (selector) => desk.querySelector(selector);

  const SLICE = 12; // ms of work before the page may answer
  const MAX_FILE = 20 * 1024 * 1024;
  // Pixels: the bars above and below the page, and what of a card has to be seen.
  const HEADER = 60;
  const FOOTER = 60;
  const CARD = 220;
  const PLACES = /** @type {Record<string, string>} */ ({
    页眉: "header",
    页脚: "footer",
    脚注: "footnote",
    尾注: "endnote",
    文本框: "text box",
  });
  const FAMILIES = /** @type {Record<string, string>} */ ({
    结构: "Structure",
    错别字: "Slips of the pen",
    提法: "Formulations",
    引用: "Citations",
    机构: "Bodies",
    发布: "Before publication",
    检查: "Switches",
  });
  const LEVELS = /** @type {Record<string, string>} */ ({
    error: t("错误", "error"),
    warning: t("警告", "warning"),
    hint: t("提示", "hint"),
  });
  const SAMPLE = [
    "某镇2025年党建工作总结",
    "一、主要做法",
    "全镇各党支部认真惯彻落实上级部署，用好批评与自我批评的武器，增强“四个意识”，即政治意识、大局意识、责任意识、看齐意识。",
    "一是抓学习。全年开展集中学习**次。",
    "三是抓纪律。依据《中国共产党纪律处分条例》第一百八十条，给予党纪处分3人，人受到组织处理。",
    "二、存在问题",
    "三、下步打算",
    "按照县纪检委的要求，落实“三会一课制度。",
  ].join("\n");

  const text = /** @type {HTMLTextAreaElement} */ ($("textarea"));
  const file = /** @type {HTMLInputElement} */ ($("input[type=file]"));
  const status = $(".kb-desk-status");
  const failure = $(".kb-desk-failure");
  const given = $(".kb-desk-given");
  const result = $(".kb-desk-result");
  const paperPlace = $(".kb-desk-paper");
  const list = $(".kb-desk-list");
  const card = $(".kb-desk-card");

  /** @type {any} */
  let tools = null;
  /** @type {any} */
  let paper = null;
  /** The findings that the filters let through, and the one that is open. @type {any[]} */
  let shown = [];
  /** @type {any} */
  let current = null;

  // Loading and working in slices

  /** @type {Map<string, Promise<void>>} */
  const scripts = new Map();

  /** @param {string} source @returns {Promise<void>} */
  function load(source) {
    let known = scripts.get(source);
    if (!known) {
      known = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = () => resolve();
        script.onerror = () => {
          scripts.delete(source);
          reject(new Error(source));
        };
        document.head.append(script);
      });
      scripts.set(source, known);
    }
    return known;
  }

  /** Run a generator to its end, a slice at a time. @param {Generator<any, any, any>} steps @returns {Promise<any>} */
  function run(steps) {
    const channel = new MessageChannel(); // sooner than a timer
    return new Promise((resolve, reject) => {
      channel.port1.onmessage = () => {
        const end = performance.now() + SLICE;
        try {
          for (;;) {
            const { done, value } = steps.next();
            if (done) {
              channel.port1.close();
              return resolve(value);
            }
            if (performance.now() >= end) break;
          }
        } catch (error) {
          channel.port1.close();
          return reject(error);
        }
        channel.port2.postMessage(0);
      };
      channel.port2.postMessage(0);
    });
  }

  /** @type {Promise<any> | null} */
  let preparing = null;

  /** Data and dictionaries, once. */
  function prepare() {
    if (!preparing) {
      preparing = load(desk.dataset.desk || "")
        .then(() => {
          const data = /** @type {any} */ (window).kbDeskData;
          if (!data || data.schema !== 1) throw new Error("other schema");
          const made = new kb.Tools(data);
          delete (/** @type {any} */ (window).kbDeskData);
          return run(made.load()).then(() => (tools = made));
        })
        .catch((error) => {
          preparing = null;
          throw error;
        });
      // What stands on the cards; the desk works without.
      load(desk.dataset.definitions || "").catch(() => undefined);
    }
    return preparing;
  }

  // Taking a paper

  /** @param {string} said */
  function fail(said) {
    failure.textContent = said;
    failure.hidden = !said;
    if (said) status.textContent = "";
  }

  /** Check a paper that `read` makes, step by step. @param {() => Generator<void, any, void>} read */
  function check(read) {
    fail("");
    status.textContent = t("正在检查……", "Checking…");
    return prepare()
      .then(() => run(read()))
      .then(({ document: read_, shield, origin }) => {
        if (!read_.blocks.length)
          throw new kb.Refusal("里面没有文字。", "There is no text in it.");
        const started = performance.now();
        return run(kb.lint(read_, tools)).then((findings) => {
          show(new kb.Paper(read_, findings, shield, origin));
          desk.dataset.ms = String(Math.round(performance.now() - started));
        });
      })
      .catch((error) => {
        if (error instanceof kb.Refusal) fail(t(error.chinese, error.english));
        else {
          fail(
            tools
              ? t("这份材料查不了，请把文字复制过来粘贴再查。", "This paper cannot be checked; paste its text instead.")
              : t("检查规则没有载入，请刷新页面再试。", "The rules did not load; reload the page and try again."),
          );
          if (tools) console.warn(error);
        }
        given.hidden = false;
      });
  }

  /** @param {string} raw @param {string} kind @param {string} name */
  function* readText(raw, kind, name) {
    if (raw.length > 1000000)
      throw new kb.Refusal(
        "内容太多（超过100万字），不像一份材料。请拆成几份再查。",
        "More than a million characters: this is no paper. Split it up.",
      );
    yield;
    const shield = new kb.Shield();
    const shielded = shield.apply(raw);
    const markdown = kind === "markdown";
    return {
      document: markdown ? kb.parseMarkdown(shielded) : kb.parsePlain(shielded),
      shield,
      origin: { kind, name, lines: (markdown ? shielded.replace(/\r\n?/g, "\n") : kb.clean(shielded)).split("\n") },
    };
  }

  /** @param {Uint8Array} bytes @param {string} name */
  function* readBytes(bytes, name) {
    const ending = (/\.[^.]*$/.exec(name) || [""])[0].toLowerCase();
    if (!bytes.length) throw new kb.Refusal("文件是空的（0字节）。", "The file is empty (0 bytes).");
    if (ending === ".docx") {
      const { blocks, notes, shield, source } = yield* kb.readWord(bytes);
      return {
        document: new kb.Doc(blocks, { notes, word: true }),
        shield,
        origin: { kind: "word", name, word: source },
      };
    }
    if (ending === ".txt" || ending === ".md")
      return yield* readText(kb.decode(bytes), ending === ".md" ? "markdown" : "text", name);
    throw unknownKind(ending, bytes);
  }

  /** @param {string} ending @param {Uint8Array} bytes */
  function unknownKind(ending, bytes) {
    if ([".doc", ".wps", ".docm", ".dot", ".dotx", ".rtf", ".odt"].includes(ending) || bytes[0] === 0xd0)
      return new kb.Refusal(
        `不能读 ${ending || "这种"} 格式。请用 Word 或 WPS 打开，“另存为”Word 文档（.docx）。`,
        `A ${ending || ""} file cannot be read. Open it in Word or WPS and save it as .docx.`,
      );
    if (ending === ".pdf")
      return new kb.Refusal(
        "不能读 PDF。请选当初的 Word 稿，或把文字复制过来粘贴。",
        "A PDF cannot be read. Choose the Word file it was made from, or paste its text.",
      );
    return new kb.Refusal(
      "只能读 .docx、.txt 和 .md 文件；别的请把文字复制过来粘贴。",
      "Only .docx, .txt and .md files can be read; for others, paste the text.",
    );
  }

  /** @param {File} chosen */
  function take(chosen) {
    fail("");
    if (chosen.size > MAX_FILE) {
      fail(t("文件超过20MB。请删去其中的图片、附件，只留文字后再查。", "The file is larger than 20 MB. Take out pictures and attachments first."));
      return;
    }
    status.textContent = t(`正在读《${chosen.name}》……`, `Reading ${chosen.name}…`);
    const reader = new FileReader();
    reader.onload = () =>
      check(() => readBytes(new Uint8Array(/** @type {ArrayBuffer} */ (reader.result)), chosen.name));
    reader.onerror = () => fail(t("读不出这个文件。请复制到本机再试。", "The file cannot be read. Copy it to this computer first."));
    reader.readAsArrayBuffer(chosen);
  }

  function begin() {
    if (!text.value.trim()) {
      fail(t("请先把材料粘贴到上面的框里，或者选一个文件。", "Paste a paper into the box above first, or choose a file."));
      text.focus();
      return;
    }
    check(() => readText(text.value, "text", ""));
  }

  // Small things

  /**
   * @param {string} name @param {string} [className] @param {...(string | Node)} inner
   * @returns {any}
   */
  function element(name, className, ...inner) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inner);
    return made;
  }

  /** @param {string} label @param {() => void} action @param {string} [className] */
  function button(label, action, className = "") {
    const made = element("button", `kb-desk-button ${className}`.trim(), label);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  /** The text of a message, in Chinese whatever the page's language. @param {string} said */
  function chinese(said) {
    const made = element("span", "", paper.restore(said));
    made.lang = "zh";
    return made;
  }

  /** @param {any} finding */
  const nameOf = (finding) => tools.rules.get(finding.rule).name;

  // Showing

  /** @param {any} made */
  function show(made) {
    paper = made;
    current = null;
    given.hidden = true;
    result.hidden = false;
    status.textContent = "";
    for (const name of ["error", "warning", "hint"]) $(`[name=${name}]`).checked = true;
    fillFamilies();
    groupFindings();
    drawPaper();
    filter();
    drawCoverage();
    $("[name=again]").hidden = !paper.origin.lines;
    $("[name=word]").hidden = !paper.origin.word;
    $(".kb-desk-done").textContent = "";
    const heading = $(".kb-desk-result h2");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }

  function fillFamilies() {
    const select = $("[name=family]");
    select.textContent = "";
    const names = [...new Set(paper.findings.map((/** @type {any} */ { family }) => family))];
    select.append(new Option(t("全部类别", "All kinds"), ""));
    for (const name of names) select.append(new Option(english ? FAMILIES[name] || name : name, name));
    select.disabled = names.length < 2;
  }

  function drawPaper() {
    paperPlace.textContent = "";
    const all = document.createDocumentFragment();
    paper.document.blocks.forEach((/** @type {any} */ _, /** @type {number} */ n) => {
      const block = element("p", "");
      block.dataset.block = String(n);
      all.append(block);
      drawBlock(n, block);
    });
    paperPlace.append(all);
  }

  /** @type {Map<number, any[]>} */
  let byBlock = new Map();

  /** @param {number} n @returns {HTMLElement} */
  const blockAt = (n) => /** @type {HTMLElement} */ (paperPlace.children[n]);

  /** A block with its marks; where findings overlap, the first that is shown has the words. @param {number} n @param {HTMLElement} place */
  function drawBlock(n, place) {
    const block = paper.document.blocks[n];
    const kinds = ["", "title", "heading", "text", "item", "cell", "quote"];
    place.className = `kb-desk-block kb-desk-${kinds[block.kind]}`;
    if (block.place) place.dataset.place = t(`${block.place}：`, `${PLACES[block.place]}: `);
    const findings = byBlock.get(n) || [];
    place.textContent = "";
    if (!findings.length) {
      place.textContent = paper.restore(block.text);
      return;
    }
    const places = new Set([0, block.text.length]);
    for (const { start, end } of findings) places.add(start).add(end);
    const edges = [...places].sort((a, b) => a - b);
    /** @type {Set<any>} */
    const put = new Set();
    edges.slice(0, -1).forEach((from, at) => {
      const to = edges[at + 1];
      const here = findings.filter(({ start, end }) => start <= from && to <= end);
      const words = paper.restore(block.text.slice(from, to));
      const changed = here.find(({ state }) => state === "changed");
      if (changed) {
        if (!put.has(changed)) place.append(mark(changed, changed.by || "　", "ins"));
        put.add(changed);
        return;
      }
      const open = here.filter((one) => one.state === "open" && isShown(one));
      const first = open.find((one) => one === current) || open.sort(bySeverity)[0];
      if (first) place.append(mark(first, words, "mark"));
      else place.append(words);
    });
  }

  const RANK = /** @type {Record<string, number>} */ ({ error: 0, warning: 1, hint: 2 });
  /** @param {any} a @param {any} b */
  const bySeverity = (a, b) => RANK[a.severity] - RANK[b.severity] || a.end - a.start - (b.end - b.start);

  function groupFindings() {
    byBlock = new Map();
    for (const finding of paper.findings)
      if (finding.end > finding.start) {
        const known = byBlock.get(finding.block);
        if (known) known.push(finding);
        else byBlock.set(finding.block, [finding]);
      }
  }

  /** @param {any} finding @param {string} words @param {string} tag */
  function mark(finding, words, tag) {
    const made = element(tag, `kb-desk-mark kb-desk-${finding.severity}`, words);
    made.dataset.finding = String(paper.findings.indexOf(finding));
    made.title = paper.restore(finding.what);
    if (finding === current) made.classList.add("kb-desk-current");
    return made;
  }

  /** @param {any} finding */
  function isShown(finding) {
    const family = $("[name=family]").value;
    return $(`[name=${finding.severity}]`).checked && (!family || finding.family === family);
  }

  /** The list anew, by the filters. */
  function filter() {
    shown = paper.findings.filter(isShown);
    list.textContent = "";
    for (const finding of shown) {
      const words = paper.restore(finding.words) || t("（全文）", "(the whole paper)");
      const row = element(
        "button",
        `kb-desk-row kb-desk-${finding.severity} kb-desk-is-${finding.state}`,
        element("span", "kb-desk-level", LEVELS[finding.severity]),
        " ",
        element("b", "", nameOf(finding)),
        " ",
        element("span", "kb-desk-words", words),
      );
      row.type = "button";
      row.lang = "zh";
      row.dataset.finding = String(paper.findings.indexOf(finding));
      if (finding === current) row.setAttribute("aria-current", "true");
      list.append(element("li", "", row));
    }
    byBlock.forEach((_, n) => drawBlock(n, blockAt(n)));
    if (!shown.includes(current)) open(shown.find(({ state }) => state === "open") || shown[0] || null, false);
    else drawCard();
    count();
  }

  function count() {
    const all = paper.findings;
    for (const level of ["error", "warning", "hint"]) {
      const number = all.filter((/** @type {any} */ { severity }) => severity === level).length;
      $(`[data-count=${level}]`).textContent = String(number);
    }
    const changed = all.filter((/** @type {any} */ { state }) => state === "changed").length;
    const ignored = all.filter((/** @type {any} */ { state }) => state === "ignored").length;
    const size = paper.document.blocks.reduce((/** @type {number} */ sum, /** @type {any} */ block) => sum + block.text.length, 0);
    const name = paper.origin.name ? t(`《${paper.origin.name}》`, `${paper.origin.name}: `) : "";
    $(".kb-desk-summary").textContent = all.length
      ? t(
          `${name}共${size}字，查出${all.length}处；改了${changed}处，忽略${ignored}处，还有${all.length - changed - ignored}处。`,
          `${name}${size} characters, ${all.length} findings; ${changed} changed, ${ignored} ignored, ${all.length - changed - ignored} left.`,
        )
      : t(
          `${name}共${size}字，没有查出问题。程序拿不准的不报，没有报的不等于没有错。`,
          `${name}${size} characters, nothing found. The rules keep quiet where they are not sure: nothing found does not mean nothing wrong.`,
        );
    const at = shown.indexOf(current);
    $(".kb-desk-place").textContent = shown.length ? `${at + 1} / ${shown.length}` : "0 / 0";
    $("[name=next]").disabled = $("[name=previous]").disabled = shown.length < 1;
    $(".kb-desk-walk").hidden = !all.length;
  }

  /** Show one finding: its row, its mark, its card. @param {any} finding @param {boolean} [moves] */
  function open(finding, moves = true) {
    const before = current;
    current = finding;
    for (const one of [before, finding])
      if (one && byBlock.has(one.block)) drawBlock(one.block, blockAt(one.block));
    for (const row of list.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
    if (finding) {
      const row = list.querySelector(`[data-finding="${paper.findings.indexOf(finding)}"]`);
      if (row) {
        row.setAttribute("aria-current", "true");
        list.scrollTop = row.parentElement.offsetTop - list.clientHeight / 3;
      }
      const place = paperPlace.querySelector(".kb-desk-current") || blockAt(finding.block);
      if (place && moves) bring(place);
      else if (place) paperPlace.scrollTop = Math.max(0, place.offsetTop - paperPlace.clientHeight / 3);
    }
    drawCard();
    count();
    if (finding && moves) bringCard();
  }

  /** Scroll the paper so that a place is seen. @param {any} place */
  function bring(place) {
    const inside = paperPlace.scrollHeight > paperPlace.clientHeight + 4;
    if (inside) paperPlace.scrollTop = Math.max(0, place.offsetTop - paperPlace.clientHeight / 3);
    else place.scrollIntoView({ block: "center" });
  }

  /** Where paper and card stand one below the other, scroll the page so that both are seen. */
  function bringCard() {
    const { left, top, bottom } = card.getBoundingClientRect();
    const below = left < paperPlace.getBoundingClientRect().right;
    const away = top < HEADER || Math.min(bottom, top + CARD) > innerHeight - FOOTER;
    if (below && away) $(".kb-desk-steps").scrollIntoView();
  }

  /** @param {number} step */
  function go(step) {
    if (!shown.length) return;
    const at = shown.indexOf(current);
    open(shown[(at + step + shown.length) % shown.length]);
  }

  /** The next finding that nobody has decided about. */
  function goOn() {
    const at = shown.indexOf(current);
    const rest = [...shown.slice(at + 1), ...shown.slice(0, at)];
    const next = rest.find(({ state }) => state === "open");
    refreshRow(current);
    open(next || current);
  }

  /** @param {any} finding */
  function refreshRow(finding) {
    const row = list.querySelector(`[data-finding="${paper.findings.indexOf(finding)}"]`);
    if (row) row.className = `kb-desk-row kb-desk-${finding.severity} kb-desk-is-${finding.state}`;
  }

  // The card of a finding

  function drawCard() {
    card.textContent = "";
    card.hidden = !current;
    if (!current) return;
    const finding = current;
    const rule = tools.rules.get(finding.rule);
    const apart = (paper.document.blocks[finding.block] || {}).place;
    const place = apart
      ? t(apart, PLACES[apart])
      : paper.document.word
      ? t(`第${finding.line}段`, `paragraph ${finding.line}`)
      : t(`第${finding.line}行`, `line ${finding.line}`);
    const family = english ? FAMILIES[finding.family] || finding.family : finding.family;
    const head = element(
      "p",
      "kb-desk-head",
      element("span", `kb-desk-level kb-desk-${finding.severity}`, LEVELS[finding.severity]),
      " ",
      `${family} · `,
      element("b", "", chinese(rule.name)),
      ` · ${place}`,
    );
    card.append(
      head,
      element("p", "kb-desk-what", chinese(finding.what)),
      element("p", "", element("b", "", t("怎么改：", "Fix: ")), chinese(finding.fix)),
    );
    card.append(actions(finding));
    const about = aboutOf(finding.about);
    if (about) card.append(about);
    const why = element("details", "kb-desk-why", element("summary", "", t("为什么查这一条", "Why this is checked")));
    const link = element("a", "", t("全部规则", "All rules"));
    link.href = `${desk.dataset.rules}`;
    why.append(element("p", "", chinese(rule.why), " ", link));
    card.append(why);
  }

  /** @param {any} finding */
  function actions(finding) {
    const row = element("p", "kb-desk-actions");
    if (finding.state !== "open") {
      row.append(
        finding.state === "changed"
          ? t(`已改成“${finding.by || "（删去）"}”。`, `Changed to “${finding.by || "(deleted)"}”. `)
          : t("已忽略。", "Ignored. "),
        button(t("撤销", "Undo"), undo),
      );
      return row;
    }
    if (finding.change !== undefined && finding.end > finding.start)
      row.append(
        button(t(`改成“${short(paper.restore(finding.change))}”`, `Change to “${short(paper.restore(finding.change))}”`), accept, "kb-desk-primary"),
      );
    row.append(button(t("忽略", "Ignore"), ignore));
    if (finding.end > finding.start && finding.severity) {
      const input = element("input", "");
      input.type = "text";
      input.name = "own";
      input.lang = "zh";
      input.value = paper.restore(finding.change === undefined ? paper.words(finding) : finding.change);
      input.setAttribute("aria-label", t("改成自己写的", "Your own wording"));
      const form = element("form", "kb-desk-own", input, button(t("照这样改", "Use this"), () => put(input.value)));
      form.addEventListener("submit", (/** @type {Event} */ event) => {
        event.preventDefault();
        put(input.value);
      });
      const both = document.createDocumentFragment();
      both.append(row, form);
      return both;
    }
    return row;
  }

  /** @param {string} words */
  const short = (words) => (words.length > 16 ? `${words.slice(0, 15)}…` : words);

  /** @param {string} by */
  function put(by) {
    if (!current) return;
    if (paper.change(current, by)) goOn();
    else
      $(".kb-desk-done").textContent = t(
        "这里的文字已经改过，先撤销那一处再改。",
        "These words have been changed already; undo that first.",
      );
  }

  function accept() {
    if (current && current.state === "open" && current.change !== undefined) put(paper.restore(current.change));
  }

  function ignore() {
    if (!current || current.state !== "open") return;
    current.state = "ignored";
    goOn();
  }

  function undo() {
    if (!current) return;
    Object.assign(current, { state: "open", by: "" });
    refreshRow(current);
    open(current);
  }

  /** The entry or regulation behind a finding, with what it says. @param {string | null} about */
  function aboutOf(about) {
    const [kind, id] = (about || "").split("/");
    const entry = kind === "terms" ? tools.terms.get(id) : tools.regulations.get(id);
    if (!entry) return null;
    const link = element("a", "");
    link.href = `${kind === "terms" ? desk.dataset.entries : desk.dataset.root}${tools.urlOf(about)}`;
    link.target = "_blank";
    link.rel = "noopener";
    const all = /** @type {any} */ (window);
    if (kind === "terms") {
      link.append(t(`打开词条“${entry.term}”`, `Open the entry “${entry.term}”`));
      const known = all.kbDefinitions && all.kbDefinitions[id];
      const box = element("div", "kb-desk-about");
      if (known) box.append(element("p", "", element("b", "", known[0]), t("：", ": "), known[1]));
      if (entry.members.length) {
        const members = element("p", "", element("b", "", t("规范表述：", "Wording: ")), entry.members.join("；"));
        members.lang = "zh";
        box.append(members);
      }
      box.append(element("p", "", link));
      return box;
    }
    link.append(t(`打开《${entry.title}》`, `Open “${entry.title}”`));
    const known = all.kbRegulations && all.kbRegulations[id];
    const box = element("div", "kb-desk-about");
    if (known) box.append(element("p", "", element("b", "", known[0]), ` ${known[1]} · ${known[3]}`, t("。", ". "), known[5]));
    box.append(element("p", "", link));
    return box;
  }

  // What the genre has

  function drawCoverage() {
    const place = $(".kb-desk-coverage");
    place.hidden = true;
    const drawn = paper;
    if (desk.dataset.genres)
      load(desk.dataset.genres).then(
        () => paper === drawn && fillGenres(),
        () => undefined,
      );
  }

  /** The genres to choose from, and the guess. */
  function fillGenres() {
    const data = /** @type {any} */ (window).__kbGenres;
    const select = $("[name=genre]");
    $(".kb-desk-coverage").hidden = !data;
    if (!data) return;
    if (!select.options.length) {
      select.append(new Option(t("不对照", "None"), ""));
      for (const { id, name } of data.genres) select.append(new Option(name, id));
    }
    const guess = kb.guessGenre(paper.document, data);
    select.value = guess ? guess.id : "";
    listCoverage();
  }

  function listCoverage() {
    const data = /** @type {any} */ (window).__kbGenres;
    const chosen = $("[name=genre]").value;
    const genre = data && data.genres.find((/** @type {any} */ { id }) => id === chosen);
    const rows = $(".kb-desk-sections");
    const more = $(".kb-desk-genre");
    rows.textContent = "";
    more.textContent = "";
    if (!genre) return;
    const all = kb.coverage(paper.document, genre, tools);
    const lacking = all.filter(({ section, block }) => block < 0 && section.required !== false).length;
    more.append(
      lacking
        ? t(`一般要写的，有${lacking}部分没有看到。`, `${lacking} of the usual parts were not seen. `)
        : t("一般要写的都写到了。", "All of the usual parts are there. "),
    );
    if (genre.url) {
      const link = element("a", "", t(`看“${genre.name}”一般写什么`, `What a ${genre.name} usually has`));
      link.href = `${desk.dataset.root}${genre.url}`;
      more.append(link);
    }
    for (const { section, block } of all) rows.append(sectionRow(section, block));
  }

  /** @param {any} section @param {number} block where the paper has it, -1 where it has not */
  function sectionRow(section, block) {
    const has = block >= 0;
    const optional = section.required === false;
    const name = element("b", "", section.name);
    name.lang = "zh";
    const row = element(
      "li",
      has ? "kb-desk-has" : optional ? "kb-desk-may" : "kb-desk-lacks",
      has ? "✓ " : optional ? "○ " : "✗ ",
      name,
      " ",
    );
    if (has) {
      row.append(button(t("看这一段", "Show"), () => bring(blockAt(block))));
      return row;
    }
    row.append(optional ? t("没有看到（可写可不写）", "not seen (optional)") : t("没有看到", "not seen"));
    if (section.must) {
      const must = element("span", "kb-desk-words", t("：", ": "), section.must);
      must.lang = "zh";
      row.append(must);
    }
    for (const id of section.terms || []) {
      const term = tools.terms.get(id);
      if (!term) continue;
      const link = element("a", "", term.term);
      link.lang = "zh";
      link.href = `${desk.dataset.entries}${tools.urlOf(`terms/${id}`)}`;
      row.append(" ", link);
    }
    return row;
  }

  // Taking the copy away

  /** @param {string} said */
  const done = (said) => ($(".kb-desk-done").textContent = said);

  /** @param {number} left */
  const leftOver = (left) =>
    left
      ? t(`有${left}处没法自动放进去，请照左边的文字手工改。`, ` ${left} could not be put in; please make them by hand.`)
      : "";

  function copy() {
    const { text: copied, left } = paper.copy();
    const said = () => done(t("改好的文字已复制。", "The corrected text is copied.") + leftOver(left));
    const old = () => {
      const area = element("textarea", "kb-desk-hidden", copied);
      document.body.append(area);
      area.select();
      const worked = document.execCommand("copy");
      area.remove();
      if (worked) said();
      else done(t("浏览器不让复制，请下载 .txt。", "The browser does not let the page copy; download the .txt."));
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(copied).then(said, old);
    else old();
  }

  /** @param {Blob} blob @param {string} ending */
  function save(blob, ending) {
    const link = element("a", "");
    const name = (paper.origin.name || t("材料", "paper")).replace(/\.[^.]*$/, "");
    link.download = `${name}${t("（改）", " (corrected)")}${ending}`;
    link.href = URL.createObjectURL(blob);
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    return link.download;
  }

  function saveText() {
    const { text: copied, left } = paper.copy();
    const ending = paper.origin.kind === "markdown" ? ".md" : ".txt";
    const name = save(new Blob(["\ufeff".slice(Number(ending === ".md")), copied], { type: "text/plain" }), ending);
    done(t(`已下载“${name}”。`, `Downloaded ${name}.`) + leftOver(left));
  }

  function saveWord() {
    const { blob, left } = paper.wordCopy();
    const name = save(blob, ".docx");
    done(t(`已下载“${name}”，字体、版式同原稿。`, `Downloaded ${name}, laid out as the original.`) + leftOver(left));
  }

  function again() {
    const { text: copied } = paper.copy();
    const { kind, name } = paper.origin;
    text.value = copied;
    check(() => readText(copied, kind, name));
  }

  function restart() {
    result.hidden = true;
    given.hidden = false;
    paper = null;
    fail("");
    status.textContent = "";
    file.value = "";
    text.focus();
  }

  // Events

  $("[name=begin]").addEventListener("click", begin);
  $("[name=sample]").addEventListener("click", () => {
    text.value = SAMPLE;
    begin();
  });
  $("[name=next]").addEventListener("click", () => go(1));
  $("[name=previous]").addEventListener("click", () => go(-1));
  $("[name=copy]").addEventListener("click", copy);
  $("[name=text]").addEventListener("click", saveText);
  $("[name=word]").addEventListener("click", saveWord);
  $("[name=again]").addEventListener("click", again);
  $("[name=restart]").addEventListener("click", restart);
  $("[name=genre]").addEventListener("change", listCoverage);
  for (const name of ["error", "warning", "hint", "family"]) $(`[name=${name}]`).addEventListener("change", filter);
  file.addEventListener("change", () => file.files && file.files[0] && take(file.files[0]));

  /** Warm the rules up when somebody is about to need them. */
  const warm = () => void prepare().catch(() => undefined);
  text.addEventListener("focus", warm, { once: true });
  file.addEventListener("click", warm, { once: true });
  if (location.protocol === "file:") setTimeout(warm, 0);

  desk.addEventListener("click", (event) => {
    const place = event.target instanceof Element && event.target.closest("[data-finding]");
    if (place && paper) open(paper.findings[Number(/** @type {HTMLElement} */ (place).dataset.finding)], place.closest(".kb-desk-list") !== null);
  });

  const drop = $(".kb-desk-given");
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("kb-desk-over");
    warm();
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("kb-desk-over");
  });
  document.addEventListener("drop", (event) => {
    const files = event.dataTransfer && event.dataTransfer.files;
    if (!files || !files.length) return;
    event.preventDefault();
    drop.classList.remove("kb-desk-over");
    take(files[0]);
  });

  /** @type {Record<string, () => void>} */
  const KEYS = { j: () => go(1), k: () => go(-1), y: accept, x: ignore, u: undo };
  window.addEventListener(
    "keydown",
    (event) => {
      const inField = event.target instanceof Element && event.target.closest("input[type=text], input[type=search], input:not([type]), textarea, select");
      if (!paper || result.hidden || inField || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = KEYS[event.key];
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      action();
    },
    true,
  );

  /** What was found, for tests and for other scripts of the page: rows as kb lint has them. */
  /** @type {any} */ (window).__kbDeskFindings = () =>
    paper &&
    paper.findings.map((/** @type {any} */ one) => [
      one.line,
      one.start,
      one.rule,
      one.severity,
      paper.restore(one.what),
      paper.restore(one.fix),
      paper.restore(one.words),
      one.about,
    ]);

  desk.hidden = false;
})();
