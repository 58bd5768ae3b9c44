/**
 * The website as an app: registers the service worker, says when there is a newer edition, lists on
 * the page for it what is kept on this machine.
 *
 * Only where browsers allow it, on https and localhost. Nothing is fetched ahead for a reader who
 * opens one page; the search is kept once it was used, or from the second page on where the
 * connection is good, or where the site is installed.
 */
(function () {
  "use strict";

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL(script.dataset.root || ".", location.href).href;
  const release = new URL(script.src).search.replace("?v=", "");
  const workers = navigator.serviceWorker;
  const english = document.documentElement.lang.startsWith("en");
  const language = english ? "en" : "zh";
  /** @param {string} chinese @param {string} translated */
  const t = (chinese, translated) => (english ? translated : chinese);
  const AFTER = 3000; // ms after the page is there
  const SELDOM = 600000; // ms between looking for a newer edition

  /** @param {string} name @param {string} text @returns {HTMLElement} */
  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  /** This page is of an older edition than the one now served. */
  function announce() {
    const page = document.querySelector("article");
    if (!page || document.querySelector(".kb-renewed")) return;
    const notice = element("p", t("本库刚刚更新，这一页是旧版。", "A newer edition is out; this page is the older one. "));
    notice.className = "kb-notice kb-renewed";
    notice.setAttribute("role", "status");
    const button = element("button", t("刷新", "Reload"));
    button.setAttribute("type", "button");
    button.className = "md-button";
    button.onclick = () => location.reload();
    notice.append(button);
    page.prepend(notice);
  }

  /** Whether the search may be fetched without being asked for. */
  function mayFetch() {
    if (matchMedia("(display-mode: standalone)").matches) return true;
    /** @type {any} */
    const { connection } = navigator;
    return Boolean(connection && !connection.saveData && connection.effectiveType === "4g");
  }

  function register() {
    let looked = Date.now();
    workers.register(`${root}sw.js`, { scope: root, updateViaCache: "none" }).then(
      (registration) => {
        document.addEventListener("visibilitychange", () => {
          if (document.hidden || Date.now() - looked < SELDOM) return;
          looked = Date.now();
          registration.update().catch(() => {});
        });
        // From the second page on: the worker was there when this one was loaded.
        if (workers.controller && mayFetch())
          workers.controller.postMessage({ type: "keep", language });
      },
      () => {}, // forbidden here, or the server does not have it: the site works as ever
    );
  }

  /** The pages kept on this machine, by their titles. @param {HTMLElement} place */
  async function listKept(place) {
    const names = (await caches.keys()).filter((name) => name.startsWith(`kb ${root} `));
    const list = document.createElement("ul");
    for (const name of names) {
      const cache = await caches.open(name);
      for (const { url } of [...(await cache.keys())].reverse()) {
        if (url.includes("?") || url.startsWith(`${root}en/`) !== english) continue;
        const kept = await cache.match(url);
        const found = kept && /<title>([^<]*) - [^<]*<\/title>/.exec(await kept.text());
        if (!found) continue;
        const link = document.createElement("a");
        link.href = url;
        link.textContent = new DOMParser().parseFromString(found[1], "text/html").body.textContent;
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
    }
    if (list.childElementCount) place.replaceChildren(list);
  }

  /** The browser's own offer to install, as a button on the page about it. @param {HTMLElement} place */
  function offer(place) {
    addEventListener("beforeinstallprompt", (/** @type {any} */ event) => {
      event.preventDefault();
      const button = element("button", t("安装", "Install"));
      button.setAttribute("type", "button");
      button.className = "md-button md-button--primary";
      button.onclick = () => event.prompt();
      place.replaceChildren(button);
    });
  }

  if (!workers || !self.isSecureContext) return;
  workers.addEventListener("message", ({ data }) => {
    if (data && data.type === "release" && data.release !== release) announce();
  });
  const install = document.getElementById("kb-install");
  if (install) offer(install);
  const kept = document.getElementById("kb-kept");
  if (kept) listKept(kept).catch(() => {});
  addEventListener("load", () => setTimeout(register, AFTER));
})();
