#!/usr/bin/env python3
"""Looks at the demonstration in headless Chromium as somebody would who sees it for the first time.

    demonstration_story.py --mediant target/gate/mediant [--shots DIR] [--pictures DIR]

Opens the page to choose on, sits in every seat of both stories in one browser, and looks at every page that links lead to: axe-core,
layout and targets, at 1280 and 360 pixels, light and dark. Then it takes the tour with the keyboard alone, and sends something from one seat while
another one's page is open. `--shots` keeps a picture of every page, `--pictures` those that the guide shows. Prints `N passed, M failed`.

Needs what `browser_story.py` needs.
"""
import argparse
import base64
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from browser_story import AXE, ENTER, PRESSED, Browser, Story, axe_core, free_port

SEATS = {
    "talks": ["mediator", "russia", "ukraine", "ukraine-delegate", "public"],
    "water": ["mediator", "gardens", "houses", "laundry", "public"],
}
# Pages of one kind, of which one is looked at: others differ in what people wrote.
ONE_OF = ("issue", "mend", "pass-on", "text", "deal", "reports", "preview")
DARK = ("/as/water/mediator", "/as/water/houses", "/as/water/public")
LINKS = "return [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search);"
# What the guide shows: its name, the page, the width, and how much of its height.
PICTURES = [
    ("water-desk", "/as/water/mediator/", 1280, 900),
    ("water-text", "/as/water/houses/text", 360, 900),
    ("water-deal", "/as/water/mediator/deal", 1280, 1000),
    ("water-asked", "/as/water/houses/mediation", 360, 1000),
]


def pages_of(browser, under):
    """Every page of a seat that links lead to, one of each kind."""
    waiting, known, pages = [f"{under}/"], set(), []
    while waiting:
        page = waiting.pop(0)
        browser.go(page)
        pages.append(page)
        for link in browser.run(LINKS):
            if not link.startswith(f"{under}/") or re.search(r"\.(svg|json|toml|txt)$", link) or link.startswith(f"{under}/api/"):
                continue
            rest = link[len(under) + 1:]
            steps = re.split(r"[/?]", rest)
            kind = "/".join(steps[:1]) if steps[0] in ONE_OF else rest.split("?")[0]
            if len(steps) > 1 and steps[0] in ONE_OF:
                kind += "/*"
            if kind not in known and link != f"{under}/":
                known.add(kind)
                waiting.append(link)
    return pages


def look(story, browser, axe, who, page, schemes=("light", "dark")):
    for width in (1280, 360):
        for scheme in schemes:
            browser.seen_at(width, scheme == "dark")
            browser.go(page)
            browser.run(axe)
            found, laid, seen = browser.run(AXE, wait=True), browser.run(PRESSED), f"{page}, {width} {scheme}"
            story.hold(f"axe on {seen}", found == [], "; ".join(found))
            story.hold(f"no wider than the window: {seen}", laid["wide"] is False)
            story.hold(f"everything that is pressed is big enough: {seen}", laid["small"] == [], str(laid["small"]))
            story.hold(f"five steps lead into it: {seen}", laid["before"] <= 5, str(laid["before"]))
            if story.shots:
                name = re.sub(r"[^a-z0-9]+", "-", f"{who}{page}-{width}-{scheme}").strip("-")
                browser.shot(story.shots / f"{name[:120]}.png")
    browser.seen_usually()


def take_the_tour(story, browser):
    """From the first step to the last with the keyboard alone."""
    browser.go("/tour")
    for step in range(1, 7):
        browser.tab_to("at.tagName === 'A' && (at.classList.contains('onward') || at.textContent === 'Begin')")
        browser.keys(ENTER)
        story.hold(f"step {step} of the tour comes", browser.until(f"document.querySelector('#tour')?.textContent.includes('step {step} of 6')"))
        story.hold(f"step {step} has a heading under the page's", browser.run(
            "const tour = document.querySelector('main > section.tour'); return tour.getAttribute('aria-labelledby') === 'tour' && !!tour.querySelector('h2');"))
    browser.go("/as/water/houses/tour-3/text")
    browser.tab_to("at.textContent === 'Leave the tour, stay here'")
    browser.keys(ENTER)
    story.hold("the tour is left where one stands", browser.until("location.pathname === '/as/water/houses/text' && !document.querySelector('.tour')"))
    browser.tab_to("at.textContent === 'What is this?'")
    browser.keys(ENTER)
    story.hold("what the page is opens by the keyboard", browser.run("return document.querySelector('.what-is-this').open;"))


