#!/usr/bin/env python3
"""Two delegations agree at a desk on `http://localhost`, with passkeys, in headless Chromium.

    two_delegations.py --mediant target/release/mediant [--shots DIR]

Each delegation has a browser with a virtual authenticator (WebAuthn, CTAP2, holder verified). They come in, make passkeys, compare
the twelve words, and accept a draft with signatures, one clause by confirming what the mediator's team reported. One loses passkey and
password and comes back by a new door; its new key counts once both sides confirmed it. It signs in with it, too. Both sign the agreement and
download it, the keys, and their copies; `mediant verify-agreement` and `mediant verify-copy` hold these in an empty folder, and find what is
changed in them. Pages about keys, doors, signing and the agreement are held to axe-core, wide and narrow. Prints `N passed, M failed`.

Needs what `desk_browser.py` needs.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from desk_browser import AXE, PASSWORD, Browser, axe_core, run

CLAUSES = [("Harbour", "The harbour stays open to both sides.\n\nNo territory changes."), ("Fees", "Each side pays its own pilots.")]
WIDTHS = [1280, 360]
AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                 "isUserVerified": True}
WORDS = "return Object.fromEntries([...document.querySelectorAll('[data-key]')].map((key) => [key.dataset.key, key.textContent.trim()]));"


class Delegation(Browser):
    """A browser with an authenticator, and a folder for what it downloads."""

    def __init__(self, driver, folder, base):
        super().__init__(driver, folder, base)
        self.authenticator = self.ask("POST", "/webauthn/authenticator", AUTHENTICATOR)
        self.downloads = pathlib.Path(tempfile.mkdtemp(dir=folder))
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))

    def come_in(self, link, name):
        path = link[link.index("/invitation/"):]
        self.send(path, path, {"name": name, "password": PASSWORD, "again": PASSWORD, "zone": "Europe/Kyiv"})

    def press(self, chosen):
        """Presses a button that stands on the page and leads to another one."""
        self.run("document.body.dataset.sent = 'yes';")
        pressed = self.run("const button = document.querySelector(arguments[0]);"
                           "if (!button || button.hidden || button.closest('[hidden]')) return false; button.click(); return true;", chosen)
        if not pressed:
            raise RuntimeError(f"no button {chosen} on {self.ask('GET', '/url')}")
        for _ in range(200):
            time.sleep(0.05)
            if self.run("return document.readyState === 'complete' && !document.body.dataset.sent;"):
                return
        said = self.run("return document.querySelector('[data-passkey-said]')?.textContent;")
        raise RuntimeError(f"{chosen} leads nowhere: {said}")

    def makes_passkey(self):
        """The key that is on the page afterwards and was not before."""
        before = words(self)
        self.press("[data-make-passkey]")
        (made,) = set(words(self)) - set(before)
        return made

    def passkeys(self):
        return self.ask("GET", f"/webauthn/authenticator/{self.authenticator}/credentials")

    def loses_passkeys(self):
        self.ask("DELETE", f"/webauthn/authenticator/{self.authenticator}/credentials")

    def verified(self, holder):
        self.ask("POST", f"/webauthn/authenticator/{self.authenticator}/uv", {"isUserVerified": holder})

    def signs(self, page, action, fields, last=False):
        """Sends a form, reads the act, and signs it with the passkey. The act."""
        self.send(page, action, fields, last)
        act = self.run("return document.querySelector('[data-act]')?.textContent;")
        if act is None:
            raise RuntimeError(f"{page}: {action} asks for no signature: {self.run('return document.body.innerText;')[:400]}")
        self.press("[data-sign-passkey]")
        problem = self.run("return document.querySelector('[data-part=\"problem\"]')?.textContent;")
        if problem:
            raise RuntimeError(f"{page}: {action}: {problem}")
        return act

    def confirms(self, key, party):
        """Says for its party that the words of a key were read."""
        self.go("/keys")
        found = self.run("""
          const [key] = arguments;
          const form = [...document.querySelectorAll('form[action="/do/confirm_key"]')].find((one) => one.elements['key:fixed'].value === key);
          if (!form) return false;
          document.body.dataset.sent = 'yes';
          form.requestSubmit();
          return true;""", key)
        if not found:
            raise RuntimeError(f"{party} is not asked to confirm the key")
        self.until("document.readyState === 'complete' && !document.body.dataset.sent")

    def downloads_from(self, page, address):
        """Clicks on a link, and gives the file."""
        self.go(page)
        name = self.run("const link = document.querySelector(`main a[href=\"${arguments[0]}\"], aside a[href=\"${arguments[0]}\"]`);"
                        "if (!link) return null; link.click(); return link.download;", address)
        if not name:
            raise RuntimeError(f"{page} has no link to {address}")
        file = self.downloads / name
        for _ in range(100):
            if file.exists() and file.stat().st_size and not file.with_name(name + ".crdownload").exists():
                return file
            time.sleep(0.05)
        raise RuntimeError(f"{address} was not downloaded")


def words(browser):
    """The twelve words of each key, as a browser shows them."""
    browser.go("/keys")
    return browser.run(WORDS)


def look(story, browser, name, axe):
    """Holds the page that a browser shows to axe-core, at every width."""
    for width in WIDTHS:
        browser.seen_at(width, dark=False)
        browser.run(axe)
        found = browser.run(AXE, wait=True)
        story.hold(f"axe on {name} at {width}", found == [], "; ".join(found))
        wide = browser.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth;")
        story.hold(f"{name} at {width} is not wider than the window", wide is False)
        if story.shots:
            tall = browser.run("return document.documentElement.scrollHeight;")
            browser.cdp("Emulation.setDeviceMetricsOverride", width=width, height=min(tall, 4000), deviceScaleFactor=1, mobile=False)
            browser.shot(story.shots / f"{name}-{width}.png")
    browser.seen_usually()


def look_at(story, browser, name, page, axe):
    browser.go(page)
    look(story, browser, name, axe)


def links_of(browser):
    return re.findall(r"/invitation/[0-9a-f]{64}", browser.source())


def opened(mediator):
    """A case of two parties at whose table a draft of two clauses stands."""
    def ask(kind, **body):
        answer = mediator.command(kind, body)
        if "seen" not in answer:
            raise RuntimeError(f"{kind}: {answer}")
        return answer
    ask("open_case", **{"in": "table", "title": "The harbour of Narrow Bay", "agreement": {}})
    for party, name, people in [
        ("north", "North Bay", [("anna", "Anna Lund", "Minister", "principal"), ("dora", "Dora Holt", "Counsel", "delegate")]),
        ("south", "South Bay", [("bert", "Bert Sand", "Governor", "principal")]),
    ]:
        ask("add_party", **{"in": "table", "party": {"id": party, "name": name, "role": "negotiating"}})
        for id, person, office, role in people:
            ask("name_person", **{"in": "table", "party": party, "person": {"id": id, "name": person, "office": office, "role": role}})
    fields = {"title": "Draft on the harbour"}
    for at, (heading, clause) in enumerate(CLAUSES):
        fields |= {f"clauses[{at}].heading": heading, f"clauses[{at}].text": clause}
    mediator.send("/text/new?in=table", "/do/put_draft", fields)


def invited(browser, page, role, person=""):
    """Invites by the form of a page; the link."""
    browser.send(page, "/invite", {"role:json": json.dumps(role, separators=(",", ":")), "person": person}, last=True)
    (link,) = links_of(browser)
    return link


def tell(story, desk, _):
    axe = axe_core(desk.folder)
    mediator = desk.comes_in(desk.first(), "Mara")
    opened(mediator)

    # Two delegations come in, and a member of the mediator's team.
    anna, bert, dora = (desk.browser(Delegation) for _ in range(3))
    link = invited(mediator, "/accounts", {"principal": "north"}, "anna")
    anna.go(link)
    look(story, anna, "invitation", axe)
    anna.come_in(link, "Anna")
    bert.come_in(invited(mediator, "/accounts", {"principal": "south"}, "bert"), "Bert")
    team = desk.comes_in(invited(mediator, "/accounts", "team"), "Tess")
    dora.come_in(invited(anna, "/accounts", {"delegate": "north"}, "dora"), "Dora")
    story.hold("all are in", all("data-signed-in" in who.source() for who in [mediator, anna, bert, team, dora]))

    # Passkeys; the words are the same for everybody, and each side confirms the other's.
    look_at(story, anna, "keys-none", "/keys", axe)
    annas, berts = anna.makes_passkey(), bert.makes_passkey()
    read = [words(who) for who in [anna, bert, mediator]]
    story.hold("everybody reads the same twelve words", read[0] == read[1] == read[2]
               and all(len(twelve.split()) == 12 for twelve in read[0].values()), str(read))
    anna.confirms(berts, "north")
    bert.confirms(annas, "south")
    look_at(story, bert, "keys", "/keys", axe)
    # A page that was made anew while it was open still makes passkeys.
    bert.run("document.dispatchEvent(new CustomEvent('desk:page', "
             "{detail: new DOMParser().parseFromString(document.documentElement.outerHTML.replace(/<button type=\"button\" data-make/, "
             "'<button type=\"button\" hidden data-make'), 'text/html')}));")
    story.hold("a page made anew keeps its passkeys", bert.run("return document.querySelector('[data-make-passkey]').hidden === false;"))

    # Both accept the draft, signed. What is not confirmed by the holder is not signed.
    answer = {"in": "table", "answer": "accept"}
    anna.send("/text", "/do/answer_clause", answer)
    look(story, anna, "signing", axe)
    anna.verified(False)
    anna.run("document.querySelector('[data-sign-passkey]').click();")
    story.hold("without its holder a passkey signs nothing", anna.until(
        "document.querySelector('[data-passkey-said]').textContent.startsWith('Nothing was signed')"))
    anna.verified(True)
    look(story, anna, "signing-failed", axe)
    for last in [False, True]:
        act = anna.signs("/text", "/do/answer_clause", answer, last)
    story.hold("the act has the whole words", CLAUSES[1][1] in act and "person name: Anna Lund" in act, act)
    bert.signs("/text", "/do/answer_clause", answer)
    # The other clause the team records on Bert's word: it waits until he confirms that, signed.
    team.send("/text", "/do/answer_clause", answer | {"party:fixed": "south", "person": "bert"}, last=True)
    waits = team.command("declare_agreement", {"in": "table", "about": {"draft": {"draft": act.split("draft: ")[1].split("\n")[0]}}})
    story.hold("what waits counts for nothing", waits.get("status") == 409, str(waits))
    bert.go("/")
    look(story, bert, "waits-for-our-word", axe)
    act = bert.signs("/", "/do/confirm_report", {})
    story.hold("the act says which report it confirms", "confirms report: " in act, act)

    # Anna loses passkey and password. A new door, announced by the mediator; Dora agrees; both sides confirm the new key.
    anna.loses_passkeys()
    anna.close()
    mediator.send("/accounts", "/doors/announce", {"role:json": '{"principal":"north"}', "person": "anna"})
    (link,) = links_of(mediator)
    look(story, mediator, "door-announced", axe)
    anna = desk.browser(Delegation)
    anna.go(link)
    story.hold("the new door waits", 'data-part="problem"' in anna.source())
    look_at(story, dora, "door-waits", "/", axe)
    dora.send("/", "/do/agree_to_door", {})
    anna.come_in(link, "Anna again")
    story.hold("she comes in when her party agreed", "data-signed-in" in anna.source())
    look_at(story, anna, "who-comes-in", "/accounts", axe)
    anna.send("/keys", "/do/revoke_key", {"reason": "The device was lost."})
    anew = anna.makes_passkey()
    story.hold("the words of the new key are others", read[0][annas] != words(anna)[anew] == words(bert)[anew])
    bert.confirms(anew, "south")
    anna.confirms(anew, "north")
    look_at(story, anna, "keys-anew", "/keys", axe)

    # The passkey signs in, and nobody else's does.
    anna.send("/account", "/sign-out", {})
    look_at(story, anna, "sign-in", "/sign-in?return=/keys", axe)
    anna.press("[data-passkey-enter]")
    story.hold("the passkey signs in, and leads back", "data-signed-in" in anna.source() and anna.ask("GET", "/url").endswith("/keys"))
    me = json.loads(anna.fetch("/api/v1/me"))
    story.hold("as who she is", me["name"] == "Anna again" and me["person"] == "anna", str(me))
    stranger = desk.browser(Delegation)
    stranger.go("/sign-in")
    stranger.run("document.querySelector('[data-passkey-enter]').click();")
    story.hold("without a passkey nobody comes in", stranger.until(
        "document.querySelector('[data-passkey-said]').textContent.startsWith('You are not signed in')"))
    look(story, stranger, "sign-in-failed", axe)

    # Agreed, and signed by both.
    mediator.send("/text", "/do/declare_agreement", {})
    for who in [anna, bert]:
        act = who.signs("/agreement", "/do/record_signature", {})
        story.hold("what is signed is the whole draft", all(line in act for _, clause in CLAUSES for line in clause.split("\n")), act)
    look_at(story, bert, "agreed", "/", axe)
    look_at(story, bert, "record", "/record", axe)

    check(story, desk.mediant, desk.folder, anna, bert)
    for browser in [mediator, anna, bert, dora, team, stranger]:
        browser.close()


def check(story, mediant, folder, anna, bert):
    """What both downloaded, in an empty folder, without record or network."""
    empty = pathlib.Path(tempfile.mkdtemp(dir=folder))
    files = {}
    for who, browser in [("anna", anna), ("bert", bert)]:
        for page, address, name in [("/agreement", "/api/v1/agreement", "agreement"), ("/keys", "/api/v1/keys.txt", "keys"),
                                    ("/record", "/api/v1/record/copy", "copy")]:
            files[who, name] = empty / f"{who}-{name}"
            files[who, name].write_bytes(browser.downloads_from(page, address).read_bytes())
    for name in ["agreement", "keys"]:
        story.hold(f"both have the same {name}", files["anna", name].read_bytes() == files["bert", name].read_bytes())

    def checked(*arguments):
        done = subprocess.run([mediant, *map(str, arguments)], cwd=empty, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr
    agreement, keys = files["bert", "agreement"], files["anna", "keys"]
    code, said = checked("verify-agreement", agreement, "--keys", keys, "--copy", files["anna", "copy"])
    proven = all(f"proven: {party} signed it" in said for party in ["North Bay", "South Bay"])
    story.hold("the agreement is proven for both", code == 0 and proven, said)
    changed = empty / "changed.json"
    changed.write_text(agreement.read_text().replace("No territory", "The territory"))
    code, said = checked("verify-agreement", changed, "--keys", keys)
    story.hold("a changed word is found and its clause named", code == 2 and "clause 1 words" in said, said)
    code, said = checked("verify-copy", files["anna", "copy"], files["bert", "copy"])
    story.hold("both saw the same table", code == 0, said)
    # A clause's word in a copy: the commitment does not fit any more, and the event is named.
    changed.write_text(files["bert", "copy"].read_text().replace("pilots", "pirates", 1))
    code, said = checked("verify-copy", changed)
    story.hold("a changed word in a copy is found", code == 2 and re.search(r"event \d+", said), said)


if __name__ == "__main__":
    # Passkeys are made at `localhost` alone.
    sys.exit(run(__doc__, tell, host="localhost"))
