// The official TypeScript SDKs list and call every tool over stdio and HTTP: version 1 in revision 2025-11-25, version 2 in 2026-07-28. They
// refuse answers that do not conform to the declared schema. Usage: node client.mjs PROGRAM ROOT CALLS [URL TOKEN]
import { readFileSync } from "node:fs";
import * as one from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioOne } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as HttpOne } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import * as two from "@modelcontextprotocol/client";
import { StdioClientTransport as StdioTwo } from "@modelcontextprotocol/client/stdio";

const [program, root, calls, url, token] = process.argv.slice(2);
const list = JSON.parse(readFileSync(calls, "utf8"));
const start = { command: program, args: ["mcp", "--root", root, "--effort", "small"], cwd: root };
const http = { requestInit: { headers: { Authorization: `Bearer ${token}` } } };
const me = { name: "plan-loyalty-tests", version: "1" };
const kinds = [
  {
    revision: "2025-11-25",
    client: new one.Client(me, { capabilities: {} }),
    transport: () => (url ? new HttpOne(new URL(url), http) : new StdioOne(start)),
    call: (client, params, options) => client.callTool(params, undefined, options),
  },
  {
    revision: "2026-07-28",
    client: new two.Client(me, { capabilities: {}, versionNegotiation: { mode: { pin: "2026-07-28" } } }),
    transport: () => (url ? new two.StreamableHTTPClientTransport(new URL(url), http) : new StdioTwo(start)),
    call: (client, params, options) => client.callTool(params, options),
  },
];
for (const { revision, client, transport, call } of kinds) {
  await client.connect(transport());
  const { tools } = await client.listTools();
  const names = new Set(tools.map((t) => t.name));
  for (const [name] of list) if (!names.has(name)) throw new Error(`${name} is not listed`);
  for (const tool of tools) if (!tool.outputSchema || !tool.annotations) throw new Error(`${tool.name} has no output schema or annotations`);
  for (const [name, args] of list) {
    let told = 0;
    const result = await call(client, { name, arguments: args }, { onprogress: () => told++, timeout: 120000 });
    if (result.isError) throw new Error(`${name}: ${result.content[0].text}`);
    if (!result.structuredContent || !result.content[0].text) throw new Error(`${name} answers without content`);
    if (name === "plan_loyalty" && told < 5) throw new Error(`${told} progress notifications`);
  }
  const refused = await call(client, { name: "describe_data", arguments: { data: { transactions: ["/etc/passwd"] } } }, {});
  if (!refused.isError || !JSON.parse(refused.content[0].text).error.hint) throw new Error("no hint");
  await client.close();
  console.log(`  TypeScript, ${url ? "HTTP" : "stdio"}, ${revision}: ${list.length} tools called, answers valid`);
}
process.exit(0);
