/**
 * Answers messages: loads the payload step by step, runs the newest query, gives results as they
 * come. `serve` works on any port: a Worker's global scope or, where there are no workers, an object
 * in the page (client.js); then its work is cut into slices short enough for the page.
 *
 * In:  open {base, direct}, data {name, text}, failed {name}, query {id, text, kind, most}, more {id, kind, from, to},
 *      names {id, text}
 * Out: need {name}, state {terms, pages, texts, of, error}, result {id, …}, items {id, from, items},
 *      names {id, hits}
 */
(self.kbSearchParts = self.kbSearchParts || []).push(
  /** @param {KbSearch} kb */
  function worker(kb) {
    "use strict";

    const SLICE = 10; // ms of work between looking for newer messages
    const FIRST_ITEMS = 20;

    /** The JSON between the backticks of a payload file. @param {string} text */
    kb.readPayload = (text) => JSON.parse(text.slice(text.indexOf("`") + 1, text.lastIndexOf("`")));

    class Server {
      /** @param {SearchPort} port */
      constructor(port) {
        this.port = port;
        this.engine = new kb.Engine();
        this.base = "";
        this.direct = false;
        this.edition = "";
        this.retried = false;
        this.state = { terms: false, pages: false, texts: 0, of: -1, error: "" };
        /** @type {{id: number, text: string, kind: string, most: number} | null} */
        this.query = null;
        /** @type {Result | null} */
        this.result = null;
        /** Work to be done, the most urgent last. @type {Job[]} */
        this.jobs = [];
        this.running = false;
      }

      /** @param {any} message */
      receive(message) {
        if (message.type === "open") this.open(message);
        else if (message.type === "data") this.take(message.name, kb.readPayload(message.text));
        else if (message.type === "failed") this.fail(`${message.name}.js`);
        else if (message.type === "query") this.ask(message);
        else if (message.type === "more") this.more(message);
        else if (message.type === "names") this.names(message);
      }

      /** @param {{base: string, direct: boolean}} message */
      open({ base, direct }) {
        this.base = base;
        this.direct = direct;
        this.load("terms");
        this.load("pages");
      }

      /** Get a payload file, by fetch where that works. @param {string} name */
      load(name) {
        if (!this.direct) {
          this.port.postMessage({ type: "need", name });
          return;
        }
        const fresh = name === "terms" || name === "pages";
        fetch(`${this.base}${name}.js${fresh ? "" : `?v=${this.edition}`}`, { cache: fresh ? "no-cache" : "default" })
          .then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))))
          .then((text) => this.take(name, kb.readPayload(text)))
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
        if (name === "terms") this.takeTerms(data);
        else if (data.edition !== this.edition && this.edition) this.restart();
        else if (name === "pages") this.takePages(data);
        else this.do(0, this.takeTexts(data));
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
        this.state = { terms: true, pages: false, texts: 0, of: data.texts, error: "" };
        if (this.waiting) this.take("pages", this.waiting);
        this.waiting = null;
        this.changed();
      }

      /** @param {PagesData} data */
      takePages(data) {
        if (!this.edition) {
          this.waiting = data; // faster than terms.js
          return;
        }
        this.engine.loadPages(data);
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

      /** There is more to search in: say so, and ask again. */
      changed() {
        this.tell();
        if (this.query) this.ask(this.query);
      }

      /** @param {{id: number, text: string, kind: string, most: number}} query */
      ask(query) {
        this.query = query;
        this.jobs = this.jobs.filter(({ urgent }) => urgent === 0);
        this.do(2, this.answer(query));
      }

      /** @param {{id: number, text: string, kind: string, most: number}} query */
      *answer(query) {
        const result = yield* this.engine.search(query.text);
        this.result = result;
        const shown = Math.max(query.most || 0, FIRST_ITEMS);
        const items = result.items(query.kind, 0, shown);
        this.port.postMessage({
          type: "result",
          id: query.id,
          text: query.text,
          total: query.kind ? result.kinds()[query.kind] || 0 : result.size,
          kinds: result.kinds(),
          literal: result.literal,
          suggestion: result.suggestion,
          items,
          complete: this.state.texts === this.state.of,
          empty: !result.plan.folded,
        });
      }

      /** @param {{id: number, kind: string, from: number, to: number}} message */
      more({ id, kind, from, to }) {
        if (!this.result || !this.query || id !== this.query.id) return;
        this.port.postMessage({ type: "items", id, kind, from, items: this.result.items(kind, from, to) });
      }

      /** Terms only, for the glossary. @param {{id: number, text: string}} message */
      names({ id, text }) {
        const { engine } = this;
        const plan = engine.plan(text);
        let hits = plan.folded ? engine.matchNames(plan) : [];
        if (plan.folded && !hits.length) hits = engine.matchSlips(plan);
        const terms = engine.data ? engine.data.terms : [];
        const ids = hits.filter(({ name }) => name.target.kind === "term").map(({ name }) => terms[name.target.index].id);
        this.port.postMessage({ type: "names", id, ids, ready: this.state.terms });
      }

      /** @param {number} urgent @param {Generator<any, any, any>} steps */
      do(urgent, steps) {
        this.jobs.push({ urgent, steps });
        this.jobs.sort((a, b) => a.urgent - b.urgent);
        if (!this.running) this.run();
      }

      /** Work for a slice, then let newer messages in. */
      run() {
        this.running = true;
        const end = Date.now() + SLICE;
        while (this.jobs.length) {
          const job = this.jobs[this.jobs.length - 1];
          if (job.steps.next().done) this.jobs = this.jobs.filter((other) => other !== job);
          if (Date.now() >= end) break;
        }
        if (this.jobs.length) this.port.defer(() => this.run());
        else this.running = false;
      }
    }

    /** @param {SearchPort} port @returns {(message: any) => void} what to call for each message */
    kb.serve = (port) => {
      const server = new Server(port);
      return (message) => server.receive(message);
    };
  },
);
