package dev.odograph.activity;

import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.plan.Stages;
import dev.odograph.store.lineage.RunLedger;
import dev.odograph.store.lineage.RunRecord;
import dev.odograph.store.lineage.StageRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loads pinned plans, which never change, and keeps those in use. Thread-safe. */
final class PinnedPlans {
    private static final int KEPT = 64;

    private final RunLedger ledger;
    private final BundleShelf bundles;
    private final Map<String, PinnedPlan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PinnedPlan> eldest) {
            return size() > KEPT;
        }
    };

    PinnedPlans(RunLedger ledger, BundleShelf bundles) {
        this.ledger = ledger;
        this.bundles = bundles;
    }

    synchronized PinnedPlan load(String runId) {
        PinnedPlan known = plans.get(runId);
        if (known == null) {
            RunRecord run = ledger.run(runId);
            known = new PinnedPlan(
                    run.plan(),
                    bundles.load(run.plan().bundleDigest()),
                    Stages.of(run.plan().spec()),
                    ledger.stages(runId).stream().map(StageRecord::fingerprint).toList(),
                    run.partitions());
            plans.put(runId, known);
        }
        return known;
    }
}
