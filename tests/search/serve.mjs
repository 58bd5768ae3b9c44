// Standard input: {folder, query}. Runs the message loop as a worker would; every file that is
// needed arrives at once, while the one before it is still being read. Prints the last result.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEngine } from "./engine.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const kb = loadEngine();
const needed = [];
let last = null;
const send = kb.serve({
  defer: (work) => setImmediate(work),
  postMessage: (message) => {
    if (message.type === "need") {
      needed.push(message.name);
      const script = readFileSync(join(given.folder, `${message.name}.js`), "utf8");
      const text = script.slice(script.indexOf("`") + 1, script.lastIndexOf("`"));
      send({ type: "data", name: message.name, text });
    } else if (message.type === "result") {
      last = message;
      if (message.complete) finish();
    }
  },
});
const patience = setTimeout(finish, 20000);

send({ type: "open", base: "", direct: false });
send({ type: "query", id: 1, text: given.query, kind: "", most: 100 });

function finish() {
  clearTimeout(patience);
  process.stdout.write(JSON.stringify({ needed, last }));
  process.exit();
}
