// Loads the draft desk in node: the same files, the same data file. Standard input: {data, papers:
// [{kind: "text" | "markdown", text}]} or {data, function, arguments}; standard output: the results.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const assets = join(dirname(fileURLToPath(import.meta.url)), "../../docs/assets/desk");
export const PARTS = [
  "base",
  "lexicon",
  "tools",
  "enumeration",
  "counts",
  "headings",
  "wording",
  "formulations",
  "names",
  "leftovers",
  "consistency",
  "years",
  "division",
  "weighing",
  "spelling",
  "slips",
  "release",
  "case_names",
  "steps",
  "works",
  "grammar",
  "cite",
  "citations",
  "issuers",
  "editions",
  "titles",
  "engine",
  "read",
];

const given = JSON.parse(readFileSync(0, "utf8"));
globalThis.self = globalThis.window = globalThis;
for (const part of PARTS) (0, eval)(readFileSync(join(assets, `${part}.js`), "utf8"));
const kb = {};
for (const part of globalThis.kbDeskParts) part(kb);
(0, eval)(readFileSync(given.data, "utf8"));
const tools = new kb.Tools(globalThis.kbDeskData);
finish(tools.load());

function finish(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function check({ kind, text }) {
  const started = performance.now();
  const shield = new kb.Shield();
  const restore = (said) => shield.restore(said);
  const document = kb[kind === "markdown" ? "parseMarkdown" : "parsePlain"](shield.apply(text));
  const findings = finish(kb.lint(document, tools)).map((one) => [
    one.line,
    one.start,
    one.rule,
    one.severity,
    restore(one.what),
    restore(one.fix),
    restore(one.words),
    one.about,
  ]);
  return { findings, ms: performance.now() - started };
}

const results = given.function
  ? given.arguments.map((list) => kb[given.function](...list))
  : given.papers.map(check);
process.stdout.write(JSON.stringify(results));
