/** Scripts that are loaded when they are needed, and long work in slices, so that the page answers. */
(self.kbDeskParts = self.kbDeskParts || []).push(
  /** @param {KbDesk} kb */
  function loading(kb) {
    "use strict";

    const SLICE = 12; // ms of work before the page may answer

    /** @type {Map<string, Promise<void>>} */
    const scripts = new Map();

    /** @param {string} source @returns {Promise<void>} */
    function load(source) {
      let known = scripts.get(source);
      if (!known) {
        known = new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = source;
          script.onload = () => resolve();
          script.onerror = () => {
            scripts.delete(source);
            reject(new Error(source));
          };
          document.head.append(script);
        });
        scripts.set(source, known);
      }
      return known;
    }

    /** Run a generator to its end, a slice at a time. @param {Generator<any, any, any>} steps @returns {Promise<any>} */
    function run(steps) {
      const channel = new MessageChannel(); // sooner than a timer
      return new Promise((resolve, reject) => {
        channel.port1.onmessage = () => {
          const end = performance.now() + SLICE;
          try {
            for (;;) {
              const { done, value } = steps.next();
              if (done) {
                channel.port1.close();
                return resolve(value);
              }
              if (performance.now() >= end) break;
            }
          } catch (error) {
            channel.port1.close();
            return reject(error);
          }
          channel.port2.postMessage(0);
        };
        channel.port2.postMessage(0);
      });
    }

    kb.loadScript = load;
    kb.run = run;
  },
);
