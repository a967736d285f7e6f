package dev.odograph.host.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.graph.MetricFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The metrics that a bundle holds as {@code .sql} and {@code .py} files, in its jars under
 * {@link MetricFile#RESOURCES}. */
public final class BundledMetrics {
    private BundledMetrics() {}

    /** All of them, by jar and then by name. */
    public static List<MetricFile> read(Path bundle) {
        List<MetricFile> metrics = new ArrayList<>();
        for (Path jar : Bundle.filesIn(bundle.resolve(Bundle.JARS))) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                List<String> names = zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.startsWith(MetricFile.RESOURCES) && MetricFile.isFile(name))
                        .sorted()
                        .toList();
                for (String name : names) {
                    metrics.add(MetricFile.of(
                            name.substring(MetricFile.RESOURCES.length()),
                            text(zip, name).orElseThrow(),
                            beside -> text(zip, MetricFile.RESOURCES + beside)));
                }
            } catch (IOException | UncheckedIOException e) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "Jar " + jar + " cannot be read (" + e.getMessage() + "): build it again",
                        e);
            }
        }
        return metrics;
    }

    private static Optional<String> text(ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            return Optional.of(new String(stream.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
