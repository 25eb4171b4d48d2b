#!/usr/bin/env python3
"""Drives the story of the report through the desk in headless Chromium, as its mediator and its parties would.

    browser_story.py --mediant target/release/mediant [--shots DIR]

Starts `mediant demo --links`, comes in by the printed links, and goes on from the morning of 4 December 2025: the caucus in
Florida, an item told in confidence, a draft with brackets, the former head of the delegation, whose link opens nothing any
more, an acceptance that counts, a hidden round, a mediation in which each side is asked alone, a communiqué, a report that is read,
decided about and put on record with the keyboard alone. Every page is held to axe-core, and what Ukraine tells in
confidence is looked for in everything that Russia and the public get. Prints `N passed, M failed`.

Needs `chromium` and `chromedriver` (Debian) and axe-core (npm, fetched into a temporary folder).
"""
import re
import sys
import time

from desk_browser import AXE, BACKSPACE, DOWN, ENTER, ESCAPE, SHIFT, SPACE, axe_core, run

SECRET = "Pelargonium-7731"
# Stands in a report of which only some is put on record.
UNSAID = "Quillwort"
# Words of it that are put on record for Ukraine alone.
OWN = "We will not give up"
REPORT = f"""Date: 3 December 2025

Delegations from Russia and Ukraine met in Geneva on Tuesday for talks about the territory. The mediator said the round had been long.

Ukraine’s chief negotiator, Rustem Umerov, ruled out any sale of land. “We will not give up what we need to live,” he told reporters on Tuesday. He added that Ukraine was ready to discuss a joint commission in {UNSAID}.

Russia’s envoy, Kirill Dmitriev, demanded free passage for ships before the end of the month. He said Russia would accept a shared authority if Ukraine withdrew its boats from {UNSAID}.

The two sides agreed on Monday to exchange the crews of the seized ships. Who pays for the harbour of {UNSAID} remains the main obstacle.

Both sides agreed to keep the proposals confidential. They will meet again in Geneva on 11 December.
"""
PAGES = {
    "mediator": ["/", "/text", "/rounds", "/mediation", "/deal", "/outlook", "/timeline", "/caucus/russia", "/caucus/ukraine",
                 "/sessions", "/people", "/communiques", "/reports", "/keys", "/record", "/accounts", "/account", "/issue/territory", "/text/new?in=table",
                 "/new-case/sides?template=water", "/new-case/issues?template=water",
                 "/preview/of-ukraine/", "/preview/public/"],
    "party": ["/", "/text", "/rounds", "/mediation", "/packages", "/brief", "/outlook", "/timeline", "/caucus", "/sessions", "/people",
              "/communiques", "/keys", "/record", "/account", "/issue/territory"],
    "public": ["/", "/timeline", "/communiques", "/issue/territory", "/sign-in"],
}
READS = ["case", "issues", "statements", "people", "mandates", "sessions", "heard", "text", "packages", "rounds",
         "mediations", "questions", "communiques", "conclusions", "caucuses/russia", "briefs/russia", "timeline", "record", "export", "case.toml", "keys",
         "analysis", "outlook"]


def standings(browser):
    """How each suggestion on the page stands, in order."""
    return browser.run("return [...document.querySelectorAll('li.suggestion')].map((item) => item.dataset.stands);")


def press(browser, key, held=None):
    """Presses a key on the page of a report, and waits until that has changed what was decided. How the suggestions stand then."""
    before = standings(browser)
    browser.keys(key, held=held)
    for _ in range(200):
        time.sleep(0.05)
        now = standings(browser)
        if now != before and not browser.run("return !!document.querySelector('[data-sending]');"):
            return now
    raise RuntimeError(f"{key} changes nothing on the page of a report: {before}")


