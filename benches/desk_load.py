#!/usr/bin/env python3
"""What the desk carries, on one machine, over loopback alone, bounded in count and time.

    benches/desk_load.py [--mediant target/release/mediant] [--beside ANOTHER] [--turns 1] [--events 100000]

Starts `mediant serve` on a record in a temporary folder beside the build and measures, in this order:

1. commits: 64 members, each with an account of their own, write notes, taking turns with a bare SQLite loop (300 bytes a
   row, WAL, synchronous=FULL) on the same disk; medians of the turns, their ratio, and the server's processor time a commit;
2. pages: with so many events on record, 200 requests a second on the mediator's and parties' pages for 20 s;
   then the time it takes to open that record again;
3. the deal space: with examples/sportco, the time from a brief's deposit to the mediator's page that shows it;
4. streams: 1,000 open live streams, the server's memory, and the time until all of them were told of one note; median of
   15 notes, each two seconds after the one before.

With `--beside` both programs take turns, `--turns` of them, and the median of each figure is shown for both: on a machine
that does other things as well, figures of different runs say little.
"""
import argparse
import asyncio
import json
import os
import pathlib
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

PASSWORD = "four small words here"
# An account may ask 250 times a second; so many accounts write more than a server carries out.
MEMBERS = 64
STREAMS = 1_000
NOTES = 15


class Client:
    """One person, over one connection that is kept."""

    def __init__(self, port):
        self.port, self.cookie, self.token = port, "", ""
        self.reader = self.writer = None

    async def ask(self, method, path, body=None, key=None):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Length: {len(data)}\r\n"
        if data:
            head += "Content-Type: application/json\r\n"
        if self.cookie:
            head += f"Cookie: {self.cookie}\r\nX-Mediant-Token: {self.token}\r\n"
        if key:
            head += f"Idempotency-Key: {key}\r\n"
        try:
            self.writer.write(head.encode() + b"\r\n" + data)
            answer = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            # The server closes lines that say nothing for a while.
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(head.encode() + b"\r\n" + data)
            answer = await self.reader.readuntil(b"\r\n\r\n")
        status = int(answer.split(b" ", 2)[1])
        length = re.search(rb"content-length: (\d+)", answer, re.I)
        if length:
            content = await self.reader.readexactly(int(length[1]))
        else:
            content = b""
            while re.search(rb"transfer-encoding: chunked", answer, re.I):
                size = int(await self.reader.readline(), 16)
                content += (await self.reader.readexactly(size + 2))[:-2]
                if size == 0:
                    break
        cookie = re.search(rb"set-cookie: (mediant_session=[^;]+)", answer, re.I)
        if cookie:
            self.cookie = cookie[1].decode()
        return status, content

    async def must(self, method, path, body=None):
        status, content = await self.ask(method, path, body)
        if status >= 400:
            raise RuntimeError(f"{method} {path}: {status} {content[:300]}")
        return json.loads(content) if content[:1] in (b"{", b"[") else content

    async def command(self, kind, **fields):
        return await self.must("POST", f"/api/v1/commands/{kind}", fields)

    async def accept(self, token, name):
        me = await self.must("POST", "/api/v1/invitations/accept", {"token": token, "name": name, "password": PASSWORD})
        self.token = me["form_token"]

    def another(self):
        client = Client(self.port)
        client.cookie, client.token = self.cookie, self.token
        return client


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def note(size=200):
    return {"in": "mediator", "text": "".join(random.choices("abcdefghij klmnop", k=size)).strip() or "x"}


async def invited(mediator, role, name):
    made = await mediator.must("POST", "/api/v1/invitations", {"role": role})
    client = Client(mediator.port)
    await client.accept(made["link_path"].rsplit("/", 1)[1], name)
    return client


async def write_for(clients, seconds):
    """Notes written by all clients at once; how many a second."""
    end, count = time.monotonic() + seconds, 0

    async def one(client):
        nonlocal count
        while time.monotonic() < end:
            await client.command("write_note", **note())
            count += 1

    started = time.monotonic()
    await asyncio.gather(*(one(client) for client in clients))
    return count / (time.monotonic() - started)


