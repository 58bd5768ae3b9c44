/**
 * How old what you read is, in words: the date stands in the page, today is the reader's.
 *
 * In the offline copy and the pocket file it says after half a year that newer rules may exist; and a
 * page that an older copy left in the folder says so: data/edition.js is the newest copy's.
 */
(function () {
  "use strict";

  // Material takes every <link rel="alternate"> for a translation and fetches a sitemap beside it,
  // which the feed has not. This runs before it looks (at DOMContentLoaded).
  for (const feed of document.querySelectorAll("link[type='application/atom+xml']"))
    feed.setAttribute("rel", "alternate feed");

  const OLD_DAYS = 180;
  const english = document.documentElement.lang.startsWith("en");
  const mark = document.querySelector("[data-kb-edition]");
  if (!mark) return;
  const edition = mark.dataset.kbEdition;
  const [year, month, day] = edition.split(/[- ]/).map(Number);
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.round((today - Date.UTC(year, month - 1, day)) / 86400000);

  /** @param {number} count @param {string} chinese @param {string} unit */
  const ago = (count, chinese, unit) =>
    english ? `${count} ${unit}${count === 1 ? "" : "s"} ago` : `${count}${chinese}前`;

  function inWords() {
    if (days < 1) return english ? "today" : "今天";
    if (days < 31) return ago(days, "天", "day");
    if (days < 365) return ago(Math.floor(days / 30.44), "个月", "month");
    return ago(Math.floor(days / 365.25) || 1, "年", "year");
  }

  // A clock that is wrong says nothing; one day before is another time zone.
  if (days >= -1) {
    for (const place of document.querySelectorAll("[data-kb-age]"))
      place.textContent = english ? ` (${inWords()})` : `（${inWords()}）`;
  }
  /** @param {string} className @param {string} text */
  function notice(className, text) {
    const made = document.createElement("p");
    made.className = className;
    made.textContent = text;
    return made;
  }

  if ("kbCopy" in mark.dataset && days > OLD_DAYS) {
    const text = english
      ? "This edition is more than half a year old; newer rules may exist. Check before use, and update if there is a newer one."
      : "这一版已经过了半年，党内法规和提法可能有了新的规定，用前请核对，有新版请更新。";
    mark.after(notice("kb-old", text));
  }

  const page = document.querySelector("article");
  if (self.kbEdition && self.kbEdition !== edition && page) {
    const text = english
      ? "An older offline copy left this page here; the present edition does not have it so. "
      : "这一页是旧的离线副本留下的，现在这一版里没有它或者已经改了。";
    const made = notice("kb-notice kb-left-over", text);
    const home = document.createElement("a");
    home.href = document.querySelector("a.md-logo").href;
    home.textContent = english ? "Look it up from the home page" : "从首页查现在的内容";
    made.append(home);
    page.prepend(made);
  }
})();
