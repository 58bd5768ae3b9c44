/**
 * The page of the draft desk: takes a paper, shows what the rules found in it, lets a member walk
 * through it and takes a corrected copy away. Everything stays in this page: nothing is sent, nothing
 * is stored. Data and dictionaries come as a script when somebody is about to use the desk.
 */
(function () {
  "use strict";
  const kb = /** @type {KbDesk} */ ({});
  for (const part of self.kbDeskParts) part(kb);
  const page = kb.pageOf(/** @type {HTMLElement} */ (document.querySelector(".kb-desk[data-desk]")));
  const { desk, t, $, english, paperPlace, FAMILIES } = page;
  kb.pageShow(page);
  kb.pageCard(page);
  kb.pageWalk(page);
  kb.pageGenres(page);
  kb.pageTakeaway(page);
  const { drawPaper, groupFindings, filter, open, go, accept, ignore, undo } = page;

  const MAX_FILE = 20 * 1024 * 1024;
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

  // Loading

  /** @type {Promise<any> | null} */
  let preparing = null;

  /** Data and dictionaries, once. */
  function prepare() {
    if (!preparing) {
      preparing = kb.loadScript(desk.dataset.desk || "")
        .then(() => {
          const data = /** @type {any} */ (window).kbDeskData;
          if (!data || data.schema !== 1) throw new Error("other schema");
          const made = new kb.Tools(data);
          delete (/** @type {any} */ (window).kbDeskData);
          return kb.run(made.load()).then(() => (page.tools = made));
        })
        .catch((error) => {
          preparing = null;
          throw error;
        });
      // What stands on the cards; the desk works without.
      kb.loadScript(desk.dataset.definitions || "").catch(() => undefined);
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
      .then(() => kb.run(read()))
      .then(({ document: read_, shield, origin }) => {
        if (!read_.blocks.length)
          throw new kb.Refusal("里面没有文字。", "There is no text in it.");
        const started = performance.now();
        return kb.run(kb.lint(read_, page.tools)).then((findings) => {
          show(new kb.Paper(read_, findings, shield, origin));
          desk.dataset.ms = String(Math.round(performance.now() - started));
        });
      })
      .catch((error) => {
        if (error instanceof kb.Refusal) fail(t(error.chinese, error.english));
        else {
          fail(
            page.tools
              ? t("这份材料查不了，请把文字复制过来粘贴再查。", "This paper cannot be checked; paste its text instead.")
              : t("检查规则没有载入，请刷新页面再试。", "The rules did not load; reload the page and try again."),
          );
          if (page.tools) console.warn(error);
        }
        given.hidden = false;
      });
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
      check(() => kb.readBytes(new Uint8Array(/** @type {ArrayBuffer} */ (reader.result)), chosen.name));
    reader.onerror = () => fail(t("读不出这个文件。请复制到本机再试。", "The file cannot be read. Copy it to this computer first."));
    reader.readAsArrayBuffer(chosen);
  }

  function begin() {
    if (!text.value.trim()) {
      fail(t("请先把材料粘贴到上面的框里，或者选一个文件。", "Paste a paper into the box above first, or choose a file."));
      text.focus();
      return;
    }
    check(() => kb.readText(text.value, "text", ""));
  }

  // Showing

  /** @param {any} made */
  function show(made) {
    page.paper = made;
    page.current = null;
    given.hidden = true;
    result.hidden = false;
    status.textContent = "";
    for (const name of ["error", "warning", "hint"]) $(`[name=${name}]`).checked = true;
    fillFamilies();
    groupFindings();
    drawPaper();
    filter();
    page.drawCoverage();
    $("[name=again]").hidden = !page.paper.origin.lines;
    $("[name=word]").hidden = !page.paper.origin.word;
    $(".kb-desk-done").textContent = "";
    const heading = $(".kb-desk-result h2");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }

  function fillFamilies() {
    const select = $("[name=family]");
    select.textContent = "";
    const names = [...new Set(page.paper.findings.map((/** @type {any} */ { family }) => family))];
    select.append(new Option(t("全部类别", "All kinds"), ""));
    for (const name of names) select.append(new Option(english ? FAMILIES[name] || name : name, name));
    select.disabled = names.length < 2;
  }

  // Once more

  function again() {
    const { text: copied } = page.paper.copy();
    const { kind, name } = page.paper.origin;
    text.value = copied;
    check(() => kb.readText(copied, kind, name));
  }

  function restart() {
    result.hidden = true;
    given.hidden = false;
    page.paper = null;
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
  $("[name=copy]").addEventListener("click", page.copy);
  $("[name=text]").addEventListener("click", page.saveText);
  $("[name=word]").addEventListener("click", page.saveWord);
  $("[name=again]").addEventListener("click", again);
  $("[name=restart]").addEventListener("click", restart);
  $("[name=genre]").addEventListener("change", page.listCoverage);
  for (const name of ["error", "warning", "hint", "family"]) $(`[name=${name}]`).addEventListener("change", filter);
  file.addEventListener("change", () => file.files && file.files[0] && take(file.files[0]));

  /** Warm the rules up when somebody is about to need them. */
  const warm = () => void prepare().catch(() => undefined);
  text.addEventListener("focus", warm, { once: true });
  file.addEventListener("click", warm, { once: true });
  if (location.protocol === "file:") setTimeout(warm, 0);

  desk.addEventListener("click", (event) => {
    const place = event.target instanceof Element && event.target.closest("[data-finding]");
    if (place && page.paper) open(page.paper.findings[Number(/** @type {HTMLElement} */ (place).dataset.finding)], place.closest(".kb-desk-list") !== null);
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
      if (!page.paper || result.hidden || inField || event.ctrlKey || event.metaKey || event.altKey) return;
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
    page.paper &&
    page.paper.findings.map((/** @type {any} */ one) => [
      one.line,
      one.start,
      one.rule,
      one.severity,
      page.paper.restore(one.what),
      page.paper.restore(one.fix),
      page.paper.restore(one.words),
      one.about,
    ]);

  desk.hidden = false;
})();
