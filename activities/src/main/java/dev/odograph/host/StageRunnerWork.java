package dev.odograph.host;

import dev.odograph.host.bundle.BundleClassLoader;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.step.Bundle;
import dev.odograph.step.DuckDbSqlCatalog;
import dev.odograph.step.Progress;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageRunner;
import dev.odograph.step.StageWork;
import dev.odograph.step.python.PythonSyntax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What step hosts do in earnest: run stages by {@link StageRunner}, and read bundles. */
final class StageRunnerWork implements HostedWork {
    /** The host's own, which goes with the process. */
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private final Map<String, StageRunner> runners = new HashMap<>();

    @Override
    public StageOutput run(StageWork work, Progress progress) {
        return runners.computeIfAbsent(
                        work.bundle(), directory -> new StageRunner(new OpenBundle(Path.of(directory)), TEMPORARY))
                .run(work, progress);
    }

    @Override
    public BundleDescription describe(Path bundle) {
        return new BundleInspector(DuckDbSqlCatalog::new, new PythonSyntax()).describe(bundle);
    }

    /** A bundle whose classes stay loaded as long as this process, which runs no other. */
    private static final class OpenBundle implements Bundle {
        private final Path directory;
        private final ClassLoader classes;

        OpenBundle(Path directory) {
            this.directory = directory;
            this.classes = BundleClassLoader.open(directory);
        }

        @Override
        public ClassLoader classes() {
            return classes;
        }

        @Override
        public List<Path> libraries() {
            Path folder = directory.resolve("native");
            if (!Files.isDirectory(folder)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException("libraries of the bundle cannot be listed", e);
            }
        }

        @Override
        public Path library(String fileName) {
            return directory.resolve("native").resolve(fileName);
        }
    }
}
