package dev.odograph.spec.lock;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** All values of one double column in the order of the key, to the last bit: as one line of text. */
final class DoubleValues {
    /** The most that a lock holds of a column. */
    static final int MOST = 250_000;

    /** A NaN that no computation gives stands for an absent value. */
    private static final long NULL = 0x7ff8_0000_6e75_6c6cL;

    private long[] bits = new long[64];
    private int count;

    void add(@Nullable Object value) {
        if (count <= MOST) {
            if (count == bits.length) {
                bits = Arrays.copyOf(bits, count * 2);
            }
            bits[count++] = value instanceof Double number ? Double.doubleToLongBits(number) : NULL;
        }
    }

    boolean tooMany() {
        return count > MOST;
    }

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES);
        bytes.asLongBuffer().put(bits, 0, count);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(bytes.array());
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /** The values of a text; absent ones are null. */
    static @Nullable Double[] parse(String text, long rows) {
        byte[] bytes = new byte[Math.toIntExact(rows * Long.BYTES)];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            int read = 0;
            while (read < bytes.length && !inflater.finished() && !inflater.needsInput()) {
                read += inflater.inflate(bytes, read, bytes.length - read);
            }
            if (read < bytes.length) {
                throw new DataFormatException("it ends after " + read / Long.BYTES + " of " + rows + " values");
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new OdographException(
                    ErrorCode.FILE_CORRUPT,
                    "the lock file has values that cannot be read (" + e.getMessage() + "): restore the committed file",
                    e);
        } finally {
            inflater.end();
        }
        LongBuffer longs = ByteBuffer.wrap(bytes).asLongBuffer();
        @Nullable Double[] values = new @Nullable Double[longs.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = longs.get(i) == NULL ? null : Double.valueOf(Double.longBitsToDouble(longs.get(i)));
        }
        return values;
    }
}
