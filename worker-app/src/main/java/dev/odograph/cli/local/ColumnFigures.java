package dev.odograph.cli.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one column holds, over all its rows. Not thread-safe. */
final class ColumnFigures {
    private long nulls;
    private long notFinite;
    private long numbers;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    void add(@Nullable Object value) {
        if (value == null) {
            nulls++;
        } else if (value instanceof Number number) {
            double x = number.doubleValue();
            if (!Double.isFinite(x)) {
                notFinite++;
                return;
            }
            numbers++;
            sum += x;
            least = Math.min(least, x);
            greatest = Math.max(greatest, x);
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("nulls", nulls);
        json.writeNumberField("not_finite", notFinite);
        if (numbers > 0) {
            json.writeNumberField("min", least);
            json.writeNumberField("mean", sum / numbers);
            json.writeNumberField("max", greatest);
        }
    }
}
