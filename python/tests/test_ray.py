"""A tournament on a cluster of two nodes of this machine, one of which is taken away."""

from __future__ import annotations

import functools
import pathlib
import threading
import time
from typing import Any, Iterator, List

import pytest
from conftest import EXAMPLES, ROOT

import mediant
import mediant.ray
from seats import Deadly, Erring, Marking, Steady

SPECIFICATION = {
    "title": "on a cluster",
    "strategies": ["boulware", "conceder", "micro", "random", "steady", "erring"],
    "scenarios": ["examples/nash-1950", "examples/thompson-employment"],
    "rounds": 50,
    "repetitions": 64,
}
GUESTS: Any = {"steady": Steady, "erring": Erring}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes with a processor each, connected to."""
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    # The strategies' module travels as a path: nodes of this machine see the same files.
    paths = {"env_vars": {"PYTHONPATH": str(ROOT / "python" / "tests")}}
    ray.init(address=cluster.address, log_to_driver=False, runtime_env=paths)
    cluster.wait_for_nodes()
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture(scope="module")
def serial() -> mediant.Results:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(EXAMPLES.parent)
        return mediant.tournament(SPECIFICATION, strategies=GUESTS)


def test_the_same_bytes_as_in_one_process(cluster: Any, serial: mediant.Results) -> None:
    told: List[Any] = []
    found = mediant.ray.tournament(
        SPECIFICATION, strategies=GUESTS, shard_seconds=0.5, progress=lambda done, of: told.append((done, of))
    )
    assert (found.files, found.fingerprint) == (serial.files, serial.fingerprint)
    assert len(told) > 4, "it was cut into shards"
    assert told[-1] == (found.csv.count("\n") - 1,) * 2
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_node_that_disappears_costs_its_shards_alone(cluster: Any, tmp_path: pathlib.Path) -> None:
    import ray

    slow = {
        "strategies": ["marking", "boulware"],
        "scenarios": ["examples/nash-1950", "examples/thompson-employment"],
        "rounds": 30,
        "repetitions": 128,
    }
    marking = functools.partial(Marking, str(tmp_path))
    serial = mediant.tournament(slow, strategies={"marking": marking}, threads=32)
    extra = cluster.add_node(num_cpus=2)
    cluster.wait_for_nodes()
    gone = threading.Event()
    # What the extra node begins it never ends.
    hold = tmp_path / f"hold-{extra.node_id}"
    hold.touch()

    def progress(done: int, of: int) -> None:
        if not gone.is_set() and (tmp_path / extra.node_id).exists():
            gone.set()
            cluster.remove_node(extra, allow_graceful=False)
            hold.unlink()

    taken_in = 0

    class Counted(mediant.ray._Shards):
        def take_in(self, reference: Any) -> None:
            nonlocal taken_in
            taken_in += 1
            super().take_in(reference)

    prepared = mediant.prepare(slow, strategies={"marking": marking})
    records = Counted(prepared, progress, 2.0).played()
    assert gone.is_set(), "the node never played"
    found = mediant.tournaments.results(prepared, records)
    assert found.files == serial.files
    # No unit is in two records: what had come in was not played again.
    assert sum(record.count(b"\n") for record in records) == prepared.units
    assert taken_in > len(records), "the node took shards with it, and they were played again"
    deadline = time.monotonic() + 60
    while sum(node["Alive"] for node in ray.nodes()) != 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert sum(node["Alive"] for node in ray.nodes()) == 2


def test_what_fails_everywhere_is_raised_here(cluster: Any) -> None:
    with pytest.raises(mediant.InputError):
        mediant.ray.tournament({**SPECIFICATION, "strategies": ["nobody"]})

    class Enough(Exception):
        pass

    def enough(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        mediant.ray.tournament(SPECIFICATION, strategies=GUESTS, progress=enough)


def test_a_shard_that_is_lost_again_and_again_is_given_up(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediant.ray, "TRIES", 2)
    deadly = {"strategies": ["deadly", "boulware"], "scenarios": ["examples/nash-1950"], "rounds": 5, "self_play": False}
    with pytest.raises(mediant.ray.LostError):
        mediant.ray.tournament(deadly, strategies={"deadly": Deadly})
