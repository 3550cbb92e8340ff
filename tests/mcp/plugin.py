"""The plugin's files against the published rules of Claude Code; each check says where its rule stands."""
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from common import CALLS, PROGRAM

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "plugin"
MANIFEST = "https://code.claude.com/docs/en/plugins/manifest-reference"
MARKET = "https://code.claude.com/docs/en/plugins/marketplace-reference"
NAMES = "https://github.com/anthropics/claude-code/blob/main/plugins/plugin-dev/skills/plugin-structure/references/manifest-reference.md"
AGENTS = "https://code.claude.com/docs/en/sub-agents"
SKILLS = "https://agentskills.io/specification"
COMMANDS = "https://code.claude.com/docs/en/slash-commands"
MCP = "https://code.claude.com/docs/en/mcp"
KEBAB = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
SEMVER = re.compile(r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")
RESERVED = {"claude-code-marketplace", "claude-code-plugins", "claude-plugins-official", "anthropic-marketplace", "anthropic-plugins", "agent-skills",
            "anthropic-agent-skills", "claude-community", "claude-plugins-community"}
checked = []


def check(holds, what, source):
    assert holds, f"{what} ({source})"
    checked.append((what, source))


def front(path: Path) -> tuple[dict, str]:
    """Frontmatter of a Markdown file (one line for each key) and its text."""
    text = path.read_text()
    check(text.startswith("---\n") and "\n---\n" in text[4:], f"{path.name} begins with frontmatter between --- lines", AGENTS)
    head, body = text[4:].split("\n---\n", 1)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


market = json.loads((ROOT / ".claude-plugin/marketplace.json").read_text())
check(KEBAB.match(market["name"]) and market["name"] not in RESERVED, "the marketplace has a kebab-case name that is not reserved", MARKET)
check(isinstance(market["owner"], dict) and market["owner"]["name"], "the marketplace has an owner with a name", MARKET)
check(isinstance(market["plugins"], list) and market["plugins"], "the marketplace lists plugins", MARKET)
[entry] = market["plugins"]
check(entry["source"].startswith("./") and ".." not in entry["source"], "a relative source begins with ./ and stays inside", MARKET)
check((ROOT / entry["source"]).resolve() == PLUGIN.resolve(), "the source resolves from the marketplace root, not from .claude-plugin", MARKET)

manifest = json.loads((PLUGIN / ".claude-plugin/plugin.json").read_text())
check(KEBAB.match(manifest["name"]), "the manifest at .claude-plugin/plugin.json has a kebab-case name", NAMES)
check(manifest["name"] == entry["name"] == "loyalty-lifecycle-orchestration", "manifest and marketplace entry have one name", MARKET)
check(SEMVER.match(manifest["version"]) and manifest["version"] == entry["version"], "the version is a semantic version, the same in both", NAMES)
check(isinstance(manifest["author"], dict) and manifest["author"]["name"], "the author is an object with a name", NAMES)
check(50 <= len(manifest["description"]) <= 200, "the description has 50 to 200 characters", NAMES)
check(all(isinstance(k, str) for k in manifest["keywords"]) and 5 <= len(manifest["keywords"]) <= 10, "five to ten keywords", NAMES)
known = {"name", "version", "description", "author", "license", "keywords", "homepage", "repository", "commands", "agents", "skills", "hooks", "mcpServers"}
check(set(manifest) <= known, "no unknown manifest field", MANIFEST)
check(not {"commands", "agents", "skills", "mcpServers"} & set(manifest), "components stand at their default places, so no path is declared", MANIFEST)
check({p.name for p in (PLUGIN / ".claude-plugin").iterdir()} == {"plugin.json"}, "only the manifest lies in .claude-plugin", MANIFEST)

servers = json.loads((PLUGIN / ".mcp.json").read_text())["mcpServers"]
[(server, start)] = servers.items()
check(set(start) <= {"type", "command", "args", "env"} and isinstance(start["args"], list), "a stdio server has command, args and env", MCP)
check(any("${CLAUDE_PLUGIN_ROOT}/" in a for a in start["args"]), "files of the plugin are named by ${CLAUDE_PLUGIN_ROOT}", MANIFEST)

tools = {c[0] for c in CALLS}
head, body = front(PLUGIN / "commands/plan-loyalty.md")
check(head["description"] and head["argument-hint"] and "$ARGUMENTS" in body, "the command has a description, an argument hint and takes $ARGUMENTS", COMMANDS)
for name in ("loyalty-strategist", "member-insights-analyst"):
    head, body = front(PLUGIN / f"agents/{name}.md")
    check(head["name"] == name and KEBAB.match(name) and head["description"], f"agent {name}: name in lowercase and hyphens, and a description", AGENTS)
    check("Never state a figure that no tool returned" in body, f"agent {name} is told never to state a figure that no tool returned", "the plugin's own rule")
skill = PLUGIN / "skills/loyalty-modeling"
head, body = front(skill / "SKILL.md")
check(head["name"] == skill.name and KEBAB.match(head["name"]) and len(head["name"]) <= 64, "a skill's name is its folder's, at most 64 characters", SKILLS)
check(0 < len(head["description"]) <= 1024, "a skill's description has at most 1024 characters", SKILLS)
check(len(body.splitlines()) < 500, "SKILL.md has fewer than 500 lines", SKILLS)
for reference in re.findall(r"`(reference/[a-z]+\.md)`", body):
    check((skill / reference).is_file(), f"{reference} is there", SKILLS)
for path in PLUGIN.rglob("*.md"):
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", path.read_text())) - {"not_identified", "p_positive"}
    check(named <= tools, f"{path.name} names only tools that there are: {named - tools}", "the plugin's own rule")
tasks = {"pull-data", "review-signals", "settle-assumptions", "fit-base", "value-customers", "find-personas", "map-lifecycle", "choose-design", "appraise", "govern"}
owned = [t for path in (*PLUGIN.glob("agents/*.md"), skill / "SKILL.md") for t in re.findall(r"`([a-z-]+)`", path.read_text().split("task graph are ")[1].split(".")[0])]
check(sorted(owned) == sorted(tasks), "each task of the plan's graph has one agent", "crates/loyalty-engine/src/orchestrate.rs")

wrapper = PLUGIN / "bin/serve.sh"
check(os.access(wrapper, os.X_OK), "the starter may be executed", "the plugin's own rule")
with tempfile.TemporaryDirectory() as folder:
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}})
    env = {"PATH": os.environ["PATH"], "HOME": folder, "CLAUDE_PROJECT_DIR": folder, "PLAN_LOYALTY": str(PROGRAM)}
    args = [a.replace("${CLAUDE_PLUGIN_ROOT}", str(PLUGIN)) for a in start["args"]]
    done = subprocess.run([start["command"], *args], input=hello + "\n", capture_output=True, text=True, env=env, timeout=30)
    check(json.loads(done.stdout.splitlines()[0])["result"]["serverInfo"]["name"] == "plan-loyalty", f"the server {server} starts from .mcp.json", MCP)
    # The same without the program: a copy of the starter far from any build.
    lonely = Path(folder) / "bin/serve.sh"
    lonely.parent.mkdir()
    lonely.write_text(wrapper.read_text())
    done = subprocess.run(["sh", str(lonely)], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": folder}, timeout=30)
    check(done.returncode == 127 and "cargo install" in done.stderr and done.stdout == "", "without the program it says how to install it", "the plugin's own rule")
for what, source in checked:
    print(f"    {what} [{source}]")
print(f"  plugin: {len(checked)} checks hold")
