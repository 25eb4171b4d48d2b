#!/usr/bin/env python3
"""A brief, written in a browser at 360 px and at 1280 px, with script and without, with the keyboard alone.

    tools/brief_story.py --mediant target/gate/mediant [--shots FOLDER]

The case is the canal of `benches/desk_story.py`. A delegate orders options with the arrow keys, rules some out, gives points, leaves
and comes back, looks at what goes and hands it over; the mediator reads the same table. Every step is held to one screen of a
telephone as far as its options allow; axe goes over every step, wide and narrow, light and dark. Needs `chromium`, `chromedriver` and npm's axe-core.
"""
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "benches")]
import desk_story  # noqa: E402
from desk_browser import DOWN, ENTER, SPACE, axe_core, run  # noqa: E402

# The height of a step: from the top of the page to the end of its buttons.
BOTTOM = "return Math.ceil(document.querySelector('form .brief-steps').closest('form').querySelector('.act').getBoundingClientRect().bottom + scrollY);"


def kept(browser):
    return browser.until("!document.querySelector('form[data-keeps]') || document.querySelector('form[data-keeps]').hasAttribute('data-safe')")


def steps(browser):
    return int(browser.run("return document.querySelector('.brief-steps').dataset.steps;"))


def looked_at(story, browser, axe, name):
    """Every step narrow, and the whole table wide; in the dark its colours alone are others."""
    heights = []
    for width in [360, 1280]:
        browser.seen_at(width, False)
        for step in range(1, steps(browser) + 1) if width == 360 else [1]:
            browser.go(f"/brief?step={step}")
            story.accessible(browser, axe, f"step {step} at {width} px")
            wide = browser.run("return document.documentElement.scrollWidth;")
            story.hold(f"step {step} is no wider than {width} px", wide <= width, str(wide))
            if width == 360:
                heights.append(browser.run(BOTTOM))
            story.picture(browser, f"brief-{name}-{width}-light-{step}")
            browser.seen_at(width, True)
            story.accessible(browser, axe, f"step {step} at {width} px, dark", "color-contrast")
            story.picture(browser, f"brief-{name}-{width}-dark-{step}")
            browser.seen_at(width, False)
    browser.seen_at(360, False)
    return heights


def by_keyboard(story, party):
    """The first issue with the keyboard alone."""
    party.go("/brief?step=1")
    party.tab_to("at.matches('.now [data-row] input.rank')")
    first = party.run("return document.activeElement.name;")
    party.keys(DOWN)
    story.hold("the arrow keys move an option", party.run("return document.activeElement.name;") == first
               and party.run("return document.activeElement.value;") == "2")
    party.tab_to("at.matches('.now [data-row]:first-of-type input[type=checkbox], .now input[type=checkbox]')")
    party.keys(SPACE)
    story.hold("what is typed is kept", kept(party))
    never = party.run("return document.querySelector('.now input[type=checkbox]:checked').name;")
    party.tab_to("at.matches('[data-go=next]')")
    party.keys(ENTER)
    story.hold("the next step comes without a page", party.until("document.querySelector('.step.now').dataset.step === '2'"))
    party.go("/brief")
    story.hold("left and come back, the order is there", party.run(f"return document.querySelector('[name={json.dumps(first)}]').value;") == "2")
    story.hold("and what is out of the question", party.run(f"return document.querySelector('[name={json.dumps(never)}]').checked;"))


def without_script(story, party):
    """A step, a move and a fault without script."""
    party.cdp("Emulation.setScriptExecutionDisabled", value=True)
    party.go("/brief?step=2")
    before = party.run("return document.querySelector('.now [data-row] input.rank').name;")
    party.run("document.querySelector('.now button[value^=down]').click();")
    story.hold("a button moves an option", party.until(f"document.querySelector('[name={json.dumps(before)}]')?.value === '2'"))
    story.hold("on the same step", party.run("return location.search === '?step=2' && document.querySelector('.step.now').dataset.step === '2';"))
    party.run("document.querySelector('[data-go=next]').click();")
    story.hold("a button leads to the next step", party.until("location.search === '?step=3'"))
    party.cdp("Emulation.setScriptExecutionDisabled", value=False)


