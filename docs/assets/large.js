/**
 * Large type, the mode for older readers, before anything is drawn: loaded in the head, so that no page
 * is seen in small type first. Everything it looks like is in large.css.
 *
 * The choice is the button's or the address's (?large=1, ?large=0) and is kept in localStorage. Where
 * that is not to be had, and over file://, where some browsers keep one for each file, links carry it.
 */
(function () {
  "use strict";

  const NAME = "large";
  const KEY = "kb-large";
  const HEADER = 120; // pixels: what is below it is what the reader looks at
  const root = document.documentElement;

  /** @returns {string | null} "1", "0", or null where nobody has chosen */
  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch (error) {
      return null; // storage is switched off
    }
  }

  /** @param {string} value @returns {boolean} whether the next page will know it */
  function keep(value) {
    try {
      localStorage.setItem(KEY, value);
      return location.protocol !== "file:";
    } catch (error) {
      return false;
    }
  }

  const asked = new URLSearchParams(location.search).get(NAME);
  const linked = asked === "1" || asked === "0";
  let choice = linked ? asked : kept();
  let carried = choice !== null && (linked ? !keep(String(choice)) : location.protocol === "file:");

  function apply() {
    root.classList.toggle("kb-large", choice === "1");
  }

  /** The line being read stays where it is. */
  function change() {
    const read = document.elementFromPoint(innerWidth / 2, HEADER);
    const before = read ? read.getBoundingClientRect().top : 0;
    choice = choice === "1" ? "0" : "1";
    carried = !keep(choice);
    apply();
    if (read && scrollY) scrollBy(0, read.getBoundingClientRect().top - before);
    if (!linked) return;
    const url = new URL(location.href);
    url.searchParams.set(NAME, choice);
    try {
      history.replaceState(history.state, "", url.href); // a reload asks for what was chosen last
    } catch (error) {
      // A page opened from disk may refuse it; the next link carries the choice all the same.
    }
  }

  /** @param {Event} event a click on a link to another page of this site */
  function carry(event) {
    const target = /** @type {Element} */ (event.target);
    const link = carried && target.closest ? target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.hasAttribute("download")) return;
    if (link.protocol !== location.protocol || link.host !== location.host) return;
    const url = new URL(link.href);
    if (url.hash && url.pathname === location.pathname && url.search === location.search) return;
    if (url.searchParams.has(NAME)) return;
    url.searchParams.set(NAME, String(choice));
    link.href = url.href;
  }

  root.classList.add("kb-js");
  apply();
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest && target.closest("[data-kb-large]")) change();
  });
  document.addEventListener("click", carry, true);
  document.addEventListener("auxclick", carry, true);
  // Another tab chose, or this page comes back from the browser's memory.
  const again = () => {
    const now = kept();
    if (now === null || location.protocol === "file:") return;
    choice = now;
    apply();
  };
  addEventListener("storage", (event) => event.key === KEY && again());
  addEventListener("pageshow", (event) => event.persisted && again());
})();
