#!/usr/bin/env python3
"""Holds Mediant's strategies against NegMAS's: the same sequence of offers on the same scenarios.

    tools/negmas_sequences.py [--mediant PATH] [--rounds N] [FOLDER…]

FOLDER holds a scenario. Without one: six two-party domains of `../shared/scenarios`, where that is there, and one of
`examples/`.

NegMAS is a program to compare with, from PyPI, in the virtual environment `benches/peers/.venv`; nothing of it is part
of Mediant. Its utilities are built from what Mediant reads (`mediant convert --to case1`), because NegMAS does not divide a
discrete evaluation by the largest of its issue as Genius does. An offer is compared by what it is worth to whoever makes it, to
1e-9: of packages that are worth the same to it, the two programs may choose different ones, and from there on the other side
may see a different worth. A pair therefore counts as

* `same`: the sequences agree to the end, and so does the ending;
* `tie`: they agree up to a place where the packages differ and are worth the same to whoever offers, and part after it;
* `differ`: anything else. The script then ends with exit code 1.

What has to be set in NegMAS to mean the same thing, and why, is in `PAIRS` and in `negotiator`. Three things are not compared:

* NegMAS's naive tit for tat is another strategy than Faratin's. It takes all that an offer is worth to it for what the other side
  gave, with the first offer on, and gives as much of its own scale; Faratin's tactics, and so ours, answer the step between two
  offers of the other side.
* Scenarios of more than four million packages: Mediant searches them, NegMAS sorts up to ten million.
* Discounts: these strategies do not look at them. Mediant discounts utilities and walk-away values by `d^t` as Genius does.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import venv
import warnings

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "benches" / "peers" / ".venv"
SCENARIOS = ROOT.parent / "shared" / "scenarios"
USUAL = [
    "genius/anac/y2013/Animal",
    "genius/anac/y2011/Laptop",
    "genius/anac/y2010/ItexvsCypress",
    "genius/anac/y2013/Coffee",
    "genius/anac/y2011/Grocery",
    "negolog/domain9",
]
NEAR = 1e-9

# Names in Mediant; NegMAS's exponents are 4, 1 and 1/4, ours e = 1/4, 1 and 4.
PAIRS = [
    ("boulware(e=0.25)", "boulware(e=0.25)"),
    ("boulware(e=0.25)", "conceder(e=4)"),
    ("conceder(e=4)", "boulware(e=0.25)"),
    ("linear", "linear"),
    ("linear", "conceder(e=4)"),
    ("micro", "micro"),
]


def prepare():
    """Puts NegMAS into the environment, once, and goes on inside it."""
    if pathlib.Path(sys.prefix).resolve() == ENVIRONMENT or os.environ.get("MEDIANT_PEERS") == "here":
        return
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    if subprocess.run([python, "-c", "import negmas"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "negmas"], check=True)
    os.execv(python, [str(python), *sys.argv])


def converted(mediant, folder):
    """The scenario's issues and, for each party, its points and walk-away value, as Mediant reads them."""
    with tempfile.TemporaryDirectory() as temporary:
        path = pathlib.Path(temporary) / "case.json"
        run = subprocess.run([mediant, "convert", folder, path, "--to", "case1"], capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(run.stderr.strip())
        return json.loads(path.read_text())


def simulated(mediant, folder, pair, rounds):
    command = [mediant, "simulate", folder, "--strategies", ", ".join(pair), "--rounds", str(rounds), "--format", "json"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(run.stderr.strip())
    run = json.loads(run.stdout)
    offers = [(m["party"], tuple(m["package"])) for m in run["moves"] if m["act"] == "offer"]
    deal = run["end"]["package"]
    return offers, tuple(deal) if deal is not None else None


def negotiator(name, ufun, label):
    from negmas.sao import negotiators as theirs

    # NegMAS widens a target by 1e-4 of tolerance unless told otherwise.
    if name.startswith("boulware"):
        return theirs.BoulwareTBNegotiator(ufun=ufun, name=label, eps=0.0)
    if name.startswith("conceder"):
        return theirs.ConcederTBNegotiator(ufun=ufun, name=label, eps=0.0)
    if name == "linear":
        return theirs.LinearTBNegotiator(ufun=ufun, name=label, eps=0.0)
    if name == "micro":
        return theirs.MiCRONegotiator(ufun=ufun, name=label)
    raise ValueError(f"{name} has no counterpart")


def played(tables, reservations, pair, rounds):
    from negmas import LinearAdditiveUtilityFunction, SAOMechanism, make_issue
    from negmas.preferences.value_fun import TableFun

    issues = [make_issue(list(range(len(table))), name=str(i)) for i, table in enumerate(tables[0])]
    session = SAOMechanism(issues=issues, n_steps=rounds)
    for seat, (name, table, reservation) in enumerate(zip(pair, tables, reservations)):
        ufun = LinearAdditiveUtilityFunction(
            values=[TableFun(dict(enumerate(points))) for points in table],
            weights=[1.0] * len(table),
            issues=issues,
            reserved_value=reservation,
        )
        session.add(negotiator(name, ufun, str(seat)))
    session.run()
    order = {n.id: int(n.name) for n in session.negotiators}
    offers = [(order[entry.negotiator], tuple(entry.offer)) for entry in session.full_trace if entry.offer is not None]
    # The trace repeats the standing offer when it is accepted.
    deal = session.agreement
    if deal is not None and offers and len(offers) > 1 and offers[-1] == offers[-2]:
        offers.pop()
    return offers, tuple(deal) if deal is not None else None


def verdict(tables, ours, theirs):
    worth = lambda party, package: sum(points[option] for points, option in zip(tables[party], package))
    (our_offers, our_deal), (their_offers, their_deal) = ours, theirs
    tied = False
    for place, (a, b) in enumerate(zip(our_offers, their_offers)):
        if a[0] != b[0] or abs(worth(*a) - worth(*b)) > NEAR:
            if tied:
                return "tie", place
            return f"differ: move {place + 1}: ours {a} worth {worth(*a):.6f}, theirs {b} worth {worth(*b):.6f}", place
        tied = tied or a[1] != b[1]
    least = min(len(our_offers), len(their_offers))
    if len(our_offers) != len(their_offers) or (our_deal is None) != (their_deal is None):
        if tied:
            return "tie", least
        return f"differ: {len(our_offers)} offers and {our_deal}, theirs {len(their_offers)} and {their_deal}", least
    return "same", least


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--mediant", default=str(ROOT / "target" / "release" / "mediant"))
    p.add_argument("--rounds", type=int, default=100)
    p.add_argument("folders", nargs="*")
    a = p.parse_args()
    if not os.access(a.mediant, os.X_OK):
        sys.exit(f"there is no {a.mediant}: build it with `cargo build --release`")
    prepare()
    warnings.simplefilter("ignore")
    import negmas

    folders = [pathlib.Path(f) for f in a.folders]
    if not folders:
        folders = [SCENARIOS / name for name in USUAL if (SCENARIOS / name).is_dir()]
        folders.append(ROOT / "examples" / "thompson-employment")
    print(f"NegMAS {negmas.__version__}, {a.rounds} rounds")
    failed = False
    for folder in folders:
        case = converted(a.mediant, folder)
        ids = [party["id"] for party in case["parties"]]
        options = [[option["id"] for option in issue["options"]] for issue in case["issues"]]
        names = [issue["id"] for issue in case["issues"]]
        stated = [case["preferences"][party] for party in ids]
        tables = [
            [[of["weights"][name] * of["values"][name][o] for o in among] for name, among in zip(names, options)]
            for of in stated
        ]
        reservations = [float(of.get("reservation", 0.0)) for of in stated]
        for pair in PAIRS:
            ours = simulated(a.mediant, folder, pair, a.rounds)
            theirs = played(tables, reservations, pair, a.rounds)
            found, moves = verdict(tables, ours, theirs)
            failed |= found.startswith("differ")
            print(f"{folder.name:22} {pair[0]:>22} {pair[1]:>22} {moves:>5} moves  {found}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
