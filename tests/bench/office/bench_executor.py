"""A reception whose files are opened on a cluster (dask.distributed on this machine alone), beside one worker of ours.

The cluster is the peers' (tests/bench/peers.txt), no library of ours: any `concurrent.futures.Executor` may be given to
`receive_batch`. How long its processes take to start is told apart and held to nothing.
"""

import json
import os
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench.made.receptions import AT
from tests.bench.results import PEERS, told

ROOT = Path(__file__).parents[3]
WORKERS, LIMIT = 2, 2.5  # of the cluster; time on the clock beside one worker of ours, whatever else the machine does
RECEPTION = """
import json, sys, time
from datetime import datetime
from pathlib import Path
from forms.office.intake import receive_batch
from models.workspace.office_workspace import OfficeWorkspace

def received(office, files, at, **how):
    when = datetime.fromisoformat(at)
    begun = time.monotonic()
    with OfficeWorkspace.open(Path(office)) as workspace:
        items, _ = receive_batch(workspace, files, at=when, now=when, channel="", by="bench", **how)
    return [(one.digest, str(one.decision), one.revision) for one in items], time.monotonic() - begun

def main():
    from distributed import Client, LocalCluster
    one, two, at, workers, *paths = sys.argv[1:]
    files = [Path(path) for path in paths]
    ours, alone = received(one, files, at)
    begun = time.monotonic()
    with LocalCluster(int(workers), threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client, client.get_executor() as executor:
            client.wait_for_workers(int(workers))
            started = time.monotonic() - begun
            theirs, shared = received(two, files, at, executor=executor)
    print(json.dumps([ours == theirs, len(ours), alone, shared, started]))

if __name__ == "__main__":
    main()
"""


def test_a_cluster_opens_a_reception_and_all_of_it_is_answered_alike(
    demo: Path, new_office: Callable[[], Path], tmp_path: Path
) -> None:
    if not (python := os.environ.get(PEERS)):
        pytest.skip("`tasks.py bench` installs the peers")
    files = sorted((demo / "报表").glob("*.xlsx"))
    (tmp_path / "reception.py").write_text(RECEPTION, "utf-8")  # a module: the cluster's processes import it
    ours = os.pathsep.join([str(ROOT), sysconfig.get_path("purelib")])
    words = [python, tmp_path / "reception.py", new_office(), new_office(), AT, str(WORKERS), *files]
    settings = {**os.environ, "PYTHONPATH": ours, "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "False"}
    said = subprocess.run(words, env=settings, capture_output=True, text=True, check=True).stdout
    same, number, alone, shared, started = json.loads(said.splitlines()[-1])
    assert same
    assert number == len(files)
    print(f"\nthe cluster of {WORKERS} was there after {started:.1f} s", end="")
    bar = f"{number} workbooks opened on a cluster of {WORKERS} / by one worker, on the clock"
    assert told(bar, shared * 1000, alone * 1000, LIMIT) <= LIMIT
