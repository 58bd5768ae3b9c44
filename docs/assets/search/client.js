/**
 * The page's side of the search engine: starts it where it may run, brings it the payload where it
 * cannot fetch, hands messages on.
 *
 * It is a Worker made from a Blob of the parts: they are fetched side by side, where a Worker would
 * import one after another, and a page opened from disk may not start a Worker from a file. Over
 * http a Worker proper comes second, for sites whose policy forbids blobs. Where a browser refuses
 * both, the same code runs in the page in short slices.
 */
(function () {
  "use strict";

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
  const FIRST = ["terms", "pages"]; // files that are needed at once
  const local = location.protocol === "file:";
  /**
   * Ways to run the engine, tried in order.
   * @type {Record<string, (receive: (message: any) => void, assets: string, version: string) => Promise<(message: any) => void>>}
   */
  const ways = { worker: inWorker, blob: inBlob, page: inPage };

  /** @param {string} source @returns {Promise<void>} */
  function loadScript(source) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.async = false; // parts run in their order
      script.onload = () => resolve();
      script.onerror = () => reject(new Error(source));
      document.head.append(script);
      script.addEventListener("load", () => script.remove());
    });
  }

  /**
   * Wait for the first sign of life; a worker that may not run says nothing or raises an error.
   * @param {Worker} worker @param {(message: any) => void} receive
   * @returns {Promise<(message: any) => void>}
   */
  function alive(worker, receive) {
    return new Promise((resolve, reject) => {
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "worker"));
      };
      worker.onmessage = ({ data }) => {
        if (data.type === "alive") resolve((message) => worker.postMessage(message));
        else receive(data);
      };
      worker.postMessage({ type: "hello" });
    });
  }

  /** @type {(typeof ways)[string]} */
  function inWorker(receive, assets, version) {
    return alive(new Worker(`${assets}start.js${version}`), receive);
  }

  /** @param {string} assets @param {string} version @returns {Promise<Function[]>} */
  function loadParts(assets, version) {
    self.kbSearchParts = self.kbSearchParts || []; // what marks words may have loaded one already
    return Promise.all(PARTS.map((part) => loadScript(`${assets}${part}.js${version}`))).then(
      () => self.kbSearchParts,
    );
  }

  /** @type {(typeof ways)[string]} */
  function inBlob(receive, assets, version) {
    return loadParts(assets, version).then((parts) => {
      const code = `const kb={};${parts.map((part) => `(${part})(kb);`).join("\n")}kb.start(self);`;
      const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      return alive(new Worker(url), receive);
    });
  }

  /** @type {(typeof ways)[string]} */
  function inPage(receive, assets, version) {
    return loadParts(assets, version).then((parts) => {
      const kb = /** @type {KbSearch} */ ({});
      for (const part of parts) part(kb);
      const answer = kb.serve({ postMessage: receive, defer: (work) => setTimeout(work, 0) });
      return (message) => setTimeout(() => answer(message), 0);
    });
  }

  /**
   * Get a payload file while the engine is still being started; if it fails, the engine tries.
   * @param {string} base @param {string} version @param {string} name
   * @param {(message: any) => void} post
   */
  function fetchAhead(base, version, name, post) {
    fetch(`${base}${name}.js${version}`, { cache: version ? "default" : "no-cache" })
      .then((response) =>
        response.ok ? response.text() : Promise.reject(new Error(String(response.status))),
      )
      .then(
        (text) =>
          post({
            type: "data",
            name,
            text: text.slice(text.indexOf("`") + 1, text.lastIndexOf("`")),
          }),
        () => post({ type: "load", name }),
      );
  }

  /** Payload files as scripts, one after another: together they would hold the page up. */
  class ScriptLoader {
    /**
     * @param {string} base @param {string} version
     * @param {(name: string, text: string | null) => void} deliver
     */
    constructor(base, version, deliver) {
      this.base = base;
      this.version = version;
      this.last = Promise.resolve();
      self.kbSearchData = deliver;
      this.deliver = deliver;
    }

    /** @param {string} name */
    load(name) {
      this.last = this.last
        .then(() => loadScript(`${this.base}${name}.js${this.version}`))
        .catch(() => this.deliver(name, null));
    }
  }

  /** @type {SearchClient | null} */
  let client = null;

  /**
   * The one client of the page. Its engine is started at once, the payload loaded after `open`.
   * `version` is the query that all files of the page's release have, or nothing.
   * @param {{assets: string, base: string, version?: string, ways?: string, keep?: number}} options folders with a slash at the end
   * @returns {SearchClient}
   */
  self.kbSearchClient = (options) => {
    if (client) return client;
    /** @type {Set<(message: any) => void>} */
    const listeners = new Set();
    /** @type {any[]} */
    const waiting = [];
    /** @type {((message: any) => void) | null} */
    let send = null;
    /** @param {any} message */
    const post = (message) => (send ? send(message) : waiting.push(message));
    const version = options.version || "";
    const scripts = new ScriptLoader(options.base, version, (name, text) =>
      post(text === null ? { type: "failed", name } : { type: "data", name, text }),
    );
    /** @param {any} message */
    const receive = (message) => {
      if (message.type === "need") scripts.load(message.name);
      else listeners.forEach((listener) => listener(message));
    };
    /** @param {string[]} names @returns {Promise<void>} */
    const attempt = ([name, ...others]) =>
      Promise.resolve()
        .then(() => ways[name](receive, options.assets, version))
        .then((ready) => {
          send = ready;
          receive({ type: "way", name });
          for (const message of waiting.splice(0)) send(message);
        })
        .catch((error) =>
          others.length ? attempt(others) : receive({ type: "state", error: error.message }),
        );
    let open = false;
    attempt((options.ways || (local ? "blob page" : "blob worker page")).split(" "));
    client = {
      post,
      listen: (listener) => listeners.add(listener),
      open: () => {
        if (open) return;
        open = true;
        post({
          type: "open",
          base: options.base,
          version,
          direct: !local,
          keep: options.keep,
          ahead: !local,
        });
        if (!local) FIRST.forEach((name) => fetchAhead(options.base, version, name, post));
      },
    };
    return client;
  };
})();
