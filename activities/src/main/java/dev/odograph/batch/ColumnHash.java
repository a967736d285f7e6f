package dev.odograph.batch;

import dev.odograph.spec.ColumnType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * The 64-bit values of one column, tile by tile: bulk copies and plain loops over arrays, which the compiler turns into
 * vector instructions.
 */
final class ColumnHash {
    /** Rows in a tile: its hashes and values stay in the fastest cache while all columns are folded. */
    static final int TILE = 2_048;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    /** Texts that are compared at once. */
    private static final int RUN = 64;

    private static final byte ALL_VALID = -1;

    private final ColumnType type;
    private final boolean nulls;
    private final MemorySegment data;
    private final MemorySegment valid;
    private final MemorySegment offsets;

    /** A column of a batch with rows, of that type. */
    ColumnHash(ColumnType type, FieldVector vector) {
        this.type = type;
        this.nulls = vector.getNullCount() > 0;
        this.data = segment(vector.getDataBuffer());
        this.valid = segment(vector.getValidityBuffer());
        this.offsets = type == ColumnType.STRING ? segment(vector.getOffsetBuffer()) : MemorySegment.NULL;
    }

    /** Folds rows {@code [from, from + count)} into the first hashes; {@code from} is a multiple of {@link #TILE}. */
    void fold(int from, int count, long[] hashes, long[] values) {
        switch (type) {
            case BOOL -> loadBits(from, count, values);
            case INT32 -> loadInts(from, count, values);
            case INT64, TIMESTAMP -> MemorySegment.copy(data, LONG, from * 8L, values, 0, count);
            case FLOAT64 -> loadDoubles(from, count, values);
            case STRING -> loadStrings(from, count, values);
        }
        if (nulls) {
            markNulls(from, count, values);
        }
        for (int i = 0; i < count; i++) {
            hashes[i] = RowHasher.mix(hashes[i] ^ values[i]);
        }
    }

    private void loadBits(int from, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            values[i] = (data.get(BYTE, (from + i) >>> 3) >>> (i & 7)) & 1;
        }
    }

    private void loadInts(int from, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            values[i] = data.get(INT, (from + i) * 4L);
        }
    }

    private void loadDoubles(int from, int count, long[] values) {
        MemorySegment.copy(data, LONG, from * 8L, values, 0, count);
        for (int i = 0; i < count; i++) {
            long bits = values[i];
            long magnitude = bits & Long.MAX_VALUE;
            // One rare branch for zeros and NaNs together: 0 wraps to the largest number.
            if (Long.compareUnsigned(magnitude - 1, 0x7FF0000000000000L) >= 0) {
                values[i] = magnitude == 0 ? 0 : RowHasher.NAN;
            }
        }
    }

    /** Rows are sorted by key, so many texts in a row are often the same: comparing is cheaper than hashing. */
    private void loadStrings(int from, int count, long[] values) {
        for (int first = 0; first < count; first += RUN) {
            int end = Math.min(first + RUN, count);
            if (isOneText(from + first, from + end)) {
                Arrays.fill(values, first, end, hash(from + first));
            } else {
                for (int i = first; i < end; i++) {
                    values[i] = i > first && isOneText(from + i - 1, from + i + 1) ? values[i - 1] : hash(from + i);
                }
            }
        }
    }

    /** Whether texts {@code [first, end)} are equal: of one length, and the bytes repeat after each. */
    private boolean isOneText(int first, int end) {
        long start = offset(first);
        long length = offset(first + 1) - start;
        for (int i = first + 1; i < end; i++) {
            if (offset(i + 1) - offset(i) != length) {
                return false;
            }
        }
        long stop = offset(end);
        return MemorySegment.mismatch(data, start, stop - length, data, start + length, stop) < 0;
    }

    private long hash(int row) {
        long start = offset(row);
        return XxHash64.of(data, start, offset(row + 1) - start);
    }

    private long offset(int row) {
        return offsets.get(INT, row * 4L);
    }

    private void markNulls(int from, int count, long[] values) {
        for (int first = 0; first < count; first += 8) {
            byte bits = valid.get(BYTE, (from + first) >>> 3);
            if (bits != ALL_VALID) {
                int end = Math.min(first + 8, count);
                for (int i = first; i < end; i++) {
                    if (((bits >>> (i & 7)) & 1) == 0) {
                        values[i] = RowHasher.NULL;
                    }
                }
            }
        }
    }

    private static MemorySegment segment(ArrowBuf buffer) {
        return MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(buffer.capacity());
    }
}
