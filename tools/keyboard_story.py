#!/usr/bin/env python3
"""Three forms with the keyboard alone, on a desk's window and on a telephone, light and dark.

    tools/keyboard_story.py --mediant target/gate/mediant [--shots FOLDER]

A principal tells the mediator something, with a mistake first and mended then; orders the options of an issue of the brief and rules one
out; answers what a mediation asks. No mouse and no script fills anything in: every field and button is reached by the tabulator and
worked by keys. Whatever has the focus is shown, is marked and has nothing over it. In the end each act is on record once. Needs what
`desk_browser.py` needs.
"""
import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "benches")]
import desk_story  # noqa: E402
from desk_browser import DOWN, ENTER, SPACE, TAB, WIDTHS, axe_core, run  # noqa: E402

# Of what has the focus: whether it is marked, stands within the window, and is not covered by anything else.
FOCUSED = """
const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
const marks = (one) => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0 || one.boxShadow !== 'none';
const above = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
const label = at.id && document.querySelector(`label[for="${CSS.escape(at.id)}"]`);
return {name: at.name || at.textContent.trim().slice(0, 40), marked: at.matches(':focus-visible') && marks(style),
  shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  covered: !above || !(at.contains(above) || above.contains(at) || label && label.contains(above))};
"""


def there(story, party, what, seen):
    """Steps to an element, and holds it to what somebody who uses no mouse needs to see."""
    party.tab_to(what)
    focus = party.run(FOCUSED)
    story.hold(f"the focus is marked, {seen}", focus["marked"], str(focus))
    story.hold(f"the focus is shown, {seen}", focus["shown"] and not focus["covered"], str(focus))


def sent(party, key=ENTER):
    """Presses a key that sends, and waits for the page that answers."""
    party.run("document.body.dataset.sent = 'yes';")
    party.keys(key)
    if not party.until("document.readyState === 'complete' && !document.body.dataset.sent"):
        raise RuntimeError("the key sends nothing")


def told(story, party, text, seen):
    """Something for the mediator's ears: sent empty, it comes back with the focus on the fault; then it goes."""
    party.go("/caucus")
    form = "at.closest('form')?.getAttribute('action') === '/do/tell_item'"
    folded = party.run("return [...document.querySelectorAll('details:not([open])')].some((one) => one.querySelector('form[action=\"/do/tell_item\"]'));")
    if folded:
        there(story, party, "at.matches('summary') && at.parentElement.querySelector('form[action=\"/do/tell_item\"]')", seen)
        party.keys(ENTER)
    there(story, party, f"{form} && at.matches('textarea, input[name=text]')", seen)
    party.keys(" ")
    there(story, party, f"{form} && at.matches('button')", seen)
    sent(party)
    story.hold(f"an empty text comes back with the focus on it, {seen}",
               party.until("document.activeElement.name === 'text'") and party.run("return !!document.querySelector('[data-part=problem]');"))
    party.keys(*text)
    there(story, party, "at.matches('button') && at.closest('form')?.querySelector('[name=text]')", seen)
    sent(party)
    story.hold(f"what was told stands on the page, {seen}", party.run("return document.querySelector('main').innerText.includes(arguments[0]);", text))


def ordered(story, party, step, seen):
    """One issue of the brief: an option further down, one out of the question, and on to the next step."""
    party.go(f"/brief?step={step}")
    there(story, party, "at.matches('.now [data-row] input.rank')", seen)
    name = party.run("return document.activeElement.name;")
    party.keys(DOWN)
    story.hold(f"the arrow key moves the option, {seen}",
               party.run("return [document.activeElement.name, document.activeElement.value];") == [name, "2"])
    there(story, party, "at.matches('.now input[type=checkbox]')", seen)
    never = party.run("return document.activeElement.name;")
    party.keys(SPACE)
    story.hold(f"it is kept as a draft, {seen}", party.until("document.querySelector('form[data-keeps]')?.hasAttribute('data-safe')"))
    # A wide window shows the whole table; a telephone an issue at a time.
    if party.run("return !!document.querySelector('[data-go=next]')?.offsetParent;"):
        there(story, party, "at.matches('[data-go=next]')", seen)
        party.keys(ENTER)
        story.hold(f"the next step comes, {seen}", party.until(f"document.querySelector('.step.now').dataset.step === '{step + 1}'"))
    party.go(f"/brief?step={step}")
    story.hold(f"left and come back, both are there, {seen}", party.run(
        "return document.getElementsByName(arguments[0])[0].value === '2' && document.getElementsByName(arguments[1])[0].checked;", name, never))


