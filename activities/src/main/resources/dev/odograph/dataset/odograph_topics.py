"""Turns MCAP files and ROS bags into Parquet tables by a mapping from topics to columns.

Arguments: mapping file, directory for the tables, recordings. Writes TABLE/STEM.parquet for each recording; prints a JSON
report, or exits with 3 and {"code", "message"} where a file or the mapping is at fault.
"""

import bisect
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet
import yaml

TYPES = {
    "float64": (pa.float64(), float),
    "int64": (pa.int64(), int),
    "int32": (pa.int32(), int),
    "bool": (pa.bool_(), bool),
    "string": (pa.string(), str),
}
COLUMN_WORDS = {"topic", "field", "type", "join", "within_ms", "from", "to"}
TABLE_WORDS = {"clock", "time", "columns"}


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


# ---- the mapping


class Column:
    def __init__(self, name, clock, spec, wrong):
        self.name = name
        if isinstance(spec, str):
            spec = {"field": spec}
        if not isinstance(spec, dict):
            wrong.append(f"column {name} is {spec!r}: write a field, or topic, field and the rest")
            spec = {}
        for word in sorted(set(spec) - COLUMN_WORDS):
            wrong.append(f'column {name}: "{word}" is unknown: use {", ".join(sorted(COLUMN_WORDS))}')
        self.topic = spec.get("topic", clock)
        self.field = str(spec.get("field", ""))
        if not self.field:
            wrong.append(f"column {name} names no field: add field: such as twist.twist.linear.x")
        self.type = spec.get("type", "float64")
        if self.type not in TYPES:
            wrong.append(f'column {name} has type {self.type!r}: use one of {", ".join(TYPES)}')
        self.join = spec.get("join", "previous")
        if self.join not in ("previous", "nearest"):
            wrong.append(f"column {name}: join is {self.join!r}: use previous or nearest")
        self.within_ms = spec.get("within_ms")
        if self.topic != clock and not (isinstance(self.within_ms, (int, float)) and self.within_ms >= 0):
            wrong.append(f"column {name} is of another topic than the clock: add within_ms, how old a value may be")
        self.convert = self.conversion(spec, wrong)

    def conversion(self, spec, wrong):
        given, wanted = spec.get("from"), spec.get("to")
        if given is None and wanted is None:
            return None
        if given is None or wanted is None:
            wrong.append(f"column {self.name}: give both from and to, or neither")
            return None
        if self.type != "float64":
            wrong.append(f"column {self.name}: only a float64 is converted: drop from and to, or the type")
            return None
        import pint

        units = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
        try:
            zero = units.Quantity(0.0, given).to(wanted).magnitude
            one = units.Quantity(1.0, given).to(wanted).magnitude
        except Exception as e:
            wrong.append(f"column {self.name}: {given} does not become {wanted} ({e}): correct from or to")
            return None
        return lambda value: value * (one - zero) + zero

    def value(self, message, path):
        found = message
        try:
            for step in self.field.replace("[", ".[").split("."):
                if step.startswith("["):
                    found = found[int(step[1:-1])]
                else:
                    found = found[step] if isinstance(found, dict) else getattr(found, step)
        except (AttributeError, KeyError):
            raise Refused(
                "COLUMN_MISSING",
                f"{path}: topic {self.topic} has no field {self.field} (column {self.name}): its fields at "
                f"\"{step}\" are {', '.join(fields(found))}",
            ) from None
        except (IndexError, TypeError, ValueError):
            return None
        try:
            value = TYPES[self.type][1](found)
        except (TypeError, ValueError):
            raise Refused(
                "COLUMN_TYPE",
                f"{path}: topic {self.topic}, field {self.field} is {found!r:.80}, no {self.type} (column {self.name}): "
                "name a field in it, or another type",
            ) from None
        return self.convert(value) if self.convert else value


def fields(message):
    if isinstance(message, dict):
        return sorted(message)
    names = getattr(message, "__dataclass_fields__", None) or getattr(message, "__slots__", None)
    return sorted(n.lstrip("_") for n in names if not n.endswith("__")) if names else ["none"]


