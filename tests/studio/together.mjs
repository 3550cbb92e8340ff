// What the scripts of this folder share: checks that are counted, a studio that ends with its script, what axe finds, files of the page from the tree.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
let checks = 0;
export function check(what, holds, said = "") {
  checks += 1;
  if (!holds) {
    failures.push(what);
    console.log(`  FAIL ${what} ${said}`);
  }
}
/** Tells how many checks held, and ends the script. */
export function done(name) {
  console.log(`${name}: ${checks} checks, ${failures.length ? `${failures.length} failed` : "all hold"}`);
  process.exit(failures.length ? 1 : 0);
}
/** Starts a studio in a folder; whatever ends this script ends it, too. */
export async function studio(program, folder, more = []) {
  const child = spawn(program, ["studio", "--no-open", ...more], { cwd: folder, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, PLAN_LOYALTY_PERSON: "Ada" } });
  const end = () => child.kill();
  process.on("exit", end);
  child.on("exit", () => process.off("exit", end));
  const line = await new Promise((said) => createInterface({ input: child.stdout }).once("line", said));
  const address = line.split(" at ")[1];
  return { child, line, address, origin: new URL(address).origin };
}
/** Nothing that axe finds on the page as it is. */
export async function accessible(page, name) {
  // The policy of the page lets no script in: axe comes by the browser's own way.
  await page.evaluate(axe + ";0");
  const options = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((o) => window.axe.run(document, o), options);
  const told = violations.map((v) => `${v.impact} ${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`);
  check(`${name}: axe finds nothing`, violations.length === 0, told.join("\n    "));
}
/** While the page is worked on: its script and style from the tree (`STUDIO_FILES`), without a build. */
export async function ownFiles(page, files) {
  for (const file of process.env.STUDIO_FILES ? files : []) {
    await page.route(`**/${file}`, async (route) => {
      const own = readFileSync(`${process.env.STUDIO_FILES}/${file}`, "utf8");
      const built = await (await route.fetch()).text();
      const colours = file.endsWith(".css") ? built.slice(0, built.indexOf("*{box-sizing")) : "";
      await route.fulfill({ body: colours + own, contentType: file.endsWith(".css") ? "text/css" : "text/javascript" });
    });
  }
}
