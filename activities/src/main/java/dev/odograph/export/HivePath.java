package dev.odograph.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.spec.MetricName;
import java.nio.file.Path;

/** Directories named {@code column=value}, which engines from Hive to DuckDB read as columns. */
final class HivePath {
    private HivePath() {}

    /** Where the files of a run's metric lie. */
    static Path of(String namespace, String metric, int major, String dataset, String runId) {
        return Path.of(
                "metric=" + escaped(new MetricName(namespace, metric).toString()),
                "major=" + major,
                "dataset=" + escaped(dataset),
                "run=" + escaped(runId));
    }

    /** Everything but letters, digits and {@code _ - . @} as {@code %XX}, which these engines take back. */
    static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (byte b : value.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || "_-.@".indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append("%%%02X".formatted((int) c));
            }
        }
        return text.toString();
    }
}
