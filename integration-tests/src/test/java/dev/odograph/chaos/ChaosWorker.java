package dev.odograph.chaos;

import dev.odograph.embedded.EmbeddedHome;
import dev.odograph.embedded.Endpoints;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.WorkerRuntime;
import dev.odograph.worker.WorkerSettings;
import java.nio.file.Path;

/** A worker of its own process, {@code ChaosWorker HOME PORT}, which asks at every commit point whether it may go on. */
final class ChaosWorker {
    private ChaosWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedHome home = EmbeddedHome.open(Path.of(arguments[0]));
        try (WorkerRuntime worker = WorkerRuntime.start(
                Endpoints.load(home),
                new DataDirectory(home.directory()),
                WorkerSettings.of(System.getenv()),
                Points.probe(Integer.parseInt(arguments[1])))) {
            while (worker.polling()) {
                Thread.sleep(1_000);
            }
        }
    }
}
