"""Rows of metrics."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ._http import ROWS_S, Http, part, unknown

if TYPE_CHECKING:
    import pandas as pd

_CHUNK = 1 << 20


class Results:
    """Rows of one metric, read anew by each call. Columns have the units that the metric's schema declares. Immutable.

    Attributes:
        metric: Name of the metric, ``namespace/name`` where it has a namespace.
    """

    def __init__(self, http: Http, metric: str, params: dict[str, Any]) -> None:
        namespace, _, name = metric.rpartition("/")
        self.metric = metric
        self._http = http
        self._path = f"/api/results/{part('namespace', namespace or 'default')}/{part('metric', name)}"
        self._params = params

    def columns(self, *names: str) -> Results:
        """The same rows with these columns only."""
        return Results(self._http, self.metric, {**self._params, "columns": ",".join(names)})

    def limit(self, rows: int) -> Results:
        """At most so many of the rows."""
        return Results(self._http, self.metric, {**self._params, "limit": rows})

    def to_arrow(self) -> pa.Table:
        """All rows as a table, in memory.

        Raises:
            OdographError: METRIC_NOT_FOUND, RUN_NOT_FOUND, DATASET_NOT_FOUND; what the server says else.
        """
        answer = self._http.get(self._path, {**self._params, "format": "arrow"}, timeout=ROWS_S)
        try:
            with pa.ipc.open_stream(pa.py_buffer(answer.content)) as reader:
                return reader.read_all()
        except pa.ArrowInvalid:
            raise unknown(answer) from None

    def to_pandas(self) -> pd.DataFrame:
        """All rows as a data frame, in memory; types are those that pyarrow's ``Table.to_pandas`` chooses.

        Raises:
            ImportError: pandas is not installed.
            OdographError: As of :meth:`to_arrow`.
        """
        try:
            import pandas  # noqa: F401
        except ImportError as missing:
            raise ImportError("to_pandas() needs pandas: pip install 'odograph[pandas]', or use to_arrow()") from missing
        return self.to_arrow().to_pandas()

    def to_parquet(self, path: str | os.PathLike[str]) -> Path:
        """Writes all rows into a Parquet file, which is there whole or not at all; they need not fit into memory.

        Raises:
            OdographError: As of :meth:`to_arrow`; SERVER_UNAVAILABLE where the answer broke off.
            OSError: The file cannot be written.
        """
        target = Path(path)
        # Named apart, so that two writers of one file do not write into each other's.
        partial = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
        try:
            with self._http.stream(self._path, {**self._params, "format": "parquet"}, {}, ROWS_S) as answer:
                with partial.open("wb") as file:
                    for chunk in answer.iter_bytes(_CHUNK):
                        file.write(chunk)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return target

    def __repr__(self) -> str:
        where = ", ".join(f"{name}={value!r}" for name, value in self._params.items())
        return f"<Results of {self.metric}{': ' + where if where else ''}>"


def results(http: Http, metric: str, *, columns: Sequence[str] | None = None, **params: Any) -> Results:
    given = {name: value for name, value in params.items() if value is not None}
    if columns is not None:
        given["columns"] = ",".join(columns)
    return Results(http, metric, given)
