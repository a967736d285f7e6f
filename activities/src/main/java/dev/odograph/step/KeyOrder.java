package dev.odograph.step;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.odograph.spec.ColumnSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Compares neighbouring rows of a stream in one key column, across batches as well. Text compares by its UTF-8 bytes, as
 * DuckDB and ClickHouse do. Keys hold no nulls.
 */
abstract sealed class KeyOrder {
    /** Layouts of Arrow's buffers: little-endian, any alignment. */
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static KeyOrder of(ColumnSpec column) {
        return switch (column.type()) {
            case INT64, TIMESTAMP -> new Longs();
            case INT32 -> new Ints();
            case FLOAT64 -> new Doubles();
            case BOOL -> new Bits();
            case STRING -> new Texts();
        };
    }

    static MemorySegment memory(ArrowBuf buffer, long bytes) {
        return bytes == 0
                ? MemorySegment.NULL
                : MemorySegment.ofAddress(buffer.memoryAddress()).reinterpret(bytes);
    }

    /** Takes the next batch in hand; true where the column has one value throughout and it is the last batch's. */
    abstract boolean constant(FieldVector vector, int rows);

    /** Compares row {@code row} with the one before it, which may be the last of the batch before. */
    abstract int compareWithPrevious(int row);

    /** Remembers the last row before the batch is gone. */
    abstract void remember(int lastRow);

    private static final class Longs extends KeyOrder {
        private MemorySegment values = MemorySegment.NULL;
        private long last = Long.MIN_VALUE;

        @Override
        boolean constant(FieldVector vector, int rows) {
            values = memory(vector.getDataBuffer(), rows * 8L);
            return false;
        }

        @Override
        int compareWithPrevious(int row) {
            long before = row == 0 ? last : values.get(LONG, (row - 1) * 8L);
            return Long.compare(before, values.get(LONG, row * 8L));
        }

        @Override
        void remember(int lastRow) {
            last = values.get(LONG, lastRow * 8L);
        }
    }

    private static final class Ints extends KeyOrder {
        private MemorySegment values = MemorySegment.NULL;
        private int last = Integer.MIN_VALUE;

        @Override
        boolean constant(FieldVector vector, int rows) {
            values = memory(vector.getDataBuffer(), rows * 4L);
            return false;
        }

        @Override
        int compareWithPrevious(int row) {
            int before = row == 0 ? last : values.get(INT, (row - 1) * 4L);
            return Integer.compare(before, values.get(INT, row * 4L));
        }

        @Override
        void remember(int lastRow) {
            last = values.get(INT, lastRow * 4L);
        }
    }

    private static final class Doubles extends KeyOrder {
        private MemorySegment values = MemorySegment.NULL;
        private double last = Double.NEGATIVE_INFINITY;

        @Override
        boolean constant(FieldVector vector, int rows) {
            values = memory(vector.getDataBuffer(), rows * 8L);
            return false;
        }

        @Override
        int compareWithPrevious(int row) {
            double before = row == 0 ? last : values.get(DOUBLE, (row - 1) * 8L);
            return Double.compare(before + 0.0, values.get(DOUBLE, row * 8L) + 0.0);
        }

        @Override
        void remember(int lastRow) {
            last = values.get(DOUBLE, lastRow * 8L);
        }
    }

    private static final class Bits extends KeyOrder {
        private @Nullable ArrowBuf bits;
        private int last;

        @Override
        boolean constant(FieldVector vector, int rows) {
            bits = vector.getDataBuffer();
            return false;
        }

        @Override
        int compareWithPrevious(int row) {
            return Integer.compare(row == 0 ? last : bit(row - 1), bit(row));
        }

        @Override
        void remember(int lastRow) {
            last = bit(lastRow);
        }

        private int bit(int row) {
            return bits == null ? 0 : (bits.getByte(row >> 3) >> (row & 7)) & 1;
        }
    }

    private static final class Texts extends KeyOrder {
        private static final int SHORTEST_STRIDE = 16;

        private MemorySegment offsets = MemorySegment.NULL;
        private MemorySegment bytes = MemorySegment.NULL;
        private byte[] last = new byte[0];
        private int rows;
        /** Rows before this one, from the one compared last on, have one value. */
        private int same;

        @Override
        boolean constant(FieldVector vector, int rows) {
            this.rows = rows;
            same = 0;
            offsets = memory(vector.getOffsetBuffer(), (rows + 1) * 4L);
            bytes = memory(vector.getDataBuffer(), rows == 0 ? 0 : start(rows));
            return rows > 0 && Arrays.equals(value(0), last) && equal(0, rows);
        }

        /** Whether the texts of some rows, at least one, are one. */
        private boolean equal(int from, int to) {
            int length = start(from + 1) - start(from);
            for (int i = from + 1; i < to; i++) {
                if (start(i + 1) - start(i) != length) {
                    return false;
                }
            }
            long begin = start(from);
            long all = (long) length * (to - from - 1);
            return MemorySegment.mismatch(bytes, begin, begin + all, bytes, begin + length, begin + length + all) < 0;
        }

        @Override
        int compareWithPrevious(int row) {
            if (row < same) {
                return 0;
            }
            if (row == 0) {
                return Arrays.compareUnsigned(last, value(0));
            }
            int a = start(row - 1);
            int b = start(row);
            int c = start(row + 1);
            long at = MemorySegment.mismatch(bytes, a, b, bytes, b, c);
            if (at < 0) {
                same = endOfRun(row);
                return 0;
            }
            return at < Math.min(b - a, c - b)
                    ? Byte.compareUnsigned(bytes.get(JAVA_BYTE, a + at), bytes.get(JAVA_BYTE, b + at))
                    : Integer.compare(b - a, c - b);
        }

        /** A row up to which all texts from {@code row} on are one: segments are long, so it is looked for in strides. */
        private int endOfRun(int row) {
            int end = row + 1;
            for (int stride = SHORTEST_STRIDE; end + stride <= rows && equal(end - 1, end + stride); stride *= 2) {
                end += stride;
            }
            return end;
        }

        @Override
        void remember(int lastRow) {
            last = value(lastRow);
        }

        private int start(int row) {
            return offsets.get(INT, row * 4L);
        }

        private byte[] value(int row) {
            return bytes.asSlice(start(row), start(row + 1) - start(row)).toArray(JAVA_BYTE);
        }
    }
}
