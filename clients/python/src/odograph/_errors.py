"""What can go wrong."""

from __future__ import annotations

from typing import Any


class OdographError(Exception):
    """A request was refused or not answered. Its text names the thing, the value and the mend.

    Attributes:
        code: Stable name of the error, as in Odograph's reference, such as ``RUN_NOT_FOUND``. Two are the client's own:
            ``SERVER_UNAVAILABLE`` where nothing answered, ``ANSWER_UNKNOWN`` where what answered is no Odograph.
        category: Who can mend it: ``USER``, ``INTERNAL``, ``RESOURCES`` or ``EXTERNAL``; None where that was not said.
        detail: The text without the code.
        status: HTTP status; None where there was no answer, or where what failed was a run and not a request.
    """

    def __init__(self, code: str, category: str | None, detail: str, status: int | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.category = category
        self.detail = detail
        self.status = status


class RunFailed(OdographError):
    """A run that was waited for ended FAILED or CANCELLED.

    Attributes:
        run_id: The run.
        failures: What failed, by cause: dictionaries with ``code``, ``stage``, ``count`` (partitions), ``partition``,
            ``segment_id`` and ``message``. Empty for a run that was never planned.
    """

    def __init__(self, code: str, detail: str, run_id: str, failures: list[dict[str, Any]]) -> None:
        super().__init__(code, None, detail + _lines(failures))
        self.run_id = run_id
        self.failures = failures


class RunParked(OdographError):
    """A run that was waited for waits for an operator.

    Attributes:
        run_id: The run.
        failures: As of :class:`RunFailed`.
    """

    def __init__(self, code: str, detail: str, run_id: str, failures: list[dict[str, Any]]) -> None:
        super().__init__(
            code,
            None,
            f"Run {run_id} is PARKED: {detail}. Mend the cause, then run.retry(); or do without its segments by"
            f" ./odograph runs waive, or end it by ./odograph runs abort{_lines(failures)}",
        )
        self.run_id = run_id
        self.failures = failures


def _lines(failures: list[dict[str, Any]]) -> str:
    return "".join(
        f"\n  {one.get('code')} in {one.get('stage')}, {one.get('count')} partition(s): {one.get('message')}"
        for one in failures
    )
