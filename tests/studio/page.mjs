// What a person does in the studio, in Chromium: page.mjs BROWSER PROGRAM FOLDER [FOLDER FOR PICTURES].
import { chromium } from "playwright-core";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { accessible, check, done, ownFiles, studio } from "./together.mjs";

const [executablePath, program, work, pictures] = process.argv.slice(2);
const hash = (folder) => JSON.parse(spawnSync(program, ["show", "--format", "json"], { cwd: folder, maxBuffer: 1 << 28 }).stdout).plan_hash;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const outside = [];
const faults = [];
async function open(at, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("request", (r) => new URL(r.url()).protocol.startsWith("http") && new URL(r.url()).origin !== at.origin && outside.push(r.url()));
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("console", (m) => m.type() === "error" && !/status of (422|409)/.test(m.text()) && faults.push(m.text()));
  await ownFiles(page, ["studio.js", "studio.css"]);
  await page.goto(at.address);
  return page;
}
/** The page as a person reads it, once what was asked for has come. */
const settled = (page, speed) => page.waitForFunction((s) => document.querySelector("#figures")?.getAttribute("aria-busy") !== "true" && document.querySelector(".speed .tag")?.textContent === s, speed);
const FULL = "Appraised in full";
const SAVED = "Saved plan";
const tier = "#field-blueprint-tiers-gold-threshold";
const says = (page, selector) => page.locator(selector).innerText();
const design = (page) => page.locator("#figures").getAttribute("data-hash");

