"""Requests that survive a server's restart."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

import httpx

from ._errors import OdographError

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
# A server that restarts, and what a proxy says meanwhile.
TRY_LATER = frozenset({502, 503, 504})
# A server that never answered is more likely a wrong address than one that restarts.
_FIRST_PATIENCE_S = 5.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# Seconds that a server may take for rows: a wide read sorts them before the first one comes.
ROWS_S = 600.0


class Http:
    """One server. What may be sent twice is sent again while the server does not answer. Thread-safe."""

    def __init__(self, url: str, token: str | None, timeout: float, patience: float) -> None:
        headers = {"User-Agent": f"odograph-python/{version('odograph')}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.url = url.rstrip("/")
        self._timeout = timeout
        self._full_patience = patience
        self._answered = False
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=timeout,
            # As many waits at once as there are threads.
            limits=httpx.Limits(max_connections=None),
            # A proxy of the environment reaches no server of this machine.
            trust_env=_host(url) not in _LOOPBACK,
        )

    @property
    def patience(self) -> float:
        """Seconds for which a server that does not answer is asked again."""
        return self._full_patience if self._answered else min(_FIRST_PATIENCE_S, self._full_patience)

    @property
    def answered(self) -> bool:
        """Whether it ever did."""
        return self._answered

    def close(self) -> None:
        self._client.close()

    def get(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        patience: float | None = None,
    ) -> httpx.Response:
        """Gets; asks again for `patience` seconds, else for as long as the client has."""
        return self._send("GET", path, True, timeout, patience, params=_given(params))

    def json(self, path: str, params: Mapping[str, Any] | None = None, **more: Any) -> Any:
        return read(self.get(path, params, **more))

    def post(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None, again: bool = False) -> Any:
        """Posts JSON; sends it again only where that is harmless."""
        sent = self._send("POST", path, again, None, None, json={} if body is None else body, headers=headers)
        return read(sent)

    def pages(self, path: str, params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The items of all pages of a list."""
        cursor: str | None = None
        while True:
            page = self.json(path, {**params, "cursor": cursor})
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def _send(
        self, method: str, path: str, again: bool, timeout: float | None, patience: float | None, **more: Any
    ) -> httpx.Response:
        end = time.monotonic() + (self.patience if patience is None else patience)
        pause = FIRST_PAUSE_S
        while True:
            try:
                response = self._client.request(
                    method, path, timeout=self._timeout if timeout is None else timeout, **more
                )
            except httpx.RequestError as lost:
                # What was never sent may be sent again whatever it is.
                harmless = again or isinstance(lost, (httpx.ConnectError, httpx.ConnectTimeout))
                if not harmless or time.monotonic() >= end:
                    raise self._unanswered(lost) from lost
                later = pause * random.uniform(0.5, 1)
            else:
                self._answered = True
                if not (again and response.status_code in TRY_LATER and time.monotonic() < end):
                    return _checked(response)
                later = _retry_after(response, pause)
            time.sleep(max(0.0, min(later, LONGEST_PAUSE_S, end - time.monotonic())))
            pause = min(LONGEST_PAUSE_S, 2 * pause)

    @contextmanager
    def stream(
        self, path: str, params: Mapping[str, Any], headers: Mapping[str, str], read_timeout: float
    ) -> Iterator[httpx.Response]:
        """An answer that is read bit by bit; not sent again."""
        timeout = httpx.Timeout(self._timeout, read=read_timeout)
        try:
            with self._client.stream("GET", path, params=_given(params), headers=headers, timeout=timeout) as response:
                self._answered = True
                if not response.is_success:
                    response.read()
                yield _checked(response)
        except httpx.RequestError as lost:
            raise self._unanswered(lost) from lost

    def _unanswered(self, lost: Exception) -> OdographError:
        return OdographError(
            "SERVER_UNAVAILABLE",
            "EXTERNAL",
            f"{self.url} does not answer ({str(lost) or type(lost).__name__}): ./odograph status shows whether it runs and"
            " its address, ./odograph up starts it; give another address to connect() or set ODOGRAPH_URL",
        )


def checked_address(url: str) -> str:
    """The address, if it is one."""
    if _host(url) is None:
        raise OdographError(
            "ARGUMENT_INVALID",
            "USER",
            f'url is "{url}": give the address that ./odograph status shows, such as http://127.0.0.1:8080',
        )
    return url


def part(name: str, value: str) -> str:
    """A value as one part of a path."""
    if not value:
        raise OdographError("ARGUMENT_INVALID", "USER", f'{name} is "": give one')
    return quote(value, safe="")


def read(response: httpx.Response) -> Any:
    """JSON of an answer."""
    try:
        return response.json()
    except ValueError:
        raise unknown(response) from None


def unknown(response: httpx.Response) -> OdographError:
    """What to say of an answer that no Odograph gives."""
    return OdographError(
        "ANSWER_UNKNOWN",
        "EXTERNAL",
        f"{response.request.url} answered {response.status_code} and is no Odograph, or a proxy stands before it: check"
        " the address that connect() or ODOGRAPH_URL gives",
        response.status_code,
    )


def _host(url: str) -> str | None:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return None
    return parsed.host if parsed.scheme in ("http", "https") and parsed.host else None


def _given(params: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (params or {}).items() if value is not None}


def _retry_after(response: httpx.Response, otherwise: float) -> float:
    try:
        return float(response.headers.get("Retry-After", ""))
    except ValueError:
        return otherwise


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    try:
        problem = response.json()
        code, category, detail = problem["code"], problem["category"], problem["detail"]
    except (ValueError, KeyError, TypeError):
        raise unknown(response) from None
    raise OdographError(code, category, detail, response.status_code)
