// The sandbox as a person uses it, in Chromium: sandbox.mjs BROWSER PROGRAM FOLDER [FOLDER FOR PICTURES]. FOLDER/company, yen, losing hold plans.
import { chromium } from "playwright-core";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { accessible, check, done, ownFiles, studio } from "./together.mjs";

const [executablePath, program, work, pictures] = process.argv.slice(2);
const outside = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
async function open(at, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.request.get(at.address, { maxRedirects: 0 });
  const page = await context.newPage();
  page.on("request", (r) => new URL(r.url()).protocol.startsWith("http") && new URL(r.url()).origin !== at.origin && outside.push(r.url()));
  await ownFiles(page, ["studio.css"]);
  await page.goto(`${at.origin}/sandbox`);
  return page;
}
/** Presses something, and waits for the page that answers. */
const press = (page, what) => Promise.all([page.waitForEvent("load"), what.click()]);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const points = async (page) => {
  const of = async (id) => Number(await page.getByTestId(id).getAttribute("value"));
  return [await of("available"), await of("pending"), await of("owed")].join(" ");
};
/** Everything by Tab, letters, Space and Enter. */
async function byKeyboard(at) {
  const page = await open(at, { javaScriptEnabled: false });
  const focus = async (id) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press("Tab");
      const own = page.locator(":focus");
      if ((await own.count()) === 0) continue;
      const [found, outline] = await own.evaluate((e) => [e.id || e.getAttribute("data-testid") || e.getAttribute("aria-label") || e.textContent, getComputedStyle(e).outlineStyle]);
      if (outline === "none") check(`the focus shows on ${found}`, false);
      if (found === id) return true;
    }
    check(`Tab reaches ${id}`, false);
    return false;
  };
  const type = async (id, words) => {
    await focus(id);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(words);
  };
  const enter = () => Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await type("name", "Ada");
  await enter();
  check("a member signs up", (await page.locator("#account-title").innerText()) === "Account of Ada");
  await type("goods", "130");
  await enter();
  check("a purchase earns points that wait", (await points(page)) === "0 2600 0", await points(page));
  await type("days", "30");
  await enter();
  check("they can be spent", (await points(page)) === "2600 0 0", await points(page));
  await focus("redeem-2500");
  await enter();
  check("a reward is issued", (await points(page)) === "100 0 0", await points(page));
  await focus("redeem-2500");
  await enter();
  check("the next is refused with a reason", /has 100 points[\s\S]*Next:/.test(await page.getByRole("alert").innerText()), await page.getByRole("alert").innerText());
  await focus("Return purchase 1");
  await enter();
  check("what was spent is owed", (await points(page)) === "0 0 2500", await points(page));
  check("the ledger tells it", (await page.locator(".ledger tbody tr").count()) === 6, await page.locator(".ledger").innerText());
  await page.context().close();
}
/** Two tills press at the same time, many times over: never more rewards than points. */
async function twoTills(at) {
  const one = await open(at);
  await one.getByLabel("Name of a new member").fill("Ada");
  await press(one, button(one, "Sign up"));
  await one.getByLabel("Goods").fill("500");
  await press(one, button(one, "Buy"));
  await one.getByLabel("Days").fill("30");
  await press(one, button(one, "Wait"));
  const other = await open(at);
  await other.goto(one.url());
  // 10,000 points: four rewards of 2,500.
  const given = [];
  for (let i = 0; i < 4; i += 1) {
    await Promise.all([one, other].map(async (page) => {
      await press(page, page.getByTestId("redeem-2500"));
      given.push((await page.getByRole("alert").count()) === 0);
    }));
  }
  check("two tills give what the points pay for", given.filter(Boolean).length === 4, given.join(" "));
  await one.goto(one.url());
  check("and nothing is left", (await points(one)) === "0 0 0", await points(one));
  // A form that is sent again asks once.
  await one.getByLabel("Goods").fill("250");
  await press(one, button(one, "Buy"));
  await one.getByLabel("Days").fill("30");
  await press(one, button(one, "Wait"));
  const again = await one.evaluate(async () => {
    const form = document.querySelector("[data-testid=redeem-2500]").form;
    const send = async () => (await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })).text();
    await send();
    return send();
  });
  check("a request that is sent again is told so", again.includes("answered before"));
  await one.goto(one.url());
  check("and nothing is taken twice", (await points(one)) === "2500 0 0", await points(one));
  for (const page of [one, other]) await page.context().close();
}
async function busy(page) {
  const sign = async (name) => {
    await page.locator("details", { has: page.getByText("Sign up another member") }).evaluateAll((all) => all.forEach((d) => (d.open = true)));
    await page.getByLabel("Name of a new member").fill(name);
    const by = page.getByLabel("Recommended by");
    if (await by.count()) await by.selectOption("0");
    await press(page, button(page, "Sign up"));
  };
  await sign("Ada");
  await sign("Maximiliane Freifrau von und zu Oberunterwasserbüffel-Schmidt");
  await press(page, page.getByRole("link", { name: "Ada" }));
  for (const goods of ["64.5", "1280", "37"]) {
    await page.getByLabel("Goods").fill(goods);
    await press(page, button(page, "Buy"));
    await press(page, button(page, "+1 month"));
  }
  await press(page, page.getByTestId(/redeem-?/).first());
  await press(page, page.getByRole("button", { name: "Return" }).first());
  await press(page, page.getByTestId(/redeem-?/).last());
}
async function looked(at, name) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390, 320]) {
      const page = await open(at, { colorScheme, viewport: { width, height: 900 } });
      for (const state of ["empty", "busy"]) {
        if (state === "busy") await busy(page);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        check(`${name} ${colorScheme} ${width} ${state} does not scroll sideways`, over <= 0, `${over} pixels`);
        await accessible(page, `${name} ${colorScheme} ${width} ${state}`);
        if (pictures && width !== 320) {
          mkdirSync(pictures, { recursive: true });
          await page.screenshot({ path: `${pictures}/sandbox-${name}-${colorScheme}-${width}-${state}.png`, fullPage: true });
        }
      }
      await page.context().close();
    }
  }
}
const all = [];
for (const name of ["company", "losing", "yen"]) all.push([name, await studio(program, `${work}/${name}`)]);
const hash = () => JSON.parse(spawnSync(program, ["show", "--format", "json"], { cwd: `${work}/company`, maxBuffer: 1 << 28 }).stdout).plan_hash;
try {
  const before = hash();
  await byKeyboard(all[0][1]);
  await twoTills(all[0][1]);
  for (const [name, at] of all) await looked(at, name);
  check("no request leaves the machine", outside.length === 0, outside.slice(0, 3).join(" "));
  check("the plan is as it was", hash() === before);
} finally {
  await browser.close();
  for (const [, { child }] of all) child.kill();
}
done("sandbox");
