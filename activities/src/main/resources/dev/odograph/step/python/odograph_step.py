"""Runs python steps for Odograph: one request a line of JSON on standard input, one answer a line on standard output.

Rows never pass here: a request names Arrow streams in files, which are mapped, and the file to write.
Arguments: bytes that may be allocated (0: no limit), file for the traceback of a crash.
"""

import faulthandler
import importlib.abc
import importlib.util
import inspect
import json
import linecache
import os
import random
import resource
import sys
import threading
import time
import traceback
import types
import zlib

FRAMES = 4
SHOWN = 80
BATCH_ROWS = 65_536


class Refused(Exception):
    """What is wrong with a step's output, in words for its author."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Parameters(dict):
    def __missing__(self, name):
        raise KeyError(
            f'the graph has no parameter "{name}" that this code names as a word: it has {sorted(self)}'
        )


class Modules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The author's own modules, and nothing else of theirs: what a step can import is what its key covers."""

    def __init__(self, codes):
        self.codes = codes

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self.codes else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.codes[module.__name__], module.__dict__)


class Step:
    """A step's code, compiled once and executed afresh for each segment, so that nothing is carried over."""

    def __init__(self, request):
        self.request = request
        self.function = request["function"]
        self.schema = request["schema"]["columns"]
        self.file = request["file"]
        self.name = self.file[: -len(".py")] if self.file.endswith(".py") else self.file
        self.code = self.compiled(self.file, request["source"])
        self.modules = Modules(
            {name: self.compiled(name + ".py", text) for name, text in request["modules"].items()}
        )
        sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, Modules)]
        sys.meta_path.insert(0, self.modules)

    @staticmethod
    def compiled(file, text):
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        return compile(text, file, "exec")

    def fresh(self):
        for name in (self.name, *self.modules.codes):
            sys.modules.pop(name, None)
        module = types.ModuleType(self.name)
        module.__file__ = self.file
        sys.modules[self.name] = module
        exec(self.code, module.__dict__)
        return getattr(module, self.function)

    def call(self, segment, paths):
        random.seed(segment)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(zlib.crc32(segment.encode()))
        function = self.fresh()
        parameters = list(inspect.signature(function).parameters.values())
        given = [table(path) for path in paths]
        arguments = [
            frame(rows) if i < len(parameters) and wants_pandas(parameters[i]) else rows
            for i, rows in enumerate(given)
        ]
        if len([p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]) > len(given):
            arguments.append(Parameters(self.request["parameters"]))
        return function(*arguments)


def table(path):
    with pyarrow.memory_map(path) as file, pyarrow.ipc.open_stream(file) as stream:
        return stream.read_all()


def wants_pandas(parameter):
    annotation = parameter.annotation
    if isinstance(annotation, str):
        return annotation.rsplit(".", 1)[-1] == "DataFrame" and "polars" not in annotation
    return getattr(annotation, "__name__", "") == "DataFrame" and annotation.__module__.startswith("pandas")


def frame(rows):
    """Whole numbers and truth values that may be absent keep their type; elsewhere absence is NaN, as pandas has it."""
    import pandas

    absent = {
        pyarrow.int64(): pandas.Int64Dtype(),
        pyarrow.int32(): pandas.Int32Dtype(),
        pyarrow.bool_(): pandas.BooleanDtype(),
    }
    columns = {}
    for field, column in zip(rows.schema, rows.columns):
        columns[field.name] = column.to_pandas(types_mapper=absent.get if field.nullable else None)
    return pandas.DataFrame(columns)


ARROW_NAMES = {
    "BOOL": "bool",
    "INT32": "int32",
    "INT64": "int64",
    "FLOAT64": "float64",
    "STRING": "string",
    "TIMESTAMP": "timestamp[us, tz=UTC]",
}