class Table:
    def __init__(self, name, spec, wrong):
        self.name = name
        mine = []
        spec = spec if isinstance(spec, dict) else {}
        for word in sorted(set(spec) - TABLE_WORDS):
            mine.append(f'"{word}" is unknown: use {", ".join(sorted(TABLE_WORDS))}')
        self.clock = spec.get("clock")
        if not isinstance(self.clock, str):
            mine.append("it has no clock: name the topic whose messages become rows")
        self.time = spec.get("time", "log")
        if self.time not in ("log", "header"):
            mine.append(f"time is {self.time!r}: use log (when it was recorded) or header (the message's own stamp)")
        columns = spec.get("columns")
        if not isinstance(columns, dict) or not columns:
            mine.append("it has no columns: add columns: with a line NAME: FIELD or NAME: {topic: …, field: …}")
            columns = {}
        self.columns = [Column(str(n), self.clock, c, mine) for n, c in columns.items() if n not in ("t_ms", "segment_id")]
        mine += [f"column {n} is made by the import: leave it out" for n in ("t_ms", "segment_id") if n in columns]
        wrong.extend(f"table {name}: {problem}" for problem in mine)


def mapping(path):
    try:
        read = yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))
    except OSError as e:
        raise Refused("FILE_NOT_FOUND", f"mapping {path} cannot be read ({e}): check --topics")
    except yaml.YAMLError as e:
        raise Refused("ARGUMENT_INVALID", f"mapping {path} is not YAML ({e}): correct it")
    tables = read.get("tables") if isinstance(read, dict) else None
    if not isinstance(tables, dict) or not tables:
        raise Refused("ARGUMENT_INVALID", f"mapping {path} has no tables: begin it with tables: and a table such as main:")
    wrong = []
    made = [Table(str(name), spec, wrong) for name, spec in tables.items()]
    if wrong:
        raise Refused("ARGUMENT_INVALID", f"mapping {path} has {len(wrong)} problem(s):\n- " + "\n- ".join(wrong))
    return made


# ---- the recordings: (topic, log time in ns, message) in the order of time


def messages(path, topics):
    """Yields the topics' messages; what is wrong with the file is a Refused that names it."""
    try:
        yield from mcap_messages(path, topics) if path.suffix == ".mcap" else bag_messages(path, topics)
    except Refused:
        raise
    except Exception as e:
        said = str(e).strip() or type(e).__name__
        raise Refused(
            "FILE_CORRUPT",
            f"{path}: is truncated, damaged or no recording of its kind ({type(e).__name__}: {said[:300]}): get it again",
        ) from e


def mcap_messages(path, topics):
    from mcap.reader import make_reader
    from mcap_ros1.decoder import DecoderFactory as Ros1
    from mcap_ros2.decoder import DecoderFactory as Ros2

    class Json:
        def decoder_for(self, encoding, schema):
            return (lambda data: json.loads(data)) if encoding == "json" else None

    with open(path, "rb") as file:
        reader = make_reader(file, validate_crcs=True, decoder_factories=[Ros1(), Ros2(), Json()])
        there = {channel.topic for channel in reader.get_summary().channels.values()}
        require(path, topics, there)
        for _, channel, message, decoded in reader.iter_decoded_messages(topics=sorted(topics)):
            yield channel.topic, message.log_time, decoded


def bag_messages(path, topics):
    from rosbags.highlevel import AnyReader
    from rosbags.typesys import Stores, get_typestore

    with AnyReader([path], default_typestore=get_typestore(Stores.ROS2_HUMBLE)) as reader:
        require(path, topics, set(reader.topics))
        connections = [c for c in reader.connections if c.topic in topics]
        for connection, time, raw in reader.messages(connections=connections):
            yield connection.topic, time, reader.deserialize(raw, connection.msgtype)


def require(path, topics, there):
    missing = sorted(topics - there)
    if missing:
        raise Refused(
            "COLUMN_MISSING",
            f"{path}: has no topic {', '.join(missing)}: it has {', '.join(sorted(there)) or 'none'}; correct the mapping",
        )


def header_time(message, path, topic):
    try:
        stamp = message.header.stamp
        seconds = stamp.sec if hasattr(stamp, "sec") else stamp.secs
        nanos = next(getattr(stamp, n) for n in ("nanosec", "nsecs", "nsec") if hasattr(stamp, n))
        return int(seconds) * 1_000_000_000 + int(nanos)
    except (AttributeError, StopIteration):
        raise Refused(
            "COLUMN_MISSING", f"{path}: messages of topic {topic} have no header.stamp: let the table's time be log"
        ) from None


