package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.ARTIFACT;
import static dev.odograph.schema.postgres.generated.Tables.BATCH;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.any;

import dev.odograph.spec.SpecJson;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** Takes over what an earlier run computed. Thread-safe and idempotent. */
public final class MemoLedger {
    private static final String ADOPT_OUTPUTS = Sql.resource("adopt_outputs.sql");
    private static final String ADOPT_BATCHES = Sql.resource("adopt_batches.sql");

    private final Postgres postgres;

    public MemoLedger(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Commits to a run, in one transaction, every candidate whose artifact and all whose batches are there. Safe against
     * {@link Retention}: what is taken over is held from the look until the reference is committed.
     *
     * @param pass the pass that asks
     * @param candidates any number; a few thousand is a good size
     * @return those that were taken over by this call, in order of partition and stage; candidates that the run has
     *     committed or waived before are left as they are and are not among them
     */
    public List<Candidate> adopt(String runId, int pass, List<Candidate> candidates) {
        return postgres.transact("looking for what run \"" + runId + "\" can reuse", tx -> {
            Map<String, Long> rows = holdArtifacts(tx, candidates);
            Set<String> batches = holdBatches(tx, candidates);
            List<Candidate> there = there(candidates, rows, batches);
            if (there.isEmpty()) {
                return there;
            }
            Set<Place> taken = insertOutputs(tx, runId, pass, there, rows);
            List<Candidate> adopted = there.stream()
                    .filter(candidate -> taken.contains(Place.of(candidate)))
                    .toList();
            insertReferences(tx, runId, adopted);
            return adopted;
        });
    }

    /**
     * The candidates that {@link #adopt} would take over, in order of partition and stage; takes nothing over.
     *
     * @param candidates any number; a few thousand is a good size
     */
    public List<Candidate> find(List<Candidate> candidates) {
        return postgres.transact(
                "looking for what can be reused",
                tx -> there(candidates, holdArtifacts(tx, candidates), holdBatches(tx, candidates)));
    }

    private static List<Candidate> there(List<Candidate> candidates, Map<String, Long> rows, Set<String> batches) {
        return candidates.stream()
                .filter(candidate -> rows.containsKey(candidate.artifactKey()))
                .filter(candidate -> candidate.batches().stream().allMatch(batch -> batches.contains(batch.batchId())))
                .sorted(comparingInt(Candidate::partition).thenComparing(comparingInt(Candidate::stage)))
                .toList();
    }

    /** Their rows by key. Locked in order of key, so that two such calls never wait for each other in a ring. */
    private static Map<String, Long> holdArtifacts(DSLContext tx, List<Candidate> candidates) {
        String[] keys =
                candidates.stream().map(Candidate::artifactKey).distinct().toArray(String[]::new);
        return tx
                .select(ARTIFACT.ARTIFACT_KEY, ARTIFACT.ROWS)
                .from(ARTIFACT)
                .where(ARTIFACT.ARTIFACT_KEY.eq(any(keys)))
                .orderBy(ARTIFACT.ARTIFACT_KEY)
                .forKeyShare()
                .fetch()
                .stream()
                .collect(toMap(row -> row.value1(), row -> row.value2()));
    }

    private static Set<String> holdBatches(DSLContext tx, List<Candidate> candidates) {
        String[] ids = candidates.stream()
                .flatMap(candidate -> candidate.batches().stream())
                .map(Candidate.Batch::batchId)
                .distinct()
                .toArray(String[]::new);
        return new HashSet<>(tx.select(BATCH.BATCH_ID)
                .from(BATCH)
                .where(BATCH.BATCH_ID.eq(any(ids)))
                .orderBy(BATCH.BATCH_ID)
                .forKeyShare()
                .fetch(BATCH.BATCH_ID));
    }

    private static Set<Place> insertOutputs(
            DSLContext tx, String runId, int pass, List<Candidate> there, Map<String, Long> rows) {
        List<Output> outputs = there.stream()
                .map(candidate -> new Output(
                        candidate.stage(),
                        candidate.partition(),
                        candidate.artifactKey(),
                        rows.getOrDefault(candidate.artifactKey(), 0L)))
                .toList();
        return new HashSet<>(tx.resultQuery(ADOPT_OUTPUTS, runId, pass, JSONB.valueOf(SpecJson.write(outputs)))
                .fetch(row -> new Place(row.get("stage", int.class), row.get("partition", int.class))));
    }

    private static void insertReferences(DSLContext tx, String runId, List<Candidate> adopted) {
        List<Reference> references = adopted.stream()
                .flatMap(candidate -> candidate.batches().stream()
                        .map(batch ->
                                new Reference(batch.metric(), batch.major(), candidate.partition(), batch.batchId())))
                .sorted(comparing(Reference::metric).thenComparing(comparingInt(Reference::partition)))
                .toList();
        if (!references.isEmpty()) {
            tx.execute(ADOPT_BATCHES, runId, JSONB.valueOf(SpecJson.write(references)));
        }
    }

    private record Place(int stage, int partition) {
        static Place of(Candidate candidate) {
            return new Place(candidate.stage(), candidate.partition());
        }
    }

    private record Output(int stage, int partition, String artifactKey, long rows) {}

    private record Reference(String metric, int major, int partition, String batchId) {}
}
