/**
 * The service worker: pages that were read, and the search once it was used, work without a network.
 *
 * Never two editions at once: each release has a cache of its own, a file is kept only under the
 * address that names the release (`?v=…`), a page only if it names this release itself. Whatever
 * belongs to another release goes to the server untouched. sw.js says which release this is.
 */
(function () {
  "use strict";

  /** @type {any} */
  const scope = self;
  /** @type {{release: string, shell: string[], keep: Record<string, string[]>, fallback: Record<string, string>}} */
  const { release, shell, keep, fallback } = scope.kbApp;
  const version = `?v=${release}`;
  const root = scope.registration.scope; // ends in a slash
  const PREFIX = `kb ${root} `; // other sites of this server have caches of their own
  const NAME = PREFIX + release;
  const PATIENCE = 4000; // ms for the server, where there is a kept page
  const MOST_PAGES = 300;
  const CARRIED = 60; // pages read last, fetched again for a new release

  /** @param {string} url */
  const isPage = (url) => !url.includes("?") && /(?:\/|\.html)$/.test(url);
  const open = () => caches.open(NAME);

  /**
   * Keep a page under its address without query and fragment, if it is one of this release.
   * @param {Cache} cache @param {string} key @param {Response} response
   */
  async function keepPage(cache, key, response) {
    const type = response.headers.get("Content-Type") || "";
    if (!response.ok || !type.startsWith("text/html")) return false;
    const text = await response.clone().text();
    if (!text.includes(`${version}"`)) return false;
    await cache.delete(key); // the newest come last
    await cache.put(key, response);
    return true;
  }

  /** @param {Cache} cache */
  async function dropOldest(cache) {
    const pages = (await cache.keys()).filter(({ url }) => isPage(url));
    const kept = new Set(shell.map((path) => new URL(path, root).href));
    const old = pages.slice(0, Math.max(0, pages.length - MOST_PAGES));
    await Promise.all(old.filter(({ url }) => !kept.has(url)).map((request) => cache.delete(request)));
  }

  /**
   * Keep a file of this release or a page; a failure is an error.
   * @param {Cache} cache @param {string} url
   */
  async function store(cache, url) {
    const page = isPage(url);
    const response = await fetch(url, { cache: page ? "no-cache" : "default" });
    if (page) {
      if (!(await keepPage(cache, url, response))) throw new Error(`another release: ${url}`);
    } else if (response.ok) await cache.put(url, response);
    else throw new Error(`${response.status} ${url}`);
  }

  /**
   * A few at a time, so that the reader's own requests are not held up.
   * @param {string[]} urls @param {boolean} strict whether one failure is a failure of all
   */
  async function storeAll(urls, strict) {
    const cache = await open();
    const waiting = [...urls];
    const next = async () => {
      for (let url = waiting.shift(); url; url = waiting.shift()) {
        if (await cache.match(url)) continue;
        const stored = store(cache, url);
        await (strict ? stored : stored.catch(() => {}));
      }
    };
    await Promise.all([next(), next(), next()]);
  }

  /** @param {string[]} paths */
  const absolute = (paths) => paths.map((path) => new URL(path, root).href);

  const outdated = async () =>
    (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);

  /** What the reader had kept of an older release is fetched anew, while it can be. */
  async function carryOver() {
    for (const name of await outdated()) {
      const requests = await (await caches.open(name)).keys();
      const urls = requests.map(({ url }) => url);
      await storeAll(urls.filter(isPage).slice(-CARRIED), false);
      for (const files of Object.values(keep)) {
        const first = absolute(files).map((url) => url.split("?")[0]);
        const payload = first.filter((url) => url.endsWith("/search/terms.js"));
        if (urls.some((url) => payload.includes(url.split("?")[0])))
          await storeAll(absolute(files), false);
      }
    }
  }

  scope.addEventListener("install", (/** @type {any} */ event) => {
    event.waitUntil(
      storeAll(absolute(shell), true)
        .then(carryOver)
        .then(() => scope.skipWaiting()),
    );
  });

  scope.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil(
      outdated()
        .then((names) => Promise.all(names.map((name) => caches.delete(name))))
        .then(() => scope.clients.claim())
        .then(() => scope.clients.matchAll())
        .then((/** @type {any[]} */ clients) => {
          for (const client of clients) client.postMessage({ type: "release", release });
        }),
    );
  });

  scope.addEventListener("message", (/** @type {any} */ event) => {
    const { type, language } = event.data || {};
    if (type === "keep" && keep[language]) event.waitUntil(storeAll(absolute(keep[language]), false));
  });

  /**
   * A page: the server's, so that it is the newest; the kept one where the server is far or gone.
   * @param {any} event
   */
  async function page(event) {
    const { request } = event;
    const key = request.url.split(/[?#]/)[0];
    const cache = await open();
    const kept = await cache.match(key);
    const answered = fetch(request).then((response) => {
      const copy = response.clone();
      if (response.ok)
        event.waitUntil(
          keepPage(cache, key, copy).then((ours) =>
            ours ? dropOldest(cache) : scope.registration.update().catch(() => {}),
          ),
        );
      return response;
    });
    if (!kept) return answered.catch(() => missing(key, cache));
    const tired = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
    return Promise.race([answered.catch(() => kept), tired]);
  }

  /** @param {string} key @param {Cache} cache */
  async function missing(key, cache) {
    const language = key.startsWith(`${root}en/`) ? "en" : "zh";
    const url = new URL(fallback[language], root).href;
    // By a redirect: the page's own links are relative to where it is.
    return (await cache.match(url)) ? Response.redirect(`${url}#offline`) : Response.error();
  }

  /** A file of this release: what is kept never changes. @param {any} event */
  async function file({ request }) {
    const cache = await open();
    const kept = await cache.match(request.url);
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok) await cache.put(request.url, response.clone());
    return response;
  }

  scope.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    if (request.method !== "GET" || !request.url.startsWith(root)) return;
    if (request.mode === "navigate") {
      if (isPage(request.url.split(/[?#]/)[0])) event.respondWith(page(event));
    } else if (new URL(request.url).search === version) event.respondWith(file(event));
  });
})();
