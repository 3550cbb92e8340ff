// Many random changes of a plan in the studio, by 4 clients at once: time of each, memory of the process, and whether the saved plan's page has the same bytes
// afterwards. The company is the demonstration company.
// node benches/studio.mjs PROGRAM [CHANGES]     (PROGRAM: target/release/plan-loyalty; 10,000 changes)
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [program, many = "10000"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "studio-bench-"));
spawnSync(program, ["--goal", "retention", "--tiers", "3", "--budget", "50000", "--only", "triggers.csv", "--quiet"], { cwd: folder });
const child = spawn(program, ["studio", "--no-open"], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
process.on("exit", () => {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
});
const line = await new Promise((done) => createInterface({ input: child.stdout }).once("line", done));
const address = line.split(" at ")[1];
const origin = new URL(address).origin;
const cookie = (await fetch(address, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];
const get = async (query) => {
  const answer = await fetch(origin + query, { headers: { cookie } });
  return { status: answer.status, text: await answer.text() };
};
const held = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024;
/** Processor seconds so far: they say more than the clock beside other work. */
const worked = () => {
  const [user, system] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / 100;
};
// A generator with a seed: the same changes each time.
let state = 20261130n;
const chance = () => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number(state >> 33n) / 2 ** 31;
};
const between = (low, high, digits) => (low + chance() * (high - low)).toFixed(digits);
const kinds = [
  () => `set=blueprint.tiers.gold.threshold%3D${between(900, 3500, 0)}`,
  () => `set=blueprint.tiers.silver.threshold%3D${between(200, 800, 0)}`,
  () => `set=blueprint.point_value%3D${between(0.0005, 0.003, 5)}`,
  () => `set=blueprint.earn.points_per_unit%3D${between(5, 30, 1)}`,
  () => `budget=${between(8000, 90000, 0)}/month`,
  () => `margin=${between(35, 70, 1)}%25`,
  () => `assume=response.total%3D${between(0.005, 0.05, 4)}%C2%B10.02`,
  () => `assume=referral.rate_yearly%3D${between(0.01, 0.06, 3)}%C2%B10.02`,
];
const before = (await get("/")).text;
console.log(`  saved plan                    ${held().toFixed(0).padStart(5)} MB`);
const [times, refused] = [[], { count: 0 }];
let left = Number(many);
const [began, idle] = [performance.now(), worked()];
async function client() {
  while (left > 0) {
    const n = left--;
    const query = [...new Set([0, 1, 2].slice(0, 1 + Math.floor(chance() * 3)))].map(() => kinds[Math.floor(chance() * kinds.length)]()).join("&");
    const start = performance.now();
    const { status } = await get(`/?${query}`);
    times.push(performance.now() - start);
    if (status !== 200) refused.count += 1;
    if (n % 1000 === 1 && n < Number(many)) console.log(`  ${String(Number(many) - n + 1).padStart(6)} changes                ${held().toFixed(0).padStart(5)} MB`);
  }
}
await Promise.all([client(), client(), client(), client()]);
const seconds = (performance.now() - began) / 1000;
times.sort((a, b) => a - b);
const at = (q) => times[Math.ceil((times.length - 1) * q)].toFixed(0);
console.log(`  ${many} changes by 4 clients in ${seconds.toFixed(0)} s: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${((1000 * (worked() - idle)) / Number(many)).toFixed(0)} ms of a processor each; ${refused.count} refused`);
const same = (await get("/")).text === before;
console.log(`  ${held().toFixed(0)} MB (aim: 400); the saved plan's page has ${same ? "the same bytes" : "OTHER BYTES"}`);
process.exit(same ? 0 : 1);
