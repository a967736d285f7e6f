"""Writes one recording three times with the official writers, and what the official readers find in them."""
import pathlib
import sys

import mcap.reader
import mcap_ros2.decoder
import mcap_ros2.writer
import numpy as np
from rosbags.rosbag1 import Writer as Bag1
from rosbags.rosbag2 import Writer as Bag2
from rosbags.typesys import Stores, get_typestore

STAMPED = """std_msgs/Header header
float64 speed
float64[] gaps
================================================================================
MSG: std_msgs/Header
builtin_interfaces/Time stamp
string frame_id
================================================================================
MSG: builtin_interfaces/Time
int32 sec
uint32 nanosec
"""
BEGIN = 1_700_000_000_000_000_000


def rows():
    """(topic, nanoseconds, value): speeds in km/h each 100 ms, gaps each 250 ms with a hole."""
    for i in range(50):
        yield "/speed", BEGIN + i * 100_000_000, 36.0 + i
    for i in range(20):
        if not 8 <= i < 12:
            yield "/gap", BEGIN + 30_000_000 + i * 250_000_000, 10.0 + i


def main(folder):
    ordered = sorted(rows(), key=lambda row: row[1])
    with open(folder / "drive.mcap", "wb") as file, mcap_ros2.writer.Writer(file) as writer:
        schema = writer.register_msgdef("my_msgs/msg/Value", STAMPED)
        for topic, time, value in ordered:
            message = {
                "header": {"stamp": {"sec": time // 10**9, "nanosec": time % 10**9}, "frame_id": ""},
                "speed": value,
                "gaps": [value],
            }
            writer.write_message(topic, schema, message, log_time=time, publish_time=time)
    for kind, store, writer in (
        ("bag", get_typestore(Stores.ROS1_NOETIC), Bag1(folder / "drive.bag")),
        ("ros2", get_typestore(Stores.ROS2_HUMBLE), Bag2(folder / "drive_ros2", version=9)),
    ):
        with writer as bag:
            vector = store.types["geometry_msgs/msg/Vector3"]
            topics = {}
            for topic in ("/speed", "/gap"):
                topics[topic] = bag.add_connection(topic, vector.__msgtype__, typestore=store)
            for topic, time, value in ordered:
                message = vector(x=value, y=0.0, z=0.0)
                raw = (
                    store.serialize_ros1(message, vector.__msgtype__)
                    if kind == "bag"
                    else store.serialize_cdr(message, vector.__msgtype__)
                )
                bag.write(topics[topic], time, raw)
    with open(folder / "drive.mcap", "rb") as file:
        reader = mcap.reader.make_reader(file, decoder_factories=[mcap_ros2.decoder.DecoderFactory()])
        found = [(c.topic, m.log_time, d.speed) for _, c, m, d in reader.iter_decoded_messages()]
    lines = ["t_ms,speed_mps,gap_m"]
    speeds = [(t, v) for topic, t, v in found if topic == "/speed"]
    gaps = [(t, v) for topic, t, v in found if topic == "/gap"]
    for time, value in speeds:
        before = [(t, v) for t, v in gaps if time - 300_000_000 <= t <= time]
        lines.append(f"{(time - BEGIN) // 10**6},{value / 3.6:.9f},{before[-1][1] if before else ''}")
    (folder / "expected.csv").write_text("\n".join(lines) + "\n")
    whole = (folder / "drive.mcap").read_bytes()
    (folder / "truncated.mcap").write_bytes(whole[: len(whole) // 2])


main(pathlib.Path(sys.argv[1]))
