/**
 * The self-test: the form that the build has put into the page, then one question after the other,
 * or all of them on a sheet to print. ES2018, no dependency.
 *
 * The questions come from data/questions-LANG.js, fetched when someone is about to start; as a plain
 * script they load over file:// too. Without JavaScript the page shows questions that open to their
 * answers.
 */
(function () {
  "use strict";

  const SCHEMA = 1;
  const LETTERS = "ABCDEFGH";
  const english = document.documentElement.lang.startsWith("en");
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);

  const study = /** @type {HTMLElement} */ (document.querySelector(".kb-study[data-questions]"));
  const form = /** @type {HTMLFormElement} */ (study.querySelector("form"));
  const place = /** @type {HTMLElement} */ (study.querySelector(".kb-study-run"));
  const all = /** @type {HTMLElement} */ (study.querySelector(".kb-study-all"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const number = /** @type {HTMLInputElement} */ (form.querySelector("[name=number]"));
  const topics = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[name=topic]")]);

  /**
   * @typedef {{topic: string, text: string, options: string[], answer: string[],
   *   explanation: string, url: string, source: string, level: string}} Question
   */

  /** @type {Promise<Question[]> | null} */
  let loading = null;
  /** @type {{questions: Question[], at: number, wrong: Question[]}} */
  let run = { questions: [], at: 0, wrong: [] };

  /** The questions, fetched once. */
  function load() {
    if (!loading) {
      loading = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = study.dataset.questions || "";
        script.onload = () => {
          const data = /** @type {any} */ (window).kbQuestions;
          if (!data || data.schema !== SCHEMA) return reject(new Error("other schema"));
          resolve(
            data.questions.map((/** @type {any[]} */ row) => ({
              topic: row[0],
              text: row[1],
              options: row[2],
              answer: row[3],
              explanation: row[4],
              url: study.dataset.root + row[5],
              source: row[6],
              level: data.levels[row[7]],
            })),
          );
        };
        script.onerror = () => {
          loading = null;
          reject(new Error("questions not loaded"));
        };
        document.head.append(script);
      });
    }
    return loading;
  }

  // Choosing

  const chosen = () => topics.filter((box) => box.checked).map((box) => box.value);

  /** @param {string} topic */
  function countOf(topic) {
    const box = topics.find(({ value }) => value === topic);
    const count = box && box.parentElement && box.parentElement.querySelector(".kb-count");
    return Number(count && count.textContent);
  }

  /** Say how many questions there will be. */
  function say() {
    const wanted = Number(number.value);
    const total = chosen().reduce((sum, topic) => sum + Math.min(wanted, countOf(topic)), 0);
    status.textContent = total
      ? t(`共${total}题`, total === 1 ? "1 question" : `${total} questions`)
      : t("请先选一个专题", "Choose a topic first");
    return total;
  }

  /** @template T @param {T[]} list */
  function shuffle(list) {
    const copy = list.slice();
    for (let at = copy.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1));
      [copy[at], copy[other]] = [copy[other], copy[at]];
    }
    return copy;
  }

  /** The chosen number of questions of each chosen topic. */
  function pick() {
    return load().then((questions) =>
      chosen().map((topic) =>
        shuffle(questions.filter((question) => question.topic === topic)).slice(
          0,
          Number(number.value),
        ),
      ),
    );
  }

  /** Pick questions for what follows, if there is anything to pick. @param {(picked: Question[][]) => void} then */
  function begin(then) {
    if (!form.reportValidity() || !say()) return;
    pick().then(then, () => {
      status.textContent = t("题库没有载入，请刷新再试。", "The questions did not load; try again.");
    });
  }

  // Showing

  /**
   * @param {string} name
   * @param {string} className
   * @param {...(string | Node)} children
   */
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /** @param {string} label @param {() => void} action @param {boolean} [primary] */
  function button(label, action, primary) {
    const made = /** @type {HTMLButtonElement} */ (
      element("button", `md-button${primary ? " md-button--primary" : ""}`, label)
    );
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  /** Put something in place of the form, or the form back. @param {...Node} content */
  function show(...content) {
    place.textContent = "";
    place.append(...content);
    place.hidden = !content.length;
    form.hidden = all.hidden = content.length > 0;
    document.body.classList.toggle("kb-studying", content.length > 0);
    document.body.classList.remove("kb-has-sheet");
  }

  /** A heading that is read out when the page changes below it. @param {string} text */
  function heading(text) {
    const made = element("h2", "kb-study-heading", text);
    made.tabIndex = -1;
    return made;
  }

  function again() {
    show();
    /** @type {HTMLElement} */ (form.querySelector("button[type=submit]")).focus();
    say();
  }

  /** @param {Question} question */
  const answerOf = ({ answer }) => answer.join(t("；", "; "));

  /** The passage behind an answer; in a tab of its own, so that the test goes on. @param {Question} question */
  function sourceOf(question) {
    const link = /** @type {HTMLAnchorElement} */ (element("a", "", question.source));
    link.href = question.url;
    link.target = "_blank";
    link.rel = "noopener";
    if (english && /[\u4e00-\u9fff]/.test(question.source)) link.lang = "zh";
    return element("p", "kb-note", link, ` · ${question.level}`);
  }

  // One question after the other

  /** @param {Question[]} questions */
  function start(questions) {
    run = { questions, at: 0, wrong: [] };
    ask();
  }

  function ask() {
    const question = run.questions[run.at];
    const total = run.questions.length;
    const progress = t(`第${run.at + 1}题，共${total}题`, `Question ${run.at + 1} of ${total}`);
    const title = heading(question.text);
    const feedback = element("div", "kb-study-feedback");
    feedback.setAttribute("role", "status");
    const next = element("p", "kb-study-buttons");
    const answering = question.options.length
      ? choice(question, title, (right) => judged(question, right, feedback, next))
      : recall(question, feedback, next);
    show(element("p", "kb-study-progress", progress), title, answering, feedback, next);
    title.focus();
  }

  /**
   * The options as radio buttons.
   * @param {Question} question @param {HTMLElement} title @param {(right: boolean) => void} done
   */
  function choice(question, title, done) {
    const options = element("form", "kb-study-options");
    title.id = "kb-study-question";
    const group = element("div", "");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-labelledby", title.id);
    const radios = question.options.map((option, at) => {
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.name = "option";
      radio.required = true;
      radio.value = option;
      group.append(element("label", "", radio, ` ${LETTERS[at]}. ${option}`));
      return radio;
    });
    const submit = /** @type {HTMLButtonElement} */ (
      element("button", "md-button md-button--primary", t("看答案", "Check"))
    );
    options.append(group, element("p", "kb-study-buttons", submit));
    options.addEventListener("submit", (event) => {
      event.preventDefault();
      const picked = radios.find((radio) => radio.checked);
      if (!picked) return;
      for (const radio of radios) {
        radio.disabled = true;
        const label = /** @type {HTMLElement} */ (radio.parentElement);
        if (question.answer.includes(radio.value)) label.classList.add("kb-right");
        else if (radio.checked) label.classList.add("kb-wrong-choice");
      }
      submit.remove();
      done(question.answer.includes(picked.value));
    });
    return options;
  }

  /**
   * A question to be answered freely: the learner says whether the answer was right.
   * @param {Question} question @param {HTMLElement} feedback @param {HTMLElement} next
   */
  function recall(question, feedback, next) {
    const reveal = button(
      t("看答案", "Show the answer"),
      () => {
        reveal.remove();
        explain(question, feedback, "");
        const right = button(t("我答对了", "I was right"), () => advance(question, true), true);
        next.append(right, button(t("没答对", "I was wrong"), () => advance(question, false)));
        right.focus();
      },
      true,
    );
    return element(
      "p",
      "kb-study-buttons",
      element("span", "kb-note", t("先在心里答一遍。", "Answer in your mind first.")),
      reveal,
    );
  }

  /** @param {Question} question @param {boolean} right @param {HTMLElement} feedback @param {HTMLElement} next */
  function judged(question, right, feedback, next) {
    explain(question, feedback, right ? t("答对了。", "Right. ") : t("不对。", "Not right. "));
    const last = run.at + 1 === run.questions.length;
    const label = last ? t("看结果", "Result") : t("下一题", "Next");
    const on = button(label, () => advance(question, right), true);
    next.append(on);
    on.focus();
  }

  /** @param {Question} question @param {HTMLElement} feedback @param {string} verdict */
  function explain(question, feedback, verdict) {
    const answer = element("strong", "", answerOf(question));
    feedback.append(element("p", "", verdict, t("答案：", "Answer: "), answer));
    if (question.explanation) feedback.append(element("p", "", question.explanation));
    feedback.append(sourceOf(question));
  }

  /** @param {Question} question @param {boolean} right */
  function advance(question, right) {
    if (!right) run.wrong.push(question);
    run.at++;
    if (run.at < run.questions.length) ask();
    else finish();
  }

  function finish() {
    const { questions, wrong } = run;
    const right = questions.length - wrong.length;
    const title = heading(
      t(
        `答对${right}题，共${questions.length}题`,
        `${right} of ${questions.length} right`,
      ),
    );
    const list = element("ol", "");
    for (const question of wrong)
      list.append(
        element(
          "li",
          "",
          element("p", "", question.text),
          element("p", "", element("strong", "", answerOf(question))),
          sourceOf(question),
        ),
      );
    const buttons = element("p", "kb-study-buttons");
    if (wrong.length)
      buttons.append(
        button(t("错题再做一遍", "The wrong ones again"), () => start(shuffle(wrong)), true),
      );
    buttons.append(button(t("重新选题", "Choose again"), again, !wrong.length));
    show(title, ...(wrong.length ? [element("p", "", t("没答对的：", "To look at again:")), list] : []), buttons);
    title.focus();
  }

  // On paper

  /** All questions on one sheet, the key on a page of its own. @param {Question[][]} picked */
  function makeSheet(picked) {
    const title = heading(t("学习会题单", "Questions for a study meeting"));
    const key = element("section", "kb-key", element("h2", "", t("答案", "Key")));
    const sheet = element(
      "section",
      "kb-sheet",
      element("p", "kb-sheet-name", t("姓名：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿", "Name: __________   Date: __________")),
    );
    let count = 0;
    for (const questions of picked) {
      if (!questions.length) continue;
      const box = topics.find(({ value }) => value === questions[0].topic);
      const label = box && box.parentElement && box.parentElement.firstChild;
      const name = label && label.nextSibling ? (label.nextSibling.textContent || "").trim() : "";
      sheet.append(element("h3", "", name));
      key.append(element("h3", "", name));
      const list = /** @type {HTMLOListElement} */ (element("ol", ""));
      const answers = /** @type {HTMLOListElement} */ (element("ol", ""));
      list.start = answers.start = count + 1;
      count += questions.length;
      for (const question of questions) {
        const row = element("li", "", question.text);
        if (question.options.length)
          row.append(
            element(
              "div",
              "kb-sheet-options",
              ...question.options.map((option, at) =>
                element("span", "kb-option", `${LETTERS[at]}. ${option}`),
              ),
            ),
          );
        else row.append(element("div", "kb-sheet-lines"));
        list.append(row);
        const at = question.options.indexOf(question.answer[0]);
        answers.append(
          element(
            "li",
            "",
            `${at < 0 ? "" : `${LETTERS[at]}. `}${answerOf(question)} `,
            element("span", "kb-note", t(`（${question.source}）`, `(${question.source})`)),
          ),
        );
      }
      sheet.append(list);
      key.append(answers);
    }
    const buttons = element(
      "p",
      "kb-study-buttons kb-screen",
      button(t("打印", "Print"), () => window.print(), true),
      button(t("重新选题", "Choose again"), again),
    );
    show(title, buttons, sheet, key);
    document.body.classList.add("kb-has-sheet");
    title.focus();
  }

  // The keys 1 to 9 and A to H choose an option, like the letters on the sheet.
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const radios = /** @type {HTMLInputElement[]} */ ([
      ...place.querySelectorAll("input[type=radio]:not([disabled])"),
    ]);
    const letter = LETTERS.indexOf(event.key.toUpperCase());
    const radio = radios[letter >= 0 && event.key.length === 1 ? letter : Number(event.key) - 1];
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    event.preventDefault();
    event.stopPropagation();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin((picked) => start(shuffle(picked.reduce((all, some) => all.concat(some), []))));
  });
  form.addEventListener("input", say);
  form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
  form.addEventListener("click", ({ target }) => {
    const pressed = target instanceof HTMLButtonElement ? target : null;
    if (!pressed) return;
    if (pressed.name === "sheet") begin(makeSheet);
    else if (pressed.dataset.all !== undefined) {
      for (const box of topics) box.checked = Boolean(pressed.dataset.all);
      say();
    }
  });

  form.hidden = false;
  say();
})();
