/**
 * What a question asks for that stands nowhere literally: pairs of characters of what it is about,
 * official words for everyday ones, and how an answer to it looks.
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function question(kb) {
    "use strict";

    /** Words that ask, and say nothing about what is asked. */
    const ASKING = new RegExp(
      [
        "请问|是什么意思|是什么|什么是|什么叫|叫什么|什么样的|什么样|什么时候|什么意思|为什么|什么",
        "怎么样|怎么办|怎么|怎样|如何|多长时间|多少|多久|几次|几回|哪几个|哪几种|哪几样|哪几|哪些|哪个|哪种|哪里|谁来|哪样|几样|到底|究竟",
        "是不是|能不能|可不可以|可以不可以|要不要|有没有|该不该|算不算|会不会|行不行|需不需要|应不应该|是否|能否",
        "可以|应该|需要|自己|别人|人家|有人|的话|如果|时候|之后|以后|还能|还要|包括|指的是|是指|分别|具体|一般|一下|[一1][次回趟]|(?:吗|呢|吧|啊|呀|么|的)$|[?？!！。，,、;；:：]",
      ].join("|"),
      "g",
    );
    /**
     * Spoken forms and the written ones: 咋弄 is 怎么办, 行不 is 行吗.
     * @type {[RegExp, string][]}
     */
    const SPOKEN = [
      [/咋(?:办|弄|整|搞)/g, "怎么办"],
      [/咋(?:个|样)?/g, "怎么"],
      [/啥(?:时候|时)|多会儿|几时/g, "什么时候"],
      [/啥/g, "什么"],
      [/俩(?:个)?/g, "两个"],
      [/仨(?:个)?/g, "三个"],
      [/头一(?=[次回个步年])/g, "第一"],
      [/没得/g, "没有"],
      [/([^\n,?])[不没](?=$|[,?])/gm, "$1吗"],
    ];
    /** Characters that hardly ever carry the meaning. */
    const EMPTY = new Set(
      "的了吗呢吧啊是在有和与或及也都就还把被给让对从到之其这那个些么得地着过很请要能会可我你他她它们啥哪谁几多\n",
    );
    /** What parts a verb from its object: 谈几次心, 开一回会. */
    const TIMES = /(?:[几一1两2]|多少)[次回趟](?=[心话课会费议届])/g;
    const N = "[0-9一二三四五六七八九十两半百]";
    const TIME = new RegExp(
      `${N}+个?(?:半?年|月|日|天|小时|周|季度|届|工作日|学时)|每(?:半?年|月|周|季)|届满|期满|之日`,
    );
    /**
     * What is asked for, and how an answer to it looks; the first that fits is the narrowest.
     * @type {[RegExp, RegExp][]}
     */
    const ANSWERS = [
      [
        /多久.{0,3}(?:[开讲谈评查搞做过报学]|一[次回])|几[次回]|多长时间[开搞讲谈]|隔多/,
        new RegExp(`每(?:半|${N}*)?个?(?:年|月|周|季)|${N}+次|年初|年底`),
      ],
      [
        /什么时候|何时|哪[天年]|哪一天/,
        /季度|年[初中底]|月底|之日|届满|期满|[之以]?[前后](?:，|。|$)|时，/,
      ],
      [/几个?人|多少(?:个)?人|多少党员|几名|人数/, new RegExp(`${N}+(?:至${N}+)?[人名]|半数|人数`)],
      [/岁|年龄|多大年纪/, /岁/],
      [/多少钱|百分之|比例|标准|交多少/, /%|百分之|元|比例/],
      [/面积|多大|平米|平方/, /平方米|面积/],
      [/多久|多长|几[天年个月]|多少[天年]|期限|最长|最短|推迟|延长/, TIME],
      [/几[种条项类]|哪[几些]|多少/, new RegExp(`${N}+[种条项类个]|[：:]`)],
      [/处分|后果|违纪/, /警告|撤销党内职务|留党察看|开除党籍|除名/],
      [/批|审批|备案/, /批准|审批|批|备案|同意/],
      [/谁|哪[个级]|归/, /批准|审批|决定|负责|主持|召集|领导|提名/],
      [
        /能|可以|要不要|允许|[吗么]$|用不用|必须|行不行/,
        /可以|不得|不能|不准|不宜|应当|必须|无需|不需|不必|不用|一律|严禁|禁止|不予/,
      ],
    ];
    const AMOUNT = /([0-9]+|[一二两三四五六七八九十]+)个?([人年月天日次名岁])/g;
    /** How much a pair counts by what it comes from. */
    const WEIGHTS = {
      asked: 1,
      known: 1.6, // a name that stands in the question
      other: 0.4, // another name of the same record
      everyday: 0.55, // the official word for an everyday one
      amount: 0.6, // a number with what it counts, as it is written officially
      single: 2, // a single character, where questions are compared
      asking: 0.25, // the official word for one that only asks
    };

    /** A spoken question as it would be written. */
    kb.plainly = (text) =>
      SPOKEN.reduce((plain, [said, written]) => plain.replace(said, written), text);

    /** A query as a question, its words on lines of their own. */
    kb.askedOf = (raw) =>
      kb.plainly(raw.split(/\s+/).map((part) => kb.simplify(kb.fold(part))).join("\n"));

    /** Everyday words, the official ones, and how much those count. @type {[string[], string[], number][]} */
    let notions = [];

    /** Rows are `said said|official official` (everyday.txt). */
    kb.setNotions = ({ asking, everyday }) => {
      /** @param {string[]} rows @param {number} weight @returns {typeof notions} */
      const read = (rows, weight) =>
        rows.map((row) => {
          const [said, official] = row.split("|").map((words) => words.split(" ").map(kb.fold));
          return [said, official, weight];
        });
      notions = [...read(everyday, WEIGHTS.everyday), ...read(asking, WEIGHTS.asking)];
    };

    /** Below an answer: what else it is asked as, in the members' own words. Folded. */
    kb.ALSO = "也这样问:";

    kb.coreOf = (text) => text.replace(ASKING, "");

    /** The characters of a question that carry its meaning. */
    kb.tellingChars = (text) => [...new Set(kb.coreOf(text))].filter((char) => !EMPTY.has(char));

    /** Pairs and single characters of what a text is about, with what they say. */
    kb.wordsOf = (text) => {
      /** @type {Words} */
      const words = new Map();
      for (const part of kb.plainly(text).replace(TIMES, "").split(ASKING)) {
        for (let at = 0; at < part.length; at++) {
          if (!EMPTY.has(part[at])) words.set(part[at], WEIGHTS.single);
          if (at + 1 === part.length || /[\0\n]/.test(part.slice(at, at + 2))) continue;
          const value = valueOf(part[at], part[at + 1]);
          const pair = part.slice(at, at + 2);
          words.set(pair, Math.max(words.get(pair) || 0, value));
        }
      }
      return words;
    };

    /** @param {string} first @param {string} second */
    function valueOf(first, second) {
      return [1, 0.35, 0.1][Number(EMPTY.has(first)) + Number(EMPTY.has(second))];
    }

    /** What a sentence that answers looks like, where that can be said. */
    kb.looksOf = (text) =>
      ANSWERS.filter(([asks]) => asks.test(text))
        .map(([, answer]) => answer)
        .slice(0, 1);

    /** Whether a heading asks for the same thing as a question: how long, who, how many. */
    kb.asksSame = (text, head) => {
      const asked = ANSWERS.find(([asks]) => asks.test(text));
      return !asked || asked[0].test(head);
    };

    /**
     * What to look for: pairs of characters with their weights.
     * @param {string} simplified the folded question @param {string[]} known names that stand in it
     * @param {string[]} others further names of the same records
     * @returns {Token[]}
     */
    kb.tokensOf = (simplified, known, others) => {
      /** @type {Map<string, Token>} */
      const tokens = new Map();
      /** @param {string} text @param {number} weight @param {boolean} asked */
      const add = (text, weight, asked) => {
        for (let at = 0; at + 1 < text.length; at++) {
          const pair = text.slice(at, at + 2);
          if (/[\0\n]/.test(pair)) continue;
          const value = weight * valueOf(pair[0], pair[1]);
          const token = tokens.get(pair);
          if (token) token.weight = Math.max(token.weight, value);
          else tokens.set(pair, { pair, weight: value, asked, sure: false, pages: 0, idf: 0 });
        }
      };
      for (const part of simplified.replace(TIMES, "").replace(ASKING, "\n").split("\n"))
        add(part, WEIGHTS.asked, true);
      for (const name of known) add(name, WEIGHTS.known, true);
      for (const token of tokens.values())
        token.sure = known.some((name) => name.includes(token.pair));
      for (const name of others) add(name, WEIGHTS.other, false);
      for (const amount of amountsIn(simplified)) add(amount, WEIGHTS.amount, false);
      for (const [said, official, weight] of notions) {
        if (said.some((word) => simplified.includes(word)))
          official.forEach((word, place) => add(word, place ? 0.7 * weight : weight, false));
      }
      return [...tokens.values()];
    };

    /** “三个人” as regulations write it: 3人, 三人. @param {string} text @returns {string[]} */
    function amountsIn(text) {
      /** @type {string[]} */
      const found = [];
      text.replace(AMOUNT, (whole, written, unit) => {
        const value = kb.numberOf(written.replace("两", "二"));
        if (value && value > 1) found.push(value + unit, kb.numeral(value) + unit);
        return whole;
      });
      return found;
    }
  },
);
