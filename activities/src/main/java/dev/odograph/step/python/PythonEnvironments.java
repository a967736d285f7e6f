package dev.odograph.step.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.artifact.FileTrees;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Digests;
import dev.odograph.spec.StepSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Python environments under the user's cache, one per lock and interpreter, shared by all that runs on the machine. An
 * environment is there as a whole or not at all: it is made beside its place, by one process, and renamed. Thread-safe,
 * also across processes.
 */
public final class PythonEnvironments {
    /** System property that names the directory to a step host, whose home is another. */
    public static final String PROPERTY = "odograph.python.environments";

    private static final Logger LOG = LoggerFactory.getLogger(PythonEnvironments.class);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int LAST_LINES = 6;
    private static final Object MAKING = new Object();

    private final Path directory;

    /** Environments under a directory, which need not exist. */
    public PythonEnvironments(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** The user's environments: {@code python/} in the cache that ODOGRAPH_CACHE names, else in {@code ~/.cache/odograph}. */
    public static PythonEnvironments standard() {
        String told = System.getProperty(PROPERTY, "");
        if (!told.isEmpty()) {
            return new PythonEnvironments(Path.of(told));
        }
        String cache = System.getenv().getOrDefault("ODOGRAPH_CACHE", "");
        return new PythonEnvironments(
                (cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache", "odograph") : Path.of(cache))
                        .resolve("python"));
    }

    /** Where they are, absolute. */
    public Path directory() {
        return directory;
    }

    /**
     * Makes the environments of all python steps among these that are not there yet.
     *
     * @param progress gets a line where one is made, which takes a while
     * @throws OdographException PYTHON_UNAVAILABLE
     */
    public void prepare(List<StepSpec> steps, Consumer<String> progress) {
        for (StepSpec step : steps) {
            if (step instanceof StepSpec.Python python) {
                load(PythonLock.of(python.lock()), progress);
            }
        }
    }

    /** The same, with progress in the log. */
    public void prepare(List<StepSpec> steps) {
        prepare(steps, LOG::info);
    }

    /**
     * The interpreter of the environment with a lock's packages; makes the environment where it is not there.
     *
     * @throws OdographException PYTHON_UNAVAILABLE where it cannot be made; nothing is left behind
     */
    public Path load(PythonLock lock, Consumer<String> progress) {
        PythonInterpreter python = PythonInterpreter.load();
        String key = Digests.sha256Hex(
                        "python-environment",
                        python.version(),
                        System.getProperty("os.name") + "/" + System.getProperty("os.arch"),
                        lock.text())
                .substring(0, 32);
        Path home = directory.resolve(key);
        Path program = home.resolve("bin").resolve("python");
        if (Files.isExecutable(program)) {
            return program;
        }
        try {
            Files.createDirectories(directory);
            synchronized (MAKING) {
                try (FileChannel channel = FileChannel.open(
                                directory.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (held.isValid() && !Files.isExecutable(program)) {
                        make(python, lock, home, key, progress);
                    }
                }
            }
            return program;
        } catch (IOException e) {
            throw failed(home, "it cannot be written: " + e + ": make the directory writable and free some space", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.RUN_CANCELLED, "Stopped while a Python environment was made", e);
        }
    }

    private void make(PythonInterpreter python, PythonLock lock, Path home, String key, Consumer<String> progress)
            throws IOException, InterruptedException {
        // What a process that was killed left behind; no other makes this one while the lock is held.
        try (Stream<Path> left = Files.list(directory)) {
            for (Path part : left.filter(path -> path.getFileName().toString().startsWith(key + ".part-"))
                    .toList()) {
                delete(part);
            }
        }
        progress.accept("Making the Python environment of " + lock.packages() + " (once; a minute or so)");
        long start = System.nanoTime();
        Path part = Files.createTempDirectory(directory, key + ".part-");
        try {
            run(home, "python3-venv", List.of(python.program().toString(), "-m", "venv", part.toString()));
            Path requirements = Files.writeString(part.resolve("requirements.lock"), lock.text());
            String own = part.resolve("bin").resolve("python").toString();
            run(
                    home,
                    "pip",
                    List.of(
                            own,
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--no-input",
                            "--disable-pip-version-check",
                            "--require-hashes",
                            "--only-binary=:all:",
                            "-r",
                            requirements.toString()));
            run(home, "import", List.of(own, "-c", "import pyarrow.ipc"));
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(part);
        }
        progress.accept(
                "Made it in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s: " + home);
    }

    private void run(Path home, String what, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw failed(home, what + " took longer than " + PATIENCE.toMinutes() + " minutes", null);
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw failed(home, why(what, Files.readString(output, UTF_8)), null);
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** What is wrong, by what the tools print, and its mend. */
    private static String why(String what, String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String last = String.join("\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        String mend;
        if (what.equals("python3-venv")) {
            mend = "venv does not work: install it (Debian, Ubuntu: apt-get install python3-venv)";
        } else if (output.contains("DO NOT MATCH THE HASHES")) {
            mend = "a package is not the one that the lock pins by its hash: lock again, and find out why it differs";
        } else if (output.contains("No matching distribution") && !output.contains("(from versions: none)")) {
            mend = "the lock pins a version that has no wheel for this Python and platform: lock one that has";
        } else if (output.contains("In --require-hashes mode")) {
            mend = "the lock does not pin all packages: lock again with pip-compile --generate-hashes";
        } else if (what.equals("import")) {
            mend = "pyarrow does not load: lock another version of it";
        } else {
            mend = "packages could not be had: is there a network, and is pip set up for it?";
        }
        return mend + ". It said:\n  " + last;
    }

    private static OdographException failed(Path home, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new OdographException(
                ErrorCode.PYTHON_UNAVAILABLE, "Python environment " + home + " cannot be made: " + why, cause);
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        FileTrees.delete(root);
    }
}