def declared(column):
    return {
        "BOOL": pyarrow.bool_(),
        "INT32": pyarrow.int32(),
        "INT64": pyarrow.int64(),
        "FLOAT64": pyarrow.float64(),
        "STRING": pyarrow.string(),
        "TIMESTAMP": pyarrow.timestamp("us", "UTC"),
    }[column["type"]]


def arrow(answer, schema):
    if isinstance(answer, pyarrow.Table):
        return answer
    if isinstance(answer, pyarrow.RecordBatch):
        return pyarrow.Table.from_batches([answer])
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(answer, pandas.DataFrame):
        columns, wrong = {}, []
        # NaN is pandas' word for absence, but in a column that must be there it is a value (or a mistake to tell)
        kept = {column["name"] for column in schema if column["type"] == "FLOAT64" and not column["nullable"]}
        for name in answer.columns:
            try:
                columns[str(name)] = pyarrow.array(answer[name], from_pandas=name not in kept)
            except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as e:
                wrong.append(f'column "{name}" holds values of several types ({e}): give it one with astype')
        if wrong:
            raise Refused("COLUMN_TYPE", "; ".join(wrong))
        return pyarrow.table(columns)
    if hasattr(answer, "__arrow_c_stream__"):
        return pyarrow.table(answer)
    raise Refused(
        "STEP_FAILED",
        f"the function returned {describe(answer)}: return a pyarrow.Table or a pandas.DataFrame",
    )


def describe(value):
    if value is None:
        return "None (is a return missing?)"
    text = repr(value)
    return f"a {type(value).__name__} ({text if len(text) <= SHOWN else text[:SHOWN] + '…'})"


def widens(given, wanted):
    """Whether a type may stand for another; a value that does not fit is an error of its own."""
    types_ = pyarrow.types
    if given == wanted or types_.is_null(given):
        return True
    if types_.is_dictionary(given):
        return widens(given.value_type, wanted)
    if types_.is_string(wanted):
        return types_.is_large_string(given) or types_.is_string_view(given)
    if types_.is_timestamp(wanted):
        return types_.is_timestamp(given) and given.tz is not None
    if types_.is_integer(wanted):
        return types_.is_integer(given)
    if types_.is_float64(wanted):
        return types_.is_floating(given) or types_.is_integer(given)
    return False


CASTS = {
    "BOOL": 'astype("bool")',
    "INT32": 'astype("int32")',
    "INT64": 'astype("int64")',
    "FLOAT64": 'astype("float64")',
    "STRING": 'astype("str")',
    "TIMESTAMP": "dt.tz_localize",
}


def conform(rows, schema, segment):
    """The rows with the declared columns in their order and types, sorted by key."""
    names = [column["name"] for column in schema]
    wrong, code = [], "STEP_FAILED"
    if rows.num_columns == 0:
        return pyarrow.schema([(column["name"], declared(column)) for column in schema]).empty_table()
    if "segment_id" in names and "segment_id" not in rows.column_names:
        rows = rows.append_column("segment_id", pyarrow.array([segment] * rows.num_rows, pyarrow.string()))
    doubled = sorted({name for name in rows.column_names if rows.column_names.count(name) > 1})
    for name in doubled:
        wrong.append(f'column "{name}" is there twice: keep one')
    for name in sorted(set(rows.column_names) - set(names)):
        wrong.append(f'column "{name}" is not declared: drop it, or declare it')
    columns = []
    for column in schema:
        name, wanted = column["name"], declared(column)
        if name in doubled:
            continue
        if name not in rows.column_names:
            code = "COLUMN_MISSING"
            wrong.append(f'column "{name}" ({ARROW_NAMES[column["type"]]}) is missing: put it out, it has {rows.column_names}')
            continue
        given = rows.column(name)
        if not widens(given.type, wanted):
            code = "COLUMN_TYPE" if code == "STEP_FAILED" else code
            shown = next((repr(value) for value in given[:1].to_pylist()), "no value")
            wrong.append(
                f'column "{name}" has type {given.type} (first value {shown[:SHOWN]}), declared is '
                f'{ARROW_NAMES[column["type"]]}: convert it, with pandas by {CASTS[column["type"]]}'
            )
            continue
        try:
            columns.append(given.cast(wanted))
        except pyarrow.ArrowInvalid as e:
            code = "COLUMN_TYPE" if code == "STEP_FAILED" else code
            wrong.append(f'column "{name}" has a value that no {ARROW_NAMES[column["type"]]} holds ({e}): put out another')
    if wrong:
        raise Refused(code, "its output does not fit: " + "; ".join(wrong))
    rows = pyarrow.table(columns, names=names)
    if "segment_id" in names:
        stray = [s for s in rows.column("segment_id").unique().to_pylist() if s is not None and s != segment]
        if stray:
            raise Refused(
                "STEP_FAILED",
                f'its output has segment_id "{stray[0]}": put out rows of this segment only, or leave the column out',
            )
    keys = [(c["name"], "ascending") for c in schema if c["key"] and c["name"] != "segment_id"]
    return rows.sort_by(keys) if keys and rows.num_rows > 1 else rows


