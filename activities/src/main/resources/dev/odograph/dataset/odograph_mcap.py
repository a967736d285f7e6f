"""Writes tables as an MCAP file, a topic each, a JSON message for each row.

Reads from standard input {"target", "start_ns", "metadata": {…}, "topics": [{"topic", "file", "time", "ms", "units": {…}}]}:
files are Parquet, "time" names their column of time and "ms" says how many milliseconds are in its unit. Prints how many
messages each topic has.
"""

import heapq
import json
import math
import sys

import pyarrow as pa
import pyarrow.parquet as pq
from mcap.writer import CompressionType, Writer


def kind(type_):
    if pa.types.is_boolean(type_):
        return "boolean"
    if pa.types.is_integer(type_):
        return "integer"
    return "number" if pa.types.is_floating(type_) or pa.types.is_decimal(type_) else "string"


def plain(value):
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def schema(table, units):
    properties = {}
    for field in table.schema:
        properties[field.name] = {"type": [kind(field.type), "null"] if field.nullable else kind(field.type)}
        if units.get(field.name):
            properties[field.name]["description"] = units[field.name]
    return json.dumps({"type": "object", "properties": properties})


def messages(number, table, time, start_ns, ms):
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield start_ns + round(row[time] * ms * 1_000_000), number, row


def main():
    asked = json.load(sys.stdin)
    counts = {}
    with open(asked["target"], "wb") as file:
        writer = Writer(file, compression=CompressionType.ZSTD)
        writer.start(profile="", library="odograph")
        channels, streams = [], []
        for number, topic in enumerate(asked["topics"]):
            table = pq.read_table(topic["file"])
            schema_id = writer.register_schema(
                name=topic["topic"].strip("/").replace("/", "."),
                encoding="jsonschema",
                data=schema(table, topic["units"]).encode(),
            )
            units = {name: unit for name, unit in topic["units"].items() if unit}
            channels.append(
                writer.register_channel(topic=topic["topic"], message_encoding="json", schema_id=schema_id, metadata=units)
            )
            streams.append(messages(number, table, topic["time"], asked["start_ns"], topic["ms"]))
            counts[topic["topic"]] = 0
        for sequence, (time, number, row) in enumerate(heapq.merge(*streams, key=lambda m: m[:2])):
            data = json.dumps({name: plain(value) for name, value in row.items()}, allow_nan=False).encode()
            writer.add_message(
                channel_id=channels[number], log_time=time, publish_time=time, sequence=sequence & 0xFFFFFFFF, data=data
            )
            counts[asked["topics"][number]["topic"]] += 1
        writer.add_metadata(name="odograph", data=asked["metadata"])
        writer.finish()
    json.dump(counts, sys.stdout)


main()
