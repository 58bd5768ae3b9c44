/**
 * Before the first paint: where the site is, and the scheme that the reader has chosen.
 *
 * Material has this in scripts inside every page, which a strict Content-Security-Policy forbids. The
 * names are those that its bundle asks for.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL(script.dataset.base || ".", location.href);
  /** @param {string} key @param {Storage} [storage] @param {URL} [within] */
  function get(key, storage = localStorage, within = scope) {
    return JSON.parse(storage.getItem(`${within.pathname}.${key}`) || "null");
  }
  /** @param {string} key @param {any} value @param {Storage} [storage] @param {URL} [within] */
  function set(key, value, storage = localStorage, within = scope) {
    try {
      storage.setItem(`${within.pathname}.${key}`, JSON.stringify(value));
    } catch (error) {
      // No room, or not allowed: the choice is not remembered.
    }
  }
  /** @param {string} text */
  const hash = (text) => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0);
  Object.assign(self, { __md_scope: scope, __md_get: get, __md_set: set, __md_hash: hash });

  /** The colours to start with, as attributes of the body. @returns {Record<string, string>} */
  function colours() {
    try {
      const chosen = get("__palette");
      if (chosen && chosen.color) return chosen.color;
    } catch (error) {
      // Storage may be forbidden, or hold something of another program.
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? { scheme: "slate" } : {};
  }

  // This runs in the head; the observer is called as soon as there is a body, before it is painted.
  const observer = new MutationObserver(() => {
    if (!document.body) return;
    observer.disconnect();
    for (const [name, value] of Object.entries(colours()))
      document.body.setAttribute(`data-md-color-${name}`, String(value));
  });
  observer.observe(document.documentElement, { childList: true });
})();
