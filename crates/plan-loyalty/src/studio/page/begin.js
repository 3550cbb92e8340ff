// @ts-check
"use strict";
// The page of the data: while a plan is made, its step stands on the page and it can be cancelled. Without this script the form does the same and the browser
// waits.
(() => {
  /** @param {string} id */
  const part = (id) => document.getElementById(id);
  const form = /** @type {HTMLFormElement | null} */ (part("make"));
  /** @type {AbortController | null} */
  let making = null;

  /** @param {string} words */
  const tell = (words) => part("progress")?.replaceChildren(words);
  /** @param {boolean} yes */
  function busy(yes) {
    part("main")?.setAttribute("aria-busy", String(yes));
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[type=submit]"))) button.disabled = yes;
    const cancel = part("cancel");
    if (cancel) cancel.hidden = !yes;
  }
  /** The step of the plan that is made, until it is there. */
  async function follow() {
    const own = making;
    while (making && making === own) {
      const answer = await fetch("/progress?making").catch(() => null);
      const step = answer?.ok ? await answer.text() : "";
      if (step && making === own) tell(`${step} …`);
      await new Promise((done) => setTimeout(done, 250));
    }
  }
  /** @param {HTMLFormElement} sent */
  async function make(sent) {
    const own = new AbortController();
    making = own;
    busy(true);
    tell("Beginning …");
    void follow();
    try {
      const said = new URLSearchParams();
      for (const [name, value] of new FormData(sent)) said.append(name, String(value));
      const answer = await fetch("/begin", { method: "POST", body: said, signal: own.signal, headers: { Accept: "text/html" } });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (fresh) part("main")?.replaceWith(document.adoptNode(fresh));
      else tell(page.body.textContent ?? "");
      making = null;
      busy(false);
      part("refusal")?.scrollIntoView();
    } catch {
      making = null;
      busy(false);
      tell(own.signal.aborted ? "Cancelled. Nothing was written." : "The studio does not answer. Start it again with plan-loyalty studio.");
    }
  }
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (event.target.id === "make") {
      event.preventDefault();
      void make(event.target);
    } else if (event.target.id === "drop") {
      const said = part("said");
      if (said) said.textContent = "Copying";
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.id === "cancel") making?.abort();
  });
  if (form) busy(false);
})();
