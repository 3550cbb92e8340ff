// The exported suite against the sandbox: it passes, and with each planted fault it fails. suite.mjs BROWSER PROGRAM FOLDER…: folders with a plan each.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { studio } from "./together.mjs";

const [executablePath, program, ...folders] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const bin = (name) => join(here, "node_modules", ".bin", name);
const problems = [];

/** Faults, as the help of the command lists them. */
const help = spawnSync(program, ["studio", "--help"], { encoding: "utf8" }).stdout;
const faults = /--sandbox-fault[\s\S]*?\[possible values: ([^\]]+)\]/.exec(help)?.[1].split(",").map((f) => f.trim()) ?? [];
if (faults.length < 5) throw new Error(`the help lists no faults: ${help}`);

/** Cases that failed, by id; and how many ran. */
async function run(folder, suite, fault) {
  const at = await studio(program, folder, fault ? ["--sandbox-fault", fault] : []);
  const config = join(suite, "playwright.config.mjs");
  const use = { baseURL: at.address, actionTimeout: 10_000, launchOptions: { executablePath, args: ["--no-sandbox"] } };
  writeFileSync(config, `export default ${JSON.stringify({ testDir: suite, outputDir: join(suite, "results"), workers: 2, fullyParallel: true, reporter: "json", use })};\n`);
  const child = spawn(bin("playwright"), ["test", "--config", config], { cwd: here, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const part of child.stdout) text += part;
  at.child.kill();
  const report = JSON.parse(text);
  const specs = report.suites.flatMap((s) => s.specs);
  const told = (s) => s.tests[0].results[0].error?.message?.split("\n")[0].replace(/\x1b\[[0-9;]*m/g, "") ?? "";
  return { ran: specs.length, errors: report.errors, failed: specs.filter((s) => !s.ok).map((s) => ({ id: s.title.split(":")[0], told: told(s) })) };
}
const found = new Map(faults.map((f) => [f, { cases: [] }]));
for (const folder of folders) {
  const name = basename(folder);
  const suite = join(here, `suite-${name}`);
  rmSync(suite, { recursive: true, force: true });
  mkdirSync(suite, { recursive: true });
  const exported = spawnSync(program, ["export", "--to", "redemption-tests.spec.ts,redemption-adapter.ts", "--out", suite], { cwd: folder, encoding: "utf8" });
  if (exported.status !== 0) throw new Error(exported.stderr);
  const files = exported.stdout.trim().split("\n").map((f) => join(suite, basename(f)));
  const types = ["--noEmit", "--strict", "--noUnusedLocals", "--target", "es2022", "--lib", "es2022,dom", "--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"];
  const checked = spawnSync(bin("tsc"), [...types, ...files], { cwd: here, encoding: "utf8" });
  if (checked.status !== 0) problems.push(`${name}: types of the suite: ${checked.stdout}`);
  const began = Date.now();
  const right = await run(folder, suite);
  console.log(`suite, ${name}: ${right.ran} cases, ${right.failed.length} failed, ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (right.ran < 8 || right.errors.length) problems.push(`${name}: ${right.ran} cases ran; ${JSON.stringify(right.errors)}`);
  for (const { id, told } of right.failed) problems.push(`${name}: ${id} fails without a fault: ${told}`);
  // A fault that no case of one company finds, because its program lacks the rule, is looked for in the next.
  for (const fault of faults.filter((f) => !found.get(f).cases.length)) {
    const wrong = await run(folder, suite, fault);
    if (wrong.ran !== right.ran) problems.push(`${name}, ${fault}: ${wrong.ran} cases ran`);
    found.set(fault, { name, cases: wrong.failed.map((f) => f.id) });
  }
}
console.log("  Planted fault, and the cases that find it");
for (const [fault, { name, cases }] of found) {
  console.log(`  ${fault.padEnd(22)} ${name.padEnd(10)} ${cases.join(", ")}`);
  if (!cases.length) problems.push(`no case finds ${fault}`);
}
for (const p of problems) console.log(`  FAIL ${p}`);
process.exit(problems.length ? 1 : 0);
