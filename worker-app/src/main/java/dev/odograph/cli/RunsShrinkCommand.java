package dev.odograph.cli;

import dev.odograph.activity.FailedStages;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.host.HostLimits;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.shrink.Shrinker;
import dev.odograph.shrink.Shrunk;
import dev.odograph.shrink.TestWriter;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shrink",
        description = {
            "Shrink what failed to the fewest rows and columns that fail in the same way,",
            "and write them as a JUnit test with its Parquet files."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs shrink RUN --step hard_brakes --out my-metrics"})
final class RunsShrinkCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Option(names = "--step", paramLabel = "STEP", description = "Step that failed (default: the first that did).")
    private @Nullable String step;

    @Option(names = "--segment", paramLabel = "ID", description = "Segment it failed at (default: the first).")
    private @Nullable String segment;

    @Option(names = "--seconds", defaultValue = "120", description = "How long it may take (default: 120).")
    private long seconds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Project to write to, under src/test (default: this directory).")
    private Path out = Path.of(".");

    private final Console console;

    RunsShrinkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        StackSession session = StackSession.open(common, console);
        DataDirectory directory = session.directory();
        HostLimits limits = HostLimits.DEFAULT.withStep(Duration.ofSeconds(Math.clamp(seconds / 2, 5, 60)));
        HostSettings settings = HostSettings.of(1, directory.hosts(), directory.hostLogs(), limits);
        Path scratch = Files.createDirectories(directory.scratch());
        Path files = Files.createTempDirectory(scratch, "shrink-");
        try (Stores stores = Stores.open(session.endpoints(), 2);
                FailedStages.Failed failed = new FailedStages(
                                stores.postgres(),
                                stores.datasets(),
                                new ArtifactStore(directory.artifacts()),
                                new BundleShelf(directory.bundleStore()),
                                scratch)
                        .load(runId, step, segment);
                StepHosts hosts = new StepHosts(settings, HostSandbox.probe().hiding(directory.secrets()))) {
            Shrunk shrunk = new Shrinker(hosts, failed.work(), files, Duration.ofSeconds(seconds), console::say)
                    .shrink(failed.code(), failed.message(), failed.segmentId());
            Path test = new TestWriter(out)
                    .write(new TestWriter.Origin(runId, failed.graph(), failed.step(), failed.work()), shrunk);
            show(shrunk, test);
            return ExitCodes.OK;
        } finally {
            LocalRun.delete(files);
        }
    }

    private void show(Shrunk shrunk, Path test) {
        if (common.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run_id", runId);
            result.put("code", shrunk.code());
            result.put("message", shrunk.message());
            result.put("rows", shrunk.rows());
            result.put("rows_before", shrunk.rowsBefore());
            result.put("segments", shrunk.segments());
            result.put("blanked", shrunk.blanked());
            result.put("attempts", shrunk.attempts());
            result.put("least", shrunk.least());
            result.put("test", test.toString());
            console.json(result);
            return;
        }
        console.print(console.bold(shrunk.code().name()) + " by " + Text.number(shrunk.rows()) + " of "
                + Text.number(shrunk.rowsBefore()) + " rows"
                + (shrunk.least() ? "" : ", perhaps fewer: time was up, --seconds gives more") + "; "
                + shrunk.attempts() + " attempts");
        console.print("  " + shrunk.message());
        console.print("Wrote " + test);
        console.say("Run it in your project: mvn test -Dtest="
                + test.getFileName().toString().replace(".java", ""));
    }
}