def where(failure, files):
    """The last frames of a traceback that are the author's or their packages', from the first of the author's on."""
    frames = traceback.extract_tb(failure.__traceback__)
    own = [i for i, frame_ in enumerate(frames) if frame_.filename in files]
    if not own:
        return ""
    shown = frames[own[0] :]
    if len(shown) > FRAMES:
        shown = [frames[own[-1]]] + shown[-(FRAMES - 1) :] if own[-1] < len(frames) - FRAMES else shown[-FRAMES:]
    return "".join(
        f"\n  File \"{os.path.basename(f.filename)}\", line {f.lineno}, in {f.name}" + (f"\n    {f.line}" if f.line else "")
        for f in shown
    )


def failure(e, step):
    files = {step.file, *(name + ".py" for name in step.modules.codes)} if step else set()
    if isinstance(e, Refused):
        return {"code": e.code, "message": str(e)}
    if isinstance(e, MemoryError):
        return {"code": "MEMORY_EXHAUSTED", "message": "Python ran out of memory" + where(e, files)}
    if isinstance(e, SystemExit):
        return {
            "code": "STEP_FAILED",
            "message": f"the code called sys.exit({e.code!r}): raise an error instead" + where(e, files),
        }
    text = "".join(traceback.format_exception_only(type(e), e)).strip()
    mend = ""
    if isinstance(e, ModuleNotFoundError):
        mend = ": add the package to the lock, or the file as a module of the step"
    return {"code": "STEP_FAILED", "message": (text if len(text) <= 1000 else text[:1000] + "…") + mend + where(e, files)}


def watch(parent):
    """Whoever gave the work may be killed while a step loops."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(78)


def write(rows, path):
    with pyarrow.OSFile(path, "wb") as file, pyarrow.ipc.new_stream(file, rows.schema) as stream:
        stream.write_table(rows, max_chunksize=BATCH_ROWS)


def serve(requests, answers):
    step = None
    for line in requests:
        request = json.loads(line)
        try:
            if request["op"] == "load":
                step = None
                step = Step(request)
                answer = {"rows": 0}
            else:
                answer = step.call(request["segment"], request["inputs"])
                rows = conform(arrow(answer, step.schema), step.schema, request["segment"])
                write(rows, request["output"])
                answer = {"rows": rows.num_rows}
        except BaseException as e:
            answer = failure(e, step)
            e.__traceback__ = None
        sys.stdout.flush()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def main():
    global pyarrow
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    faulthandler.enable(file=open(sys.argv[2], "w"), all_threads=False)
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    import pyarrow
    import pyarrow.ipc

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    limit = int(sys.argv[1])
    if limit > 0:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    answers.write(json.dumps({"rows": 0}) + "\n")
    answers.flush()
    serve(requests, answers)


if __name__ == "__main__":
    main()