# ---- rows


class Series:
    """Values of one column's topic in order of time."""

    def __init__(self):
        self.times, self.values = [], []

    def add(self, time, value):
        self.times.append(time)
        self.values.append(value)

    def sort(self):
        order = sorted(range(len(self.times)), key=self.times.__getitem__)
        self.times = [self.times[i] for i in order]
        self.values = [self.values[i] for i in order]

    def at(self, time, column):
        after = bisect.bisect_right(self.times, time)
        best = after - 1
        if column.join == "nearest" and after < len(self.times):
            if best < 0 or self.times[after] - time < time - self.times[best]:
                best = after
        if best < 0 or abs(self.times[best] - time) > column.within_ms * 1_000_000:
            return None
        return self.values[best]


def convert(path, tables, directory):
    topics = {t.clock for t in tables} | {c.topic for t in tables for c in t.columns}
    series = {(t.name, c.name): Series() for t in tables for c in t.columns}
    clocks = {t.name: [] for t in tables}
    counts, spans = dict.fromkeys(topics, 0), {}
    begin = None
    for topic, log, message in messages(path, topics):
        counts[topic] += 1
        first, last = spans.get(topic, (log, log))
        spans[topic] = (min(first, log), max(last, log))
        begin = log if begin is None else min(begin, log)
        for table in tables:
            wanted = [column for column in table.columns if column.topic == topic]
            if not wanted and topic != table.clock:
                continue
            time = log if table.time == "log" else header_time(message, path, topic)
            if topic == table.clock:
                clocks[table.name].append(time)
            for column in wanted:
                series[table.name, column.name].add(time, column.value(message, path))
    report = {
        "segment": stem(path),
        "topics": {
            topic: {
                "messages": counts[topic],
                "rate_hz": rate(counts[topic], *spans.get(topic, (0, 0))),
            }
            for topic in sorted(topics)
        },
        "tables": {},
    }
    for table in tables:
        report["tables"][table.name] = write(path, table, clocks[table.name], series, begin, directory)
    return report


def rate(count, first, last):
    return round((count - 1) / ((last - first) / 1e9), 3) if count > 1 and last > first else None


def write(path, table, times, series, begin, directory):
    if not times:
        raise Refused("FILE_CORRUPT", f"{path}: topic {table.clock}, the clock of table {table.name}, has no messages: leave the file out")
    start = begin if table.time == "log" else min(times)
    rows = {}
    for i, time in enumerate(times):
        rows[(time - start) // 1_000_000] = i  # of messages in one millisecond the last stays
    made = sorted(rows.items())
    arrays, matched = [pa.array([ms for ms, _ in made], pa.int64())], {}
    for column in table.columns:
        values = series[table.name, column.name]
        if column.topic == table.clock:
            found = [values.values[i] for _, i in made]
        else:
            values.sort()
            found = [values.at(times[i], column) for _, i in made]
            matched[column.name] = round(sum(v is not None for v in found) / len(found), 4)
        arrays.append(pa.array(found, TYPES[column.type][0]))
    target = pathlib.Path(directory) / table.name
    target.mkdir(parents=True, exist_ok=True)
    names = ["t_ms", *(c.name for c in table.columns)]
    if "segment_id" not in names:
        arrays.insert(0, pa.array([stem(path)] * len(made), pa.string()))
        names.insert(0, "segment_id")
    rows_table = pa.table(arrays, names=names)
    pyarrow.parquet.write_table(rows_table, target / (stem(path) + ".parquet"))
    return {"rows": len(made), "dropped": len(times) - len(made), "matched": matched}


def stem(path):
    return path.name[: -len(path.suffix)] if path.suffix in (".mcap", ".bag", ".db3") else path.name


def main():
    try:
        tables = mapping(sys.argv[1])
        reports = []
        for name in sys.argv[3:]:
            reports.append(convert(pathlib.Path(name), tables, sys.argv[2]))
            print(f"{len(reports)} {name}", file=sys.stderr, flush=True)
        json.dump(reports, sys.stdout)
    except Refused as e:
        json.dump({"code": e.code, "message": str(e)}, sys.stdout)
        sys.exit(3)


main()
