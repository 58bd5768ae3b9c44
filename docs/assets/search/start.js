// A real Worker: the parts in their order, then the message loop.
importScripts(
  ...[
    "fold.js",
    "variants.js",
    "sounds.js",
    "names.js",
    "texts.js",
    "snippets.js",
    "question.js",
    "alike.js",
    "answer.js",
    "plan.js",
    "cite.js",
    "items.js",
    "result.js",
    "engine.js",
    "worker.js",
  ].map((name) => name + self.location.search), // of the same release
);
const kb = /** @type {KbSearch} */ ({});
for (const part of self.kbSearchParts) part(kb);
kb.start(self);
