// Standard input: {folder, queries, most} or {function, arguments}; standard output: the results.
import { readFileSync } from "node:fs";
import { engineOf, finish, loadEngine } from "./engine.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const kb = loadEngine();
const results = given.function
  ? given.arguments.map((list) => kb[given.function](...list))
  : askAll(engineOf(kb, given.folder));
process.stdout.write(JSON.stringify(results));

function askAll(engine) {
  return given.queries.map((text) => {
    const started = performance.now();
    const result = finish(engine.search(text));
    return {
      items: result.items("", 0, given.most),
      literal: result.literal,
      literal_pages: result.order
        .filter(({ match, text: found }) => match === "literal" && found)
        .map(({ url }) => url),
      suggestion: result.suggestion,
      size: result.size,
      kinds: result.kinds(),
      ms: performance.now() - started,
    };
  });
}
