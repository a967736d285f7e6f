package dev.odograph.cli;

import dev.odograph.activity.OutputReproduction;
import dev.odograph.activity.StageInputs;
import dev.odograph.artifact.ArtifactStore;
import dev.odograph.host.HostSandbox;
import dev.odograph.host.HostSettings;
import dev.odograph.host.StepHosts;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Partition;
import dev.odograph.step.Progress;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.worker.DataDirectory;
import dev.odograph.worker.Stores;
import dev.odograph.worker.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "reproduce",
        description = {
            "Execute one output of a run again on this machine, and store nothing.",
            "As an attempt would: same code, parameters and inputs, in a step host. Fails as the run did, with the same"
                    + " error and exit code; exits with 0 where the cause is mended."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: odograph runs reproduce RUN time_to_collision 3"})
final class RunsReproduceCommand implements Callable<Integer> {
    @Mixin
    private Common common = new Common();

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Parameters(index = "1", paramLabel = "STAGE", description = "Name of the stage.")
    private String stage = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PARTITION",
            description = "Number of the partition, from 1; none for a stage that reduces.")
    private @Nullable Integer partition;

    private final Console console;

    RunsReproduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StackSession session = StackSession.open(common, console);
        DataDirectory directory = session.directory();
        WorkerSettings settings = WorkerSettings.of(System.getenv());
        HostSettings hostSettings = HostSettings.of(1, directory.hosts(), directory.hostLogs(), settings.hostLimits());
        long rows;
        try (Stores stores = Stores.open(session.endpoints(), 2);
                StepHosts hosts =
                        new StepHosts(hostSettings, HostSandbox.probe().hiding(directory.secrets()))) {
            OutputReproduction reproduction = new OutputReproduction(
                    new RunLedger(stores.postgres()),
                    new BundleShelf(directory.bundleStore()),
                    new StageInputs(
                            stores.datasets(),
                            new ArtifactStore(directory.artifacts()),
                            directory.scratch(),
                            settings.engineBytes()),
                    hosts);
            int index = partition == null ? Partition.ALL : partition - 1;
            rows = reproduction.execute(runId, stage, index, shown());
        } finally {
            console.clearProgress();
        }
        if (common.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("run_id", runId);
            answer.put("stage", stage);
            answer.put("partition", partition);
            answer.put("rows", rows);
            console.json(answer);
        } else {
            console.print("It does not fail here and now: " + Text.number(rows) + " rows came out.");
            console.print("If the cause is mended: ./odograph runs retry " + runId);
        }
        return ExitCodes.OK;
    }

    private Progress shown() {
        return new Progress() {
            @Override
            public void at(String step, String segmentId, long rows) {
                console.progress(step + (segmentId.isEmpty() ? "" : " · " + segmentId));
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
    }
}
