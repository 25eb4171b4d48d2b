#!/usr/bin/env python3
"""A price and a term are mediated at a desk, in headless Chromium: the delegates answer with the keyboard alone, on a telephone.

    asked_story.py --mediant target/release/mediant [--shots DIR]

A red line "never above 350" is stated by its form. The mediation names what it leaves out before it opens. What a party's brief ranks
is confirmed with one key; each question stands with all of its answers on the first screen of a telephone of 360 by 640, seven issues
with long names included, and is answered with one key; no key answers while somebody types. Nothing above the red line is asked. The
package settles the price. Then a round and a draft: a delegate recommends, and the principal answers all that is left at once. Prints
`N passed, M failed`.

Needs what `desk_browser.py` needs.
"""
import json
import sys
import time

from desk_browser import AXE, axe_core, run
from two_delegations import invited

BRIEF = """mediant_brief = 1
case = "A lease"
party = "tenant"
importance = ["price", "term"]

[ranking]
term = ["long", "middle", "short"]
"""

# The question of the moment, its keys, where all of it ends, and whether its answers cover some of it.
ASKED = """
const asked = document.querySelector('[data-part=asked]');
if (!asked) return null;
const shown = (part) => part.offsetParent && !part.closest('details');
const keys = [...asked.querySelectorAll('[data-press]')].filter(shown);
const controls = [...asked.querySelectorAll('button, select')].filter(shown);
const form = [...asked.querySelectorAll('form')].find(shown), act = form?.querySelector('.act');
const words = form ? [...form.children].filter((part) => part !== act && part.offsetParent) : [];
return {text: asked.innerText, keys: keys.map((one) => one.dataset.press), places: controls.filter((one) => one.matches('select')).length,
  bottom: controls.length ? Math.max(...controls.map((one) => one.getBoundingClientRect().bottom)) : 0,
  covered: words.some((part) => part.getBoundingClientRect().bottom > act.getBoundingClientRect().top + 1),
  focus: asked.contains(document.activeElement), kind: form?.getAttribute('action'),
  question: form?.querySelector('[name="question:json"]')?.value, height: innerHeight};
"""


def on_first_screen(story, who, now):
    """The whole question and all of its answers, without scrolling."""
    what = f"{now['bottom']} of {now['height']}: {now['text'][:120]}"
    story.hold(f"{who} has the question and its answers on the first screen", now["bottom"] <= now["height"] and not now["covered"], what)


def telephone(browser):
    browser.cdp("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=1, mobile=True)


def look(story, browser, name, axe):
    for width, height in [(1280, 900), (360, 640)]:
        browser.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width == 360)
        browser.run(axe)
        found = browser.run(AXE, wait=True)
        story.hold(f"axe on {name} at {width}", found == [], "; ".join(found))
        wide = browser.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth;")
        story.hold(f"{name} at {width} is not wider than the window", wide is False)
        if story.shots:
            browser.shot(story.shots / f"{name}-{width}.png")


def pressed(browser, key):
    """Presses a key that answers, and waits for the page that follows."""
    browser.run("document.body.dataset.sent = 'yes';")
    browser.keys(key)
    for _ in range(200):
        time.sleep(0.05)
        if browser.run("return document.readyState === 'complete' && !document.body.dataset.sent;"):
            return
    raise RuntimeError(f"the key {key} answers nothing")


def answered(story, browser, who, wants, least):
    """Answers everything with one key each; the questions that were asked. `wants` says what a package is worth."""
    asked = []
    while len(asked) < 40:
        browser.go("/mediation")
        now = browser.run(ASKED)
        if not now or not now["keys"]:
            return asked
        on_first_screen(story, who, now)
        story.hold(f"{who} has the focus at the question", now["focus"])
        if now["kind"] == "/do/confirm_rankings":
            pressed(browser, "1")
            asked.append("confirmed")
            continue
        question = json.loads(now["question"])
        asked.append(question)
        if "rank_options" in question:
            pressed(browser, {"price": wants["price"]}.get(question["rank_options"], "3"))
        elif "accept" in question:
            pressed(browser, "1" if wants["worth"](question["accept"]) >= least else "2")
        else:
            first, second = (wants["worth"](question["compare"][one]) for one in ["first", "second"])
            pressed(browser, "1" if first > second else "2" if second > first else "3")
    return asked


