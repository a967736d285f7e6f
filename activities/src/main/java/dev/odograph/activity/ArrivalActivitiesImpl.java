package dev.odograph.activity;

import dev.odograph.contract.ArrivalActivities;
import dev.odograph.contract.ArrivalInput;
import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.store.lineage.RunLedger;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Looks for recordings that arrived. Thread-safe. */
public final class ArrivalActivitiesImpl implements ArrivalActivities {
    private final DatasetStore datasets;
    private final RunLedger runs;
    private final Clock clock;

    public ArrivalActivitiesImpl(DatasetStore datasets, RunLedger runs, Clock clock) {
        this.datasets = datasets;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Arrival look(ArrivalInput input) {
        return Failures.mapped(Activity.getExecutionContext().getInfo().getAttempt(), () -> find(input));
    }

    private Arrival find(ArrivalInput input) {
        String name = input.run().dataset();
        Optional<Dataset> found = datasets.find(DatasetName.of(name));
        if (found.isEmpty()) {
            return none("Dataset " + name + " is not there yet");
        }
        Dataset newest = found.get();
        String version = name + "@" + newest.version();
        String runId = runId(input.schedule(), name, newest.version());
        if (runs.find(runId).isPresent()) {
            return none("Nothing new: " + version + " is run " + runId);
        }
        Duration age = Duration.between(newest.createdAt(), clock.instant());
        if (age.compareTo(Duration.ofSeconds(input.settleSeconds())) < 0) {
            return none("Waits until nothing more arrives: " + version + " is " + age.toSeconds()
                    + " s old, and is run at " + input.settleSeconds() + " s");
        }
        return new Arrival(runId, version, "Ran " + version + " as " + runId);
    }

    /** The id of the run of a version. */
    static String runId(String schedule, String dataset, int version) {
        return schedule + "-" + dataset.replaceAll("[^A-Za-z0-9_.-]", "-") + "-v" + version;
    }

    private static Arrival none(String words) {
        return new Arrival(null, null, words);
    }
}