def side_by_side(story, browser):
    """Two seats in two tabs of one browser: what one tells, the other one's open page shows by itself."""
    browser.go("/as/water/mediator/caucus/laundry")
    mediator = browser.ask("GET", "/window")
    laundry = browser.ask("POST", "/window/new", {"type": "tab"})["handle"]
    browser.ask("POST", "/window", {"handle": laundry})
    page, action = "/as/water/laundry/caucus", "/as/water/laundry/do/tell_item"
    browser.send(page, action, {"text": "Two machines can wait until noon."})
    story.hold("the laundry told something", "wait until noon" in browser.source())
    browser.ask("POST", "/window", {"handle": mediator})
    story.hold("the mediator's open page shows it by itself", browser.until("document.body.textContent.includes('wait until noon')"))
    story.hold("and is the mediator's still", browser.run("return location.pathname;") == "/as/water/mediator/caucus/laundry")


def picture(browser, folder, name, page, width, height):
    browser.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
    browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
    browser.go(page)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    made = browser.cdp("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    (folder / f"{name}.png").write_bytes(base64.b64decode(made["data"]))


def tell(story, browser, axe, pictures):
    if pictures:
        for each in PICTURES:
            picture(browser, pictures, *each)
        return
    for page in ("/", "/tour", "/as/water/mediator/tour-1/", "/as/water/public/tour-6/", "/nothing"):
        look(story, browser, axe, "chosen", page)
    for name, seats in SEATS.items():
        for seat in seats:
            under = f"/as/{name}/{seat}"
            browser.go("/")
            browser.run("document.querySelector(`a[href='" + under + "/']`).click();")
            story.hold(f"one click leads to {under}", browser.until(f"location.pathname === '{under}/'"))
            # Pages of one role differ little from one side to the other: the dark ones are looked at for one of them.
            schemes = ("light", "dark") if under in DARK else ("light",)
            for page in pages_of(browser, under):
                look(story, browser, axe, "", page, schemes)
    take_the_tour(story, browser)
    side_by_side(story, browser)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mediant", required=True)
    arguments.add_argument("--shots", type=pathlib.Path)
    arguments.add_argument("--pictures", type=pathlib.Path)
    arguments = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    story, ports = Story(arguments.shots), (free_port(), free_port())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        demo = subprocess.Popen([arguments.mediant, "demo", "--listen", f"127.0.0.1:{ports[0]}"], stdout=subprocess.PIPE, text=True)
        driver = subprocess.Popen(["chromedriver", f"--port={ports[1]}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for line in demo.stdout:
                if "Ctrl-C" in line:
                    break
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{ports[1]}/status", timeout=1)
                    break
                except OSError:
                    time.sleep(0.1)
            axe = "" if arguments.pictures else axe_core(folder)
            browser = Browser(f"http://127.0.0.1:{ports[1]}", folder, f"http://127.0.0.1:{ports[0]}")
            tell(story, browser, axe, arguments.pictures)
        except (RuntimeError, StopIteration, subprocess.CalledProcessError) as error:
            story.hold("the demonstration is looked at to its end", False, str(error))
        finally:
            Browser.close_all()
            driver.terminate()
            demo.terminate()
            driver.wait()
            demo.wait()
    print(f"{story.passed} passed, {story.failed} failed")
    return 1 if story.failed else 0


if __name__ == "__main__":
    sys.exit(main())