# What either side likes most comes first: what a form says fits what is answered to packages.
LIKED = ["long", "middle", "short", "price", "term"]


def by_places(story, browser):
    """Fills in forms that order, until none is left."""
    for _ in range(6):
        browser.go("/mediation")
        now = browser.run(ASKED)
        if now and now["places"]:
            on_first_screen(story, "whoever orders", now)
        found = browser.run("""
          const form = [...document.querySelectorAll('[data-part=asked] form[action="/do/answer_mediation"]')].find((one) => !one.closest('details') && one.querySelector('select'));
          if (!form) return false;
          const places = [...form.querySelectorAll('select')];
          const name = (field) => field.name.split(':')[0].split('.').at(-1);
          const liked = places.map(name).sort((one, other) => arguments[0].indexOf(one) - arguments[0].indexOf(other));
          places.forEach((field) => { field.value = String(liked.indexOf(name(field)) + 1); });
          document.body.dataset.sent = 'yes';
          form.requestSubmit();
          return true;""", LIKED)
        if not found:
            return
        browser.until("document.readyState === 'complete' && !document.body.dataset.sent")


def many_and_long(story, mediator, party, ask, axe):
    """Seven issues with long names and long options: each kind of question is on the first screen of a telephone."""
    ways = ["paid by the owner before the tenant moves in", "shared in equal halves, each year anew", "left as it is until the next inspection"]
    for at in range(6):
        options = [{"id": f"way{way}", "name": words} for way, words in enumerate(ways)]
        name = f"Who repairs what is broken in room {at + 1} of the house"
        ask("add_issue", **{"in": "table", "issue": {"id": f"room{at}", "name": name, "kind": "discrete", "options": options}})
    mediator.send("/mediation", "/do/open_mediation", {"title": "All the rooms", "questions_max:number": "6", "closes:local": "2099-01-01T10:00"})
    kinds = set()
    telephone(party)
    for _ in range(20):
        party.go("/mediation")
        now = party.run(ASKED)
        if not now or not (now["keys"] or now["places"]):
            break
        on_first_screen(story, "with long names", now)
        kind = "rankings" if now["kind"] == "/do/confirm_rankings" else "form" if now["places"] else next(iter(json.loads(now["question"])), "")
        if kind not in kinds:
            look(story, party, f"long-{kind}", axe)
            telephone(party)
            party.go("/mediation")
        kinds.add(kind)
        if now["keys"]:
            pressed(party, now["keys"][0])
        else:
            party.run("""
              const places = [...document.querySelectorAll('[data-part=asked] select')];
              places.forEach((field, at) => { field.value = String(at + 1); });
              document.body.dataset.sent = 'yes';
              places[0].form.requestSubmit();""")
            party.until("document.readyState === 'complete' && !document.body.dataset.sent")
    story.hold("packages were asked about, and forms", {"form"} < kinds and kinds & {"accept", "compare"}, str(kinds))
    mediator.send("/mediation", "/do/cancel_mediation", {})