def read_a_report(story, mediator, others, axe):
    """The mediator, with the keyboard alone: pastes a report, decides, reloads, goes on, puts on record."""
    mediator.go("/")
    mediator.tab_to("at.getAttribute('href') === '/reports'")
    mediator.keys(ENTER)
    story.hold("the menu leads to the reports", mediator.until("document.querySelector('[data-drop]')"))
    mediator.tab_to("at.name === 'name'")
    mediator.cdp("Input.insertText", text="The Gazette")
    mediator.tab_to("at.name === 'published'")
    mediator.keys(SPACE)
    mediator.tab_to("at.name === 'text'")
    mediator.cdp("Input.insertText", text=REPORT)
    mediator.tab_to("at.type === 'submit' && at.closest('[data-drop]')")
    mediator.keys(ENTER)
    story.hold("the report is read", mediator.until("document.querySelectorAll('li.suggestion').length > 6"))
    page = mediator.run("return location.pathname;")
    count = len(standings(mediator))
    story.hold("its words are marked", mediator.run("return document.querySelectorAll('.report-text .found').length;") >= count)
    story.hold("one suggestion is chosen on both sides", mediator.run(
        "return document.activeElement.matches('li.suggestion[aria-current]') && !!document.querySelector('.found.chosen');"))

    # A click on either side chooses on the other.
    mediator.run("document.querySelectorAll('.report-text .found')[1].click();")
    story.hold("marked words choose their suggestion", mediator.run(
        "return document.querySelectorAll('.report-text .found')[1].classList.contains('chosen');"))
    mediator.keys("?")
    story.hold("? shows the keys", mediator.run("return document.querySelector('[data-keys]').open;"))
    mediator.keys("?")
    mediator.go(page)

    # Decided one by one; the next open one is chosen by itself.
    story.hold("a accepts", press(mediator, "a")[0] == "accepted")
    chosen = "document.querySelector('li.suggestion[aria-current]')"
    place = f"[...document.querySelectorAll('li.suggestion')].indexOf({chosen})"
    at = mediator.run(f"return {place};")
    story.hold("and the next one is chosen", at == 1, str(at))
    story.hold("r rejects", press(mediator, "r")[1] == "rejected")
    story.hold("u takes it back", press(mediator, "u")[1] == "open")
    story.hold("and chooses it", mediator.run(f"return {place};") == 1)
    mediator.keys("e")
    story.hold("e leads to its fields", mediator.until("document.activeElement.closest('[data-edit][open]')"))
    mediator.keys(ESCAPE)
    story.hold("Esc leads back", mediator.run(f"return document.activeElement === {chosen};"))
    wanted = [at for at, words in enumerate(mediator.run(
        "return [...document.querySelectorAll('li.suggestion')].map((item) => item.innerText);")) if OWN in words][0]
    while mediator.run(f"return {place};") != wanted:
        mediator.keys(DOWN if mediator.run(f"return {place};") < wanted else "k")
    mediator.keys("e")
    mediator.until("document.activeElement.closest('[data-edit][open]')")
    mediator.tab_to("at.name === 'to' && at.closest('[data-edit]')")
    mediator.keys(*"Ukr")
    story.hold("the caucus is chosen by typing", mediator.run("return document.activeElement.value;") == "caucus:ukraine")
    mediator.tab_to("at.type === 'submit' && at.closest('[data-edit]')")
    story.hold("Enter accepts as edited", press(mediator, ENTER)[wanted] == "accepted")
    story.hold("s skips", "skipped" in press(mediator, "s"))

    # Left and taken up again.
    before = standings(mediator)
    mediator.go(page)
    story.hold("everything is there after a reload", standings(mediator) == before)
    all_in_sight = press(mediator, "A", held=SHIFT)
    story.hold("A accepts what is on the screen and open", all_in_sight.count("accepted") > before.count("accepted") + 1)
    press(mediator, "u")
    story.hold("and u takes all of that back", standings(mediator) == before)
    for who, browser in others:
        for read in ["/timeline", "/api/v1/export", "/sessions", "/api/v1/statements"]:
            story.hold(f"{read} tells {who} nothing before it is on record", "The Gazette" not in browser.fetch(read))

    story.audit("reports", mediator, [page, "/reports"], axe, schemes=["light", "dark"])

    mediator.go(page)
    mediator.keys("p")
    story.hold("p leads to what goes on record", mediator.run("return !!document.activeElement.closest('[data-entering]');"))
    after = press(mediator, ENTER)
    story.hold("what was accepted is on record", after.count("on-record") == before.count("accepted") > 0, str(after))
    held = dict(others)
    story.hold("Ukraine reads what was accepted for it", OWN in held["Ukraine"].fetch("/caucus"))
    story.hold("as the mediator's", "recorded by the mediator" in held["Ukraine"].fetch("/caucus"))
    for who in ["Russia", "the public"]:
        story.hold(f"{who} does not", OWN not in held[who].fetch("/api/v1/export"))
    for who, browser in others:
        story.hold(f"{who} reads nothing else of the report", UNSAID not in browser.fetch("/api/v1/export") + browser.fetch("/timeline"))
        story.hold(f"{who} has no page of reports", "/reports" not in browser.fetch("/") and UNSAID not in browser.fetch(page))