def answered(story, party, seen):
    """What the mediation asks now: a form that orders by its fields, a question by its button."""
    party.go("/mediation")
    within = "at.closest('[data-part=asked]') && !at.closest('details')"
    asked = party.run("return document.querySelector('[data-part=asked] [name=\"question:json\"]')?.value;")
    story.hold(f"something is asked, {seen}", bool(asked))
    if party.run("return !!document.querySelector('[data-part=asked] form:not(details form) select');"):
        there(story, party, f"at.matches('select') && {within}", seen)
        count = party.run("return [...document.querySelectorAll('[data-part=asked] form select')].filter((one) => !one.closest('details')).length;")
        for place in range(count):
            party.keys(str(place + 1))
            story.hold(f"a key sets the place, {seen}", party.run("return document.activeElement.value;") == str(place + 1))
            party.keys(TAB)
    there(story, party, f"at.matches('button') && {within}", seen)
    sent(party)
    party.go("/mediation")
    story.hold(f"it is answered, and the next is asked, {seen}",
               party.run("return document.querySelector('[data-part=asked] [name=\"question:json\"]')?.value;") != asked)


def copied(story, mediator):
    """A link that was just made, taken along by its button: into the clipboard, or marked where the browser allows no more."""
    there(story, mediator, "at.matches('[data-copy]')", "at the first link")
    before = mediator.run("return document.activeElement.textContent;")
    mediator.keys(ENTER)
    story.hold("the button says what it did", mediator.until(f"document.activeElement.textContent !== {json.dumps(before)}"))
    taken = mediator.run("""
      const done = arguments[arguments.length - 1], marked = getSelection().toString().trim();
      marked ? done(marked) : navigator.clipboard.readText().then(done, (error) => done('unread: ' + error));""", wait=True)
    link = mediator.run("return document.activeElement.closest('li').querySelector('[data-link]').textContent.trim();")
    story.hold("and it is the link that goes along", taken == link or taken.startswith("unread: "), taken)


def tell(story, desk, _):
    axe = axe_core(desk.folder)
    tally = collections.defaultdict(lambda: collections.Counter(clicks=0, fields=0, selects=0))
    mediator = desk_story.Hand(desk, tally, "mediator")
    mediator.come_in(desk.first(), "Ines Sommer")
    links = desk_story.set_up_by_telling(mediator)
    copied(story, mediator.browser)
    _, decides, _ = desk_story.SIDES[0]
    principal = desk_story.Hand(desk, tally, "principal")
    principal.come_in(links[decides], decides)
    party = principal.browser
    mediator.browser.send("/mediation", "/do/open_mediation",
                          {"title": "The canal", "questions_max:number": "12", "closes:local": "2099-01-01T10:00"})
    texts = []
    for width in WIDTHS:
        for scheme in ["light", "dark"]:
            seen = f"{width} px, {scheme}"
            party.seen_at(width, scheme == "dark")
            texts.append(f"We could live with less at {width} in the {scheme}.")
            told(story, party, texts[-1], seen)
            ordered(story, party, len(texts), seen)
            answered(story, party, seen)
            for page in ["/caucus", f"/brief?step={len(texts)}", "/mediation"]:
                party.go(page)
                story.accessible(party, axe, f"{page}, {seen}")
                story.picture(party, f"keyboard-{page}-{width}-{scheme}")
    caucus = party.fetch("/caucus")
    for text in texts:
        story.hold("what was told is on record once", caucus.count(text) == 1, text)


if __name__ == "__main__":
    sys.exit(run(__doc__, tell))
