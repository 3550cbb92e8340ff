// More changes than the studio can appraise: flood.mjs PROGRAM FOLDER [CHANGES]. Clients change a figure every few milliseconds and break off what they asked
// before, at the rate of 10,000 changes a minute. What was saved stays, nothing is lost or held, and whoever asks afterwards is answered as before. Then the
// program is killed while it saves, sooner and later: the plan is the old revision or the new one, whole.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { check, done, studio } from "./together.mjs";

const [program, folder, many = "2500"] = process.argv.slice(2);
const [CLIENTS, A_MINUTE] = [20, 10000];
const at = await studio(program, folder);
const cookie = (await fetch(at.address, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];
const get = async (query, signal) => {
  const answer = await fetch(at.origin + query, { headers: { cookie }, signal });
  return { status: answer.status, text: await answer.text() };
};
const held = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${at.child.pid}/status`, "utf8"))[1]) / 1024;
const known = "/?set=blueprint.tiers.gold.threshold%3D2200";
const before = [(await get("/")).text, (await get(known)).text];
const told = new Map();
const count = (what) => told.set(what, (told.get(what) ?? 0) + 1);
let sent = 0;
const began = performance.now();
async function client(own) {
  let last = null;
  const asked = [];
  while (sent < Number(many)) {
    const n = sent++;
    // Its turn: each client changes something once in every so many milliseconds.
    const due = (n * 60000) / A_MINUTE - (performance.now() - began);
    if (due > 0) await new Promise((after) => setTimeout(after, due));
    last?.abort();
    last = new AbortController();
    const query = n % 2 ? `/quick?budget=${9000 + n}` : `/?set=blueprint.tiers.gold.threshold%3D${1000 + ((n * 37 + own) % 2000)}`;
    asked.push(get(query, last.signal).then((got) => count(got.status), () => count("broken off")));
  }
  await Promise.all(asked);
}
await Promise.all(Array.from({ length: CLIENTS }, (_, i) => client(i)));
const seconds = (performance.now() - began) / 1000;
const outcome = [...told].map(([what, n]) => `${n} ${what}`).sort().join(", ");
console.log(`  ${sent} changes by ${CLIENTS} clients in ${seconds.toFixed(0)} s: ${outcome}; ${held().toFixed(0)} MB`);
check("they came at the rate of 10,000 a minute, or the end waited for answers", sent >= Number(many) && seconds < (sent * 60) / A_MINUTE + 30, `${seconds}`);
check("each was answered, told to come again, or broken off by its client", [...told.keys()].every((what) => [200, 503, "broken off"].includes(what)), outcome);
check("some were answered", (told.get(200) ?? 0) > 0);
const start = performance.now();
const after = [(await get("/")).text, (await get(known)).text];
check("whoever asks afterwards gets the same bytes", after[0] === before[0] && after[1] === before[1]);
check("at once", performance.now() - start < 3000, `${performance.now() - start} ms`);
check("memory is bounded", held() < 500, `${held()} MB`);
at.child.kill();
await once(at.child, "exit");

const says = (...words) => spawnSync(program, words, { cwd: folder, maxBuffer: 1 << 28 });
const revisions = () => JSON.parse(says("log", "--format", "json").stdout).length;
const outcomes = [];
for (const [i, delay] of [0, 150, 400, 800, 1200, 1800, null].entries()) {
  const here = await studio(program, folder);
  const own = (await fetch(here.address, { redirect: "manual" })).headers.get("set-cookie").split(";")[0];
  const state = `set=blueprint.tiers.gold.threshold%3D${2100 + 10 * i}`;
  const page = await (await fetch(`${here.origin}/?${state}`, { headers: { cookie: own } })).text();
  const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const had = revisions();
  const body = new URLSearchParams({ state, seen, reason: `try ${i}` });
  const answered = fetch(`${here.origin}/save`, { method: "POST", body, redirect: "manual", headers: { cookie: own, origin: here.origin } }).catch(() => {});
  await (delay === null ? answered : new Promise((after) => setTimeout(after, delay)));
  here.child.kill("SIGKILL");
  await once(here.child, "exit");
  const now = revisions();
  outcomes.push(now - had);
  const when = delay === null ? "once it was answered" : `after ${delay} ms`;
  check(`killed ${when}: the old revision or the new one`, now === had || now === had + 1, `${had} ${now}`);
  check(`killed ${when}: intact`, says("verify").status === 0, `${says("verify").stdout}`);
}
console.log(`  killed while saving: ${outcomes.filter((n) => n === 0).length} times nothing was saved, ${outcomes.filter((n) => n === 1).length} times all of it`);
check("both were seen", outcomes.includes(0) && outcomes.includes(1), outcomes.join(" "));
done("flood");
