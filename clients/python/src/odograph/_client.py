"""The way in."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from ._events import Event, follow
from ._http import Http, checked_address, part, read
from ._results import Results, results
from ._run import Run

_EMBEDDED = "http://127.0.0.1:8080"
# A server answers within 50 s, done or not; this keeps a proxy that answers at once from being asked without end.
_COMPARE_S = 120.0
_COMPARE_PAUSE_S = 1.0


def connect(
    url: str | None = None, token: str | None = None, *, timeout: float = 60, patience: float = 60
) -> Client:
    """A client of an Odograph. Nothing is sent yet.

    Args:
        url: Its address; else that in the environment variable ODOGRAPH_URL, or in ODOGRAPH_API; else where the embedded
            stack listens, http://127.0.0.1:8080.
        token: Sent as ``Authorization: Bearer``; else that in ODOGRAPH_TOKEN, if any.
        timeout: Seconds for which a server may be silent before a request counts as lost. Waits and rows have longer ones.
        patience: Seconds for which a server that does not answer is asked again, where asking twice is harmless; at most
            five before it has answered once.

    Raises:
        OdographError: ARGUMENT_INVALID where the address is none.
    """
    address = url or os.environ.get("ODOGRAPH_URL") or os.environ.get("ODOGRAPH_API") or _EMBEDDED
    return Client(Http(checked_address(address), token or os.environ.get("ODOGRAPH_TOKEN"), timeout, patience))


class Client:
    """An Odograph. Made by :func:`connect`; may be used as a context manager, which closes its connections.

    Thread-safe; the iterators that it gives are not. Every method that asks the server raises :class:`OdographError`:
    SERVER_UNAVAILABLE where it does not answer, ANSWER_UNKNOWN where it is no Odograph, and what its docstring names.
    """

    def __init__(self, http: Http) -> None:
        self._http = http

    @property
    def url(self) -> str:
        """Its address."""
        return self._http.url

    def run(
        self,
        graph: str,
        dataset: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        purpose: str = "adhoc",
        bundle: str | None = None,
        version: str | None = None,
        failure_policy: str | None = None,
        target_rows: int | None = None,
        limits: Mapping[str, Any] | None = None,
        sample: int | Mapping[str, Any] | None = None,
        run_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Run:
        """Starts a run; returns once the start is kept and cannot be lost. What was computed before is reused.

        Args:
            graph: Name of the graph.
            dataset: Name of the dataset, or ``name@version``.
            parameters: Values of the graph's parameters, over its defaults.
            purpose: ``adhoc``, ``ci``, ``backfill`` or ``production``.
            bundle: Code by digest or branch; merged code unless given.
            version: Version of the graph, ``major.minor``; the bundle's unless given.
            failure_policy: ``fail`` or ``park``; what the purpose has unless given.
            target_rows: Mean rows of a partition.
            limits: How much may be under way at once: ``{"partitions": 8, "steps": {"name": 2}}``.
            sample: So many segments only, or ``{"segments": 50, "seed": 1, "by": ["city"]}``; such a run is published nowhere.
            run_id: Id of the run; made unless given.
            idempotency_key: The same key starts one run only. Made unless given, so that a lost answer starts none twice.

        Raises:
            OdographError: ARGUMENT_INVALID, DATASET_NOT_FOUND, RUN_ID_REUSED. What only planning finds, such as a graph that
                is not there or a parameter's wrong value, is said by :meth:`Run.wait`.
        """
        body = {
            "graph": graph,
            "dataset": dataset,
            "parameters": dict(parameters) if parameters else None,
            "purpose": purpose,
            "bundle": bundle,
            "version": version,
            "failure_policy": failure_policy,
            "target_rows": target_rows,
            "limits": dict(limits) if limits else None,
            "sample": {"segments": sample} if isinstance(sample, int) else sample,
            "run_id": run_id,
        }
        answer = self._http.post(
            "/api/runs",
            {name: value for name, value in body.items() if value is not None},
            {"Idempotency-Key": idempotency_key or str(uuid.uuid4())},
            again=True,
        )
        return Run(self._http, answer)

    def get(self, run_id: str) -> Run:
        """The run of that id.

        Raises:
            OdographError: RUN_NOT_FOUND, with ids that may be meant.
        """
        return Run(self._http, self._http.json(f"/api/runs/{part('run_id', run_id)}"))

    def runs(
        self,
        *,
        graph: str | None = None,
        dataset: str | None = None,
        status: str | None = None,
        purpose: str | None = None,
        owner: str | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Runs, the newest first, page by page as they are taken: dictionaries with ``run_id``, ``status`` and more.

        Args:
            graph: Only of this graph.
            dataset: Only on this dataset.
            status: Only those that stand so, such as ``failed``.
            purpose: Only for this purpose.
            owner: Only of graphs that this team answers for.
        """
        return self._http.pages(
            "/api/runs", {"graph": graph, "dataset": dataset, "status": status, "purpose": purpose, "owner": owner}
        )

    def results(
        self,
        metric: str,
        *,
        dataset: str | None = None,
        channel: str | None = None,
        run: str | Run | None = None,
        version: str | None = None,
        columns: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> Results:
        """Rows of a metric: what channel ``latest`` publishes, unless a channel, run or version is given. Nothing is read yet.

        Args:
            metric: Its name, ``namespace/name`` where it has a namespace.
            dataset: Name of the dataset; the one that was published last unless given.
            channel: What this channel publishes. ``channel``, ``run`` and ``version`` exclude each other.
            run: Of this run, published or not.
            version: Of this version of the metric, ``major.minor``.
            columns: Only these columns.
            limit: At most so many rows.
        """
        return results(
            self._http,
            metric,
            dataset=dataset,
            channel=channel,
            run=run.id if isinstance(run, Run) else run,
            version=version,
            columns=columns,
            limit=limit,
        )

    def compare(
        self,
        metric: str | Sequence[str],
        *,
        base: str | Run,
        head: str | Run,
        alpha: float | None = None,
        correction: str | None = None,
        tolerance: float | None = None,
        measure: Sequence[str] | None = None,
        pair: Sequence[str] | None = None,
        cluster: str | None = None,
        stratify: Sequence[str] | None = None,
        seed: int | None = None,
    ) -> dict[str, Any]:
        """Whether metrics got better or worse: ``verdict``, and ``metrics`` with effects, intervals and p-values.

        Returns once the comparison is made, however long that takes.

        Args:
            metric: Name of the metric, or of up to ten, which are one family for the correction.
            base: The side to compare with: a run, or as the command takes it, such as ``run:ID`` or ``channel:main@drives``.
            head: The side to judge.
            alpha: Chance of a false finding, above 0 and below 1; 0.05 unless given.
            correction: ``holm``, ``bh`` or ``none``.
            tolerance: Difference that counts as none, as a share of the base.
            measure: Names of measures; all unless given.
            pair: Attributes by which segments pair; ``["none"]`` for no pairs.
            cluster: Attribute whose segments depend on each other.
            stratify: Attributes by which rates are standardised.
            seed: Seed of all random draws.

        Raises:
            OdographError: ARGUMENT_INVALID, METRIC_NOT_FOUND, RUN_NOT_FOUND.
        """
        params = {
            "metric": metric if isinstance(metric, str) else list(metric),
            "base": _side(base),
            "head": _side(head),
            "alpha": alpha,
            "correction": correction,
            "tolerance": tolerance,
            "measure": _joined(measure),
            "pair": _joined(pair),
            "cluster": cluster,
            "stratify": _joined(stratify),
            "seed": seed,
        }
        while True:
            answer = self._http.get("/api/compare", params, timeout=_COMPARE_S)
            if answer.status_code != httpx.codes.ACCEPTED:
                found: dict[str, Any] = read(answer)
                return found
            time.sleep(_COMPARE_PAUSE_S)

    def datasets(self) -> Iterator[dict[str, Any]]:
        """Datasets by name, newest versions, with ``segments``, ``rows``, ``distance_m`` and ``duration_ms``."""
        return self._http.pages("/api/datasets", {})

    def graphs(self, *, bundle: str | None = None) -> Iterator[dict[str, Any]]:
        """Graphs by name, with parameters, metrics, and columns with their units; of merged code unless a bundle is given."""
        return self._http.pages("/api/graphs", {"bundle": bundle})

    def publications(self, *, channel: str | None = None, dataset: str | None = None) -> Iterator[dict[str, Any]]:
        """What channels show: ``metric``, ``dataset``, ``channel`` and the ``run_id`` whose rows readers see."""
        return self._http.pages("/api/publications", {"channel": channel, "dataset": dataset})

    def events(
        self,
        *,
        after: str | None = None,
        type: str | Sequence[str] | None = None,
        graph: str | None = None,
        owner: str | None = None,
    ) -> Iterator[Event]:
        """Events of all runs and channels, in order, each once; goes on for ever, over restarts too.

        Args:
            after: Id of the last event that was seen; ``"0"`` for all that are kept (30 days). Unless given, from now on;
                then what happens while a connection is lost before its first event is missed.
            type: Only of this type or these, such as ``run.failed``.
            graph: Only of runs of this graph.
            owner: Only of graphs that this team answers for.
        """
        return follow(self._http, "/api/events", {"after": after, "type": type, "graph": graph, "owner": owner})

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Odograph at {self.url}>"


def _side(side: str | Run) -> str:
    return f"run:{side.id}" if isinstance(side, Run) else side


def _joined(names: Sequence[str] | None) -> str | None:
    return names if names is None or isinstance(names, str) else ",".join(names)
