#!/usr/bin/env python3
"""What an invented case takes by hand at the desk: clicks, typed fields and choices from lists, for each role and part of it.

    benches/desk_story.py [--mediant target/release/mediant] [--ways telling|forms] [--until set-up|briefs|ratified]

A neighbourhood shares the water of a canal: a mediator, three sides with two people each, seven issues (two of them settled by a
number), eleven statements, from an empty record to ratification. Everything is done by the forms of the pages, in headless
Chromium, and counted as a person does it:

* a click is a link, a button, a box that is ticked, a fold that is opened, a question that is confirmed, a link that is copied;
* a typed field is one that the person writes in, however much; what stands in it already is not written again;
* a choice is a list from which something else is chosen than what stands there.

`--ways forms` sets the case up by the single forms alone; without it the desk's own way for a new case is taken where it has one.
Prints one table. The delegate's browser is 360 px wide, and the height of the page of the brief is that of the whole page.

Needs `chromium` and `chromedriver` (Debian).
"""
import argparse
import collections
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from desk_browser import PASSWORD, desk  # noqa: E402

TITLE = "Water of the Lindenau canal"
# Each side: its name, who decides for it, who speaks for it.
SIDES = [("Upper gardens", "Ana Brandt", "Marek Novak"),
         ("Lower gardens", "Jonas Weber", "Leila Haddad"),
         ("Waterworks", "Petra Lang", "Tomas Ricci")]
# Each issue: its name, and its options or the numbers it is settled by (from, to, in steps of, unit).
ISSUES = [
    ("Turns", ["by the day", "by the hour", "by need"]),
    ("Night watering", ["allowed", "two nights a week", "not allowed"]),
    ("The old sluice", ["repaired", "replaced", "taken out"]),
    ("Who keeps the keys", ["the waterworks", "a warden", "each garden"]),
    ("Meters", ["for everybody", "for large gardens", "none"]),
    ("Share of the upper gardens", (20, 60, 10, "%")),
    ("Yearly fee", (100, 400, 50, "EUR")),
]
# Each statement: its kind, whose it is, the issue it is on (none: about the side as such), what is ticked, its words, and who
# may know it.
STATEMENTS = [
    ("position", 0, 0, ["by the day"], "We have always taken turns by the day.", "table"),
    ("position", 1, 0, ["by the hour"], "A day is too long for seedlings.", "table"),
    ("position", 2, 4, ["for everybody"], "What is not measured is not paid.", "table"),
    ("position", 0, 3, ["each garden"], "Whoever waters opens the gate.", "table"),
    ("red_line", 1, 1, ["allowed"], "At night the canal runs dry below.", "caucus"),
    ("red_line", 2, 2, ["taken out"], "Without the sluice the cellars flood.", "caucus"),
    ("answer", 0, 4, [], "Meters we can talk about.", "table"),
    ("answer", 2, 3, [], "The keys are not ours to give.", "table"),
    ("remark", 1, 6, [], "The fee was raised twice in three years.", "table"),
    ("interest", 0, None, [], "Enough water in July.", "table"),
    ("alternative", 2, None, [], "Without an agreement the council decides in autumn.", "mediator"),
]
# What the sides' briefs say: points of the three options of an issue in turn, at both ends of a number, and where they walk away.
POINTS = [((9, 4, 6), (5, 4, 2), (6, 8, 0), (3, 6, 7), (2, 6, 5), (0, 9), (8, 0), 12),
          ((2, 9, 6), (0, 4, 7), (5, 7, 2), (4, 8, 5), (6, 5, 2), (9, 0), (8, 0), 12),
          ((4, 5, 7), (3, 5, 6), (6, 9, 0), (8, 7, 1), (9, 5, 0), (4, 5), (0, 8), 12)]