async function changesAndUndo(at, folder) {
  const page = await open(at);
  const saved = hash(folder);
  check("the page opens without its token", !page.url().includes("token"));
  check("it opens on the saved plan", (await design(page)) === saved);
  // A slider that is moved: in a moment, then in full when it is let go.
  const slider = page.locator('input[data-for="field-blueprint-point-value"]');
  await slider.focus();
  await page.evaluate(() => { window.seen = []; new MutationObserver(() => window.seen.push(document.querySelector(".speed .tag")?.textContent)).observe(document.querySelector("main"), { childList: true }); });
  await page.keyboard.press("ArrowRight");
  await settled(page, FULL);
  check("a quick appraisal came first", (await page.evaluate(() => window.seen)).includes("Quick appraisal"));
  check("the field follows its slider", (await page.inputValue("#field-blueprint-point-value")) !== (await page.getAttribute("#field-blueprint-point-value", "data-saved")));
  check("the slider keeps the focus", await slider.evaluate((e) => e === document.activeElement));
  check("the change is in the address", page.url().includes("set=blueprint.point_value"));
  check("it is told to whoever does not see it", (await says(page, "#said")).includes("Net value"));
  const first = { url: page.url(), hash: await design(page) };
  await page.fill(tier, "2600");
  await page.locator(tier).blur();
  await page.waitForURL(/gold.threshold%3D2600/);
  await settled(page, FULL);
  const second = { url: page.url(), hash: await design(page) };
  await page.uncheck('input[name="benefit"] >> nth=0');
  await page.waitForURL(/remove-benefit/);
  await settled(page, FULL);
  check("three changes are listed", (await page.locator(".changed > li").count()) === 3);
  await page.selectOption("#add", { index: 1 });
  await page.waitForURL(/add-benefit/);
  await settled(page, FULL);
  check("the design differs after each", new Set([saved, first.hash, second.hash, await design(page)]).size === 4);
  // Undo and redo are the browser's; the form follows.
  for (const expected of [3, 2]) {
    await page.click("#undo");
    await page.waitForFunction((n) => document.querySelectorAll(".changed > li").length === n, expected);
  }
  await settled(page, FULL);
  check("undo gives the design before", (await design(page)) === second.hash && page.url() === second.url);
  check("the form follows", await page.isChecked('input[name="benefit"] >> nth=0'));
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll(".changed > li").length === n, 1);
  await settled(page, FULL);
  check("the browser's own button does the same", (await design(page)) === first.hash);
  await page.click("#redo");
  await page.waitForFunction((n) => document.querySelectorAll(".changed > li").length === n, 2);
  await settled(page, FULL);
  check("redo gives it again", (await design(page)) === second.hash);
  await page.reload();
  check("a page that is loaded again shows the same", (await design(page)) === second.hash && (await page.inputValue(tier)) === "2600");
  await page.click(".changed > li:first-child a");
  await page.waitForFunction(() => document.querySelectorAll(".changed > li").length === 1);
  await page.click("text=Back to the saved plan");
  await settled(page, SAVED);
  check("back at the saved plan", (await design(page)) === saved && (await page.inputValue(tier)) !== "2600");
  const tabs = [["members", "A typical Gold customer"], ["journey", "lifecycle triggers"], ["options", "What a sponsor can choose"], ["proof", "hold-out"], ["governance", "Who signs"], ["history", "Change log"], ["money", "Net value"]];
  for (const [tab, words] of tabs) {
    await page.click(`#tab-${tab}`);
    await page.waitForFunction((t) => document.querySelector(`#tab-${t}`)?.getAttribute("aria-current") === "page", tab);
    check(`the tab ${tab} shows its details`, (await says(page, "#details")).includes(words));
  }
  // A change that does not fit is refused in the page.
  await page.fill(tier, "1");
  await page.locator(tier).blur();
  await page.waitForSelector("[role=alert]");
  const told = await says(page, "[role=alert]");
  check("a refusal says what to do", told.includes("thresholds no longer rise") && told.includes("Next:"), told);
  check("and the field keeps what was typed", (await page.inputValue(tier)) === "1");
  await page.context().close();
}
async function redesignAndScenarios(at, folder) {
  const page = await open(at);
  const saved = hash(folder);
  // Goal and kind of program: a search, with its step on the page, that can be cancelled.
  await page.evaluate(() => { window.steps = new Set(); setInterval(() => window.steps.add(document.querySelector("#progress")?.textContent ?? ""), 20); });
  await page.selectOption("#field-goal", "engagement");
  await page.waitForSelector("#cancel:visible");
  check("a change that needs a search says so", (await says(page, ".speed .tag")) === "To be redesigned");
  await page.click("#cancel");
  await page.waitForFunction(() => document.querySelector("#progress")?.textContent === "Cancelled.");
  check("cancelled, the page is the person's again", (await page.locator("#figures").getAttribute("aria-busy")) !== "true" && (await page.locator("#cancel").isHidden()));
  await page.selectOption("#field-tiers", "2");
  await page.waitForURL(/goal=engagement&tiers=2/);
  await settled(page, FULL);
  const steps = await page.evaluate(() => [...window.steps].filter((s) => s.endsWith("…")));
  check("its steps were told", steps.length > 0, steps.join(" | "));
  check("the design is another", ![saved, ""].includes(await design(page)) && (await page.locator(".tiers > li").count()) === 2);
  const searched = await design(page);
  // An open question is answered in its place.
  await page.click("text=Keep this change as a scenario");
  await page.waitForURL(/keep=/);
  await page.click("text=Back to the saved plan");
  await settled(page, SAVED);
  const question = page.locator('input[name^="answer-cost."] >> nth=0');
  await question.fill("90000");
  await question.blur();
  await page.waitForURL(/answer=cost/);
  await settled(page, FULL);
  check("an answer is a change", (await says(page, ".changed")).includes("90000"));
  const net = await says(page, ".tiles > div:nth-child(2) .value");
  // Side by side: the saved plan, the answer, the scenario; then one over the other.
  await page.click("text=Compare side by side");
  await page.waitForSelector("table.scenarios");
  check("three stand side by side", (await page.locator("table.scenarios thead th").count()) === 4);
  check("with the figures of their own pages", (await says(page, "table.scenarios")).includes(net));
  await page.click("text=Merge into what is at hand");
  await settled(page, FULL);
  check("merged, both differ", (await page.locator(".changed > li").count()) === 3 && ![saved, searched].includes(await design(page)));
  await page.click("#scenarios ol a");
  await page.waitForFunction((h) => document.querySelector("#figures")?.dataset.hash === h, searched);
  check("a kept scenario opens with its design", page.url().includes("keep="));
  // Where a figure comes from.
  await page.click(".tiles a.trace >> nth=0");
  await page.waitForSelector("ul.trace");
  check("a figure is traced", /incremental_margin - economics.total_cost/.test(await says(page, "main")));
  await page.click("text=Back to the studio");
  await page.waitForFunction((h) => document.querySelector("#figures")?.dataset.hash === h, searched);
  check("and the way back is the same state", true);
  await page.context().close();
}
/** A preparer with a key of the file of signers: the statement on the page, the signature made outside and pasted. */
async function signed(at, folder) {
  const run = (program, args) => spawnSync(program, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", "ada"]);
  const signers = `ada@example.com namespaces="plan-loyalty" ${readFileSync(`${folder}/ada.pub`, "utf8").trim()} roles=preparer\n`;
  writeFileSync(`${folder}/signers`, signers);
  writeFileSync(`${folder}/plan-loyalty.toml`, `[governance]\nallowed_signers = "signers"\nallowed_signers_sha256 = "${createHash("sha256").update(signers).digest("hex")}"\n`);
  const page = await open(at);
  await page.click("text=Decide and sign");
  await page.fill("#person", "ada@example.com");
  await page.click("text=Show the statement");
  await page.waitForSelector("#statement");
  writeFileSync(`${folder}/statement.txt`, `${(await says(page, "#statement pre >> nth=0")).trim()}\n`);
  run("ssh-keygen", ["-q", "-Y", "sign", "-n", "plan-loyalty", "-f", "ada", "statement.txt"]);
  await page.fill("#signature", "nothing");
  await page.click("text=Record");
  await page.waitForSelector("[role=alert]");
  check("no signature is refused, and the statement stays", (await says(page, "[role=alert]")).includes("Next:") && (await page.locator("#statement").count()) === 1);
  await page.fill("#signature", readFileSync(`${folder}/statement.txt.sig`, "utf8"));
  await page.click("text=Record");
  await page.waitForURL(/tab=history/);
  check("the change log has the act", (await says(page, "#details")).includes("submitted"));
  check("signed by the key", JSON.parse(run(program, ["show", "--format", "json"]).stdout).history.change_log.at(-1).decision.key?.startsWith("SHA256:"));
  await page.context().close();
}
/** What a meeting moves: an assumption, a constraint, whose year is looked at. */
async function live(at, folder) {
  const page = await open(at);
  const saved = hash(folder);
  const field = "#field-assume-response-total";
  const slider = page.locator('input[data-for="field-assume-response-total"]');
  const own = await page.inputValue(field);
  check("five assumptions have a slider", (await page.locator("#drivers input[type=range]").count()) === 5);
  await page.evaluate(() => { window.seen = []; new MutationObserver(() => window.seen.push(document.querySelector("table.moved")?.textContent ?? "")).observe(document.querySelector("main"), { childList: true }); });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/assume=response.total%3D/);
  await settled(page, FULL);
  check("the difference came with its error", (await page.evaluate(() => window.seen)).some((text) => text.includes("±")));
  check("the assumption's field follows its slider, which keeps the focus", (await page.inputValue(field)) !== own && (await slider.evaluate((e) => e === document.activeElement)));
  check("the design is another", ![saved, ""].includes(await design(page)));
  check("the change has its name", (await says(page, "ul.changed")).includes("Sales lift from rewards"));
  await page.fill(field, "0.05±0.01");
  await page.locator(field).blur();
  await page.waitForURL(/assume=response.total%3D0.05%C2%B10.01/);
  await settled(page, FULL);
  check("a spread that is typed stays", (await page.inputValue(field)) === "0.05±0.01" && Number(await slider.inputValue()) > 0.04);
  await page.click("#undo");
  await page.click("#undo");
  await settled(page, SAVED);
  check("no part of the page is lost on the way", (await page.locator("#constraints-read").count()) === 1);
  check("undo gives the assumption of the plan", (await page.inputValue(field)) === own && (await design(page)) === saved);
  // A constraint tells whether it binds before the search is over.
  await page.evaluate(() => { window.chips = []; setInterval(() => window.chips.push(`${document.querySelector(".speed .tag")?.textContent}: ${document.querySelector("#constraints-read")?.textContent}`), 20); });
  await page.fill("#field-constraints", "octopus\nno SMS");
  await page.locator("#field-constraints").blur();
  await page.waitForURL(/constraints=octopus/);
  await settled(page, FULL);
  check("before the search: not understood", (await page.evaluate(() => window.chips)).some((c) => c.startsWith("To be redesigned: octopus not understood")));
  check("after it, too", (await says(page, "#constraints-read .unread")).includes("octopus not understood: binds nothing"));
  check("and what binds says what it did", (await says(page, "#constraints-read .binds")).includes("no message by sms"));
  // The pool along what the search found.
  await page.goto(at.origin + "/");
  check("the plan's own pool: its design", (await says(page, "#frontier")).includes("the search chose the design that costs"));
  await page.fill("#field-budget", "15000");
  await page.waitForFunction(() => document.querySelector("#frontier")?.textContent?.includes("In $15,000 a month the search's best design for the goal costs"));
  check("while the pool is typed it says what the search found for it", (await page.locator("#field-budget").inputValue()) === "15000");
  await page.goto(at.origin + "/");
  // A threshold is dragged on the histogram: field and slider follow, a quick appraisal comes while it moves, the full one when it is let go.
  const grip = async (id) => { const box = await page.locator(`[data-drag="${id}"] circle`).boundingBox(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; };
  const gold = "field-blueprint-tiers-gold-threshold";
  const from = await grip(gold);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let i = 1; i <= 5; i += 1) await page.mouse.move(from.x - 12 * i, from.y);
  await settled(page, "Quick appraisal");
  const value = Number(await page.inputValue(tier));
  check("the field follows the threshold that is dragged", value < 2000 && value > 500, `${value}`);
  check("its slider too, and the picture stays under the pointer", (await page.inputValue(`input[data-for="${gold}"]`)) !== "2000" && Math.abs((await grip(gold)).x - (from.x - 60)) < 12);
  await page.mouse.up();
  await page.waitForURL(new RegExp(`gold.threshold%3D${value}`));
  await settled(page, FULL);
  check("and what is let go is appraised in full", (await says(page, "#histogram")).includes("Drag a threshold") && (await page.locator("#histogram text", { hasText: "Gold" }).textContent()).includes(value.toLocaleString("en-US")));
  await page.goBack();
  await settled(page, SAVED);
  check("undone, it is where it was", Math.abs((await grip(gold)).x - from.x) < 2 && (await page.inputValue(tier)) === "2000");
  const [kept] = await Promise.all([page.waitForEvent("download"), page.click("text=Decision page")]);
  check("the decision page is a file to send on", kept.suggestedFilename() === "decision.pdf" && readFileSync(await kept.path()).subarray(0, 5).toString() === "%PDF-");
  // A year and a persona of one's choice.
  await page.click("#tab-members");
  await page.click("#member-gold");
  await page.waitForFunction(() => document.querySelector("#member-gold")?.getAttribute("aria-current") === "true");
  check("one year is shown, in words and as a picture", (await says(page, "#year")).startsWith("A typical Gold customer") && (await page.locator("#details figure svg >> nth=0").boundingBox()).height > 180);
  await page.click("#persona-champions");
  await page.waitForSelector("#persona");
  check("a persona is shown", (await says(page, "#persona")).includes("First offer") && page.url().includes("member=gold&persona=champions"));
  await page.reload();
  check("with a first year of its own", (await says(page, "#persona-year")).startsWith("A typical customer of “champions”") && (await page.locator("#persona figure svg >> nth=0").boundingBox()).height > 180);
  check("and again when the page is loaded again", (await page.locator("#persona").count()) === 1 && (await page.locator("#year").count()) === 1);
  await page.click("#member-all");
  await page.waitForFunction(() => !document.querySelector("#year"));
  check("all of them again", (await says(page, "#details")).includes("A typical Gold customer"));
  await page.context().close();
}
/** What people say: two browsers, a figure, a tier, the page of a trace, and settling. */
async function comments(at, folder) {
  const before = hash(folder);
  const [one, other] = [await open(at), await open(at)];
  await one.fill(tier, "2100");
  await one.locator(tier).blur();
  await settled(one, FULL);
  await one.click("#comments summary");
  check("the name is the system's", (await one.inputValue("#comment-by")) === "Ada");
  await one.selectOption("#comment-on", "tier:gold");
  await one.fill("#comment-text", "Too high for <new> customers?");
  // What others change meanwhile, and figures that are renewed, leave the words alone.
  await one.fill("#field-margin", "50");
  await one.locator("#field-margin").blur();
  await settled(one, FULL);
  check("words that are not sent stay while figures change", (await one.inputValue("#comment-text")).startsWith("Too high"));
  await one.fill("#comment-by", "Dana");
  await one.click("#comment button");
  await one.waitForSelector(".comments li");
  check("a comment keeps the changes at hand", one.url().includes("threshold%3D2100") && one.url().endsWith("#comments"));
  check("and tells who, on what, and what", /Dana on Gold, .* UTC, revision \d+\s+Too high for <new> customers\?/.test(await says(one, ".comments li")));
  check("the tier is marked", (await one.locator(".tiers .mark").innerText()) === "1 comment");
  await other.reload();
  check("the other browser shows it", (await says(other, "#comments-list")).includes("Too high for <new> customers?"));
  await other.click(".tiles a.trace >> nth=0");
  await other.waitForSelector("#comment-text");
  await other.fill("#comment-text", "Is freight in it?");
  await other.click("#comment button");
  await other.waitForSelector(".comments li");
  check("on the page of a trace, too", (await says(other, "#comments")).includes("Is freight in it?") && other.url().includes("/trace?figure="));
  await one.click(".comments button[aria-label='Settle comment 1'], #comments-list button >> nth=0");
  await one.waitForSelector("#comments-list details");
  check("a settled one is folded", (await says(one, "#comments-list summary")) === "1 settled" && (await one.locator(".tiers .mark").count()) === 0);
  check("no comment changes the plan", hash(folder) === before);
  for (const page of [one, other]) await page.context().close();
}
async function keyboardAlone(at, folder) {
  const page = await open(at);
  await page.keyboard.press("Tab");
  check("the first Tab reaches the link to the figures", (await page.evaluate(() => document.activeElement?.className)) === "skip");
  const reached = new Set();
  for (let i = 0; i < 140; i += 1) {
    await page.keyboard.press("Tab");
    const [id, outline] = await page.evaluate(() => { const e = document.activeElement; return [e?.id || e?.getAttribute("data-for") || e?.tagName, getComputedStyle(e).outlineStyle]; });
    // Past the last there is the browser's own.
    if (id === "BODY") break;
    reached.add(id);
    check(`the focus shows on ${id}`, outline !== "none");
  }
  for (const id of ["field-budget", "field-margin", "field-blueprint-tiers-gold-threshold", "add", "field-goal", "field-constraints", "field-assume-response-total", "tab-options", "field-personas"]) check(`Tab reaches ${id}`, reached.has(id));
  await page.focus("#field-budget");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("52000");
  await page.keyboard.press("Enter");
  await page.waitForURL(/budget=52000/);
  await settled(page, FULL);
  const foretold = await says(page, ".tiles");
  await page.focus("#reason");
  await page.keyboard.type("agreed in the meeting");
  await page.keyboard.press("Enter");
  await page.waitForURL(/tab=history/);
  check("saved by the keyboard alone", hash(folder) === (await design(page)) && (await says(page, ".tiles")) === foretold);
  check("the change log tells who and why", /Ada/.test(await says(page, "#details")) && (await says(page, "#details")).includes("agreed in the meeting"));
  await page.context().close();
}
async function twoPeople(at, folder) {
  const [one, other] = [await open(at), await open(at)];
  for (const [page, value] of [[one, "2200"], [other, "2300"]]) {
    await page.fill(tier, value);
    await page.locator(tier).blur();
    await settled(page, FULL);
  }
  await other.fill("#reason", "theirs");
  await other.click("#save button");
  await other.waitForURL(/tab=history/);
  const theirs = hash(folder);
  await one.fill("#reason", "mine");
  await one.click("#save button");
  await one.waitForSelector("[role=alert]");
  check("a person is told before they overwrite", (await says(one, "[role=alert]")).includes("saved revision 3 of this plan after you opened it"));
  check("and nothing was overwritten", hash(folder) === theirs);
  check("their change is still there", (await one.inputValue(tier)) === "2200");
  for (const page of [one, other]) await page.context().close();
}
const stateOf = (query) => (/^\/[a-z]/.test(query) ? query.slice(1).split("?")[0] : query.includes("member=") ? "member" : query.includes("assume") ? "assumed" : query.includes("constraints") ? "constraints" : query.includes("tab=m") ? "members" : query.includes("goal") ? "unsearched" : query.includes("full") ? "full" : query.includes("D-1") ? "refused" : query === "/" ? "saved" : "quick");
async function looked(at, name, widths) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of pictures ? [1440, 1024, 390, 320] : widths) {
      const page = await open(at, { colorScheme, viewport: { width, height: 900 } });
      for (const query of ["/", "/?set=blueprint.point_value%3D0.002", "/?set=blueprint.point_value%3D-1&tab=options", "/?margin=41%25&full=1&tab=history", "/?goal=expansion&tab=members", "/?tab=members&member=gold&persona=champions", "/?assume=response.total%3D0.03%C2%B10.04&tab=proof", "/?constraints=no+SMS%0Ano+minors%0Aoctopus%0Amax+discout+10%25&tab=journey", "/compare?keep=margin%3D41%2525", "/trace?figure=economics.net_value", "/sign?act=submit&person=Ada"]) {
        await page.goto(at.origin + query);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(`${name} ${colorScheme} ${width} ${query} does not scroll sideways`, over <= 0, `${over} pixels`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
        if (width !== 320 && width !== 1024) {
          await accessible(page, `${name} ${colorScheme} ${width} ${query}`);
        }
        if (pictures && width !== 320) {
          mkdirSync(pictures, { recursive: true });
          await page.evaluate(() => document.querySelectorAll("figure details, #changes details").forEach((d) => (d.open = false)));
          await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}-${stateOf(query)}.png`, fullPage: true });
        }
      }
      await page.context().close();
    }
  }
}
const quantile = (all, q) => all.sort((a, b) => a - b)[Math.ceil((all.length - 1) * q)];
/** How long a quick appraisal takes, asked by HTTP and from a key to the page. */
async function speeds(at) {
  const page = await open(at);
  const kinds = {
    threshold: (i) => `set=blueprint.tiers.gold.threshold%3D${1800 + i}`,
    "point value": (i) => `set=blueprint.point_value%3D${(0.001 + i * 1e-6).toFixed(6)}`,
    "earn rate": (i) => `set=blueprint.earn.points_per_unit%3D${15 + i / 10}`,
    pool: (i) => `budget=${40000 + 100 * i}/month`,
    margin: (i) => `margin=${40 + i / 10}%25`,
    "sales lift": (i) => `assume=response.total%3D${(0.02 + i * 1e-4).toFixed(4)}%C2%B10.03`,
    referrals: (i) => `assume=referral.rate_yearly%3D${(0.02 + i * 1e-4).toFixed(4)}%C2%B10.02`,
  };
  const all = [];
  for (const [name, of] of Object.entries(kinds)) {
    const times = await page.evaluate(async (queries) => {
      const out = [];
      for (const query of queries) {
        const began = performance.now();
        await (await fetch(`/?${query}`)).text();
        out.push(performance.now() - began);
      }
      return out;
    }, Array.from({ length: 40 }, (_, i) => of(i + 1)));
    all.push(...times);
    console.log(`  quick over HTTP, ${name.padEnd(12)} p50 ${quantile(times, 0.5).toFixed(0).padStart(5)} ms   p95 ${quantile(times, 0.95).toFixed(0).padStart(5)} ms`);
  }
  console.log(`  quick over HTTP, all          p50 ${quantile(all, 0.5).toFixed(0).padStart(5)} ms   p95 ${quantile(all, 0.95).toFixed(0).padStart(5)} ms   (bar: 100)`);
  const shown = [];
  for (let i = 0; i < 20; i += 1) {
    shown.push(await page.evaluate(async (value) => {
      const field = document.querySelector("#field-blueprint-point-value");
      field.value = value;
      const began = performance.now();
      const done = new Promise((told) => new MutationObserver((_, o) => { o.disconnect(); told(performance.now() - began); }).observe(document.querySelector("main"), { childList: true }));
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return done;
    }, (0.0011 + i * 1e-6).toFixed(6)));
    await page.waitForTimeout(30);
  }
  console.log(`  from the key to the page      p50 ${quantile(shown, 0.5).toFixed(0).padStart(5)} ms   p95 ${quantile(shown, 0.95).toFixed(0).padStart(5)} ms`);
  const full = [];
  for (let i = 0; i < 3; i += 1) {
    const began = performance.now();
    await page.goto(`${at.origin}/?set=blueprint.tiers.gold.threshold%3D${2100 + i}&full=1`);
    full.push(performance.now() - began);
  }
  console.log(`  in full, a threshold          p50 ${quantile(full, 0.5).toFixed(0).padStart(5)} ms   (bar: 700)`);
  const first = performance.now();
  await page.goto(at.origin);
  console.log(`  the page of the saved plan        ${(performance.now() - first).toFixed(0).padStart(5)} ms   (bar: 300)`);
  await page.context().close();
}
const company = await studio(program, `${work}/company`);
const losing = await studio(program, `${work}/losing`);
const yen = await studio(program, `${work}/yen`);
try {
  await changesAndUndo(company, `${work}/company`);
  await redesignAndScenarios(company, `${work}/company`);
  await live(company, `${work}/company`);
  await comments(company, `${work}/company`);
  await keyboardAlone(company, `${work}/company`);
  await twoPeople(company, `${work}/company`);
  await signed(losing, `${work}/losing`);
  await looked(company, "company", [1440, 1024, 390, 320]);
  await looked(losing, "losing", [390]);
  await looked(yen, "yen", [1440]);
  await speeds(company);
  check("no request leaves the machine", outside.length === 0, outside.slice(0, 3).join(" "));
  check("the script raises no error", faults.length === 0, faults.slice(0, 3).join(" | "));
} finally {
  await browser.close();
  company.child.kill();
  losing.child.kill();
  yen.child.kill();
}
done("studio");
