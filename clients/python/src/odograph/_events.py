"""What becomes of runs and channels, as it happens."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from ._errors import OdographError
from ._http import FIRST_PAUSE_S, LONGEST_PAUSE_S, TRY_LATER, Http

# The server says something at least every 15 s.
_SILENCE_S = 60.0


@dataclass(frozen=True)
class Event:
    """A CloudEvent.

    Attributes:
        id: A number that grows, as text; hand it back as ``after`` to go on from behind it.
        type: Such as ``dev.odograph.run.succeeded``.
        subject: The run's id.
        time: When it happened, RFC 3339 in UTC.
        data: What it is about, such as ``status`` and ``failure``.
    """

    id: str
    type: str
    subject: str
    time: str
    data: dict[str, Any]


def follow(http: Http, path: str, params: dict[str, Any]) -> Iterator[Event]:
    """Events in order, each once, also where the connection is lost meanwhile: then it goes on from the last one."""
    began = time.monotonic()
    last: str | None = None
    pause = FIRST_PAUSE_S
    while True:
        headers = {"Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        try:
            with http.stream(path, params if last is None else {**params, "after": None}, headers, _SILENCE_S) as answer:
                for told in _events(answer):
                    pause = FIRST_PAUSE_S
                    if isinstance(told, str):
                        last = told
                    else:
                        last = told.id
                        yield told
        except OdographError as lost:
            if lost.status is not None and lost.status not in TRY_LATER:
                raise
            if not http.answered and time.monotonic() - began >= http.patience:
                raise
        time.sleep(pause)
        pause = min(LONGEST_PAUSE_S, 2 * pause)


def _events(answer: httpx.Response) -> Iterator[Event | str]:
    """Events, and the place that a stream begins at, which has an id and no data."""
    data: list[str] = []
    place: str | None = None
    for line in _lines(answer):
        if line.startswith("id:"):
            place = line[3:].strip()
        elif line.startswith("data:"):
            data.append(line[6:] if line.startswith("data: ") else line[5:])
        elif not line and data:
            event = json.loads("\n".join(data))
            data, place = [], None
            yield Event(event["id"], event["type"], event["subject"], event["time"], event["data"])
        elif not line and place is not None:
            yield place
            place = None


def _lines(answer: httpx.Response) -> Iterator[str]:
    # httpx's own lines end also where JSON's texts may go on, such as at U+2028.
    rest = b""
    for chunk in answer.iter_bytes():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.rstrip(b"\r").decode()