# Fills a form in as a person does, and counts. `where` are values that its hidden fields have; a field is [name, value, kind]:
# `tick` is a box with that label under a name that begins so, `each` the fields whose names begin so, in their order.
DO = """
const [action, where, fields] = arguments;
const forms = [...document.querySelectorAll('form')].filter((form) => form.getAttribute('action') === action)
  .filter((form) => Object.entries(where).every(([name, value]) => [...form.elements].some((field) => field.name.split(':')[0] === name && field.value === value)));
if (!forms.length) return {missing: 'form ' + action + ' ' + JSON.stringify(where) + ' among ' + [...document.querySelectorAll('form')].map((form) => form.getAttribute('action')).join(' ')};
const form = forms[0], count = {clicks: 0, fields: 0, selects: 0};
const opened = (part) => { for (let up = part.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS' && !up.open) { up.open = true; count.clicks += 1; } };
const name = (field) => field.name.split(':')[0];
const written = (field, value) => {
  opened(field);
  if (field.tagName === 'SELECT') {
    const options = [...field.options];
    const wanted = options.find((option) => option.value === value) || options.find((option) => option.textContent.trim().startsWith(value)) || options.find((option) => option.textContent.includes(value));
    if (!wanted) return 'choice ' + value + ' in ' + options.map((option) => option.textContent).join(', ');
    if (!wanted.selected) { field.value = wanted.value; count.selects += 1; }
  } else if (field.type === 'checkbox' || field.type === 'radio') {
    if (!field.checked) { field.checked = true; count.clicks += 1; }
  } else if (field.value !== value) { field.value = value; count.fields += 1; }
  field.dispatchEvent(new Event('input', {bubbles: true}));
  field.dispatchEvent(new Event('change', {bubbles: true}));
};
opened(form);
for (const [wanted, value, kind] of fields) {
  const elements = [...form.elements].filter((field) => field.type !== 'hidden');
  let found, trouble;
  if (kind === 'each') {
    found = elements.filter((field) => name(field).startsWith(wanted));
    if (found.length < value.length) return {missing: found.length + ' fields ' + wanted + ' in ' + action};
    value.forEach((one, at) => { trouble = trouble || written(found[at], one); });
  } else if (kind === 'tick') {
    found = elements.find((field) => name(field).startsWith(wanted) && [...(field.labels || [])].some((label) => label.textContent.trim() === value));
    trouble = found ? written(found, 'on') : 'box ' + wanted + ' ' + value;
  } else {
    const same = elements.filter((field) => name(field) === wanted);
    found = same.find((field) => ['checkbox', 'radio'].includes(field.type) && field.value === value) || same[0];
    if (!found && kind === 'maybe') continue;
    trouble = found ? written(found, value) : 'field ' + wanted;
  }
  if (trouble) return {missing: trouble + ' in ' + action + ' with ' + elements.map((field) => field.name).join(' ')};
}
count.clicks += form.dataset.confirm ? 2 : 1;
form.removeAttribute('data-confirm');
document.body.dataset.sent = 'yes';
form.requestSubmit();
return count;
"""

# Follows the link with this path or these words; how many clicks that takes, opened folds included, or null for no such link.
FOLLOW = """
const [wanted] = arguments;
const links = [...document.querySelectorAll('a[href]')];
const link = links.find((link) => link.getAttribute('href') === wanted) || links.find((link) => link.textContent.trim() === wanted)
  || links.find((link) => link.textContent.includes(wanted));
if (!link) return null;
let clicks = 1;
for (let up = link.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS' && !up.open) { up.open = true; clicks += 1; }
document.body.dataset.sent = 'yes';
if (link.pathname === location.pathname && link.search === location.search) location.reload(); else link.click();
return clicks;
"""

WRONG = """
const wrong = document.querySelector('[data-part="problem"], main [role="alert"]:not([data-door])');
const bad = document.querySelector('[aria-invalid="true"]');
return wrong && !wrong.matches('[data-fine]') ? wrong.innerText + (bad ? ' at ' + bad.name : '') : null;
"""


