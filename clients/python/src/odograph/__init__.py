"""Start runs of metric graphs, await them, and read their results.

    >>> import odograph
    >>> odograph.connect().run("car_following", "drives").wait().results("ttc").to_pandas()

A client, and the runs and results that it gives, may be used by many threads; an iterator by one at a time.
"""

from importlib.metadata import version as _version

from ._client import Client, connect
from ._errors import OdographError, RunFailed, RunParked
from ._events import Event
from ._results import Results
from ._run import Run

__version__ = _version("odograph")
__all__ = ["Client", "Event", "OdographError", "Results", "Run", "RunFailed", "RunParked", "connect"]
