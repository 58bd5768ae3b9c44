/**
 * Answers messages: loads the payload step by step, runs the newest query, gives results as they
 * come. `serve` works on any port: a Worker's global scope or, where there are no workers, an object
 * in the page (client.js); then its work is cut into slices short enough for the page.
 *
 * In:  hello, open {base, version, direct, keep, ahead}, data {name, text}, load {name}, failed {name}, query {id, text, kind, most}, more {id, kind, from, to},
 *      names {id, text}
 * Out: alive, need {name}, state {…}, result {id, …}, items {id, from, items},
 *      names {id, ids, ready}
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function worker(kb) {
    "use strict";

    const SLICE = 10; // ms of work between looking for newer messages
    const FIRST_ITEMS = 10;
    /**
     * Characters of text kept in memory, five bytes each; files beyond are looked through one
     * after another for each query that stands for a moment. Questions look in what is kept.
     */
    const KEPT_CHARACTERS = 20e6;
    const PASS_AFTER = 300; // ms
    const ATTEMPTS = 3; // to fetch a file
    const EVERY = 150; // ms between answers while the texts come in

    /** The JSON between the backticks of a payload file. @param {string} text */
    kb.readPayload = (text) => JSON.parse(text.slice(text.indexOf("`") + 1, text.lastIndexOf("`")));

    class Server {
      /** @param {SearchPort} port */
      constructor(port) {
        this.port = port;
        this.engine = new kb.Engine();
        this.base = "";
        this.version = "";
        this.direct = false;
        this.edition = "";
        this.retried = false;
        /** What pages.js brought before terms.js was there. @type {PagesData | null} */
        this.early = null;
        /**
         * How far it is: `texts` of `of` files are kept; `passed` of `passing` others looked
         * through.
         */
        this.state = {
          terms: false,
          pages: false,
          texts: 0,
          of: -1,
          passed: 0,
          passing: 0,
          error: "",
        };
        /** @type {QueryMessage | null} */
        this.query = null;
        /** @type {Result | null} */
        this.result = null;
        /** Work to be done, the most urgent first. @type {Job[]} */
        this.jobs = [];
        this.running = false;
        this.changedAt = 0;
        /** The file that is to be looked through next. */
        this.wanted = "";
        /** @type {any} */
        this.timer = 0;
      }

      /** @param {any} message */
      receive(message) {
        const { type, name } = message;
        if (type === "hello") this.port.postMessage({ type: "alive" });
        else if (type === "open") this.open(message);
        else if (type === "load") this.load(name);
        else if (type === "failed") this.fail(`${name}.js`);
        else if (type === "query") this.ask(message);
        else if (type === "more") this.more(message);
        else if (type === "names") this.names(message);
        else if (type === "data") {
          try {
            this.take(name, JSON.parse(message.text));
          } catch (error) {
            this.fail(`${name}.js: ${error}`);
          }
        }
      }

      // ---- Loading --------------------------------------------------------------------------

      /**
       * `ahead`: the page itself gets the first files, and sends them as they come.
       * @param {{base: string, version?: string, direct: boolean, keep?: number, ahead?: boolean}} message
       */
      open({ base, version = "", direct, keep, ahead }) {
        this.base = base;
        this.version = version;
        this.direct = direct;
        this.keep = keep || KEPT_CHARACTERS;
        if (ahead) return;
        this.load("terms");
        this.load("pages");
      }

      /** Get a payload file, by fetch where that works. @param {string} name @param {number} [attempt] */
      load(name, attempt = 1) {
        if (!this.direct) {
          this.port.postMessage({ type: "need", name });
          return;
        }
        const fresh = !this.version && (name === "terms" || name === "pages");
        const version = this.version || (fresh ? "" : `?v=${this.edition}`);
        const address = `${this.base}${name}.js${version}`;
        fetch(address, { cache: fresh ? "no-cache" : "default" })
          .then((response) =>
            response.ok ? response.text() : Promise.reject(new Error(String(response.status))),
          )
          .then(
            (text) => this.take(name, kb.readPayload(text)),
            (error) => {
              // The server no longer has this page's release: the page must be loaded anew.
              if (this.version && error.message === "404") this.fail("updated");
              // A busy or far server: once more, later.
              else if (attempt < ATTEMPTS) setTimeout(() => this.load(name, attempt + 1), 400 * attempt);
              else this.fail(`${name}.js: ${error.message}`);
            },
          )
          .catch((error) => this.fail(`${name}.js: ${error.message}`));
      }

      /** @param {string} error */
      fail(error) {
        this.state.error = error;
        this.tell();
      }

      tell() {
        this.port.postMessage({ type: "state", ...this.state });
      }

      /** @param {string} name @param {any} data */
      take(name, data) {
        // A server that keeps no older release gives what it has: addresses may lead elsewhere now.
        if (this.version && data.release && this.version !== `?v=${data.release}`)
          return this.fail("updated");
        if (name === "terms") this.takeTerms(data);
        else if (data.edition !== this.edition && this.edition) this.restart();
        else if (name === "pages") this.takePages(data);
        else if (this.state.texts < this.state.of) this.do(0, this.takeTexts(data));
        else if (name === this.wanted) this.do(1, this.passTexts(data));
      }

      /** The site was rebuilt between two files: begin again, once. */
      restart() {
        if (this.retried) return this.fail("edition");
        this.retried = true;
        this.edition = "";
        this.jobs = [];
        this.load("terms");
        this.load("pages");
      }

      /** @param {TermsData} data */
      takeTerms(data) {
        this.edition = data.edition;
        this.engine.loadTerms(data);
        const kept = keptFiles(data.texts, this.keep || KEPT_CHARACTERS);
        this.state = {
          terms: true,
          pages: false,
          texts: 0,
          of: kept,
          passed: 0,
          passing: data.texts.length - kept,
          error: "",
        };
        if (this.early) this.take("pages", this.early);
        this.early = null;
        this.changed();
      }

      /** @param {PagesData} data */
      takePages(data) {
        if (!this.edition) {
          this.early = data;
          return;
        }
        this.engine.loadPages(data);
        this.do(0, this.engine.warm());
        this.state.pages = true;
        if (this.state.of) this.load("text-0");
        this.changed();
      }

      /** @param {TextsData} data */
      *takeTexts(data) {
        const next = this.state.texts + 1;
        if (next < this.state.of) this.load(`text-${next}`); // on its way while this one is read
        yield* this.engine.loadTexts(data);
        this.state.texts = next;
        this.changed();
      }

      /** There is more to search in: say so, and ask again, but not at every file. */
      changed() {
        const { terms, pages, texts, of } = this.state;
        const some = terms && pages && texts && texts < of;
        if (some && Date.now() - this.changedAt < EVERY) return;
        this.changedAt = Date.now();
        this.tell();
        if (this.query) this.ask(this.query);
      }

      // ---- Answering ------------------------------------------------------------------------

      /** @param {QueryMessage} query */
      ask(query) {
        this.query = query;
        this.jobs = this.jobs.filter(({ urgent }) => urgent === 0);
        clearTimeout(this.timer);
        this.wanted = "";
        this.do(2, this.answer(query));
      }

      /** @param {QueryMessage} query */
      *answer(query) {
        this.result = yield* this.engine.search(query.text);
        this.state.passed = 0;
        this.post(query, this.result);
        if (this.state.texts === this.state.of && this.state.passing && !this.result.plan.empty)
          this.timer = setTimeout(() => this.pass(), PASS_AFTER);
      }

      /** @param {QueryMessage} query @param {Result} result */
      post(query, result) {
        const { state } = this;
        const kinds = result.kinds();
        this.port.postMessage({
          type: "result",
          id: query.id,
          text: query.text,
          total: query.kind ? kinds[query.kind] || 0 : result.size,
          kinds,
          literal: result.literal,
          suggestion: result.suggestion,
          items: result.items(query.kind, 0, Math.max(query.most || 0, FIRST_ITEMS)),
          complete:
            state.texts === state.of && (result.plan.empty || state.passed === state.passing),
          empty: result.plan.empty,
        });
      }

      /** Look through the next file that is not kept. */
      pass() {
        this.wanted = `text-${this.state.of + this.state.passed}`;
        this.load(this.wanted);
      }

      /** @param {TextsData} data */
      *passTexts(data) {
        const { query, result } = this;
        if (!query || !result) return;
        const shard = yield* kb.buildShard(data, new Uint32Array(0x10000));
        yield* this.engine.searchPassing(result, shard);
        this.state.passed++;
        this.tell();
        this.post(query, result);
        if (this.state.passed < this.state.passing) this.pass();
      }

      /** @param {{id: number, kind: string, from: number, to: number}} message */
      more({ id, kind, from, to }) {
        if (!this.result || !this.query || id !== this.query.id) return;
        this.query.most = Math.max(this.query.most, to);
        this.port.postMessage({
          type: "items",
          id,
          kind,
          from,
          items: this.result.items(kind, from, to),
        });
      }

      /** Terms only, for the glossary. @param {{id: number, text: string}} message */
      names({ id, text }) {
        const { engine } = this;
        const plan = kb.planOf(text);
        let hits = plan.empty ? [] : engine.matchNames(plan);
        if (!plan.empty && !hits.length) hits = engine.matchSlips(plan);
        const terms = engine.data ? engine.data.terms : [];
        const ids = hits
          .filter(({ name }) => name.target.kind === "term")
          .map(({ name }) => terms[name.target.index].id);
        this.port.postMessage({ type: "names", id, ids, ready: this.state.terms });
      }

      // ---- Working --------------------------------------------------------------------------

      /** @param {number} urgent @param {Generator<any, any, any>} steps */
      do(urgent, steps) {
        this.jobs.push({ urgent, steps });
        this.jobs.sort((a, b) => b.urgent - a.urgent); // stable: files stay in their order
        if (!this.running) this.run();
      }

      /** Work for a slice, then let newer messages in. */
      run() {
        this.running = true;
        const end = Date.now() + SLICE;
        while (this.jobs.length) {
          const job = this.jobs[0];
          let done = true;
          try {
            done = Boolean(job.steps.next().done);
          } catch (error) {
            console.error(error); // a mistake of ours: the next query is answered all the same
          }
          if (done) this.jobs = this.jobs.filter((other) => other !== job);
          if (Date.now() >= end) break;
        }
        if (this.jobs.length) this.port.defer(() => this.run());
        else this.running = false;
      }
    }

    /**
     * How many of the text files are kept in memory.
     * @param {number[]} sizes @param {number} most @returns {number}
     */
    function keptFiles(sizes, most) {
      let sum = 0;
      const over = sizes.findIndex((size) => (sum += size) > most);
      return over < 0 ? sizes.length : over;
    }

    /** @param {SearchPort} port @returns {(message: any) => void} what to call for each message */
    kb.serve = (port) => {
      const server = new Server(port);
      return (message) => server.receive(message);
    };

    /** Serve from a worker's global scope. @param {any} scope */
    kb.start = (scope) => {
      const channel = new MessageChannel(); // sooner than a timer, and after waiting messages
      /** @type {(() => void)[]} */
      const later = [];
      channel.port1.onmessage = () => /** @type {() => void} */ (later.shift())();
      const receive = kb.serve({
        postMessage: (message) => scope.postMessage(message),
        defer: (work) => {
          later.push(work);
          channel.port2.postMessage(0);
        },
      });
      scope.onmessage = (/** @type {MessageEvent} */ event) => receive(event.data);
    };
  },
);
