package dev.odograph.batch;

import dev.odograph.spec.ColumnType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Folds one column into the hashes of a batch's rows: one plain loop a type, over the column's own memory. */
final class ColumnHash {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private ColumnHash() {}

    static void fold(ColumnType type, FieldVector vector, long[] hashes, int rows) {
        if (rows == 0) {
            return;
        }
        if (vector.getNullCount() > 0) {
            foldWithNulls(type, vector, hashes, rows);
            return;
        }
        MemorySegment data = segment(vector.getDataBuffer());
        switch (type) {
            case BOOL -> foldBits(data, hashes, rows);
            case INT32 -> foldInts(data, hashes, rows);
            case INT64, TIMESTAMP -> foldLongs(data, hashes, rows);
            case FLOAT64 -> foldDoubles(data, hashes, rows);
            case STRING -> foldStrings(segment(vector.getOffsetBuffer()), data, hashes, rows);
        }
    }

    private static void foldWithNulls(ColumnType type, FieldVector vector, long[] hashes, int rows) {
        long[] values = new long[rows];
        MemorySegment data = segment(vector.getDataBuffer());
        MemorySegment valid = segment(vector.getValidityBuffer());
        switch (type) {
            case BOOL -> {
                for (int row = 0; row < rows; row++) {
                    values[row] = bit(data, row);
                }
            }
            case INT32 -> {
                for (int row = 0; row < rows; row++) {
                    values[row] = data.get(INT, row * 4L);
                }
            }
            case INT64, TIMESTAMP -> {
                for (int row = 0; row < rows; row++) {
                    values[row] = data.get(LONG, row * 8L);
                }
            }
            case FLOAT64 -> {
                for (int row = 0; row < rows; row++) {
                    values[row] = canonical(data.get(LONG, row * 8L));
                }
            }
            case STRING -> {
                MemorySegment offsets = segment(vector.getOffsetBuffer());
                for (int row = 0; row < rows; row++) {
                    long start = offsets.get(INT, row * 4L);
                    values[row] = bit(valid, row) == 0
                            ? 0
                            : XxHash64.of(data, start, offsets.get(INT, (row + 1) * 4L) - start);
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            hashes[row] = RowHasher.mix(hashes[row] ^ (bit(valid, row) == 0 ? RowHasher.NULL : values[row]));
        }
    }

    private static void foldBits(MemorySegment data, long[] hashes, int rows) {
        for (int row = 0; row < rows; row++) {
            hashes[row] = RowHasher.mix(hashes[row] ^ bit(data, row));
        }
    }

    private static void foldInts(MemorySegment data, long[] hashes, int rows) {
        for (int row = 0; row < rows; row++) {
            hashes[row] = RowHasher.mix(hashes[row] ^ data.get(INT, row * 4L));
        }
    }

    private static void foldLongs(MemorySegment data, long[] hashes, int rows) {
        for (int row = 0; row < rows; row++) {
            hashes[row] = RowHasher.mix(hashes[row] ^ data.get(LONG, row * 8L));
        }
    }

    private static void foldDoubles(MemorySegment data, long[] hashes, int rows) {
        for (int row = 0; row < rows; row++) {
            hashes[row] = RowHasher.mix(hashes[row] ^ canonical(data.get(LONG, row * 8L)));
        }
    }

    /** Rows are sorted by key, so a text often equals the one before: comparing is cheaper than hashing. */
    private static void foldStrings(MemorySegment offsets, MemorySegment data, long[] hashes, int rows) {
        long previousStart = 0;
        long previousLength = -1;
        long value = 0;
        long start = offsets.get(INT, 0);
        for (int row = 0; row < rows; row++) {
            long end = offsets.get(INT, (row + 1) * 4L);
            long length = end - start;
            if (length != previousLength || !equal(data, previousStart, start, length)) {
                value = XxHash64.of(data, start, length);
                previousLength = length;
            }
            previousStart = start;
            hashes[row] = RowHasher.mix(hashes[row] ^ value);
            start = end;
        }
    }

    private static boolean equal(MemorySegment data, long left, long right, long length) {
        long at = 0;
        for (; at <= length - 8; at += 8) {
            if (data.get(LONG, left + at) != data.get(LONG, right + at)) {
                return false;
            }
        }
        for (; at < length; at++) {
            if (data.get(BYTE, left + at) != data.get(BYTE, right + at)) {
                return false;
            }
        }
        return true;
    }

    private static long canonical(long bits) {
        long magnitude = bits & Long.MAX_VALUE;
        if (magnitude == 0) {
            return 0;
        }
        return magnitude > 0x7FF0000000000000L ? RowHasher.NAN : bits;
    }

    private static long bit(MemorySegment bits, int row) {
        return (bits.get(BYTE, row >>> 3) >>> (row & 7)) & 1;
    }

    private static MemorySegment segment(ArrowBuf buffer) {
        return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
    }
}
