package dev.odograph.host.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.SqlMetric;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The metrics that a bundle holds as {@code .sql} files, in its jars under {@link SqlMetric#RESOURCES}. */
public final class BundledMetrics {
    private BundledMetrics() {}

    /** All of them, by jar and then by name. */
    public static List<SqlMetric> read(Path bundle) {
        List<SqlMetric> metrics = new ArrayList<>();
        for (Path jar : Bundle.filesIn(bundle.resolve(Bundle.JARS))) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                List<String> names = zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(SqlMetric.RESOURCES) && SqlMetric.isFile(name))
                        .sorted()
                        .toList();
                for (String name : names) {
                    try (InputStream stream = zip.getInputStream(zip.getEntry(name))) {
                        metrics.add(SqlMetric.of(
                                name.substring(SqlMetric.RESOURCES.length()),
                                new String(stream.readAllBytes(), UTF_8)));
                    }
                }
            } catch (IOException e) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "Jar " + jar + " cannot be read (" + e.getMessage() + "): build it again",
                        e);
            }
        }
        return metrics;
    }
}
