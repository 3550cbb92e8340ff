// The official TypeScript SDK lists and calls every tool over stdio and HTTP. Answers are validated by the SDK against the declared schemas
// (it refuses those that do not conform), and their texts must be there.
// Usage: node client.mjs PROGRAM ROOT CALLS [URL TOKEN]
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/sdk/types.js";

const [program, root, calls, url, token] = process.argv.slice(2);
const transport = url
  ? new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } })
  : new StdioClientTransport({ command: program, args: ["mcp", "--root", root, "--effort", "small"], cwd: root });
const client = new Client({ name: "plan-loyalty-tests", version: "1" }, { capabilities: {} });
await client.connect(transport);
const { tools } = await client.listTools();
const list = JSON.parse(readFileSync(calls, "utf8"));
const names = new Set(tools.map((t) => t.name));
for (const [name] of list) if (!names.has(name)) throw new Error(`${name} is not listed`);
for (const tool of tools) if (!tool.outputSchema || !tool.annotations) throw new Error(`${tool.name} has no output schema or annotations`);
for (const [name, args] of list) {
  let told = 0;
  const result = await client.callTool({ name, arguments: args }, undefined, { onprogress: () => told++, timeout: 120000 });
  if (result.isError) throw new Error(`${name}: ${result.content[0].text}`);
  if (!result.structuredContent || !result.content[0].text) throw new Error(`${name} answers without content`);
  if (name === "plan_loyalty" && told < 5) throw new Error(`${told} progress notifications`);
}
const refused = await client.callTool({ name: "describe_data", arguments: { data: { transactions: ["/etc/passwd"] } } });
if (!refused.isError || !JSON.parse(refused.content[0].text).error.hint) throw new Error("no hint");
await client.close();
console.log(`  TypeScript, ${url ? "HTTP" : "stdio"}, ${LATEST_PROTOCOL_VERSION}: ${list.length} tools called, answers valid`);
process.exit(0);
