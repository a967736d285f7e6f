package dev.odograph.web;

import dev.odograph.query.ComparisonWords;
import io.quarkus.qute.TemplateExtension;
import org.jspecify.annotations.Nullable;

/** Numbers of any size as people read them; templates say {@code {num:of(value)}}. */
@TemplateExtension(namespace = "num")
final class Numbers {
    private Numbers() {}

    /** Four digits; a dash for none. */
    static String of(@Nullable Double value) {
        return ComparisonWords.number(value);
    }

    /** The same of a number as a store writes it; other text as it is. */
    static String text(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "–";
        }
        return value.matches("-?[0-9]+\\.[0-9]+(e[-+]?[0-9]+)?") ? of(Double.valueOf(value)) : value;
    }

    /** Bytes in the unit that fits. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 999.5 && unit < 4) {
            size /= 1_000;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, size < 10 ? "%.1f %cB" : "%.0f %cB", size, "kMGTP".charAt(unit));
    }
}