def handed_over(story, party, mediator, side, shots):
    party.go("/brief?step=1")
    party.run("document.querySelector('.now [data-row] input.rank')?.focus();")
    for step in range(1, steps(party) + 1):
        party.run("for (const b of document.querySelectorAll(`.step[data-step=\"${arguments[0]}\"] button[value^=listed]`)) b.click();", step)
    kept(party)
    # More and less are better; points by the order.
    for go in ["falling", "rising", "evenly"]:
        there = party.run("const all = [...document.querySelectorAll(`button[value^=${arguments[0]}]`)]; const b = all.at(arguments[1]); document.body.dataset.sent = 'yes'; b.click(); return true;", go, -1 if go == "rising" else 0)
        party.until("document.readyState === 'complete' && !document.body.dataset.sent")
    party.run("const w = document.querySelector('[name=\"walk[0].value\"]'); w.value = '12,5'; w.dispatchEvent(new Event('input', {bubbles: true}));")
    kept(party)
    party.run("document.body.dataset.sent = 'yes'; document.querySelector('button[name=go][value=look]:not(.hidden)').click();")
    story.hold("what goes is shown", party.until("location.search === '?step=look' && document.querySelector('table.brief-table.read')"))
    if shots:
        party.shot(shots / "brief-look-360.png")
        party.seen_at(1280, False)
        party.shot(shots / "brief-look-1280.png")
        party.seen_at(360, False)
    table = "return document.querySelector('table.brief-table.read').innerText.replace(/\\s+/g, ' ');"
    shown = party.run(table.replace("innerText", "textContent"))
    readers = party.run("return document.querySelector('form[action=\"/do/deposit_brief\"] .readers').innerText;")
    story.hold("who will read it stands beside", "mediator" in readers, readers)
    party.run("document.body.dataset.sent = 'yes'; document.querySelector('form[action=\"/do/deposit_brief\"] button').click();")
    story.hold("it is handed over", party.until("location.pathname === '/brief' && !document.body.dataset.sent && document.querySelector('.brief-state .agreed')"))
    story.hold("and no draft is left", party.run("return document.querySelector('[name=own_draft_version]').value === '';"))
    mediator.browser.go(f"/caucus/{side}")
    story.hold("the mediator reads the same table", mediator.browser.run(table.replace("innerText", "textContent")) == shown)
    if shots:
        mediator.browser.run("document.querySelector('table.brief-table.read').closest('details').open = true;")
        mediator.browser.shot(shots / "brief-mediator-1280.png")


def tell(story, desk, _):
    axe = axe_core(desk.folder)
    tally = collections.defaultdict(lambda: collections.Counter(clicks=0, fields=0, selects=0))
    mediator = desk_story.Hand(desk, tally, "mediator")
    mediator.come_in(desk.first(), "Ines Sommer")
    links = desk_story.set_up_by_telling(mediator)
    side, _, speaks = desk_story.SIDES[0]
    delegate = desk_story.Hand(desk, tally, "delegate")
    delegate.browser.seen_at(360, False)
    delegate.come_in(links[speaks], speaks)
    party = delegate.browser
    party.go("/brief")
    heights = looked_at(story, party, axe, "empty")
    print(f"steps at 360 px end at {heights} px")
    by_keyboard(story, party)
    without_script(story, party)
    ids = {known["name"]: known["id"] for known in json.loads(mediator.browser.fetch("/api/v1/case"))["parties"]}
    handed_over(story, party, mediator, ids[side], story.shots)
    looked_at(story, party, axe, "full")
    # A telephone's screen of 640 px; a window that shows more than seven issues to order would need more.
    story.hold("a step is one screen", all(height <= 640 for height in heights), str(heights))


if __name__ == "__main__":
    sys.exit(run(__doc__, tell))
