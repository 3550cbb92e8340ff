// docs/studio-meeting.md: a planning meeting, played in Chromium; every figure of the page is read from the screen.
// meeting.mjs BROWSER PROGRAM DOCS write|check: `write` writes the page and its pictures, `check` says whether the page is still true.
import { chromium } from "playwright-core";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { studio } from "./together.mjs";

const [executablePath, program, docs, mode] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "meeting-"));
const brief = ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--asked-on", "2026-07-01"];
spawnSync(program, [...brief, "--only", "triggers.csv", "--quiet"], { cwd: folder });
const { address, origin } = await studio(program, folder);
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: "light" })).newPage();
await page.goto(address);

const says = async (selector) => (await page.locator(selector).first().innerText()).replace(/\s+/g, " ").trim();
const settled = (speed) => page.waitForFunction((s) => document.querySelector("#figures")?.getAttribute("aria-busy") !== "true" && document.querySelector(".speed .tag")?.textContent === s, speed);
const tile = (n, part) => says(`.tiles > div:nth-child(${n}) ${part}`);
const moved = async (name) => (await says(`table.moved tr:has-text("${name}") td:last-child strong`)).trim();
const pictures = join(docs, "pictures");
async function picture(name, alt, scroll) {
  if (scroll) await page.locator(scroll).first().evaluate((e) => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - 16));
  else await page.evaluate(() => window.scrollTo(0, 0));
  if (mode === "write") {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `studio-${name}.png`) });
  }
  return `![${alt}](pictures/studio-${name}.png)`;
}
/** A change that is made in its field, as a person does. */
async function change(field, value) {
  await page.fill(field, value);
  await page.locator(field).blur();
}
const out = [];
const say = (...text) => out.push(...text, "");

say(
  "# A planning meeting in ten minutes",
  "",
  "Written by `bash tests/studio/meeting.sh`, which plays this meeting in Chromium; each figure is the one that the page showed. The company is the demonstration company, which is made up.",
);
say("```", `plan-loyalty ${brief.join(" ")}`, "plan-loyalty studio", "```");

await settled("Saved plan");
say(
  "## Minute 0: what the plan says",
  "",
  `> ${await says("#verdict")}`,
  "",
  `Four figures stand below the sentence: ${(await tile(1, "dt")).toLowerCase()} ${await tile(1, ".value")} (${await tile(1, ".note")}); net value ${await tile(2, ".value")} (${await tile(2, ".note")}); reward cost ${await tile(3, ".value")} ${await tile(3, ".note")}; and the smallest lift that the test detects, ${await tile(4, ".value")} ${await tile(4, ".note")}.`,
  "",
  await picture("saved", "The page of the saved plan: sentence, four figures, tiers; what may be changed on the left, what moves ROI most on the right"),
);

const gold = "#field-blueprint-tiers-gold-threshold";
const before = await page.inputValue(gold);
await page.goto(`${origin}/?set=blueprint.tiers.gold.threshold%3D1500`);
say(
  `## Minute 2: "what if Gold starts at 1,500?"`,
  "",
  `It starts at ${Number(before).toLocaleString("en")} today. While you drag the slider or type, the page shows how much each figure moves, with the error of that difference: net value ${await moved("Net value")}, total program cost ${await moved("Total program cost")}. A difference within its error is marked so.`,
  "",
  await picture("quick", "A quick appraisal: each figure of the saved plan, and its difference with its error", ".speed"),
);
await page.goto(`${origin}/?set=blueprint.tiers.gold.threshold%3D1500&full=1`);
await settled("Appraised in full");
const goldNet = await tile(2, ".value");
say(
  `When you let go, the change is appraised in full: net value ${goldNet} (${await tile(2, ".note")}). Gold then has ${await says('.tiers > li:last-child dl > div:first-child dd')} customers today. *Undo* or the browser's back button takes it out again; *Keep this change as a scenario* puts it aside.`,
);
await page.click("text=Keep this change as a scenario");
await page.click("text=Back to the saved plan");
await settled("Saved plan");

await change("#field-budget", "12000");
await page.waitForURL(/budget=/);
await settled("Appraised in full");
say(
  `## Minute 4: "what if the pool is 12,000 a month?"`,
  "",
  `Another pool may have another best design, so that appraising in full searches again: net value ${await tile(2, ".value")} (${await tile(2, ".note")}), reward cost ${await tile(3, ".value")} ${await tile(3, ".note")}.`,
);
await page.click("text=Keep this change as a scenario");
await page.click("text=Back to the saved plan");
await settled("Saved plan");