def bare_for(loop, seconds):
    end, count, row = time.monotonic() + seconds, 0, b"x" * 300
    started = time.monotonic()
    while time.monotonic() < end:
        loop.execute("INSERT INTO rows (content) VALUES (?)", (row,))
        loop.commit()
        count += 1
    return count / (time.monotonic() - started)


def processor_s(process):
    """Seconds that the server has worked, on all processors."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def commits(members, folder, process):
    loop = sqlite3.connect(folder / "bare.sqlite")
    loop.execute("PRAGMA journal_mode=WAL")
    loop.execute("PRAGMA synchronous=FULL")
    loop.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB)")
    ours, bare, work = [], [], []
    for _ in range(5):
        bare.append(bare_for(loop, 2))
        before = processor_s(process)
        ours.append(await write_for(members, 2))
        work.append((processor_s(process) - before) / (ours[-1] * 2) * 1e6)
    return {"commits a second": statistics.median(ours), "of a bare loop": statistics.median(bare),
            "ratio of the two": statistics.median(ours) / statistics.median(bare),
            "processor time a commit, µs": statistics.median(work)}


async def grow(members, events):
    def held(export):
        return export["seen"]
    seen = held(await members[0].must("GET", "/api/v1/case"))
    while seen < events:
        await write_for(members, 5)
        seen = held(await members[0].must("GET", "/api/v1/case"))
    return seen


async def pages(members, process, seconds=20, rate=200):
    paths = ["/", "/text", "/rounds", "/timeline", "/people", "/sessions", "/caucus/a", "/communiques"]
    own = ["/", "/text", "/rounds", "/timeline", "/people", "/sessions", "/caucus", "/communiques"]
    took, late = [], asyncio.Semaphore(256)
    idle = {id(member): [] for member, _ in members}

    async def one(member, path):
        async with late:
            client = idle[id(member)].pop() if idle[id(member)] else member.another()
            started = time.monotonic()
            status, _ = await client.ask("GET", path)
            took.append((time.monotonic() - started) * 1000)
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            idle[id(member)].append(client)

    tasks, started, worked = [], time.monotonic(), processor_s(process)
    for at in range(seconds * rate):
        await asyncio.sleep(max(0, started + at / rate - time.monotonic()))
        member, mediates = members[at % len(members)]
        tasks.append(asyncio.create_task(one(member, random.choice(paths if mediates else own))))
    await asyncio.gather(*tasks)
    return {f"pages at {rate} a second, median ms": statistics.median(took), "99th percentile ms": percentile(took, .99),
            "processor time a page, µs": (processor_s(process) - worked) / len(took) * 1e6}


def resident_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


async def streams(members, process, count=STREAMS):
    told, lines = asyncio.Semaphore(0), []
    for at in range(count):
        member = members[at % len(members)]
        reader, writer = await asyncio.open_connection("127.0.0.1", member.port)
        writer.write(f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{member.port}\r\nCookie: {member.cookie}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        lines.append((reader, writer))

    async def listen(reader):
        while True:
            await reader.readuntil(b"event: recorded")
            told.release()

    listening = [asyncio.create_task(listen(reader)) for reader, _ in lines]
    await asyncio.sleep(1)
    memory, took, work = resident_mb(process), [], []
    for _ in range(NOTES):
        # Longer than what is known of a session counts: each stream has to be looked at anew.
        await asyncio.sleep(2)
        before, started = processor_s(process), time.monotonic()
        await members[0].command("write_note", **note())
        for _ in range(count):
            await asyncio.wait_for(told.acquire(), 30)
        took.append((time.monotonic() - started) * 1000)
        work.append((processor_s(process) - before) * 1000)
    for task in listening:
        task.cancel()
    for _, writer in lines:
        writer.close()
    return {f"memory with {count} streams, MB": memory, "all told of a note after ms": statistics.median(took),
            "processor time for that, ms": statistics.median(work)}


async def deal_space(mediator, process, root):
    took, work = [], []
    brief = (root / "examples/sportco/brief-union.toml").read_text()
    versions = (await mediator.must("GET", "/api/v1/briefs/union"))["briefs"]["deposited"]
    version = len(versions)
    for turn in range(15):
        changed = brief + f"\n# turn {turn}\n"
        before, started = processor_s(process), time.monotonic()
        await mediator.command("deposit_brief", party="union", text=changed, replaces_version=version)
        status, _ = await mediator.ask("GET", "/deal")
        took.append((time.monotonic() - started) * 1000)
        work.append((processor_s(process) - before) * 1000)
        version += 1
        if status != 200:
            raise RuntimeError(f"/deal: {status}")
    return {"deal space after a change, median ms": statistics.median(took), "worst ms": max(took),
            "processor time for it, mean ms": statistics.mean(work)}


def serve(mediant, folder):
    process = subprocess.Popen([mediant, "serve", "--data", str(folder), "--listen", "127.0.0.1:0"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = token = None
    for line in process.stdout:
        port = int(re.search(r"127\.0\.0\.1:(\d+)", line)[1]) if port is None and "127.0.0.1:" in line else port
        token = re.search(r"/invitation/([0-9a-f]+)", line)[1] if "/invitation/" in line else token
        if "Ctrl-C" in line:
            break
    return process, port, token


async def run(mediant, events, root, folder):
    """Every figure of one program, by name."""
    process, port, token = serve(mediant, folder / "record")
    figures = {}
    try:
        mediator = Client(port)
        await mediator.accept(token, "Mediator")
        await mediator.command("open_case", **{"in": "table"}, title="Load", agreement={})
        for party in ["a", "b"]:
            await mediator.command("add_party", **{"in": "table"}, party={"id": party, "name": party, "role": "negotiating"})
        options = [{"id": "x", "name": "x"}, {"id": "y", "name": "y"}]
        await mediator.command("add_issue", **{"in": "table"},
                               issue={"id": "quay", "name": "Quay", "kind": "discrete", "options": options})
        team = [mediator] + [await invited(mediator, "team", f"Team {at}") for at in range(MEMBERS - 1)]
        parties = [await invited(mediator, {"principal": party}, f"Principal {party}") for party in ["a", "b"]]
        figures |= await commits(team, folder, process)
        seen = await grow(team, events)
        figures |= {"events on record": seen, "memory with them, MB": resident_mb(process)}
        figures |= await pages([(member, True) for member in team[:18]] + [(member, False) for member in parties], process)
    finally:
        process.terminate()
        process.wait()
    started = time.monotonic()
    process, _, _ = serve(mediant, folder / "record")
    figures["opened again after s"] = time.monotonic() - started
    process.terminate()
    process.wait()
    process, port, token = serve(mediant, folder / "small")
    try:
        mediator = Client(port)
        await mediator.accept(token, "Mediator")
        case = (root / "examples/sportco/case.toml").read_text()
        await mediator.command("import_case", **{"in": "table"}, file=case)
        for path in sorted((root / "examples/sportco").glob("brief-*.toml")):
            party = path.stem.removeprefix("brief-")
            await mediator.command("deposit_brief", party=party, text=path.read_text(), replaces_version=0)
        figures |= await deal_space(mediator, process, root)
        team = [mediator] + [await invited(mediator, "team", f"Team {at}") for at in range(9)]
        figures |= await streams(team, process)
    finally:
        process.terminate()
        process.wait()
    return figures


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mediant", default=str(root / "target/release/mediant"))
    arguments.add_argument("--beside", help="another `mediant`, measured in turns with the first")
    arguments.add_argument("--turns", type=int, default=1)
    arguments.add_argument("--events", type=int, default=100_000)
    arguments = arguments.parse_args()
    programs = [arguments.mediant] + ([arguments.beside] if arguments.beside else [])
    measured = {program: [] for program in programs}
    for _ in range(arguments.turns):
        for program in programs:
            # Beside the build: the temporary folder may be memory, and then nothing waits for a disk.
            with tempfile.TemporaryDirectory(dir=root / "target") as folder:
                figures = asyncio.run(run(program, arguments.events, root, pathlib.Path(folder)))
            measured[program].append(figures)
            print(program, {name: round(figure, 2) for name, figure in figures.items()}, file=sys.stderr, flush=True)
    for name in measured[arguments.mediant][0]:
        medians = [statistics.median(figures[name] for figures in measured[program]) for program in programs]
        print(f"{name:40}" + "".join(f"{median:12.2f}" for median in medians))


if __name__ == "__main__":
    main()
