package dev.odograph.activity;

import dev.odograph.contract.RunStatus;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.store.lineage.RunFilter;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunReader;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.RunSummary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the run to compare a plan with: of the newest of its graph, best on its dataset, the one nearest to it. */
final class BaseRuns {
    private static final int LOOKED_AT = 10;

    private final RunLedger ledger;
    private final RunReader reader;
    private final BundleShelf bundles;

    BaseRuns(RunLedger ledger, RunReader reader, BundleShelf bundles) {
        this.ledger = ledger;
        this.reader = reader;
        this.bundles = bundles;
    }

    Optional<BaseRun> find(PinnedPlan plan) {
        String graph = plan.run().spec().name();
        String dataset = plan.run().dataset();
        return Stream.of(
                        new RunFilter(graph, dataset, RunStatus.SUCCEEDED, LOOKED_AT),
                        new RunFilter(graph, dataset, null, LOOKED_AT),
                        new RunFilter(graph, null, RunStatus.SUCCEEDED, LOOKED_AT),
                        new RunFilter(graph, null, null, LOOKED_AT))
                .map(reader::list)
                .filter(runs -> !runs.isEmpty())
                .findFirst()
                .map(runs -> load(nearest(runs, plan)));
    }

    /** The newest of those that share most stages with the plan: what differs from it is least. */
    private String nearest(List<RunSummary> runs, PinnedPlan plan) {
        Set<String> wanted = Set.copyOf(plan.fingerprints());
        String best = runs.getFirst().runId();
        long most = -1;
        for (RunSummary run : runs) {
            long shared = ledger.stages(run.runId()).stream()
                    .filter(stage -> wanted.contains(stage.fingerprint()))
                    .count();
            if (shared > most) {
                most = shared;
                best = run.runId();
            }
        }
        return best;
    }

    private BaseRun load(String runId) {
        RunRecord run = ledger.run(runId);
        return new BaseRun(
                run.plan(),
                bundle(run.plan().bundleDigest()),
                ledger.stages(runId),
                ledger.partitions(runId, 0, run.partitions()));
    }

    private Optional<Bundle> bundle(String digest) {
        try {
            return Optional.of(Objects.requireNonNull(bundles.load(digest)));
        } catch (OdographException e) {
            return Optional.empty(); // deleted since: reasons say so
        }
    }
}
