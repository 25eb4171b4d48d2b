#!/usr/bin/env python3
"""Drives `mediant read --review` in a pseudo-terminal, as a person at it would: accepts, edits, rejects, undoes, leaves, resumes.

    python3 tools/read_review.py --mediant target/gate/mediant [--rewrite]

What is on the screen is found out by a small terminal of its own, which knows the sequences that the program writes and complains of any
other. The screen that docs/guide/read-reports.md shows is compared with the one that comes; --rewrite puts that into the page.
The last line is "N passed, M failed".
"""

import argparse
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORT = ROOT / "examples/reports/harbour-2031-05-14.txt"
GUIDE = ROOT / "docs/guide/read-reports.md"
FENCE = "```text review"
# How long anything may take on a machine that is busy with other tests.
PATIENCE = 60


class Lost(Exception):
    """What was waited for did not come."""


class Screen:
    """What a terminal shows of the bytes that it gets."""

    SEQUENCE = re.compile("\x1b\\[([?0-9;]*)([A-Za-z])")

    def __init__(self, columns, lines):
        self.resize(columns, lines)
        self.in_alternate = False
        self.cursor_hidden = False
        self.styles = 0
        self.overflows = 0
        self.unknown = []
        self.rest = ""

    def resize(self, columns, lines):
        self.columns, self.lines = columns, lines
        self.cells = [[" "] * columns for _ in range(lines)]
        self.row = self.column = 0

    def feed(self, text):
        text = self.rest + text
        self.rest = ""
        at = 0
        while at < len(text):
            letter = text[at]
            if letter == "\x1b":
                found = self.SEQUENCE.match(text, at)
                if not found:
                    if len(text) - at < 16:
                        self.rest = text[at:]
                        return
                    self.unknown.append(repr(text[at : at + 8]))
                    at += 1
                    continue
                self.sequence(found.group(1), found.group(2))
                at = found.end()
                continue
            at += 1
            if letter == "\r":
                self.column = 0
            elif letter == "\n":
                self.row = min(self.row + 1, self.lines - 1)
            elif unicodedata.category(letter) in ("Cc", "Cf"):
                self.unknown.append(repr(letter))
            else:
                self.put(letter)

    def put(self, letter):
        wide = 2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1
        if self.column + wide > self.columns:
            self.overflows += self.in_alternate
            return
        if wide:
            self.cells[self.row][self.column] = letter
        for more in range(1, wide):
            self.cells[self.row][self.column + more] = ""
        self.column += wide

    def sequence(self, numbers, kind):
        values = [int(number) for number in numbers.split(";") if number.isdigit()]
        if kind == "H":
            row, column = (values + [1, 1])[:2] if values else (1, 1)
            self.row, self.column = min(row, self.lines) - 1, min(column, self.columns) - 1
        elif kind == "K":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
        elif kind == "J":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
            for row in range(self.row + 1, self.lines):
                self.cells[row] = [" "] * self.columns
        elif kind == "m":
            self.styles += 1
        elif numbers == "?1049":
            self.in_alternate = kind == "h"
        elif numbers == "?25":
            self.cursor_hidden = kind == "l"
        elif numbers != "?2004":
            self.unknown.append(f"CSI {numbers}{kind}")

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells).rstrip()


