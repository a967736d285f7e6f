package dev.odograph.spec.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Golden} of rows that are handed over in the order of the key. Used once; not thread-safe. */
public final class GoldenWriter {
    private static final int KEPT = 40;

    private final List<ColumnSpec> columns;
    /** Places of the columns by name, so that another order of columns is the same result. */
    private final int[] byName;

    private final long every;
    private final MessageDigest all = sha256();
    private final MessageDigest exact = sha256();
    private final List<DoubleFigures.Sum> sums;
    private final List<DoubleValues> values;
    private final List<String> sample = new ArrayList<>();
    private long rows;

    /**
     * A writer.
     *
     * @param columns the columns in the order of the values
     * @param expected number of rows to come, so that those kept are spread over them
     */
    public GoldenWriter(List<ColumnSpec> columns, long expected) {
        this.columns = List.copyOf(columns);
        this.byName = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparing(at -> columns.get(at).name()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.every = Math.max(1, (expected + KEPT - 1) / KEPT);
        this.sums = columns.stream()
                .map(column -> new DoubleFigures.Sum(column.name()))
                .toList();
        this.values = columns.stream().map(column -> new DoubleValues()).toList();
    }

    /** Takes a row: Boolean, Integer, Long, Double, String, Instant or null, in the order of the columns. */
    public void add(@Nullable Object[] row) {
        for (int at : byName) {
            Object value = row[at];
            byte[] bytes = value == null ? new byte[0] : value.toString().getBytes(UTF_8);
            update(all, value, bytes);
            if (columns.get(at).type() == ColumnType.FLOAT64) {
                sums.get(at).add(value);
                values.get(at).add(value);
            } else {
                update(exact, value, bytes);
            }
        }
        if (rows % every == 0) {
            sample.add(RowText.of(row));
        }
        rows++;
    }

    /** What was handed over. */
    public Golden golden() {
        List<String> doubles = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        boolean tooMany = values.stream().anyMatch(DoubleValues::tooMany);
        for (int at = 0; at < columns.size(); at++) {
            if (columns.get(at).type() == ColumnType.FLOAT64) {
                doubles.add(sums.get(at).figures().text());
                if (!tooMany) {
                    kept.add(values.get(at).text());
                }
            }
        }
        return new Golden(
                rows,
                HexFormat.of().formatHex(all.digest()),
                HexFormat.of().formatHex(exact.digest()),
                doubles,
                sample,
                kept);
    }

    private static void update(MessageDigest digest, @Nullable Object value, byte[] bytes) {
        digest.update((byte) (value == null ? 0 : 1));
        digest.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