class Hand:
    """Somebody at the desk. What is done by hand is counted under the part of the case that is on."""

    def __init__(self, at, tally, who):
        self.browser, self.tally, self.who, self.part = at.browser(), tally, who, ""

    def count(self, **done):
        for what, times in done.items():
            self.tally[self.who, self.part][what] += times

    def settled(self, what):
        if not self.browser.until("document.readyState === 'complete' && !document.body.dataset.sent"):
            raise RuntimeError(f"{self.who}: {what} is not answered")

    def open(self, path):
        """Types an address, as one does with a link that somebody sent."""
        self.browser.go(path)

    def follow(self, wanted, *, by_way_of="/"):
        """Follows a link of the page, or of the first page."""
        clicks = self.browser.run(FOLLOW, wanted)
        if clicks is None:
            self.follow_there(by_way_of)
            clicks = self.browser.run(FOLLOW, wanted)
        if clicks is None:
            raise RuntimeError(f"{self.who}: no link {wanted} on {self.browser.run('return location.href;')}")
        self.count(clicks=clicks)
        self.settled(wanted)

    def follow_there(self, path):
        clicks = self.browser.run(FOLLOW, path)
        if clicks is None:
            raise RuntimeError(f"{self.who}: no link {path} on {self.browser.run('return location.href;')}")
        self.count(clicks=clicks)
        self.settled(path)

    def be_on(self, path):
        if self.browser.run("return location.pathname;") != path:
            self.follow(path)

    def do(self, action, fields=(), *, where=None):
        done = self.browser.run(DO, action, where or {}, [list(field) for field in fields])
        if "missing" in done:
            raise RuntimeError(f"{self.who}, {self.part}: no {done['missing']}")
        self.count(**done)
        self.settled(action)
        if wrong := self.browser.run(WRONG):
            raise RuntimeError(f"{self.who}, {self.part}: {action} is refused: {wrong}")

    def has(self, what):
        return self.browser.run(f"return !!document.querySelector({what!r});")

    def come_in(self, link, name):
        self.open(link)
        self.do(link, [("name", name), ("password", PASSWORD), ("again", PASSWORD)])


def short(name):
    """A short name, as a person makes one up."""
    return re.sub(r"[^a-z]+", "-", name.lower()).strip("-")


def links_on(hand):
    """The links of invitations that stand on the page, each with the words before it; each is copied with a click."""
    return hand.browser.run("""
        return [...document.querySelectorAll('main code.link')].filter((part) => /\\/invitation\\//.test(part.textContent))
          .map((part) => [part.dataset.whom || '', part.textContent.replace(/^.*(?=\\/invitation\\/)/, '').trim()]);""")


def set_up_by_forms(mediator):
    """The case by the single forms of the pages; the links of the invitations, by person."""
    mediator.part = "set-up"
    mediator.be_on("/")
    mediator.do("/do/open_case", [("title", TITLE)])
    for side, decides, speaks in SIDES:
        mediator.be_on("/people")
        mediator.do("/do/add_party", [("party.name", side), ("party.id", short(side))])
    for side, decides, speaks in SIDES:
        for person, role in [(decides, "principal"), (speaks, "delegate")]:
            mediator.do("/do/name_person", [("person.name", person), ("person.id", short(person)), ("person.role", role)],
                        where={"party": short(side)})
        mediator.do("/do/give_mandate", [("person", speaks)], where={"party": short(side)})
    for name, ways in ISSUES:
        mediator.be_on("/")
        if isinstance(ways, tuple):
            fields = [(f"issue.{part}", str(value)) for part, value in zip(["min", "max", "step", "unit"], ways)]
            mediator.do("/do/add_issue", [("issue.name", name), ("issue.id", short(name))] + fields, where={"issue.kind": "range"})
        else:
            rows = [field for row, option in enumerate(ways) for field in [
                (f"issue.options[{row}].id", short(option)), (f"issue.options[{row}].name", option)]]
            mediator.do("/do/add_issue", [("issue.name", name), ("issue.id", short(name))] + rows, where={"issue.kind": "discrete"})
    links = {}
    mediator.part = "invitations"
    mediator.be_on("/accounts" if mediator.has('a[href="/accounts"]') else "/record")
    for side, decides, speaks in SIDES:
        for person, role in [(decides, "principal"), (speaks, "delegate")]:
            mediator.do("/invite", [("role", f"{side}, {role}"), ("person", f"{person} ({side})")])
            mediator.count(clicks=1)
            links[person] = links_on(mediator)[-1][1]
    return links


