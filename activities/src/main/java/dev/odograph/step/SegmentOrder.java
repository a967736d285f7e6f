package dev.odograph.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** The order of segment ids, by their UTF-8 bytes as engines sort, and where one segment's rows end. */
final class SegmentOrder {
    private SegmentOrder() {}

    static int compare(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
    }

    /** The first row from {@code from} on whose segment is another than {@code segmentId}; {@code rows} if there is none. */
    static int firstOther(FieldVector ids, String segmentId, int from, int rows) {
        VarCharVector vector = (VarCharVector) ids;
        byte[] wanted = segmentId.getBytes(UTF_8);
        MemorySegment value = MemorySegment.ofArray(wanted);
        MemorySegment offsets = KeyOrder.memory(vector.getOffsetBuffer(), (rows + 1) * 4L);
        MemorySegment bytes =
                KeyOrder.memory(vector.getDataBuffer(), rows == 0 ? 0 : offsets.get(KeyOrder.INT, rows * 4L));
        if (same(offsets, bytes, value, from, rows)) {
            return rows;
        }
        for (int row = from; row < rows; row++) {
            int start = offsets.get(KeyOrder.INT, row * 4L);
            int end = offsets.get(KeyOrder.INT, (row + 1) * 4L);
            if (end - start != wanted.length
                    || MemorySegment.mismatch(bytes, start, end, value, 0, wanted.length) >= 0) {
                return row;
            }
        }
        return rows;
    }

    /** Whether all texts are {@code value}: as long as it, the first equal, and each equal to the one before. */
    private static boolean same(MemorySegment offsets, MemorySegment bytes, MemorySegment value, int from, int rows) {
        long length = value.byteSize();
        int start = from < rows ? offsets.get(KeyOrder.INT, from * 4L) : 0;
        for (int row = from; row < rows; row++) {
            if (offsets.get(KeyOrder.INT, (row + 1) * 4L) != start + (row + 1 - from) * length) {
                return false;
            }
        }
        if (from >= rows || length == 0) {
            return true;
        }
        long end = start + (rows - from) * length;
        return MemorySegment.mismatch(bytes, start, start + length, value, 0, length) < 0
                && MemorySegment.mismatch(bytes, start, end - length, bytes, start + length, end) < 0;
    }
}
