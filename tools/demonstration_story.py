#!/usr/bin/env python3
"""Looks at the demonstration in headless Chromium as somebody would who sees it for the first time.

    demonstration_story.py --mediant target/gate/mediant [--whole] [--shots DIR] [--pictures DIR]

Opens the page to choose on, sits down in every seat of both stories in one browser, takes the tour with the keyboard alone, and sends
something from one seat while another one's page is open. Of each story it looks at every page of a mediator, a party and the public that
links lead to: layout and targets at 1280 and 360 pixels, and the first page of each kind by axe-core, its colours light and dark. With
`--whole` it looks at every page of every seat by axe-core, at both widths, light and dark. `--shots` keeps a picture of every page,
`--pictures` makes those that the guide shows. Prints `N passed, M failed`.

Needs what `desk_browser.py` needs.
"""
import base64
import pathlib
import re
import sys

from desk_browser import ENTER, WIDTHS, axe_core, run

# The first seats of a story are one of each role; the others differ from them in what people wrote.
SEATS = {
    "talks": ["mediator", "russia", "public", "ukraine", "ukraine-delegate"],
    "water": ["mediator", "houses", "public", "gardens", "laundry"],
}
ROLES = {"mediator": "mediator", "public": "public"}
# Pages of one kind, of which one is looked at: others differ in what people wrote.
ONE_OF = ("issue", "mend", "pass-on", "text", "deal", "reports", "preview", "brief", "caucus")
LINKS = "return [...document.querySelectorAll('a[href]')].map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search);"
# What the guide shows: its name, the page, the width, and how much of its height.
PICTURES = [
    ("water-desk", "/as/water/mediator/", 1280, 900),
    ("water-text", "/as/water/houses/text", 360, 900),
    ("water-deal", "/as/water/mediator/deal", 1280, 1000),
    ("water-asked", "/as/water/houses/mediation", 360, 1000),
]


def kind_of(rest):
    """Of which kind a page of a seat is, by its path."""
    steps = re.split(r"[/?]", rest)
    if steps[0] not in ONE_OF:
        return rest.split("?")[0]
    return steps[0] + ("/*" if len(steps) > 1 else "")


def pages_of(browser, under):
    """Opens every page of a seat that links lead to, one of each kind, and yields it with its kind."""
    waiting, known = [f"{under}/"], {""}
    while waiting:
        page = waiting.pop(0)
        browser.go(page)
        for link in browser.run(LINKS):
            if not link.startswith(f"{under}/") or re.search(r"\.(svg|json|toml|txt)(\?|$)", link) or link.startswith(f"{under}/api/"):
                continue
            kind = kind_of(link[len(under) + 1:])
            if kind not in known:
                known.add(kind)
                waiting.append(link)
        yield page, kind_of(page[len(under) + 1:])


def look(story, browser, axe, page, whole, is_first):
    """The page that is open: its layout at both widths, and by axe-core what was not looked at yet."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            seen = f"{page}, {width} {scheme}"
            browser.seen_at(width, scheme == "dark")
            if scheme == "light":
                story.laid_out(browser, seen)
            if whole or is_first and (width, scheme) == (360, "light"):
                story.accessible(browser, axe, seen)
            elif is_first and (width, scheme) == (1280, "dark"):
                story.accessible(browser, axe, seen, "color-contrast")
            story.picture(browser, f"{page}-{width}-{scheme}")
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


def tell(story, desk, arguments):
    browser = desk.browser()
    if arguments.pictures:
        for each in PICTURES:
            picture(browser, arguments.pictures, *each)
        story.hold("the guide's pictures are made", all((arguments.pictures / f"{name}.png").stat().st_size for name, *_ in PICTURES))
        return
    axe, whole, looked_at = axe_core(desk.folder), arguments.whole, set()
    for page in ("/", "/tour", "/as/water/mediator/tour-1/", "/as/water/public/tour-6/", "/nothing"):
        browser.go(page)
        look(story, browser, axe, page, whole, True)
    for name, seats in SEATS.items():
        for place, seat in enumerate(seats):
            under = f"/as/{name}/{seat}"
            browser.go("/")
            browser.run("document.querySelector(`a[href='" + under + "/']`).click();")
            story.hold(f"one click leads to {under}", browser.until(f"location.pathname === '{under}/'"))
            if not whole and place > 2:
                continue
            for page, kind in pages_of(browser, under):
                key = (ROLES.get(seat, "party"), kind)
                look(story, browser, axe, page, whole, key not in looked_at)
                looked_at.add(key)
    take_the_tour(story, browser)
    side_by_side(story, browser)


def demonstration(_):
    return ["demo"], "Ctrl-C"


OPTIONS = [("--whole", {"action": "store_true", "help": "every page of every seat by axe-core"}),
           ("--pictures", {"type": pathlib.Path, "help": "make the guide's pictures in this folder, and nothing else"})]

if __name__ == "__main__":
    sys.exit(run(__doc__, tell, demonstration, options=OPTIONS))
