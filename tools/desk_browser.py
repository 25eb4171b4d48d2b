"""A desk, and people who sit at it in headless Chromium: what every story in a browser begins with, does and ends with.

`run` is the whole of a story's `main`: it starts a desk by a command of `mediant` and a WebDriver beside it, lets the story be told, and
stops both, whatever happens. Needs `chromium` and `chromedriver` (Debian); `axe_core` fetches axe-core with npm into a temporary folder.
"""
import argparse
import base64
import contextlib
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PASSWORD = "four small words here"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Browser:
    """One person's browser, by WebDriver."""

    # Those that are open: a driver that is stopped leaves its browsers running.
    opened = []

    def __init__(self, driver, folder, base):
        Browser.opened.append(self)
        self.driver, self.base = driver, base
        profile = tempfile.mkdtemp(dir=folder)
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--no-first-run", f"--user-data-dir={profile}",
                     "--window-size=1280,1200"]
        options = {"args": arguments, "binary": shutil.which("chromium")}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self.session = None
        self.session = self.ask("POST", "", wanted)["sessionId"]

    def ask(self, method, path, body=None):
        where = f"{self.driver}/session" + (f"/{self.session}" if self.session else "") + path
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(where, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:500]) from error

    def go(self, path):
        self.ask("POST", "/url", {"url": self.base + path})
        # On a machine that has much to do a page may come before what the engine finds out; then it fetches that itself.
        for _ in range(600):
            if not self.run("return !!document.querySelector('[data-underway]');"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{path}: what the engine finds out does not come")

    def run(self, script, *arguments, wait=False):
        kind = "/execute/async" if wait else "/execute/sync"
        return self.ask("POST", kind, {"script": script, "args": list(arguments)})

    def source(self):
        return self.ask("GET", "/source")

    def shot(self, path):
        path.write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def send(self, page, action, fields, last=False):
        """Fills the first (or last) form with this action in, sends it, and waits for the answer."""
        self.go(page)
        found = self.run(FILL, action, fields, last)
        if found is not True:
            raise RuntimeError(f"{page}: no form {action}: {found}")
        for _ in range(200):
            time.sleep(0.05)
            if self.run("return document.readyState === 'complete' && !document.body.dataset.sent;"):
                return
        raise RuntimeError(f"{page}: {action} was not answered")

    def fetch(self, path):
        return self.run(FETCH, path, wait=True)

    def command(self, kind, body):
        return json.loads(self.run(COMMAND, f"/api/v1/commands/{kind}", body, wait=True))

    def answer(self, liking):
        """Answers what the page of mediations asks now, and says which kind of question it was; None for no question."""
        self.go("/mediation")
        kind = self.run(ANSWER, liking)
        if kind is None:
            return None
        for _ in range(200):
            time.sleep(0.05)
            if self.run("return document.readyState === 'complete' && !document.body.dataset.sent;"):
                return kind
        raise RuntimeError("/mediation: the answer was not taken")

    def answers(self, liking):
        """Answers until nothing more is asked; each question's kind. No story asks so many: more is a fault."""
        kinds = []
        while len(kinds) < 20 and (kind := self.answer(liking)):
            kinds.append(kind)
        return kinds

    def cdp(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def keys(self, *keys, held=None):
        """Presses keys one after the other, with another one held."""
        steps = [{"type": "keyDown", "value": held}] if held else []
        for key in keys:
            steps += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        steps += [{"type": "keyUp", "value": held}] if held else []
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": steps}]})

    def tab_to(self, what):
        """Steps on until the element for which a script holds has the focus: with the keyboard alone."""
        for _ in range(120):
            if self.run(f"const at = document.activeElement; return !!({what});"):
                return
            self.keys(TAB)
        raise RuntimeError(f"the keyboard does not get to {what}")

    def until(self, what):
        """Waits until a script holds."""
        for _ in range(200):
            if self.run(f"return !!({what});"):
                return True
            time.sleep(0.05)
        return False

    def seen_at(self, width, dark):
        """The same browser as somebody with a window of this width sees it, and who likes it dark."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = "dark" if dark else "light"
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def seen_usually(self):
        self.cdp("Emulation.clearDeviceMetricsOverride")
        self.cdp("Emulation.setEmulatedMedia", features=[])

    def close(self):
        Browser.opened.remove(self)
        self.ask("DELETE", "")

    @classmethod
    def close_all(cls):
        """Closes what a story that broke off left open."""
        for browser in list(cls.opened):
            try:
                browser.close()
            except (OSError, RuntimeError) as error:
                print(f"a browser was not closed: {error}", file=sys.stderr)


# Keys as WebDriver names them.
TAB, ENTER, SPACE, ESCAPE, SHIFT, DOWN, UP = "\ue004", "\ue007", " ", "\ue00c", "\ue008", "\ue015", "\ue013"
BACKSPACE = "\ue003"


FILL = """
const [action, fields, last] = arguments;
const forms = [...document.querySelectorAll('form')].filter((form) => form.getAttribute('action') === action);
if (!forms.length) return [...document.querySelectorAll('form')].map((form) => form.getAttribute('action')).join(' ');
const form = last ? forms[forms.length - 1] : forms[0];
for (let part = form; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
for (const [name, value] of Object.entries(fields)) {
  const found = [...form.elements].filter((field) => field.name === name);
  if (!found.length) return 'no field ' + name + ' in ' + [...form.elements].map((field) => field.name).join(' ');
  const box = found.find((field) => ['checkbox', 'radio'].includes(field.type) && field.value === value);
  if (box) box.checked = true; else found[0].value = value;
}
document.body.dataset.sent = 'yes';
form.removeAttribute('data-confirm');
form.requestSubmit();
return true;
"""

# Likes the options in the order of the list, or the other way round, and accepts what has the best of them.
ANSWER = """
const [liking] = arguments;
// Not one of those to answer again, which are folded.
const forms = [...document.querySelectorAll('[data-part=asked] form[action="/do/answer_mediation"]')];
const form = forms.find((one) => !one.closest('details'));
if (!form) return null;
const places = [...form.querySelectorAll('select')];
places.forEach((field, at) => { field.value = String(liking === 'first' ? at + 1 : places.length - at); });
const buttons = [...form.querySelectorAll('button[name=answer]')];
const wanted = buttons.find((one) => one.value === (liking === 'first' ? 'yes' : 'no')) || buttons.find((one) => one.value === liking);
document.body.dataset.sent = 'yes';
form.requestSubmit(wanted ?? null);
return places.length ? 'form' : 'question';
"""

COMMAND = """
const [path, body, done] = arguments;
fetch(path, {method: 'POST', credentials: 'same-origin', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)})
  .then((answer) => answer.text()).then(done, (error) => done(JSON.stringify({failed: String(error)})));
"""

FETCH = """
const done = arguments[arguments.length - 1];
fetch(arguments[0], {credentials: 'same-origin'}).then((answer) => answer.text()).then(done, (error) => done('failed: ' + error));
"""

# With a rule as its argument that alone is held; without one all are.
AXE = """
const done = arguments[arguments.length - 1], only = arguments.length > 1 ? {runOnly: arguments[0]} : {};
axe.run(document, only).then((found) => done(found.violations.map((v) => v.id + ' ' + v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', '))),
  (error) => done(['failed: ' + error]));
"""

# What can be pressed and is less than 24 pixels high or wide, links within a sentence apart; and how many steps of the tabulator
# lead to the page's content.
PRESSED = """
const main = document.querySelector('main');
const shown = (e) => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && e.getBoundingClientRect().width > 0;
const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(shown);
const inSentence = (e) => {
  const block = e.closest('p, li, td, dd, dt, small, h1, h2, h3, figcaption, label') || e.parentElement;
  return e.tagName === 'A' && block.textContent.trim() !== e.textContent.trim();
};
const isSmall = (e) => {
  const box = e.getBoundingClientRect();
  const label = ['checkbox', 'radio'].includes(e.type) && document.querySelector(`label[for="${CSS.escape(e.id)}"]`);
  return (Math.max(box.height, label ? label.getBoundingClientRect().height : 0) < 24 || (!label && box.width < 24)) && !inSentence(e);
};
const before = all.filter((e) => e.tabIndex >= 0 && !main.contains(e) && e.compareDocumentPosition(main) & Node.DOCUMENT_POSITION_FOLLOWING);
return {small: all.filter(isSmall).map((e) => (e.textContent || e.name).trim().slice(0, 40)), before: before.length,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth};
"""


# A wide window, and a telephone.
WIDTHS = (1280, 360)


class Story:
    def __init__(self, shots):
        self.passed, self.failed, self.shots = 0, 0, shots

    def hold(self, what, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {what} {detail}")

    def audit(self, who, browser, pages, axe, schemes=("light",)):
        """Holds pages to axe-core, on a wide window and on a telephone, and looks at how they are laid out."""
        for page in pages:
            browser.go(page)
            for width, scheme in [(width, scheme) for width in WIDTHS for scheme in schemes]:
                seen = f"{page} as {who}, {width} {scheme}"
                browser.seen_at(width, scheme == "dark")
                self.accessible(browser, axe, seen)
                self.laid_out(browser, seen)
                self.picture(browser, f"{who}{page}-{width}-{scheme}")
        browser.seen_usually()

    def accessible(self, browser, axe, seen, *rules):
        """Holds the page that is shown to axe-core, or to some of its rules."""
        if not browser.run("return 'axe' in window;"):
            browser.run(axe)
        found = browser.run(AXE, *([list(rules)] if rules else []), wait=True)
        self.hold(f"axe on {seen}", found == [], "; ".join(found))

    def laid_out(self, browser, seen):
        """Holds the page that is shown to what must be true of its layout."""
        laid = browser.run(PRESSED)
        self.hold(f"no wider than the window: {seen}", laid["wide"] is False)
        self.hold(f"everything that is pressed is big enough: {seen}", laid["small"] == [], str(laid["small"]))
        self.hold(f"five steps lead into it: {seen}", laid["before"] <= 5, str(laid["before"]))

    def picture(self, browser, name):
        """Keeps a picture of the whole page that is shown, where pictures are kept."""
        if self.shots:
            short = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:120]
            browser.cdp("Emulation.setScrollbarsHidden", hidden=True)
            whole = browser.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=True)
            browser.cdp("Emulation.setScrollbarsHidden", hidden=False)
            (self.shots / f"{short}.png").write_bytes(base64.b64decode(whole["data"]))


def axe_core(folder):
    subprocess.run(["npm", "pack", "--silent", "axe-core@4"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(pathlib.Path(folder).glob("axe-core-*.tgz"))
    shutil.unpack_archive(archive, folder)
    return (pathlib.Path(folder) / "package" / "axe.min.js").read_text()


class Desk:
    """A desk that runs, with the driver of the browsers that people sit at it in."""

    def __init__(self, mediant, folder, driver, base, said):
        # `said` is what the command printed until it was ready.
        self.mediant, self.folder, self.driver, self.base, self.said = mediant, folder, driver, base, said

    def browser(self, kind=Browser):
        return kind(self.driver, self.folder, self.base)

    def first(self):
        """The path of the first invitation, which a new desk prints."""
        return re.search(r"/invitation/\S+", self.said)[0]

    def comes_in(self, path, name, kind=Browser):
        """Somebody who comes in by an invitation."""
        browser = self.browser(kind)
        browser.send(path, path, {"name": name, "password": PASSWORD, "again": PASSWORD, "zone": "Europe/Kyiv"})
        return browser


def new_desk(folder):
    """The command of an empty desk, and by what its output shows that it is ready."""
    return ["serve", "--data", f"{folder}/record"], "/invitation/"


@contextlib.contextmanager
def desk(mediant, command=new_desk, host="127.0.0.1"):
    """A desk by a command of `mediant`, a driver beside it, and a folder for both; stopped in the end, and every browser with them.
    Passkeys are made at `localhost` alone."""
    ports = (free_port(), free_port())
    mediant = pathlib.Path(mediant).resolve()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.ExitStack() as ending:
        def start(arguments, **streams):
            process = subprocess.Popen(arguments, **streams)
            ending.callback(process.wait)
            ending.callback(process.terminate)
            return process
        arguments, ready = command(folder)
        served = start([mediant, *arguments, "--listen", f"127.0.0.1:{ports[0]}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        start(["chromedriver", f"--port={ports[1]}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ending.callback(Browser.close_all)
        said = ""
        for line in served.stdout:
            said += line
            if ready in line:
                break
        else:
            raise RuntimeError(f"the desk does not start: {said}")
        driver = f"http://127.0.0.1:{ports[1]}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{driver}/status", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        yield Desk(mediant, folder, driver, f"http://{host}:{ports[0]}", said)


def run(about, tell, command=new_desk, host="127.0.0.1", options=()):
    """A story from its arguments to its count. `tell` is given the counts, the desk and the arguments; `options` are arguments beside
    `--mediant` and `--shots`, each a name with what argparse takes."""
    arguments = argparse.ArgumentParser(description=about.splitlines()[0])
    arguments.add_argument("--mediant", required=True)
    arguments.add_argument("--shots", type=pathlib.Path)
    for name, settings in options:
        arguments.add_argument(name, **settings)
    arguments = arguments.parse_args()
    # Whoever stops the story stops the desk and the browsers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    story, began = Story(arguments.shots), time.time()
    try:
        with desk(arguments.mediant, command, host) as at:
            tell(story, at, arguments)
    except (RuntimeError, StopIteration, LookupError, ValueError, TypeError, AttributeError, OSError, subprocess.CalledProcessError) as error:
        story.hold("the story goes on to its end", False, repr(error))
    print(f"{story.passed} passed, {story.failed} failed, {time.time() - began:.0f} s")
    return 1 if story.failed else 0
