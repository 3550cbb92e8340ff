// @ts-check
"use strict";
// The page of the studio, live. Without this script the form and the links do the same, one page after another.
//
// The address is the state: it holds the differences from the saved plan, so that undo and redo are the browser's. A change shows twice: in a moment while
// it is made, and in full when it is made. Parts of the page are taken out of the server's answer as they are; nothing is written here.
(() => {
  /** Parts that every answer renews. The form is left alone while a person works in it. */
  const PARTS = ["top", "refusal", "constraints-read", "figures", "details", "changes", "comments-list", "frontier"];
  /** Where a person works: renewed when the address says something else than the fields. They come first: a part may stand in one of them. */
  const FIELDS = ["controls", "drivers"];
  /** @type {AbortController | null} */
  let current = null;
  /** A change waits while a quick appraisal is on its way; older ones are dropped. */
  let waits = false;
  /** @type {Promise<{ text: string, address: string } | null> | null} */
  let line = null;

  /** @param {string} id */
  const part = (id) => document.getElementById(id);
  const form = () => /** @type {HTMLFormElement} */ (part("controls"));
  const fields = () => {
    const all = new URLSearchParams();
    for (const [name, value] of new FormData(form())) all.append(name, String(value));
    return all;
  };
  /** @param {string} words */
  const say = (words) => {
    const said = part("said");
    if (said && words) said.textContent = words;
  };
  /** @param {boolean} yes */
  const busy = (yes) => part("figures")?.setAttribute("aria-busy", String(yes));

  /** Puts the parts of an answer in their places; what has the focus keeps it, and a reason that was typed stays.
   * @param {string} text @param {string[]} parts */
  function take(text, parts) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement?.id;
    const reason = /** @type {HTMLInputElement | null} */ (part("reason"))?.value;
    for (const id of parts) {
      const [old, fresh] = [part(id), page.getElementById(id)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    if (page.title) document.title = page.title;
    if (focused && document.activeElement?.id !== focused) part(focused)?.focus({ preventScroll: true });
    const field = /** @type {HTMLInputElement | null} */ (part("reason"));
    if (field && reason) field.value = reason;
    prepare();
  }
  /** Asks for a page. Null: a newer request has taken its place.
   * @param {string} address */
  async function ask(address) {
    current?.abort();
    const own = new AbortController();
    current = own;
    try {
      const answer = await fetch(address, { signal: own.signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (current !== own) return null;
      if (!answer.headers.get("content-type")?.startsWith("text/html")) {
        lost(text);
        return null;
      }
      return { text, address: answer.headers.get("studio-address") ?? address };
    } catch (e) {
      if (!own.signal.aborted) lost("The studio does not answer. Start it again with plan-loyalty studio; the address of this page keeps your changes.");
      return null;
    } finally {
      if (current === own) current = null;
    }
  }
  /** @param {string} words */
  function lost(words) {
    const place = part("refusal");
    const told = document.createElement("div");
    told.className = "refusal";
    told.setAttribute("role", "alert");
    told.textContent = words;
    place?.replaceChildren(told);
    busy(false);
  }
  /** While a change is made: in a moment. One request at a time, the newest next; whoever asks meanwhile gets the newest answer. */
  function quick() {
    waits = true;
    line ??= (async () => {
      let got = null;
      while (waits) {
        waits = false;
        got = await ask(`/quick?${fields()}`);
      }
      line = null;
      if (got) take(got.text, PARTS);
      return got;
    })();
    return line;
  }
  /** The change is made: its address, then its appraisal in full. */
  async function made() {
    const got = await quick();
    if (!got) return;
    if (got.address !== location.pathname + location.search) history.pushState(null, "", got.address);
    say(part("figures")?.dataset.said ?? "");
    await go(PARTS);
  }
  /** While the server works on what the address says, its step stands on the page, and it can be cancelled. Ends when the request does. */
  async function follow() {
    const own = current;
    const [cancel, place] = [part("cancel"), part("progress")];
    if (!cancel || !place) return;
    cancel.hidden = false;
    while (current && current === own) {
      const answer = await fetch(`/progress${location.search}`).catch(() => null);
      const step = answer?.ok ? await answer.text() : "";
      if (step) place.textContent = `${step} …`;
      await new Promise((done) => setTimeout(done, 250));
    }
    cancel.hidden = true;
  }
  /** Shows what the address says.
   * @param {string[]} parts */
  async function go(parts) {
    busy(true);
    const asked = ask(location.pathname + location.search);
    void follow();
    const got = await asked;
    if (!got) return;
    take(got.text, parts);
    say(part("figures")?.dataset.said ?? "");
  }
  /** What needs the script is shown. */
  function prepare() {
    document.documentElement.classList.add("scripted");
    for (const range of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-for]"))) {
      const typed = /** @type {HTMLInputElement | null} */ (part(range.dataset.for ?? ""));
      if (typed) range.value = number(typed);
    }
  }
  /** What a slider stops at: a spread that follows the value has no place on it.
   * @param {HTMLInputElement} typed */
  const number = (typed) => String(parseFloat(typed.value));
  /** A slider and its field are one value.
   * @param {HTMLInputElement} input */
  function pair(input) {
    const typed = input.dataset.for ? /** @type {HTMLInputElement | null} */ (part(input.dataset.for)) : input;
    if (!typed) return;
    if (typed !== input) typed.value = input.value;
    const range = /** @type {HTMLInputElement | null} */ (document.querySelector(`input[data-for="${typed.id}"]`));
    if (range && range !== input) range.value = number(typed);
    typed.closest(".number")?.classList.toggle("changed", typed.value !== typed.dataset.saved);
  }
  /** The field whose threshold is dragged on the histogram; empty: none is. The picture is renewed meanwhile. */
  let dragged = "";
  let moved = false;
  /** @param {PointerEvent} event */
  function drag(event) {
    const typed = /** @type {HTMLInputElement | null} */ (part(dragged));
    const picture = /** @type {SVGSVGElement | null | undefined} */ (part("histogram")?.querySelector("svg"));
    if (!typed || !picture) return;
    const { left, width } = picture.getBoundingClientRect();
    const [low, high, side] = ["low", "high", "side"].map((name) => Number(picture.dataset[name]));
    const share = Math.min(1, Math.max(0, ((event.clientX - left) / width - side) / (1 - 2 * side)));
    // Two digits: a threshold that people can remember.
    const place = low * (high / low) ** share;
    const value = String("whole" in picture.dataset ? Math.max(1, Math.round(place)) : Number(place.toPrecision(2)));
    const handle = picture.querySelector(`[data-drag="${dragged}"]`);
    handle?.setAttribute("transform", `translate(${((side + share * (1 - 2 * side)) * picture.viewBox.baseVal.width).toFixed(1)} 0)`);
    if (value === typed.value) return;
    typed.value = value;
    moved = true;
    pair(typed);
    void quick();
  }
  async function copy() {
    const command = /** @type {HTMLTextAreaElement} */ (part("command"));
    command.select();
    try {
      await navigator.clipboard.writeText(command.value);
      say("Copied");
    } catch {
      say("Press Ctrl+C to copy");
    }
  }

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.form !== form() || input.type === "checkbox") return;
    pair(input);
    void quick();
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    const field = input instanceof HTMLInputElement || input instanceof HTMLSelectElement || input instanceof HTMLTextAreaElement ? input : null;
    if (field?.form !== form() || field.id === "add-from") return;
    // A benefit that is added leaves the list of those that may be.
    const adds = field.id === "add";
    void made().then(() => (adds ? go([...FIELDS, ...PARTS]) : undefined));
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form()) {
      event.preventDefault();
      void made();
    } else if (event.target instanceof HTMLFormElement && event.target.id === "save") {
      event.target.setAttribute("aria-busy", "true");
      say("Saving");
    }
  });
  document.addEventListener("click", (event) => {
    const clicked = event.target instanceof Element ? event.target : null;
    const link = /** @type {HTMLAnchorElement | null | undefined} */ (clicked?.closest("a[data-go]"));
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      history.pushState(null, "", link.href);
      void go([...FIELDS, ...PARTS]);
    }
    if (clicked?.id === "undo") history.back();
    if (clicked?.id === "redo") history.forward();
    if (clicked?.id === "copy") void copy();
    if (clicked?.id === "cancel") {
      current?.abort();
      busy(false);
      say("Cancelled. The figures are those of the saved plan.");
      part("progress")?.replaceChildren("Cancelled.");
      clicked.setAttribute("hidden", "");
    }
  });
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target instanceof Element && event.button === 0 ? event.target.closest("[data-drag]") : null;
    if (!(handle instanceof SVGElement) || !part(handle.dataset.drag ?? "")) return;
    dragged = handle.dataset.drag ?? "";
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (dragged) drag(event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      if (dragged && moved) void made();
      [dragged, moved] = ["", false];
    });
  }
  window.addEventListener("popstate", () => void go([...FIELDS, ...PARTS]));

  prepare();
  // On a phone the figures come first: the form opens when it is asked for.
  if (matchMedia("(max-width: 700px)").matches) part("fold")?.removeAttribute("open");
})();