def set_up_by_telling(mediator):
    """The case in three steps and one round of invitations; the links, by person."""
    mediator.part = "set-up"
    mediator.be_on("/")
    mediator.do("/do/open_case", [("title", TITLE)])
    rows = []
    for row, (side, decides, speaks) in enumerate(SIDES):
        rows += [(f"parties[{row}].name", side), (f"parties[{row}].decides", decides), (f"parties[{row}].speaks", speaks),
                 (f"parties[{row}].mandate", "true")]
    mediator.do("/do/add_parties", rows)
    rows = []
    for row, (name, ways) in enumerate(ISSUES):
        rows.append((f"issues[{row}].name", name))
        if isinstance(ways, tuple):
            rows += [(f"issues[{row}].numbers.{part}", str(value)) for part, value in zip(["from", "to", "step", "unit"], ways)]
        else:
            rows.append((f"issues[{row}].options", "\n".join(ways)))
    mediator.do("/do/add_issues", rows + [("in", "table", "maybe")])
    mediator.part = "invitations"
    mediator.be_on("/accounts")
    mediator.do("/invite/everybody")
    links = dict(links_on(mediator))
    mediator.count(clicks=len(links))
    return links


# Puts the options of the step that is shown in this order, best first, by the buttons of its rows; how many clicks that takes.
ORDER = """
const [points] = arguments, step = document.querySelector('.step.now');
const listed = [...step.querySelectorAll('[data-row]')].filter((row) => row.querySelector('input.rank'));
const wanted = listed.slice(0, points.length).map((row, at) => [points[at], row]).sort((a, b) => b[0] - a[0]).map(([, row]) => row);
const up = (row) => row.querySelector('button[value^=up]');
let clicks = 0;
wanted.forEach((row, place) => {
  const rows = () => [...step.querySelectorAll('[data-row]')];
  while (rows().indexOf(row) > place) { up(row).click(); clicks += 1; }
});
if (!clicks) { step.querySelector('button[value^=listed]').click(); clicks = 1; }
return clicks;
"""
# Where the buttons of the step that is shown end, and how high the page is.
HEIGHTS = """
const end = document.querySelector('.brief-steps').closest('form').querySelector('.act').getBoundingClientRect().bottom + scrollY;
return [Math.ceil(end), document.documentElement.scrollHeight];
"""


def brief_by_steps(hand, points):
    """A brief a step at a time: options in order, points by the order, where the party walks away; handed over."""
    def press(selector):
        clicked = hand.browser.run("const b = [...document.querySelectorAll(arguments[0])].find((one) => one.offsetParent); if (b) b.click(); return !!b;", selector)
        if not clicked:
            raise RuntimeError(f"{hand.who}, {hand.part}: no button {selector}")
        hand.count(clicks=1)

    def press_and_wait(selector):
        hand.browser.run("document.body.dataset.sent = 'yes';")
        press(selector)
        hand.settled(selector)

    ends, heights = [], []
    steps = int(hand.browser.run("return document.querySelector('.brief-steps').dataset.steps;"))
    for step in range(steps):
        end, height = hand.browser.run(HEIGHTS)
        ends.append(end)
        heights.append(height)
        of = points[step] if step < len(points) - 1 else None
        if of and len(of) > 2:
            hand.count(clicks=hand.browser.run(ORDER, list(of)))
        elif of:
            press_and_wait(".step.now button[value^=falling]" if of[1] > of[0] else ".step.now button[value^=rising]")
        elif step == len(points) - 1:
            press_and_wait(".step.now button[value=evenly]")
        elif step == steps - 1:
            hand.browser.run("const w = document.querySelector('[name=\"walk[0].value\"]'); w.value = arguments[0]; w.dispatchEvent(new Event('input', {bubbles: true}));", str(points[-1]))
            hand.count(fields=1)
        if step < steps - 1:
            press("[data-go=next]")
    press_and_wait("button.primary[value=look]")
    hand.do("/do/deposit_brief")
    return max(ends), max(heights)


