package dev.odograph.cli;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.embedded.ExtraPart;
import dev.odograph.embedded.StackStatus;
import dev.odograph.embedded.Supervision;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The stack that a command works with; started where it does not run. */
final class StackSession {
    /** Property of a process that only works with a stack that runs already, such as one that nobody asked for. */
    static final String NEVER_START = "odograph.stack.neverStart";

    /** The part that runs the application: it works for Temporal, and serves the pages. */
    static final String WORKER = "worker";

    private static final Duration START = Duration.ofMinutes(20);
    private static final Duration STOP = Duration.ofSeconds(90);

    private final EmbeddedHome home;

    private StackSession(EmbeddedHome home) {
        this.home = home;
    }

    /**
     * A session with a running stack. One that runs another build of Odograph is restarted; runs survive that. Where the
     * environment names all servers, nothing is started: workers are those that run elsewhere.
     */
    static StackSession open(Common common, Console console) {
        EmbeddedHome home = common.home();
        if (Endpoints.areExternal(System.getenv())) {
            return new StackSession(home);
        }
        if (!home.isRunning() || !builtFrom(home, application())) {
            if (Boolean.getBoolean(NEVER_START)) {
                throw new OdographException(
                        ErrorCode.STACK_NOT_RUNNING,
                        "No stack of this build runs in " + home.directory() + ": start it with ./odograph up");
            }
            up(home, console);
        }
        return new StackSession(home);
    }

    /** Does something with the stores of a running stack, and returns the exit code that it says. */
    static int with(Common common, Console console, Function<Stores, Integer> work) {
        try (Stores stores = Stores.open(open(common, console).endpoints(), 2)) {
            return work.apply(stores);
        }
    }

    static StackStatus up(EmbeddedHome home, Console console) {
        Path application = application();
        try {
            if (home.isRunning() && !builtFrom(home, application)) {
                console.say("The stack runs another build; restarting it.");
                Supervision.down(home, STOP);
            }
            return Supervision.up(
                    home, List.of(worker(application)), Map.of(), START, line -> console.progress("starting: " + line));
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.STACK_NOT_RUNNING, "The stack in " + home.directory() + " cannot be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.STACK_NOT_RUNNING, "Stopped while the stack was starting", e);
        } finally {
            console.clearProgress();
        }
    }

    static boolean down(EmbeddedHome home) {
        try {
            return Supervision.down(home, STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OdographException(ErrorCode.STACK_NOT_RUNNING, "Stopped while the stack was stopping", e);
        }
    }

    EmbeddedHome home() {
        return home;
    }

    DataDirectory directory() {
        return new DataDirectory(home.directory());
    }

    Endpoints endpoints() {
        return Endpoints.load(home);
    }

    /** The worker as a part of the stack. */
    private static ExtraPart worker(Path application) {
        return new ExtraPart(
                WORKER,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseG1GC",
                        "-XX:MaxDirectMemorySize=256m",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        application.resolve("quarkus-run.jar").toString()),
                Map.of(
                        "ODOGRAPH_WORKER_PORT",
                        "${port}",
                        WorkerSettings.READY_HOSTS,
                        // Whoever works here changes code all the time.
                        System.getenv().getOrDefault(WorkerSettings.READY_HOSTS, "2")),
                "http://127.0.0.1:${port}/q/health/ready");
    }

    /** Whether the stack's worker is started from that application. */
    private static boolean builtFrom(EmbeddedHome home, Path application) {
        try {
            Path extras = home.directory().resolve("extras.json");
            return Files.exists(extras) && Files.readString(extras).contains(application.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static Path application() {
        String directory = System.getenv("ODOGRAPH_APP");
        if (directory == null || !Files.exists(Path.of(directory, "quarkus-run.jar"))) {
            throw new OdographException(
                    ErrorCode.STACK_NOT_RUNNING,
                    "ODOGRAPH_APP is " + directory + ", where no application is: use the launcher ./odograph");
        }
        return Path.of(directory);
    }
}
