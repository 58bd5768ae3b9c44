// Loads the search engine in node, as a worker would: the same files, the same payload.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../../docs/assets/search");
const PARTS = [
  "fold",
  "variants",
  "sounds",
  "names",
  "texts",
  "snippets",
  "question",
  "alike",
  "answer",
  "plan",
  "cite",
  "items",
  "result",
  "engine",
  "worker",
];

/** Run the parts and return what they export. */
export function loadEngine() {
  globalThis.self = globalThis;
  globalThis.kbSearchParts = [];
  for (const part of PARTS) (0, eval)(readFileSync(join(assets, `${part}.js`), "utf8"));
  const kb = {};
  for (const part of globalThis.kbSearchParts) part(kb);
  return kb;
}

/** The JSON of a payload file. */
export function readPayload(folder, name) {
  const text = readFileSync(join(folder, `${name}.js`), "utf8");
  return JSON.parse(text.slice(text.indexOf("`") + 1, text.lastIndexOf("`")));
}

/** Run a generator to its end. */
export function finish(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** An engine with everything in `folder` loaded. */
export function engineOf(kb, folder) {
  const engine = new kb.Engine();
  const terms = readPayload(folder, "terms");
  engine.loadTerms(terms);
  engine.loadPages(readPayload(folder, "pages"));
  for (let number = 0; number < terms.texts.length; number++)
    finish(engine.loadTexts(readPayload(folder, `text-${number}`)));
  return engine;
}