def brief(hand, points, part):
    """A brief by the desk's form, handed over."""
    hand.part = part
    hand.be_on("/brief")
    if hand.has(".brief-steps"):
        return brief_by_steps(hand, points)
    height = hand.browser.run("return document.documentElement.scrollHeight;")
    options = [str(value) for of in points[:5] for value in of]
    hand.do("/brief/compose", [("points.", options, "each"), ("low.", [str(of[0]) for of in points[5:7]], "each"),
                               ("high.", [str(of[1]) for of in points[5:7]], "each"), ("walk_away", str(points[7]))])
    hand.be_on("/brief")
    hand.do("/do/deposit_brief")
    return height


def state(mediator, kind, side, issue, ticked, words, known):
    """Puts one statement of a side on record."""
    name = SIDES[side][0]
    if issue is None:
        mediator.be_on("/people")
        fields, where = [], {"statement.kind": kind, "statement.party": mediator.ids[name]}
    else:
        mediator.follow(ISSUES[issue][0])
        prefix = {"position": "statement.wants", "red_line": "statement.never"}.get(kind, "statement.")
        fields = [("statement.party", name)] + [(prefix, option, "tick") for option in ticked]
        where = {"statement.kind": kind}
    # Who reads it follows from how it is known; on older desks it was chosen from a list.
    wanted = {"table": '"table"', "mediator": '"mediator"', "caucus": f"{name} and"}[known]
    how = {"table": "table", "mediator": "reading", "caucus": "told"}[known]
    said = json.dumps({"known": how, "party": mediator.ids[name]}, separators=(",", ":"))
    if mediator.has(f'input[name="said:json"][value={json.dumps(said)}]') or mediator.has('input[name="known"]'):
        fields = [field for field in fields if field[0] != "statement.party"]
        readers = [("said", said, "maybe"), ("known", how, "maybe")]
    else:
        readers = [("statement.publicity", wanted, "maybe")]
    mediator.do("/do/state", fields + [("statement.text", words)] + readers, where=where)


def draft(mediator):
    """The mediator's text from the package that the desk found, put on the table."""
    mediator.part = "text"
    mediator.be_on("/deal")
    mediator.browser.go("/deal")
    path = mediator.browser.run("const a = document.querySelector('main a[href^=\"/deal/package?\"]'); return a && a.getAttribute('href');")
    mediator.follow(path or "/deal/package?")
    mediator.follow("Take it into a draft of yours")
    mediator.do("/do/put_draft")
    mediator.be_on("/text")
    mediator.follow("/text/new?in=table")
    mediator.follow("you and your team" if mediator.browser.run("return document.body.innerText.includes('you and your team');") else "draft 1")
    mediator.do("/do/put_draft")


def accept_all(hand, part):
    """Reads the text and accepts what is left of it: at once, where the page has a form for that."""
    hand.part = part
    hand.be_on("/text")
    if hand.has('form[action="/do/answer_clauses"]'):
        hand.do("/do/answer_clauses", [("in", "table", "maybe")])
        return
    for clause in hand.browser.run(CLAUSES):
        hand.do("/do/answer_clause", [("answer", "accept"), ("in", "table", "maybe")], where={"clause": clause})