class Review:
    """`mediant read --review` in a pseudo-terminal."""

    def __init__(self, mediant, arguments, columns=80, lines=24, environment=None):
        self.screen = Screen(columns, lines)
        self.printed = b""
        self.master, slave = pty.openpty()
        self.slave = slave
        self.size(columns, lines)
        self.before = termios.tcgetattr(slave)
        inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CLICOLOR_FORCE", "COLUMNS")}
        self.process = subprocess.Popen(
            [mediant, "read", "--review", *arguments],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**inherited, "TERM": "xterm-256color", **(environment or {})},
        )

    def size(self, columns, lines):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def resize(self, columns, lines):
        self.screen.resize(columns, lines)
        self.size(columns, lines)
        self.process.send_signal(signal.SIGWINCH)

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                return
            self.printed += piece
            self.screen.feed(piece.decode("utf-8", "replace"))

    def until(self, what, holds):
        """Reads until something holds of the screen."""
        end = time.monotonic() + PATIENCE
        while not holds(self.screen.text()):
            if time.monotonic() > end or self.process.poll() is not None:
                self.read(0.2)
                if holds(self.screen.text()):
                    return
                raise Lost(f"{what}\n{self.screen.text()}")
            self.read(0.1)

    def keys(self, text):
        os.write(self.master, text.encode())

    def ended(self):
        """Waits for the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                self.process.kill()
                raise Lost("it does not end")
            self.read(0.1)
        self.read(0.1)
        return self.process.returncode

    def is_given_back(self):
        """Whether the terminal is as it was before."""
        now = termios.tcgetattr(self.slave)
        return now == self.before and not self.screen.in_alternate and not self.screen.cursor_hidden

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    def hang_up(self):
        """Takes the terminal away."""
        for end in (self.master, self.slave):
            if end is not None:
                os.close(end)
        self.master = self.slave = None


class Checks:
    def __init__(self, mediant, rewrite):
        self.mediant = str(pathlib.Path(mediant).resolve())
        self.rewrite = rewrite
        self.passed = self.failed = 0

    def run(self, check):
        with tempfile.TemporaryDirectory() as folder:
            self.folder = pathlib.Path(folder)
            self.report = self.folder / REPORT.name
            shutil.copy(REPORT, self.report)
            self.file = self.folder / f"{REPORT.name}.review.json"
            self.open = []
            name = check.__name__.replace("_", " ")
            try:
                check(self)
                self.passed += 1
                print(f"ok      {name}")
            except (Lost, AssertionError) as error:
                self.failed += 1
                print(f"FAILED  {name}: {error or 'assertion'}", file=sys.stderr)
                if isinstance(error, AssertionError):
                    line = error.__traceback__
                    while line.tb_next:
                        line = line.tb_next
                    print(f"        line {line.tb_lineno}", file=sys.stderr)
                    for review in self.open:
                        print(review.screen.text(), file=sys.stderr)
            finally:
                for review in self.open:
                    review.close()

    def review(self, *arguments, **more):
        review = Review(self.mediant, [str(self.report), "--by", "Ann", *arguments], **more)
        self.open.append(review)
        return review

    def told(self, *arguments):
        return subprocess.run([self.mediant, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def suggestions(self, *arguments):
        said = self.told("read", "--format", "json", *arguments, str(self.report))
        return json.loads(said.stdout)["suggestions"]

    def decisions(self):
        return json.loads(self.file.read_text())["decisions"] if self.file.exists() else []


def progress(text):
    """What the screen says of the progress: decided, of how many."""
    found = re.search(r"^(\d+) of (\d+) decided", text, re.M)
    return tuple(map(int, found.groups())) if found else None


def is_at(decided):
    return lambda text: (progress(text) or (None,))[0] == decided


def body(text):
    """The screen without what the last key came to, which stands above the keys."""
    return "\n".join(text.splitlines()[:12])


def keys_decide_and_leaving_loses_nothing(checks):
    suggestions = checks.suggestions()
    count = len(suggestions)
    assert count >= 8
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    assert progress(review.screen.text()) == (0, count)

    review.keys("a")
    review.until("one accepted", is_at(1))
    [first] = checks.decisions()
    assert (first["verdict"], first["by"], first["words"]) == ("accepted", "Ann", suggestions[0]["words"])
    assert first["confidence"] == suggestions[0]["confidence"] and first["when"]

    review.keys("r")
    review.until("one rejected", is_at(2))
    assert [decision["verdict"] for decision in checks.decisions()] == ["accepted", "rejected"]

    before = checks.file.read_bytes()
    screen = body(review.screen.text())
    review.keys("a")
    review.until("another one accepted", is_at(3))
    review.keys("u")
    review.until("it was taken back", is_at(2))
    assert checks.file.read_bytes() == before, "undo is exact"
    assert body(review.screen.text()) == screen

    # Leave, and find the same again.
    review.keys("q")
    assert review.ended() == 0 and review.is_given_back()
    again = checks.review()
    again.until("the same place", is_at(2))
    assert body(again.screen.text()) == screen
    again.keys("u")
    again.until("what was decided before leaving can be taken back", is_at(1))
    assert [decision["verdict"] for decision in checks.decisions()] == ["accepted"]
    again.keys("s")
    again.until("skipped", lambda text: "1 skipped" in text)
    # Skipped ones come again at the end.
    again.keys("a" * (count - 2))
    again.until("all but the skipped one", is_at(count - 1))
    assert "1 skipped" in again.screen.text()
    again.keys("r")
    again.until("everything", is_at(count))
    decisions = checks.decisions()
    assert decisions[-1]["words"] == suggestions[1]["words"]
    again.keys("q")
    assert again.ended() == 0


def fields_are_edited_and_checked(checks):
    suggestions = checks.suggestions()
    at = next(place for place, found in enumerate(suggestions) if found["kind"] == "statement" and found["party"])
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    review.keys("r" * at)
    review.until("a statement", is_at(at))

    # Left, nothing is decided.
    review.keys("e")
    review.until("the fields", lambda text: "Edit this statement" in text)
    review.keys("\x1b")
    review.until("left", lambda text: "Edit this" not in text)
    assert len(checks.decisions()) == at

    review.keys("e")
    review.until("the fields", lambda text: "Edit this statement" in text)
    review.keys("i")
    review.until("a choice by its letter", lambda text: "< interest >" in text)
    # Down to the party, then to the day.
    review.keys("\x1b[B\x1b[B\x15")
    review.until("an empty party", lambda text: re.search(r"^> party\s*$", text, re.M))
    review.keys("The fishing fleet")
    review.until("a party", lambda text: "The fishing fleet" in text)
    review.keys("\x1b[B\x152031-02-30\r")
    review.until("a day that does not exist is refused", lambda text: "the calendar has no 2031-02-30" in text)
    assert len(checks.decisions()) == at
    # What is pasted is text, not keys, and one line.
    review.keys("\x15\x1b[200~2031-\n02-28\r\x1b[201~")
    review.until("pasted", lambda text: "2031- 02-28" in text)
    review.keys("\r")
    review.until("that is no day", lambda text: "is no day" in text)
    review.keys("\x152031-02-28\r")
    review.until("accepted as edited", is_at(at + 1))
    last = checks.decisions()[-1]
    before, after = last["before"]["statement"], last["after"]["statement"]
    assert last["verdict"] == "edited" and last["words"] == suggestions[at]["words"]
    assert (after["stance"], after["party"], after["on"]) == ("interest", "The fishing fleet", "2031-02-28")
    assert (before["stance"], before["party"]) == (suggestions[at]["stance"], suggestions[at]["party"])
    assert after["speaker"] == before["speaker"]
    # A paste outside a field decides nothing.
    review.keys("\x1b[200~aaaarrrr\x1b[201~")
    review.keys("?")
    review.until("help", lambda text: text.startswith("Keys"))
    assert len(checks.decisions()) == at + 1


def all_shown_is_what_stands_on_the_screen(checks):
    # Those below the line, too: several of them stand in one paragraph.
    suggestions = checks.suggestions("--all")
    paragraphs = [found["paragraph"] for found in suggestions]
    # The paragraph with most.
    many = max(set(paragraphs), key=paragraphs.count)
    first = paragraphs.index(many)
    assert paragraphs.count(many) >= 3
    taken = []
    for lines in (60, 24, 18):
        review = checks.review("--all", lines=lines)
        review.until("the first suggestion", is_at(0))
        for place in range(first):
            review.keys("r")
            review.until("rejected", is_at(place + 1))
        review.keys("*")
        review.until("an answer", lambda text: re.search(r"accepted together|none was accepted", text))
        accepted = [decision for decision in checks.decisions() if decision["verdict"] == "accepted"]
        assert {decision["paragraph"] for decision in accepted} <= {many}
        assert len({decision["act"] for decision in accepted}) <= 1
        taken.append(len(accepted))
        review.keys("u" * (first + 1))
        review.until("all of it taken back", is_at(0))
        assert checks.decisions() == []
        review.keys("q")
        review.ended()
    assert taken[0] == paragraphs.count(many) and taken[0] >= taken[1] >= taken[2] and taken[2] < taken[0], taken


def what_a_model_suggests_is_accepted_one_by_one(checks):
    shutil.copy(f"{REPORT}.replies.json", checks.folder)
    of_reader = len(checks.suggestions())
    review = checks.review("--replies", lines=60)
    review.until("the first suggestion", is_at(0))
    # All that is shown is accepted together, paragraph by paragraph, and nothing of a model with it.
    decided = 0
    while decided < of_reader:
        review.keys("*")
        review.until("more accepted", lambda text, before=decided: (progress(text) or (0,))[0] > before)
        decided = progress(review.screen.text())[0]
    assert decided == of_reader and {decision["author"] for decision in checks.decisions()} == {"reader"}
    review.keys("*")
    review.until("an answer", lambda text: "none was accepted" in text)
    review.keys("a")
    review.until("one more", is_at(of_reader + 1))
    last = checks.decisions()[-1]
    assert (last["author"], last["confidence"]) == ("a-model", None)


def every_size_shows_words_within_the_window(checks):
    words = checks.suggestions()[0]["words"].split()
    for columns, lines in ((80, 24), (40, 24), (132, 50), (36, 18), (20, 6), (5, 2)):
        review = checks.review(columns=columns, lines=lines)
        review.until("something", lambda text: text)
        if columns >= 40:
            review.until("the first suggestion", lambda text: is_at(0)(text) and "quit" in text)
            shown = " ".join(review.screen.text().split())
            assert " ".join(words[:3]) in shown, f"{columns} by {lines}"
        review.keys("a?x")
        if columns >= 36:
            review.keys("e")
            review.until("the fields", lambda text: "Edit this" in text)
            review.keys("\x1b")
            review.until("left", lambda text: "Edit this" not in text)
        review.resize(60, 20)
        review.until("the other size", lambda text: "decided" in text)
        review.keys("q")
        review.ended()
        assert not review.screen.overflows and not review.screen.unknown, review.screen.unknown
        checks.file.unlink(missing_ok=True)


def without_colours_words_stand_between_signs(checks):
    review = checks.review(environment={"NO_COLOR": "1"})
    review.until("the first suggestion", is_at(0))
    words = checks.suggestions()[0]["words"]
    assert f"»{words}«" in " ".join(review.screen.text().split()).replace("P1 ", "")
    assert review.screen.styles == 0
    coloured = checks.review()
    coloured.until("the first suggestion", is_at(0))
    assert coloured.screen.styles > 0 and "»" not in coloured.screen.text()


def nothing_of_a_report_steers_the_terminal(checks):
    text = checks.report.read_text()
    # What turns a line, what shows nothing, and names that look like sequences.
    text = text.replace("Ilse Marand", "Ilse \u202eMarand\u2066").replace("Korsk", "Kor\u200bsk[2J").replace("Bern", "Be\u0085rn")
    checks.report.write_text(text)
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    review.keys("aaaeee")
    review.until("the fields", lambda text: "Edit this" in text)
    review.keys("\x1b")
    review.until("left", lambda text: "Edit this" not in text)
    review.keys("q")
    assert review.ended() == 0
    steering = [letter for letter in review.printed.decode() if unicodedata.category(letter) == "Cf" or "\x7f" <= letter <= "\x9f"]
    assert [letter for letter in steering if letter != "\u200b"] == []
    assert review.printed.decode().count("\x1b[2J") == 0


def where_there_is_no_terminal_it_says_so(checks):
    said = checks.told("read", "--review", str(checks.report))
    assert said.returncode == 2 and said.stdout == "" and "terminal" in said.stderr and "help" in said.stderr
    assert not checks.file.exists()
    review = checks.review(environment={"TERM": "dumb"})
    assert review.ended() == 2 and not review.screen.in_alternate


def a_signal_or_control_c_gives_the_terminal_back(checks):
    for stop, code in ((signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), ("\x03", 130)):
        review = checks.review()
        review.until("the first suggestion", lambda text: "decided" in text)
        assert review.screen.in_alternate and not review.is_given_back()
        before = len(checks.decisions())
        review.keys("a")
        review.until("accepted", is_at(before + 1))
        review.keys(stop) if isinstance(stop, str) else review.process.send_signal(stop)
        assert review.ended() == code, (stop, review.process.returncode)
        assert review.is_given_back()
        assert len(checks.decisions()) == before + 1


def a_terminal_that_goes_ends_the_program(checks):
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    review.keys("a")
    review.until("one accepted", is_at(1))
    review.hang_up()
    assert review.process.wait(PATIENCE) == 129
    assert len(checks.decisions()) == 1


def what_cannot_be_kept_is_not_decided(checks):
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    review.keys("a")
    review.until("accepted", is_at(1))
    # Somebody else decides at the same time.
    other = checks.review()
    other.until("the second suggestion", is_at(1))
    other.keys("r")
    other.until("rejected", is_at(2))
    kept = checks.file.read_bytes()
    review.keys("a")
    review.until("refused", lambda text: "nothing was decided" in text)
    assert is_at(1)(review.screen.text()) and checks.file.read_bytes() == kept
    # A folder stands where the file should.
    checks.file.unlink()
    checks.file.mkdir()
    other.keys("a")
    other.until("refused", lambda text: "nothing was decided" in text)
    assert is_at(2)(other.screen.text())
    checks.file.rmdir()


def a_file_that_is_none_is_refused_with_its_place(checks):
    checks.file.write_text('{\n  "mediant_review": 1,\n  "report": 7\n}\n')
    review = checks.review()
    assert review.ended() == 2
    assert f"{checks.file.name}:3:" in review.printed.decode().replace("\r\n", "") and not review.screen.in_alternate


def a_changed_report_is_said_and_nothing_is_guessed(checks):
    count = len(checks.suggestions())
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    review.keys("a" * count)
    review.until("everything", is_at(count))
    review.keys("q")
    review.ended()
    text = checks.report.read_text()
    head, tail = text[: len(text) // 2], text[len(text) // 2 :]
    checks.report.write_text(head + tail.replace("The two sides", "Both of the two sides", 1))
    before = checks.file.read_bytes()
    refused = checks.told("read", str(checks.report), "--case", str(checks.folder / "case.toml"))
    assert refused.returncode == 2 and not (checks.folder / "case.toml").exists()
    again = checks.review()
    again.until("what changed", lambda text: "has changed" in text)
    again.keys("q")
    assert again.ended() == 0 and checks.file.read_bytes() == before, "left as it was"
    again = checks.review()
    again.until("what changed", lambda text: "has changed" in text)
    again.keys("k")
    again.until("what fits was kept", lambda text: progress(text) and "has changed" not in text)
    text = checks.report.read_text().encode()
    kept = checks.decisions()
    assert 0 < len(kept) < count
    for decision in kept:
        start, end = decision["at"]
        assert text[start:end].decode() == decision["words"]


def a_case_holds_what_was_accepted(checks):
    suggestions = checks.suggestions()
    review = checks.review()
    review.until("the first suggestion", is_at(0))
    case = checks.folder / "case.toml"
    # Half a review is no review.
    review.keys("a")
    review.until("accepted", is_at(1))
    refused = checks.told("read", str(checks.report), "--case", str(case))
    assert refused.returncode == 2 and not case.exists() and "--review" in refused.stderr
    at = next(place for place, found in enumerate(suggestions) if found["kind"] == "statement" and found["stance"] != "none")
    review.keys("r" * (at - 1))
    review.until("a statement", is_at(at))
    review.keys("e")
    review.until("the fields", lambda text: "Edit this statement" in text)
    review.keys("i\r")
    review.until("accepted as edited", is_at(at + 1))
    review.keys("r" * (len(suggestions) - at - 1))
    review.until("everything", is_at(len(suggestions)))
    review.keys("q")
    assert review.ended() == 0
    said = checks.told("read", str(checks.report), "--case", str(case))
    assert said.returncode == 0, said.stderr
    text = case.read_text()
    assert "[[interests]]" in text and "accepted by Ann on " in text
    assert "[[red_lines]]" not in text and "[[positions]]" not in text
    entries = [line for line in text.splitlines() if line.startswith("# not reviewed") and REPORT.name in line]
    assert entries == [], entries
    assert checks.told("check", str(case)).returncode == 0
    assert checks.told("check", str(case), "--reports", str(checks.folder)).returncode == 0
    again = checks.told("read", str(checks.report), "--case", str(case))
    assert again.returncode == 0 and case.read_text() == text


def the_guide_shows_the_screen(checks):
    review = checks.review(columns=88, lines=26, environment={"NO_COLOR": "1"})
    review.until("the first suggestion", is_at(0))
    review.keys("aa")
    review.until("two accepted", is_at(2))
    shown = "\n".join(line.rstrip() for line in review.screen.text().splitlines())
    page = GUIDE.read_text()
    before, rest = page.split(FENCE + "\n", 1)
    old, after = rest.split("\n```", 1)
    if checks.rewrite and old != shown:
        GUIDE.write_text(f"{before}{FENCE}\n{shown}\n```{after}")
    elif old != shown:
        raise Lost(f"docs/guide/read-reports.md shows another screen; --rewrite puts this one in:\n{shown}")


CHECKS = [
    keys_decide_and_leaving_loses_nothing,
    fields_are_edited_and_checked,
    all_shown_is_what_stands_on_the_screen,
    what_a_model_suggests_is_accepted_one_by_one,
    every_size_shows_words_within_the_window,
    without_colours_words_stand_between_signs,
    nothing_of_a_report_steers_the_terminal,
    where_there_is_no_terminal_it_says_so,
    a_signal_or_control_c_gives_the_terminal_back,
    a_terminal_that_goes_ends_the_program,
    what_cannot_be_kept_is_not_decided,
    a_file_that_is_none_is_refused_with_its_place,
    a_changed_report_is_said_and_nothing_is_guessed,
    a_case_holds_what_was_accepted,
    the_guide_shows_the_screen,
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mediant", required=True)
    arguments.add_argument("--rewrite", action="store_true")
    arguments.add_argument("--only", help="the checks whose name has this in it")
    given = arguments.parse_args()
    checks = Checks(given.mediant, given.rewrite)
    for check in CHECKS:
        if not given.only or given.only in check.__name__:
            checks.run(check)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