def tell(story, desk, _):
    axe = axe_core(desk.folder)
    mediator = desk.comes_in(desk.first(), "Mara")

    def ask(kind, **body):
        answer = mediator.command(kind, body)
        if "seen" not in answer:
            raise RuntimeError(f"{kind}: {answer}")
        return answer
    ask("open_case", **{"in": "table", "title": "A lease", "agreement": {}})
    for party, name, people in [("owner", "The owner", [("olga", "Olga", "principal")]),
                                ("tenant", "The tenant", [("tim", "Tim", "principal"), ("dora", "Dora", "delegate")])]:
        ask("add_party", **{"in": "table", "party": {"id": party, "name": name, "role": "negotiating"}})
        for id, person, role in people:
            ask("name_person", **{"in": "table", "party": party, "person": {"id": id, "name": person, "role": role}})
    ask("add_issue", **{"in": "table", "issue": {"id": "price", "name": "Price", "kind": "range", "min": "100", "max": "500", "step": "10", "unit": "EUR"}})
    options = [{"id": id, "name": name} for id, name in [("short", "one year"), ("middle", "three years"), ("long", "ten years")]]
    ask("add_issue", **{"in": "table", "issue": {"id": "term", "name": "Term", "kind": "discrete", "options": options}})
    ask("add_issue", **{"in": "table", "issue": {"id": "annex", "name": "Annex", "kind": "withheld"}})
    olga = desk.comes_in(invited(mediator, "/accounts", {"principal": "owner"}, "olga"), "Olga")
    tim = desk.comes_in(invited(mediator, "/accounts", {"principal": "tenant"}, "tim"), "Tim")
    dora = desk.comes_in(invited(tim, "/accounts", {"delegate": "tenant"}, "dora"), "Dora")

    # "Never above 350", by its form, with the number as people write it; read as it was meant.
    tim.go("/issue/price")
    found = tim.run("""
      const form = [...document.querySelectorAll('form[action="/do/state"]')].find((one) => one.elements['statement.never.price.value:amount']);
      if (!form) return 'no form for a red line';
      for (let part = form; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
      form.elements['statement.never.price.is:fixed'].value = 'above';
      form.elements['statement.never.price.value:amount'].value = '350,0';
      form.elements['known'].value = 'told';
      document.body.dataset.sent = 'yes';
      form.requestSubmit();
      return true;""")
    story.hold("a red line has its form", found is True, str(found))
    tim.until("document.readyState === 'complete' && !document.body.dataset.sent")
    tim.go("/issue/price")
    story.hold("the red line stands in words", "never above 350" in tim.run("return document.body.innerText;"))
    look(story, tim, "red-line", axe)
    mediator.go("/issue/price")
    story.hold("the mediator reads it so", "above 350" in mediator.run("return document.body.innerText;"))
    olga.go("/issue/price")
    story.hold("the other side reads nothing of it", "350" not in olga.run("return document.body.innerText;"))
    tim.command("deposit_brief", {"party": "tenant", "text": BRIEF})

    # What is left out stands on the form, and is on record.
    mediator.go("/mediation")
    said = mediator.run("const fold = document.querySelector('[data-part=leaves-out]'); for (let part = fold; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true; return fold.innerText;")
    story.hold("the form names what it leaves out", "Annex" in said and "combinations" in said and "100 EUR" in said, said)
    story.hold("a confidence chooses no value", "350" not in said, said)
    look(story, mediator, "opening", axe)
    mediator.send("/mediation", "/do/open_mediation", {"title": "The lease", "questions_max:number": "14", "closes:local": "2099-01-01T10:00"})
    mediator.go("/mediation")
    story.hold("it is on record", "Annex" in mediator.run("return document.querySelector('[data-part=left-out]').innerText;"))

    # The tenant confirms what its brief says; everything else takes one key.
    telephone(tim)
    telephone(olga)
    tim.go("/mediation")
    now = tim.run(ASKED)
    story.hold("the rankings of the brief are shown", now["kind"] == "/do/confirm_rankings" and "ten years" in now["text"], now["text"])
    look(story, tim, "confirm", axe)
    telephone(tim)
    pressed(tim, "1")
    tim.go("/mediation")
    now = tim.run(ASKED)
    story.hold("what was confirmed is not asked again", "rank_options" in now["question"] and "price" in now["question"], str(now["question"]))
    look(story, tim, "number", axe)
    telephone(tim)
    # A key does nothing while somebody types, or is elsewhere.
    tim.go("/mediation")
    tim.run("document.querySelector('[data-part=asked]').blur(); document.activeElement.blur(); document.body.focus();")
    before = tim.run("return document.querySelectorAll('[data-part=told]').length;")
    tim.run("document.querySelector('h1').setAttribute('tabindex', '-1'); document.querySelector('h1').focus();")
    tim.keys("1")
    time.sleep(0.5)
    tim.go("/mediation")
    story.hold("a key elsewhere answers nothing", tim.run("return document.querySelectorAll('[data-part=told]').length;") == before)
    for browser in [tim, olga]:
        browser.go("/mediation")
    term = {"short": 0, "middle": 30, "long": 60}
    wants = {"tim": {"price": "2", "worth": lambda p: 350 - int(p["price"]) + term[p["term"]]},
             "olga": {"price": "1", "worth": lambda p: int(p["price"]) - 200 + term[p["term"]] // 3}}
    pressed(tim, "2")
    looked = False
    asked = []
    for name, browser, least in [("tim", tim, 20), ("olga", olga, 40)]:
        for _ in range(3):
            asked_now = answered(story, browser, name, wants[name], least)
            asked += [(name, one) for one in asked_now]
            by_places(story, browser)
            if not looked:
                browser.go("/mediation")
                look(story, browser, "question", axe)
                telephone(browser)
                looked = True
    packages = [(who, package) for who, one in asked if isinstance(one, dict)
                for package in ([one["accept"]] if "accept" in one else list(one["compare"].values()) if "compare" in one else [])]
    story.hold("both were asked about packages", {"tim", "olga"} <= {who for who, _ in packages}, str(len(packages)))
    story.hold("nothing above the red line was asked of the tenant", all(int(p["price"]) <= 350 for who, p in packages if who == "tim"))
    mediator.send("/mediation", "/do/conclude_mediation", {})
    mediator.go("/mediation")
    outcome = json.loads(mediator.fetch("/api/v1/mediations"))["mediations"]
    (outcome,) = [one["outcomes"][0][0] for one in outcome.values()]
    package = outcome.get("package", {}).get("options", {})
    story.hold("the package settles the price", package and int(package["price"]) <= 350, str(outcome))
    said = mediator.run("return document.querySelector('[data-part=plainly]').innerText;")
    story.hold("it is said in plain words", "nine of ten cases" in said, said)
    story.hold("the method is one click away", mediator.run("return document.querySelector('[data-part=method]').open === false;"))
    look(story, mediator, "outcome", axe)

    many_and_long(story, mediator, tim, ask, axe)

    # A draft and a round: the delegate recommends, the principal answers all that is left.
    fields = {"title": "The lease"}
    for at, heading in enumerate(["Price", "Repairs", "Keys"]):
        fields |= {f"clauses[{at}].heading": heading, f"clauses[{at}].text": f"What the sides agree on {heading.lower()}."}
    mediator.send("/text/new?in=table", "/do/put_draft", fields)
    mediator.send("/rounds", "/do/open_round", {"title": "Three things", "questions[0].words.text": "Paint the door?", "questions[1].words.text": "Mend the roof?",
                                                "questions[2].words.text": "Share the garden?", "closes:local": "2099-01-01T10:00"})
    for last in [False, True]:
        dora.send("/text", "/do/recommend", {"verdict": "accept", "note": "it is what we asked for"}, last)
    dora.send("/rounds", "/do/recommend", {"verdict": "reject"})
    mediator.go("/timeline")
    story.hold("nobody else reads a recommendation", "recommends" not in mediator.source() and "it is what we asked for" not in mediator.source())
    tim.go("/text")
    story.hold("the principal reads who recommends what", "Dora recommends to us" in tim.run("return document.body.innerText;"))
    look(story, tim, "recommended", axe)
    tim.send("/text", "/do/answer_clauses", {"in": "table"}, last=True)
    text = json.loads(tim.fetch("/api/v1/text"))
    story.hold("two clauses are answered as recommended", json.dumps(text).count('"answer": "accept"') + json.dumps(text).count('"accept"') >= 2, json.dumps(text)[:400])
    tim.go("/rounds")
    look(story, tim, "round", axe)
    tim.run("window.confirm = () => true; document.body.dataset.sent = 'yes'; document.querySelector('button[name=left][value=accept]').click();")
    tim.until("document.readyState === 'complete' && !document.body.dataset.sent")
    tim.go("/rounds")
    story.hold("the round is answered", "Our answer is in" in tim.run("return document.body.innerText;"))
    for browser in [mediator, olga, tim, dora]:
        browser.close()


if __name__ == "__main__":
    sys.exit(run(__doc__, tell))
