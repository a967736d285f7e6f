"""Runs."""

from __future__ import annotations

import html
import math
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from ._errors import OdographError, RunFailed, RunParked
from ._events import Event, follow
from ._http import TRY_LATER, Http, part
from ._results import Results, results

_LONG_POLL_S = 30.0
_PROGRESS_S = 1.0
_SETTLED = frozenset({"SUCCEEDED", "FAILED", "CANCELLED", "PARKED"})


class Run:
    """A run of a graph on a dataset, as the server last said. Threads may share it: an answer is replaced as a whole.

    Attributes:
        id: Its id, which is also its workflow's id in Temporal.
        answer: All fields that the server gave, as in the OpenAPI description's ``Run``.
    """

    def __init__(self, http: Http, answer: dict[str, Any]) -> None:
        self._http = http
        self.id: str = answer["run_id"]
        self.answer = answer
        self._path = f"/api/runs/{part('run_id', self.id)}"

    @property
    def status(self) -> str:
        """PENDING, RUNNING, PARKED, SUCCEEDED, FAILED or CANCELLED, when it was last looked at."""
        status: str = self.answer["status"]
        return status

    @property
    def metrics(self) -> list[str]:
        """Names of the metrics that it stores; empty until it is planned."""
        metrics: list[str] = self.answer["metrics"]
        return metrics

    def refresh(self) -> Run:
        """Looks again, and returns itself.

        Raises:
            OdographError: RUN_NOT_FOUND, SERVER_UNAVAILABLE.
        """
        self.answer = self._http.json(self._path)
        return self

    def wait(self, timeout: float | None = None, progress: bool = False) -> Run:
        """Waits until it has succeeded, by long poll, and returns itself. A server that does not answer is asked again.

        Args:
            timeout: Seconds to wait at most; None for ever, also for a server that is gone.
            progress: Whether to show on standard error how far it is.

        Raises:
            RunFailed: It ended FAILED or CANCELLED; with what failed, by cause.
            RunParked: It waits for an operator.
            TimeoutError: The time is over; the run goes on.
            OdographError: The server refuses to tell, such as RUN_NOT_FOUND.
        """
        end = math.inf if timeout is None else time.monotonic() + timeout
        try:
            while True:
                answer = self._poll(end, _PROGRESS_S if progress else _LONG_POLL_S)
                self.answer = answer
                if progress:
                    self._show(answer)
                if answer["status"] in _SETTLED:
                    break
                if time.monotonic() >= end:
                    raise TimeoutError(f"Run {self.id} is {answer['status']} after {timeout:g} s and goes on: wait() again")
        finally:
            if progress:
                print(file=sys.stderr)
        if answer["status"] != "SUCCEEDED":
            raise self._failed(answer)
        return self

    def results(self, metric: str, columns: Sequence[str] | None = None) -> Results:
        """Rows that it stored of a metric, ``namespace/name`` where it has a namespace. Nothing is read yet."""
        return results(self._http, metric, run=self.id, columns=columns)

    def failures(self) -> list[dict[str, Any]]:
        """What failed in it and is not mended, by cause: dictionaries as of :class:`RunFailed`."""
        items: list[dict[str, Any]] = self._http.json(f"{self._path}/failures")["items"]
        return items

    def retry(self, reason: str | None = None) -> Run:
        """Computes what is missing, and returns itself; then wait() waits for the new pass.

        Not sent again where its answer is lost: it raises SERVER_UNAVAILABLE, and refresh() shows whether it was taken.

        Raises:
            OdographError: ARGUMENT_INVALID for a run that is not PARKED, FAILED or CANCELLED; TEMPORAL_UNAVAILABLE.
        """
        self._http.post(f"{self._path}/retry", {} if reason is None else {"reason": reason})
        return self

    def cancel(self) -> Run:
        """Asks it to end, and returns itself; what it has committed stays. wait() raises RunFailed once it has ended.

        Not sent again where its answer is lost, as of :meth:`retry`.

        Raises:
            OdographError: ARGUMENT_INVALID for a run that has ended; TEMPORAL_UNAVAILABLE.
        """
        self._http.post(f"{self._path}/cancel")
        return self

    def events(self, *, after: str | None = None) -> Iterator[Event]:
        """What became of it, from its beginning or from behind an event's id; goes on for ever, over restarts too."""
        return follow(self._http, f"{self._path}/events", {"after": after})

    def _poll(self, end: float, longest: float) -> dict[str, Any]:
        left = max(0.0, end - time.monotonic())
        wait = math.ceil(min(left, longest))
        try:
            answer: dict[str, Any] = self._http.json(
                self._path, {"wait": f"{wait}s"}, timeout=wait + _LONG_POLL_S, patience=left
            )
            return answer
        except OdographError as lost:
            if (lost.status is None or lost.status in TRY_LATER) and time.monotonic() >= end:
                raise TimeoutError(f"Run {self.id} may go on, but the time is over and {lost.detail}") from lost
            raise

    def _failed(self, answer: dict[str, Any]) -> OdographError:
        failure = answer["failure"] or {}
        code, message = failure.get("code", f"RUN_{answer['status']}"), failure.get("message", "no reason was given")
        if answer["status"] == "PARKED":
            return RunParked(code, message, self.id, self.failures())
        return RunFailed(code, f"Run {self.id} ended {answer['status']}: {message}", self.id, self.failures())

    def _show(self, answer: dict[str, Any]) -> None:
        outputs = answer["outputs"]
        if outputs is None:
            far = answer["note"] or "it is being planned"
        else:
            far = f"{outputs['computed'] + outputs['reused']} of {outputs['planned']} outputs"
        print(f"\r{self.id}: {answer['status']}, {far}\033[K", end="", file=sys.stderr, flush=True)

    def __repr__(self) -> str:
        return f"<Run {self.id} {self.status}>"

    def _repr_html_(self) -> str:
        answer = self.answer
        page = html.escape(self._http.url + answer["links"]["page"], quote=True)
        rows = {
            "status": answer["status"],
            "graph": f"{answer['graph']} {answer['graph_version'] or ''}".rstrip(),
            "dataset": answer["dataset"],
            "metrics": ", ".join(answer["metrics"]),
        }
        if answer["failure"]:
            rows["failure"] = f"{answer['failure']['code']}: {answer['failure']['message']}"
        cells = "".join(f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>" for name, value in rows.items())
        return f'<table><tr><th>run</th><td><a href="{page}">{html.escape(self.id)}</a></td></tr>{cells}</table>'