const lift = await page.inputValue("#field-assume-response-total");
const half = String(Number(lift) / 2);
await page.fill("#field-assume-response-total", half);
await page.waitForFunction(() => document.querySelector(".speed .tag")?.textContent === "Quick appraisal");
const quick = { net: await moved("Net value") };
await page.locator("#field-assume-response-total").blur();
await page.waitForURL(/assume=/);
await settled("Appraised in full");
say(
  `## Minute 5: "what if members respond half as much?"`,
  "",
  `On the right stand the five assumptions that move ROI most. The plan assumes ${lift}; with ${half}, as uncertain as before, the same design moves net value by ${quick.net}. Searched again, the best design of that world has a net value of ${await tile(2, ".value")} (${await tile(2, ".note")}).`,
);
await page.click("text=Back to the saved plan");
await settled("Saved plan");

await change("#field-constraints", "no SMS\noctopus");
await page.waitForURL(/constraints=/);
await settled("Appraised in full");
const chips = await page.locator("#constraints-read li").allInnerTexts();
say(
  `## Minute 6: "Legal says: no SMS"`,
  "",
  "A constraint is written into its field, one a line. Each shows at once whether it binds; what it changed is told after the search. What is not understood binds nothing, and says so:",
  "",
  ...chips.map((c) => `- ${c.replace(/\s+/g, " ").trim()}`),
  "",
  await picture("constraints", "Constraints with what became of each", "#field-goal"),
);

await page.click("text=Compare side by side");
await page.waitForSelector("table.scenarios, .scenarios");
say(
  "## Minute 7: side by side",
  "",
  "*Compare side by side* shows the saved plan, the change at hand and the kept scenarios in columns, each as saving it would be. One can be opened, taken out, or merged into what is at hand.",
  "",
  await picture("compare", "Four plans in columns"),
);

await page.goto(`${origin}/trace?figure=economics.net_value`);
say(
  `## Minute 8: "where does that figure come from?"`,
  "",
  "A click on a figure shows its formula and, below it, each figure of the formula, down to data, a published source or a person.",
  "",
  await picture("trace", "Where the net value comes from"),
);

await page.goto(`${origin}/?set=blueprint.tiers.gold.threshold%3D1500&full=1`);
await settled("Appraised in full");
await page.fill("#reason", "agreed in the meeting");
await page.click("#save button");
await page.waitForURL(/tab=history/);
const plan = JSON.parse(spawnSync(program, ["show", "--format", "json"], { cwd: folder, maxBuffer: 1 << 28 }).stdout);
const saved = plan.design.lines["economics.net_value"].value;
const shown = `$${Math.round(saved).toLocaleString("en")}`;
if (shown !== goldNet) throw new Error(`saved ${shown}, shown ${goldNet}`);
say(
  "## Minute 9: agreed, and saved",
  "",
  `*Save* writes a new revision with your reason, by the operation of \`plan-loyalty amend\`. Its net value is the one that the page showed, ${shown}. Whoever saved before you is named, and nothing of theirs is overwritten unseen.`,
);

await page.goto(`${origin}/sign?act=submit&person=ada%40example.com`);
say(
  "## Minute 10: who must sign",
  "",
  "*Decide and sign* lists what is open before publication and shows the statement that each role signs, with its own key: pasted from a terminal, or made by a key of the running SSH agent after a yes.",
  "",
  await picture("sign", "What is open, and the statement to sign"),
);
await browser.close();

const text = `${out.join("\n").trimEnd()}\n`;
const at = join(docs, "studio-meeting.md");
if (mode === "write") {
  writeFileSync(at, text);
  console.log("docs/studio-meeting.md: written");
  process.exit(0);
}
const old = readFileSync(at, "utf8");
const differ = text.split("\n").map((l, n) => [n + 1, l, old.split("\n")[n]]).filter(([, now, was]) => now !== was);
for (const [n, now, was] of differ) console.log(`  docs/studio-meeting.md:${n}\n    is    ${was}\n    shown ${now}`);
console.log(differ.length ? "meeting: the page is not what the studio shows; bash tests/studio/meeting.sh writes it again" : "meeting: every figure is the one that the studio shows");
process.exit(differ.length ? 1 : 0);