def mend_a_form(story, party, axe):
    """A form with a mistake, with the keyboard alone: it comes back filled, the focus on the fault; mended it is on record once."""
    party.go("/brief")
    party.tab_to("at.name === 'walk[0].value'")
    party.keys(*"12,5x")
    party.tab_to("at.value === 'look' && at.name === 'go'")
    party.keys(ENTER)
    back = party.until("document.querySelector('form[data-sent]')")
    story.hold("a brief with a mistake comes back on its page", back and party.run("return location.pathname === '/brief' && document.title.startsWith('Our brief');"))
    story.hold("the focus is on the field that is wrong", party.until("document.activeElement.name === 'walk[0].value'"))
    story.hold("what was typed is still there", party.run("return document.activeElement.value;") == "12,5x")
    story.hold("beside it stands what is wrong", party.run(
        "const said = document.activeElement.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ');"
        "return said.includes('12,5x') && document.querySelector('[data-part=problem] a').hash === '#' + document.activeElement.id;"))
    party.run(axe)
    found = party.run(AXE, wait=True)
    story.hold("axe on the page with the fault", found == [], "; ".join(found))
    party.run("document.activeElement.setSelectionRange(5, 5);")
    party.keys(BACKSPACE, ENTER)
    story.hold("mended it is kept", party.until("!document.querySelector('form[data-sent]') && location.pathname === '/brief' && document.querySelector('input[name=\"walk[0].value\"]')?.value === '12,5'"))


def forms_first(kinds):
    """Whether forms were asked, and after them some questions, four at most and one that is asked once more."""
    return "form" in kinds and kinds == sorted(kinds) and 0 < kinds.count("question") <= 5