# The clauses that can be answered on the page, by their ids.
CLAUSES = """
const forms = [...document.querySelectorAll('form[action="/do/answer_clause"]')];
return [...new Set(forms.map((form) => [...form.elements].find((field) => field.name.split(':')[0] === 'clause').value))];
"""


def play(at, arguments):
    tally = collections.defaultdict(lambda: collections.Counter(clicks=0, fields=0, selects=0))
    mediator = Hand(at, tally, "mediator")
    mediator.part = "comes in"
    mediator.come_in(at.first(), "Ines Sommer")
    told = arguments.ways != "forms" and mediator.has("ol.steps")
    links = set_up_by_telling(mediator) if told else set_up_by_forms(mediator)
    # What the pages' forms carry unseen, so that the script finds the right one.
    parties = json.loads(mediator.browser.fetch("/api/v1/case"))["parties"]
    mediator.ids = {party["name"]: party["id"] for party in parties}
    heights = {"set-up": None}
    if arguments.until == "set-up":
        return tally, heights
    mediator.part = "statements"
    for statement in STATEMENTS:
        state(mediator, *statement)
    delegates = []
    for number, (side, decides, speaks) in enumerate(SIDES):
        delegate = Hand(at, tally, "delegate" if number == 0 else f"delegate {number + 1}")
        delegate.browser.seen_at(360, False)
        delegate.part = "comes in"
        delegate.come_in(links[speaks], speaks)
        height = brief(delegate, POINTS[number], "brief")
        heights.setdefault("brief", height)
        delegates.append(delegate)
    if arguments.until == "briefs":
        return tally, heights
    draft(mediator)
    for delegate in delegates:
        accept_all(delegate, "text")
    mediator.part = "agreement"
    mediator.be_on("/text" if mediator.has("[data-phase]") else "/")
    mediator.do("/do/declare_agreement", [("about", "draft")])
    for delegate in delegates:
        delegate.part = "signature"
        delegate.be_on("/agreement" if delegate.has("[data-phase]") else "/")
        delegate.do("/do/record_signature")
    for side, decides, speaks in SIDES:
        principal = Hand(at, tally, f"principal of {side}")
        principal.part = "ratification"
        principal.come_in(links[decides], decides)
        principal.be_on("/agreement" if principal.has("[data-phase]") else "/")
        principal.do("/do/record_ratification")
    return tally, heights


def shown(tally, heights):
    rows = [("mediator", "set-up", ["set-up"]), ("mediator", "invitations", ["invitations"]),
            ("mediator", "**set-up with invitations**", ["set-up", "invitations"]),
            ("mediator", "statements", ["statements"]), ("mediator", "text and agreement", ["text", "agreement"]),
            ("mediator", "**whole case**", ["set-up", "invitations", "statements", "text", "agreement"]),
            ("delegate", "comes in", ["comes in"]), ("delegate", "brief, handed over", ["brief"]),
            ("delegate", "answers and signature", ["text", "signature"]),
            ("delegate", "**whole case**", ["comes in", "brief", "text", "signature"])]
    print("| who | part | clicks | typed fields | choices |\n|---|---|---|---|---|")
    for who, name, parts in rows:
        counts = sum((tally[who, part] for part in parts if (who, part) in tally), collections.Counter())
        if counts:
            print(f"| {who} | {name} | {counts['clicks']} | {counts['fields']} | {counts['selects']} |")
    if heights.get("brief"):
        print(f"\nThe page of the brief at 360 px: {heights['brief']} px (in steps: where the longest step ends, and the highest page).")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mediant", default="target/release/mediant")
    arguments.add_argument("--ways", choices=["telling", "forms"], default="telling")
    arguments.add_argument("--until", choices=["set-up", "briefs", "ratified"], default="ratified")
    arguments = arguments.parse_args()
    with desk(arguments.mediant) as at:
        shown(*play(at, arguments))


if __name__ == "__main__":
    main()
