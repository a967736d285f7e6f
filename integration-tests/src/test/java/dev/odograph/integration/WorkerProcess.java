package dev.odograph.integration;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.WorkerRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker in a process of its own, which a test may kill. */
final class WorkerProcess {
    private WorkerProcess() {}

    /** Starts a worker on the lab's stack. It is killed with this JVM. */
    static Process start(Lab lab) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                lab.directory.home().toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(lab.directory
                            .hostLogs()
                            .getParent()
                            .resolve("worker.log")
                            .toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-worker"));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker itself: a home as its only argument. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedHome home = EmbeddedHome.open(Path.of(arguments[0]));
        try (WorkerRuntime worker =
                WorkerRuntime.start(Endpoints.load(home), new DataDirectory(home.directory()), Lab.SETTINGS)) {
            while (worker.polling()) {
                Thread.sleep(1_000);
            }
        }
    }
}