def tell(story, desk, _):
    axe = axe_core(desk.folder)
    links = {whom: path for whom, path in re.findall(r"^\s+(.*?)\s+http://[^/\s]+(/\S+)$", desk.said, re.MULTILINE)}
    mediator = desk.comes_in(links["the mediator"], "Mediator")
    russia = desk.comes_in(links["Russia, its principal"], "Moscow")
    zelensky = desk.comes_in(links["Ukraine, its principal"], "Kyiv")
    umerov = desk.comes_in(links["Ukraine, its delegate"], "Delegate")
    public = desk.browser()
    story.hold("the mediator is in", "data-signed-in" in mediator.source())

    # What was played in: the caucus in the Kremlin, held items, partial acceptance, the public red line.
    mediator.go("/caucus/russia")
    story.hold("items of the Kremlin caucus are held", "held" in mediator.source() and "the Kremlin" in mediator.source())
    mediator.go("/")
    first_page = mediator.source()
    for words in ["partly accepted", "blocked", "red line", "Florida"]:
        story.hold(f"the desk says {words}", words in first_page)

    # The caucus in Florida takes place, and something is told there in confidence.
    mediator.send("/sessions", "/do/hold_session", {"on:day": "2025-12-04"})
    story.hold("the caucus in Florida is held", "held" in mediator.source())
    umerov.send("/caucus", "/do/tell_item", {"text": f"in confidence: {SECRET}"})
    story.hold("Ukraine sees its item", SECRET in umerov.source())
    zelensky.send("/caucus", "/do/write_note", {"text": f"for us alone: {SECRET}-note"})
    brief = f'mediant_brief = 1\ncase = "talks-2025-12-04"\nparty = "ukraine"\n# {SECRET}-brief\n'
    zelensky.send("/brief", "/do/draft_brief", {"text": brief})
    zelensky.send("/brief?step=look", "/do/deposit_brief", {})
    mediator.go("/caucus/ukraine")
    story.hold("the mediator reads the item, held", SECRET in mediator.source())
    story.hold("and not the note", f"{SECRET}-note" not in mediator.source())

    # A draft with a bracket, and a clause without one.
    mediator.send("/text/new?in=table", "/do/put_draft", {
        "title": "First draft",
        "clauses[0].heading": "Territory", "clauses[0].issue:fixed": "territory",
        "clauses[0].text": "On the four regions [the rest is given up|Russia] [none is given up|Ukraine].",
        "clauses[1].heading": "Other proposals", "clauses[1].issue:fixed": "other_proposals",
        "clauses[1].text": "The other proposals are worked out further.",
    })
    mediator.go("/text")
    story.hold("the draft shows its bracket", "bracket" in mediator.source())

    # Whoever resigned does not come in; whoever has a mandate accepts.
    answer = {"answer": "accept", "in": "table"}
    former = desk.browser()
    former.go(links["Ukraine, who led before"])
    refused = former.source()
    story.hold("the former head is told why his link opens nothing", 'data-part="problem"' in refused and "2025-11-28" in refused)
    umerov.send("/text", "/do/answer_clause", answer, last=True)
    story.hold("the delegate's acceptance counts", 'data-part="problem"' not in umerov.source())

    # Somebody else changes the page under a reader: focus and place stay, and what is new is said.
    russia.go("/caucus")
    russia.run("document.querySelector('main a, aside a').focus(); window.scrollTo(0, 200);")
    words, down, seen = russia.run("return [document.activeElement.textContent, window.scrollY, document.body.dataset.seen];")
    mediator.command("write_note", {"in": "caucus:russia", "text": "Marram, whoever reads this."})
    story.hold("the page comes anew by itself", russia.until(f"document.body.dataset.seen !== '{seen}'"))
    story.hold("the focus stays", russia.run("return document.activeElement.textContent;") == words)
    story.hold("the place stays", abs(russia.run("return window.scrollY;") - down) < 200)
    story.hold("what is new is said", russia.run("return document.querySelector('.news').textContent.length;") > 0)

    # A word that no line holds widens no page.
    zelensky.send("/caucus", "/do/tell_item", {"text": "Donau" + "dampfschiff" * 30}, last=True)

    # A hidden round.
    mediator.send("/rounds", "/do/open_round", {
        "title": "Go on in January?", "questions[0].words.text": "Shall the talks go on in January?",
        "closes:local": "2025-12-20T12:00",
    })
    for browser, verdict in [(russia, "accept"), (zelensky, "accept")]:
        browser.go("/rounds")
        name = browser.run("const f = [...document.querySelectorAll('form[action=\"/do/answer_round\"] [name^=\"answers.\"]')];"
                           "return f.length ? f[0].name : null;")
        browser.send("/rounds", "/do/answer_round", {name: verdict})
        story.hold("nothing shows of an answer", "data-overlap" not in browser.source())
    mediator.send("/rounds", "/do/close_round", {})
    mediator.go("/rounds")
    story.hold("the round closed, and its overlap shows", 'data-overlap="yes"' in mediator.source())

    # A mediation: each party is asked alone, forms first; the mediator sees how far they are, and then a package.
    options = [{"id": "treaty", "name": "by treaty"}, {"id": "forces", "name": "by forces"}, {"id": "none", "name": "none"}]
    made = mediator.command("add_issue", {"in": "table", "issue": {
        "id": "guarantees", "name": "Guarantees", "kind": "discrete", "options": options}})
    story.hold("an issue more is on the table", "seen" in made, str(made))
    mediator.send("/mediation", "/do/open_mediation", {
        "title": "Asked alone", "questions_max:number": "4", "closes:local": "2025-12-20T12:00"})
    story.hold("the mediation is open", 'data-manner="blind"' in mediator.source())
    story.audit("ukraine-asked", zelensky, ["/mediation"], axe)
    kinds = zelensky.answers("first")
    # Of what Ukraine said something leaves little to put in order: that is not asked.
    story.hold("Ukraine is asked forms, then questions", forms_first(kinds), str(kinds))
    zelensky.go("/mediation")
    story.hold("Ukraine may look at its answers", 'data-part="told"' in zelensky.source())
    story.hold("Russia's copy holds none of them", "mediation_told" not in russia.fetch("/api/v1/export"))
    mediator.go("/mediation")
    story.hold("the mediator sees how far Ukraine is", "3 of 3" in mediator.source())
    story.hold("and no answer", 'data-part="told"' not in mediator.source()
               and "mediation_told" not in mediator.fetch("/api/v1/export"))
    story.hold("nothing is worked out before all forms are in", "/do/conclude_mediation" not in mediator.source())
    kinds = russia.answers("second")
    story.hold("Russia is asked, too", forms_first(kinds), str(kinds))
    mediator.send("/mediation", "/do/conclude_mediation", {})
    mediator.go("/mediation")
    found = mediator.source()
    # On every claim of a package stands on what it rests.
    kept_apart = all(f'data-part="{claim}"' in found for claim in ["certain", "proven", "estimated"])
    story.hold("certain, proven and estimated stand apart, or it says that there is nothing",
               kept_apart or any(f'data-outcome="{none}"' in found for none in ["no_deal", "nothing_found"]))
    russia.go("/mediation")
    story.hold("a party sees that it is over, and no package", 'data-stage="concluded"' in russia.source()
               and 'data-part="estimated"' not in russia.source())
    link = mediator.run("const a = document.querySelector('main a[href^=\"/deal/package?\"]'); return a ? a.getAttribute('href') : null;")
    if link:
        mediator.send(link, "/do/propose_package", {}, last=True)
        russia.go("/packages")
        story.hold("the package is put to the parties", 'data-by="mediator"' in russia.source())

    # A communiqué: proposed, agreed by both, published.
    mediator.send("/communiques", "/do/propose_communique", {
        "text": "The talks in Florida were constructive.", "concerned:json": '["russia","ukraine"]'})
    story.hold("the communiqué waits", "Florida" in mediator.source())
    for browser in [russia, zelensky]:
        browser.send("/communiques", "/do/agree_communique", {})
    mediator.send("/communiques", "/do/publish_communique", {})
    public.go("/communiques")
    story.hold("the public reads the communiqué", "constructive" in public.source())

    read_a_report(story, mediator, [("Russia", russia), ("Ukraine", zelensky), ("the public", public)], axe)
    mend_a_form(story, zelensky, axe)

    # One leak and it is dead.
    for who, browser, pages in [("Russia", russia, PAGES["party"]), ("the public", public, PAGES["public"])]:
        for page in pages + [f"/api/v1/{read}" for read in READS]:
            got = browser.fetch(page)
            story.hold(f"{page} tells {who} nothing of Ukraine's confidence", SECRET not in got and "failed" not in got[:7])

    # Accessible, and no wider than the window.
    story.audit("mediator", mediator, PAGES["mediator"], axe)
    story.audit("russia", russia, PAGES["party"], axe)
    story.audit("ukraine", zelensky, PAGES["party"], axe)
    story.audit("public", public, PAGES["public"], axe)
    for browser in [mediator, russia, zelensky, umerov, former, public]:
        browser.close()


def the_talks(_):
    """The demonstration's talks, with a link for each person."""
    return ["demo", "--links"], "Each link works once"


if __name__ == "__main__":
    sys.exit(run(__doc__, tell, the_talks))
