package dev.odograph.housekeeping;

import dev.odograph.artifact.ArtifactStore;
import dev.odograph.store.clickhouse.Mirror;
import dev.odograph.store.lineage.Retention;
import dev.odograph.store.lineage.Retention.FreeArtifact;
import dev.odograph.store.lineage.RunRetention;
import dev.odograph.store.lineage.RunRetention.Forgotten;
import dev.odograph.store.lineage.RunScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Deletes what is old and referenced by nothing: runs that no channel follows, then batches and artifacts that no run
 * refers to, then files that no ledger row knows. PostgreSQL forgets first; ClickHouse and the disk follow. Thread-safe;
 * several may run at once.
 */
public final class RetentionJob {
    private static final int AT_ONCE = 500;
    /** Most that a dry run looks at, of each kind. */
    private static final int PREVIEWED = 100_000;
    /** A copy to the mirror that began before a run was deleted has ended by then. */
    private static final Duration MIRROR_QUIET = Duration.ofMinutes(5);

    private final RetentionPolicy policy;
    private final RunRetention runs;
    private final Retention retention;
    private final ArtifactStore artifacts;
    private final Mirror mirror;
    private final List<Path> temporary;

    /**
     * Retention of one data directory.
     *
     * @param temporary directories of files of stages under way; old entries of them are deleted
     */
    public RetentionJob(
            RetentionPolicy policy,
            RunRetention runs,
            Retention retention,
            ArtifactStore artifacts,
            Mirror mirror,
            List<Path> temporary) {
        this.policy = policy;
        this.runs = runs;
        this.retention = retention;
        this.artifacts = artifacts;
        this.mirror = mirror;
        this.temporary = Stream.concat(temporary.stream(), Stream.of(artifacts.temporary()))
                .toList();
    }

    /** Deletes everything that may go. */
    public RetentionReport run() {
        return run(RunScope.ALL);
    }

    /** Deletes those of some runs that may go, and whatever nothing refers to. */
    public RetentionReport run(RunScope scope) {
        List<String> deleted = deleteRuns(scope);
        forgetInMirror();
        int batches = 0;
        for (int some = AT_ONCE; some == AT_ONCE; batches += some) {
            some = retention
                    .deleteUnreferencedBatches(policy.keepUnreferenced(), AT_ONCE)
                    .size();
        }
        int count = 0;
        long bytes = 0;
        List<FreeArtifact> free;
        do {
            free = retention.deleteUnreferencedArtifacts(policy.keepUnreferenced(), AT_ONCE);
            free.forEach(artifact -> deleteFiles(artifact.artifactKey()));
            count += free.size();
            bytes += free.stream().mapToLong(FreeArtifact::bytes).sum();
        } while (free.size() == AT_ONCE);
        return new RetentionReport(deleted, batches, count, bytes, deleteStrays());
    }

    /** Says what {@link #run} would delete now; deletes nothing. */
    public RetentionReport dryRun(RunScope scope) {
        Retention.Preview preview =
                retention.preview(policy.keepRuns(), policy.keepNewest(), scope, policy.keepUnreferenced(), PREVIEWED);
        int strays = strayArtifacts().size()
                + temporary.stream()
                        .mapToInt(directory -> OldFiles.of(directory, policy.keepUnreferenced())
                                .size())
                        .sum();
        return new RetentionReport(
                preview.runs(),
                preview.batches(),
                preview.artifacts().size(),
                preview.artifacts().stream().mapToLong(FreeArtifact::bytes).sum(),
                strays);
    }

    private List<String> deleteRuns(RunScope scope) {
        List<String> deleted = new ArrayList<>();
        List<String> old;
        List<String> gone;
        do {
            old = runs.expired(policy.keepRuns(), policy.keepNewest(), scope, AT_ONCE);
            gone = old.stream()
                    .filter(run -> runs.delete(run, policy.keepRuns(), policy.keepNewest()))
                    .toList();
            deleted.addAll(gone);
        } while (old.size() == AT_ONCE && !gone.isEmpty());
        return deleted;
    }

    /** The mirror loses what the ledger has lost; again for a while, since a copy to it may end late. */
    public void forgetInMirror() {
        List<Forgotten> forgotten = runs.toForget();
        if (!forgotten.isEmpty()) {
            // In order of revision: of an id that was deleted twice, the later one counts.
            Map<String, Long> revisions = new LinkedHashMap<>();
            forgotten.forEach(run -> revisions.put(run.runId(), run.revision()));
            mirror.forget(revisions);
            runs.markForgotten(forgotten, MIRROR_QUIET);
        }
    }

    private boolean deleteFiles(String artifactKey) {
        return retention.whileUnregistered(artifactKey, () -> artifacts.delete(artifactKey));
    }

    /** What a process left that died between putting an artifact and registering it, or in the midst of a stage. */
    private int deleteStrays() {
        int strays = 0;
        for (String key : strayArtifacts()) {
            strays += deleteFiles(key) ? 1 : 0;
        }
        for (Path directory : temporary) {
            List<Path> old = OldFiles.of(directory, policy.keepUnreferenced());
            old.forEach(OldFiles::delete);
            strays += old.size();
        }
        return strays;
    }

    private List<String> strayArtifacts() {
        List<String> strays = new ArrayList<>();
        List<String> kept = artifacts.keysOlderThan(policy.keepUnreferenced());
        for (int from = 0; from < kept.size(); from += AT_ONCE) {
            strays.addAll(retention.unregistered(kept.subList(from, Math.min(kept.size(), from + AT_ONCE))));
        }
        return strays;
    }
}
