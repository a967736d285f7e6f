package dev.odograph.query;

import dev.odograph.schema.clickhouse.ClickHouseNames;
import dev.odograph.spec.Version;
import dev.odograph.store.clickhouse.ClickHouse;
import dev.odograph.store.clickhouse.ResultReader;
import dev.odograph.store.clickhouse.ResultSelection;
import dev.odograph.store.clickhouse.ResultSource;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds which run's rows of a metric are meant. Thread-safe. */
public final class ResultSources {
    private final Publications publications;
    private final RunLedger runs;
    private final ResultReader reader;

    public ResultSources(Postgres postgres, ClickHouse clickhouse) {
        this.publications = new Publications(postgres);
        this.runs = new RunLedger(postgres);
        this.reader = new ResultReader(clickhouse);
    }

    /**
     * The rows that a question means.
     *
     * @throws dev.odograph.error.OdographException METRIC_NOT_FOUND, RUN_NOT_FOUND
     */
    public ResultSource find(ResultQuestion asked) {
        ResultQuestion question = asked.channel() == null && asked.run() == null && asked.version() == null
                ? asked.ofChannel(usualChannel(asked))
                : asked;
        Optional<String> branch = branchRun(question);
        String version = question.version();
        Version wanted = version == null ? new Version(major(question, branch), 0) : Version.parse(version);
        return reader.resolve(
                table(question, branch, wanted),
                question.namespace(),
                question.metric(),
                wanted.major(),
                selection(question));
    }

    /** What is shown unless something is asked for: {@code latest}, or the branch that ran last where no other code did. */
    private String usualChannel(ResultQuestion question) {
        return PublishedRun.usual(publications.list(question.namespace(), question.metric()).stream()
                .filter(row -> isOf(row, question.dataset()))
                .toList());
    }

    /** Branch code has tables of its own, which its runs know. */
    private String table(ResultQuestion question, Optional<String> branch, Version wanted) {
        String run = question.run();
        return (run == null ? branch : Optional.of(run))
                .map(id -> runs.run(id).plan())
                .flatMap(plan -> plan.spec().metrics().stream()
                        .filter(known -> known.name().equals(question.metric()))
                        .findFirst()
                        .map(known -> plan.table(known).name()))
                .orElseGet(() -> ClickHouseNames.table(question.namespace(), question.metric(), wanted));
    }

    /** The run that a branch's channel shows. */
    private Optional<String> branchRun(ResultQuestion question) {
        String channel = question.channel();
        return channel == null || !Publications.isBranch(channel)
                ? Optional.empty()
                : publications.list(question.namespace(), question.metric()).stream()
                        .filter(row -> row.channel().equals(channel))
                        .filter(row -> isOf(row, question.dataset()))
                        .findFirst()
                        .map(PublicationRow::runId);
    }

    /** The major version that is meant; 1 where nothing of the metric is known, which the reader refuses. */
    private int major(ResultQuestion question, Optional<String> branch) {
        String run = question.run();
        if (run != null) {
            // Refuses a run that does not exist by its own code.
            var unused = runs.run(run);
            return publications.majorOfRun(run, question.metric()).orElse(1);
        }
        return branch.map(id -> publications.majorOfRun(id, question.metric()).orElse(1))
                .orElseGet(() -> publications
                        .newestMajor(question.namespace(), question.metric(), question.dataset())
                        .orElse(1));
    }

    private static ResultSelection selection(ResultQuestion question) {
        String run = question.run();
        String version = question.version();
        String channel = question.channel();
        if (run != null) {
            return new ResultSelection.ByRun(run);
        }
        return version != null
                ? new ResultSelection.ByVersion(question.dataset(), version)
                : new ResultSelection.ByChannel(question.dataset(), channel == null ? Publications.LATEST : channel);
    }

    private static boolean isOf(PublicationRow row, @Nullable String dataset) {
        return dataset == null || row.dataset().equals(dataset);
    }
}
