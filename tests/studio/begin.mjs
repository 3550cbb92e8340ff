// A plan that is begun in the studio, in Chromium: begin.mjs BROWSER PROGRAM EMPTY-FOLDER [FOLDER FOR PICTURES].
import { chromium } from "playwright-core";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { accessible, check, done, ownFiles, studio } from "./together.mjs";

const [executablePath, program, folder, pictures] = process.argv.slice(2);
const [outside, faults] = [[], []];
/** Orders of 400 customers over two years, whose days and months could be each other's. */
function orders() {
  const rows = ["Kunde;Datum;Betrag"];
  for (let i = 0; i < 4000; i++) {
    const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    rows.push(`K${(i * 7) % 400};${two((i % 12) + 1)}/${two((i % 11) + 1)}/${2023 + Math.floor(i / 2000)};${(i % 90) + 10},50`);
  }
  return `${rows.join("\n")}\n`;
}
const dropped = `${folder}/../${"Bestellungen März '25 & <alt>".replace(/[<>]/g, "")}.csv`;
writeFileSync(dropped, orders());
writeFileSync(`${folder}/members.csv`, `member_id,joined,email_consent\n${Array.from({ length: 400 }, (_, i) => `K${i},2023-0${(i % 9) + 1}-11,${i % 3 ? "yes" : "no"}`).join("\n")}\n`);

const { child, line, address, origin } = await studio(program, folder);
check("it says that a new plan begins", line.startsWith("plan-loyalty studio: a new plan at"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("request", (r) => new URL(r.url()).protocol.startsWith("http") && new URL(r.url()).origin !== origin && outside.push(r.url()));
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("console", (m) => m.type() === "error" && !/status of 422/.test(m.text()) && faults.push(m.text()));
  await ownFiles(page, ["begin.js", "studio.css"]);
  await page.goto(address);
  return page;
}
/** No sideways scroll, nothing that axe finds, a picture. */
async function looked(page, name) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  for (const [width, colorScheme] of [[1440, "light"], [390, "dark"], [320, "light"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${name} ${width} does not scroll sideways`, over <= 0, `${over} pixels`);
    await accessible(page, `${name} ${width} ${colorScheme}`);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}/begin-${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}
const says = (page, selector) => page.locator(selector).innerText();

const page = await open();
check("without a plan it begins with data", new URL(page.url()).pathname === "/begin");
check("a file of the folder is offered", (await says(page, "#sources")).includes("members.csv"));
await looked(page, "empty");
// A file is dropped; its dates leave a question, which is answered in place.
await page.setInputFiles("#file", dropped);
await page.click("#drop button");
await page.waitForSelector("#question");
check("it was taken for purchases", (await page.inputValue("#file-0")).startsWith("transactions="));
check("the question stands beside the refusal", (await says(page, "#question")).includes("In which order do day, month and year stand?"));
await looked(page, "question");
await page.check('#question input[value="dmy"]');
await page.click("#question button");
await page.waitForSelector(".table");
check("how it is read", (await says(page, ".table")).includes("4,000 of 4,000 rows are used"));
check("the total closes", (await says(page, ".table")).includes("accounted for to the last digit"));
// Another column is said, and taken back by the browser.
await page.selectOption("#column-transactions-customer", "Betrag");
await page.click("#columns button");
await page.waitForURL(/map=/);
check("a column that a person names counts", (await says(page, "#reading")).includes("--map transactions.customer=Betrag"));
await page.goBack();
check("going back takes it back", !(await says(page, "#reading")).includes("transactions.customer=Betrag"));
// The file that lies in the folder is added.
await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
await page.selectOption("#file-1", { label: "Members or customers" });
await page.click("#sources button");
await page.waitForURL(/members=members.csv/);
check("two tables are read", (await page.locator(".table").count()) === 2, await says(page, "#reading"));
await looked(page, "read");
// What is missing is told on the page, with the fields as they were.
await page.fill("#company", "Kaffee <Müller> & Söhne");
await page.fill("#answer-places", "Germany");
await page.click("#make button.main");
await page.waitForSelector("#main > #refusal [role=alert]");
check("a missing pool is told", (await says(page, "#main > #refusal")).includes("--budget"));
check("what was typed is still there", (await page.inputValue("#company")) === "Kaffee <Müller> & Söhne");
check("the command is shown", ((await page.locator("#program pre").textContent()) ?? "").includes("--date-order dmy"));
await looked(page, "refused");
// Made, cancelled, made again, by the keyboard alone.
await page.fill("#budget", "900");
await page.focus("#make button.main");
await page.keyboard.press("Enter");
await page.waitForFunction(() => / …$/.test(document.querySelector("#progress")?.textContent ?? "") && !/Beginning/.test(document.querySelector("#progress")?.textContent ?? ""), undefined, { timeout: 20000 });
await page.focus("#cancel");
await page.keyboard.press("Enter");
await page.waitForFunction(() => /Cancelled/.test(document.querySelector("#progress")?.textContent ?? ""));
// The next is made as soon as the cancelled one has ended: nobody need wait for that.
const began = Date.now();
await page.focus("#make button.main");
await page.keyboard.press("Enter");
await page.waitForFunction(() => /Beginning/.test(document.querySelector("#progress")?.textContent ?? "") || / …$/.test(document.querySelector("#progress")?.textContent ?? ""));
check("nothing was written by the cancelled one", !existsSync(`${folder}/loyalty-plan`));
await page.waitForURL((u) => u.pathname === "/", { timeout: 60000 });
console.log(`  a plan from 4,000 orders, from the key to its page: ${((Date.now() - began) / 1000).toFixed(1)} s`);
check("the plan's page follows", (await says(page, "#top")).includes("Kaffee <Müller> & Söhne"));
const plan = JSON.parse(spawnSync(program, ["show", "--format", "json"], { cwd: folder, maxBuffer: 1 << 28 }).stdout);
check("it is the saved plan", (await page.locator("#figures").getAttribute("data-hash")) === plan.plan_hash);
check("made by whoever started the studio", plan.history.prepared_by === "Ada" && plan.history.asked.door === "studio");
await page.click('a[href="/begin"]');
check("another plan can be begun", (await says(page, "#top")).includes("Back to"));
// Without the script: the same forms, one page after another.
const plainPage = await open({ javaScriptEnabled: false });
await plainPage.goto(`${origin}/begin?world=default`);
await plainPage.fill("#budget", "50000");
await plainPage.click("#make button.main", { timeout: 120000 });
await plainPage.waitForURL((u) => u.pathname === "/", { timeout: 120000 });
check("a plan of the demonstration company without the script", /demonstration/i.test(await says(plainPage, "#top")), await says(plainPage, "#top"));
check("no request to other places", outside.length === 0, outside.join(" "));
check("no fault in a script", faults.length === 0, faults.join(" | "));
await browser.close();
child.kill();
done("beginning");
