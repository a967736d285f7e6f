package dev.odograph.batch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** xxHash64 with seed 0 over bytes outside the heap, as ClickHouse's {@code xxHash64} has it. */
final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final long P1_PLUS_P2 = 0x60EA27EEADC0B5D6L;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private XxHash64() {}

    static long of(MemorySegment bytes, long offset, long length) {
        long at = offset;
        long end = offset + length;
        long hash;
        if (length >= 32) {
            long a = P1_PLUS_P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            while (at <= end - 32) {
                a = round(a, bytes.get(LONG, at));
                b = round(b, bytes.get(LONG, at + 8));
                c = round(c, bytes.get(LONG, at + 16));
                d = round(d, bytes.get(LONG, at + 24));
                at += 32;
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = P5;
        }
        hash += length;
        return avalanche(tail(hash, bytes, at, end));
    }

    private static long tail(long start, MemorySegment bytes, long from, long end) {
        long hash = start;
        long at = from;
        for (; at <= end - 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, bytes.get(LONG, at)), 27) * P1 + P4;
        }
        if (at <= end - 4) {
            hash = Long.rotateLeft(hash ^ (Integer.toUnsignedLong(bytes.get(INT, at)) * P1), 23) * P2 + P3;
            at += 4;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ ((bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFFL) * P5), 11) * P1;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * P1 + P4;
    }

    private static long avalanche(long start) {
        long hash = start;
        hash ^= hash >>> 33;
        hash *= P2;
        hash ^= hash >>> 29;
        hash *= P3;
        return hash ^ (hash >>> 32);
    }
}
