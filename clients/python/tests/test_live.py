"""Against a running Odograph, which has the graph car_following and a dataset whose name is in ODOGRAPH_DATASET."""

from __future__ import annotations

import os
from pathlib import Path

import odograph
import pyarrow.parquet
import pytest

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif("ODOGRAPH_URL" not in os.environ, reason="ODOGRAPH_URL names no running Odograph"),
]
DATASET = os.environ.get("ODOGRAPH_DATASET", "")


@pytest.fixture(scope="module")
def run() -> odograph.Run:
    return odograph.connect().run("car_following", DATASET).wait(timeout=300)


def test_a_run_ends_as_a_data_frame(run: odograph.Run) -> None:
    frame = run.results("ttc").to_pandas()

    assert {"segment_id", "t_ms", "ttc_s"} <= set(frame.columns)
    assert len(frame) > 0
    assert frame["segment_id"].nunique() <= 4


def test_columns_and_limits_choose_rows(run: odograph.Run) -> None:
    table = odograph.connect().results("platoon_safety", run=run.id, columns=["segment_id"], limit=2).to_arrow()

    assert table.column_names == ["segment_id"]
    assert table.num_rows == 2
    assert run.results("platoon_safety").columns("segment_id").limit(1).to_arrow().num_rows == 1


def test_a_run_takes_a_sample() -> None:
    run = odograph.connect().run("car_following", DATASET, sample=2).wait(timeout=300)

    assert run.answer["coverage"]["segments"] == 2
    assert run.answer["sample"] == {"segments": 2, "seed": 1, "by": []}


def test_a_parquet_file_has_the_same_rows(run: odograph.Run, tmp_path: Path) -> None:
    file = run.results("ttc").to_parquet(tmp_path / "ttc.parquet")

    assert pyarrow.parquet.read_table(file).num_rows == run.results("ttc").to_arrow().num_rows


def test_the_same_id_and_input_is_the_same_run(run: odograph.Run) -> None:
    client = odograph.connect()
    first = client.run("car_following", DATASET, run_id=f"{run.id}-again")
    again = client.run("car_following", DATASET, run_id=f"{run.id}-again")

    assert first.id == again.id
    with pytest.raises(odograph.OdographError, match="RUN_ID_REUSED"):
        client.run("car_following", DATASET, run_id=first.id, parameters={"ttc_limit_s": 3.0})
    assert again.wait(timeout=300, progress=True).status == "SUCCEEDED"


def test_runs_datasets_graphs_and_channels_are_listed(run: odograph.Run) -> None:
    with odograph.connect() as client:
        assert run.id in [one["run_id"] for one in client.runs(dataset=DATASET, status="succeeded")]
        assert DATASET in [one["name"] for one in client.datasets()]
        assert "car_following" in [one["name"] for one in client.graphs()]
        assert "ttc" in [one["metric"] for one in client.publications(channel="latest", dataset=DATASET)]
        assert client.get(run.id).refresh().metrics == run.metrics


def test_a_run_tells_what_became_of_it(run: odograph.Run) -> None:
    types = []
    for event in run.events():
        types.append(event.type.removeprefix("dev.odograph."))
        if event.type.endswith("run.succeeded"):
            break
    assert types[0] == "run.started" and types[-1] == "run.succeeded"
    assert next(odograph.connect().events(after="0", graph="car_following")).data["graph"] == "car_following"


def test_a_run_compared_with_itself_is_the_same(run: odograph.Run) -> None:
    found = odograph.connect().compare(["platoon_safety"], base=f"run:{run.id}", head=f"run:{run.id}")

    assert found["verdict"] == "same"


def test_a_graph_that_is_not_there_is_said_by_waiting() -> None:
    with pytest.raises(odograph.RunFailed, match="GRAPH_NOT_FOUND"):
        odograph.connect().run("car_folowing", DATASET).wait(timeout=300)


def test_a_run_that_goes_on_is_no_failure_when_the_time_is_over_and_a_cancelled_one_can_be_retried() -> None:
    started = odograph.connect().run(
        "car_following", DATASET, parameters={"ttc_limit_s": 3.7}, target_rows=1, limits={"partitions": 1}
    )
    with pytest.raises(TimeoutError, match="goes on"):
        started.wait(timeout=0)
    next(started.events())

    with pytest.raises(odograph.RunFailed, match="ended CANCELLED"):
        started.cancel().wait(timeout=300)
    assert started.retry("it was the wrong one").wait(timeout=300).status == "SUCCEEDED"
    with pytest.raises(odograph.OdographError, match="ARGUMENT_INVALID: .* is SUCCEEDED and cannot be retried"):
        started.retry()


def test_a_dataset_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(odograph.OdographError, match="DATASET_NOT_FOUND"):
        odograph.connect().run("car_following", "nobody")


def test_a_metric_that_is_not_there_is_said(run: odograph.Run) -> None:
    with pytest.raises(odograph.OdographError, match="METRIC_NOT_FOUND"):
        run.results("tcc").to_arrow()


def test_a_notebook_shows_a_run_with_its_page(run: odograph.Run) -> None:
    assert f"/runs/{run.id}" in run._repr_html_()
    assert repr(run) == f"<Run {run.id} SUCCEEDED>"
