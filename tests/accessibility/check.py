"""Opens pages in Chromium and checks them for accessibility, requests, colours, focus and print. Needs nothing but Python and Chromium.

The browser is driven over its own pipe (`--remote-debugging-pipe`): messages of the DevTools protocol as JSON, each ended by a zero byte,
written to descriptor 3 and read from descriptor 4 of the browser.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BYTES_MAX = 1_500_000
GRAVE = ("serious", "critical")


class Browser:
    """Chromium with one page."""

    def __init__(self, binary, profile):
        to_read, self.write_end = os.pipe()
        self.read_end, to_write = os.pipe()

        def place_pipes():
            # The new ends may themselves be 3 or 4: move both out of the way first.
            a, b = os.dup2(to_read, 63), os.dup2(to_write, 64)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [binary, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=place_pipes,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.reader = os.fdopen(self.read_end, "rb")
        self.rest = b""
        self.number = 0
        self.session = None
        self.events = []
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.send(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.rest:
            piece = self.reader.read1(1 << 20)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.rest += piece
        text, self.rest = self.rest.split(b"\0", 1)
        return json.loads(text)

    def send(self, method, **params):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write_end, json.dumps(message).encode() + b"\0") if len(json.dumps(message)) < 60000 else self.write_all(message)
        while True:
            got = self.message()
            if got.get("id") == number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]
            self.events.append(got)

    def write_all(self, message):
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data) :]

    def open(self, url):
        self.events.clear()
        self.send("Page.navigate", url=url)
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.message())

    def run(self, script):
        got = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in got:
            raise RuntimeError(json.dumps(got["exceptionDetails"])[:400])
        return got["result"].get("value")

    def requests(self):
        return [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]

    def key(self, name):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=9 if name == "Tab" else 13)

    def close(self):
        self.session = None
        try:
            self.send("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=30)


def findings(browser, axe):
    """What axe-core finds on the page as it stands: (impact, rule, help, first place)."""
    browser.run(axe + ";0")
    got = browser.run(
        "axe.run(document,{runOnly:{type:'tag',values:%s},resultTypes:['violations']}).then(r=>JSON.stringify(r.violations.map(v=>[v.impact,v.id,v.help,v.nodes.length,v.nodes[0].html.slice(0,160),v.nodes[0].failureSummary])))"
        % json.dumps(RULES)
    )
    return json.loads(got)


def colours(browser, scheme):
    browser.send("Emulation.setEmulatedMedia", media="screen", features=[{"name": "prefers-color-scheme", "value": scheme}])


def check(browser, path, axe, pdf):
    wrong = []
    weight = path.stat().st_size
    if weight > BYTES_MAX:
        wrong.append(f"weighs {weight} bytes")
    url = path.resolve().as_uri()
    browser.open(url)
    ground = {}
    for scheme in ("light", "dark"):
        colours(browser, scheme)
        browser.run("document.querySelectorAll('details').forEach(d=>d.open=true)")
        ground[scheme] = browser.run("getComputedStyle(document.body).backgroundColor")
        for impact, rule, words, count, place, why in findings(browser, axe):
            line = f"{scheme}: {impact} {rule}: {words} ({count}) {place} {why}"
            if impact in GRAVE:
                wrong.append(line)
            else:
                print(f"  note {line[:400]}")
    if ground["light"] == ground["dark"]:
        wrong.append("dark colours are the light ones")
    # The choice at the top wins over the system, both ways, and no script is needed for it.
    colours(browser, "light")
    for choice, like in (("dark", "dark"), ("light", "light")):
        browser.run(f"document.getElementById('look-{choice}').click()")
        if browser.run("getComputedStyle(document.body).backgroundColor") != ground[like]:
            wrong.append(f"the choice of {choice} changes nothing")
        colours(browser, "dark")
    if browser.run("document.scripts.length") != 0:
        wrong.append("the page holds a script")
    outside = [r for r in browser.requests() if r != url]
    if outside:
        wrong.append(f"requests {outside[:3]}")
    wrong += focus(browser, url)
    wrong += narrow(browser, url)
    printed(browser, url, path, pdf, wrong)
    return wrong


def focus(browser, url):
    """The first Tab reaches the skip link; whatever is reached shows an outline; nothing traps."""
    wrong = []
    browser.open(url)
    seen = []
    for i in range(12):
        browser.key("Tab")
        got = browser.run(
            "(()=>{const e=document.activeElement,s=getComputedStyle(e);return [e.tagName,e.className||'',e.textContent.trim().slice(0,30),s.outlineStyle,parseFloat(s.outlineWidth)]})()"
        )
        seen.append(got[2])
        if i == 0 and got[1] != "skip":
            wrong.append(f"the first Tab reaches {got[0]} {got[2]!r}, not the skip link")
        if got[3] == "none" or got[4] < 2:
            wrong.append(f"the focus does not show on {got[0]} {got[2]!r}")
    if len(set(seen)) < 6:
        wrong.append(f"Tab does not go on: {seen}")
    return wrong


def narrow(browser, url):
    """At 320 pixels the page itself does not scroll sideways (WCAG 1.4.10)."""
    browser.send("Emulation.setDeviceMetricsOverride", width=320, height=640, deviceScaleFactor=1, mobile=False)
    browser.open(url)
    over = browser.run("document.documentElement.scrollWidth-document.documentElement.clientWidth")
    browser.send("Emulation.clearDeviceMetricsOverride")
    return [f"scrolls sideways by {over} pixels at a width of 320"] if over > 0 else []


def printed(browser, url, path, pdf, wrong):
    """A4, short as it opens, longer where every detail is asked for."""
    pages = {}
    for details in (False, True):
        browser.open(url)
        browser.send("Emulation.setEmulatedMedia", media="", features=[])
        if details:
            browser.run("document.getElementById('print-all').click()")
        data = base64.b64decode(browser.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
        pages[details] = len(re.findall(rb"/Type\s*/Page[^s]", data))
        if not re.search(rb"/MediaBox\s*\[0 0 59[45][\d.]* 84[12]", data):
            wrong.append("does not print to A4")
        if pdf:
            out = pathlib.Path(pdf)
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{path.parent.name}{'-details' if details else ''}.pdf").write_bytes(data)
    if not 5 <= pages[False] < pages[True]:
        wrong.append(f"prints to {pages[False]} pages, with every detail to {pages[True]}")
    print(f"  {pages[False]} printed pages, {pages[True]} with every detail, {path.stat().st_size} bytes")


def planted(browser, path, axe, folder):
    """Faults put in by hand must be found."""
    missed = []
    browser.open(path.resolve().as_uri())
    colours(browser, "light")
    browser.run(
        "document.querySelector('main').insertAdjacentHTML('afterbegin','<img src=\"data:image/png;base64,iVBORw0KGgo=\"><p style=\"color:#ccc;background:#fff\">faint words</p>')"
    )
    found = {rule for impact, rule, *_ in findings(browser, axe) if impact in GRAVE}
    for rule in ("image-alt", "color-contrast"):
        if rule not in found:
            missed.append(f"axe-core did not find the planted {rule}")
    text = path.read_text()
    bad = folder / "request.html"
    bad.write_text(re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text).replace("<main", '<img alt="" src="http://127.0.0.1:9/planted.png"><main', 1))
    browser.open(bad.resolve().as_uri())
    if not any("planted" in r for r in browser.requests()):
        missed.append("the planted request was not seen")
    kept = folder / "policy.html"
    kept.write_text(text.replace("<main", '<img alt="" src="http://127.0.0.1:9/planted.png"><main', 1))
    browser.open(kept.resolve().as_uri())
    blocked = [e for e in browser.events if e.get("method") == "Network.loadingFailed" and e["params"].get("blockedReason") == "csp"]
    if any("planted" in r for r in browser.requests()) and not blocked:
        missed.append("the policy of the page does not stop a request")
    return missed


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--browser", default="chromium")
    arguments.add_argument("--axe", required=True, type=pathlib.Path)
    arguments.add_argument("--pdf")
    arguments.add_argument("pages", nargs="+", type=pathlib.Path)
    given = arguments.parse_args()
    axe = given.axe.read_text()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(given.browser, f"{folder}/profile")
        try:
            for path in given.pages:
                print(path.name, path.parent.name)
                for words in check(browser, path, axe, given.pdf):
                    failed += 1
                    print(f"  FAIL {words}")
            for words in planted(browser, given.pages[0], axe, pathlib.Path(folder)):
                failed += 1
                print(f"  FAIL the check itself: {words}")
        finally:
            browser.close()
    print("accessibility: " + (f"{failed} findings" if failed else "no serious finding, faults planted were found"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
