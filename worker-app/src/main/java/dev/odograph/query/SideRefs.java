package dev.odograph.query;

import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import dev.odograph.dataset.Dataset;
import dev.odograph.dataset.DatasetName;
import dev.odograph.dataset.DatasetStore;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.SideRef.Kind;
import dev.odograph.store.lineage.Postgres;
import dev.odograph.store.lineage.PublicationRow;
import dev.odograph.store.lineage.Publications;
import dev.odograph.store.lineage.RunLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Finds the run that a side's name means, of one metric. Thread-safe. */
final class SideRefs {
    private static final String RUNS_OF_METRIC = Sql.resource("runs_of_metric.sql");
    private static final int MOST = 100;

    private final Postgres postgres;
    private final DatasetStore datasets;
    private final Publications publications;
    private final RunLedger ledger;

    SideRefs(Postgres postgres, DatasetStore datasets) {
        this.postgres = postgres;
        this.datasets = datasets;
        this.publications = new Publications(postgres);
        this.ledger = new RunLedger(postgres);
    }

    /**
     * What a name means.
     *
     * @param release only segments of this release; null for all
     */
    record Found(String runId, @Nullable String release) {}

    private record Run(String runId, String dataset, long datasetVersion, String version) {}

    /**
     * Finds it.
     *
     * @throws OdographException RUN_NOT_FOUND, DATASET_NOT_FOUND, METRIC_NOT_FOUND or ARGUMENT_INVALID, with names that
     *     may be meant
     */
    Found find(String namespace, String metric, String text) {
        SideRef ref = SideRef.parse(text);
        Kind kind = ref.kind();
        return new Search(namespace, metric, text).find(kind == null ? guessed(namespace, metric, ref, text) : ref);
    }

    /** The same for a name that says its kind. */
    Found find(String namespace, String metric, SideRef ref) {
        return new Search(namespace, metric, ref.text()).find(ref);
    }

    private SideRef guessed(String namespace, String metric, SideRef ref, String text) {
        if (ledger.find(text).isPresent()) {
            return new SideRef(Kind.RUN, text, null);
        }
        Search search = new Search(namespace, metric, text);
        String name = ref.name();
        String at = ref.at();
        if (search.published().stream().anyMatch(row -> row.channel().equals(name))) {
            return new SideRef(Kind.CHANNEL, name, at);
        }
        if ((at == null || at.matches("[0-9]+")) && search.isDataset(name)) {
            return new SideRef(Kind.DATASET, name, at);
        }
        if (search.runs(noCondition()).stream().anyMatch(run -> run.version.equals(name))) {
            return new SideRef(Kind.VERSION, name, at);
        }
        if (!search.withRelease(name, at).isEmpty()) {
            return new SideRef(Kind.RELEASE, name, at);
        }
        throw new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "\"" + text + "\" is no run, and no channel, dataset, version or release of metric " + metric
                        + search.meant(name) + ". Write " + SideRef.FORMS);
    }

    /** One search, for the results of one metric. */
    private final class Search {
        private final String namespace;
        private final String metric;
        private final String text;

        Search(String namespace, String metric, String text) {
            this.namespace = namespace;
            this.metric = metric;
            this.text = text;
        }

        Found find(SideRef ref) {
            String name = ref.name();
            String at = ref.at();
            return switch (Objects.requireNonNull(ref.kind())) {
                case RUN -> new Found(run(name), null);
                case CHANNEL -> new Found(channel(name, at), null);
                case DATASET -> new Found(dataset(name, at), null);
                case VERSION -> new Found(version(name, at), null);
                case RELEASE -> release(name, at);
            };
        }

        private String run(String id) {
            if (ledger.find(id).isEmpty()) {
                throw RunNames.unknown(postgres, id);
            }
            return id;
        }

        private String channel(String channel, @Nullable String dataset) {
            requireDataset(dataset);
            return published().stream()
                    .filter(row -> row.channel().equals(channel))
                    .filter(row -> dataset == null || row.dataset().equals(plain(dataset)))
                    .map(PublicationRow::runId)
                    .findFirst()
                    .orElseThrow(() -> nothing("nothing published in channel \"" + channel + "\"" + of(dataset)));
        }

        private String dataset(String name, @Nullable String version) {
            if (version == null) {
                requireDataset(name);
                return channel(Publications.LATEST, name);
            }
            if (!version.matches("[0-9]{1,9}")) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "\"" + text + "\" has version \"" + version + "\" of a dataset: give a whole number");
            }
            Dataset there = datasets.load(DatasetName.of(name), Integer.valueOf(version));
            return runs(RUN.as("r")
                            .DATASET
                            .eq(plain(name))
                            .and(RUN.as("r").DATASET_VERSION.eq((long) there.version())))
                    .stream()
                    .map(Run::runId)
                    .findFirst()
                    .orElseThrow(() -> nothing("no run that succeeded on version " + version + of(name)));
        }

        private String version(String version, @Nullable String dataset) {
            requireDataset(dataset);
            String of = dataset == null ? newestDataset() : plain(dataset);
            return runs(RUN.as("r").DATASET.eq(of).and(condition("m.value ->> 'version' = {0}", val(version)))).stream()
                    .map(Run::runId)
                    .findFirst()
                    .orElseThrow(() -> nothing("no run that succeeded in version " + version + of(of)));
        }

        private Found release(String release, @Nullable String at) {
            List<Run> there = withRelease(release, at);
            if (there.isEmpty()) {
                throw nothing("no segment of release " + release + of(at) + meant(release, releases(at)));
            }
            return new Found(there.getFirst().runId, release);
        }

        /** Runs that datasets show in channel latest, whose segments have a release; the newest first. */
        List<Run> withRelease(String release, @Nullable String at) {
            requireDataset(at);
            List<Run> found = new ArrayList<>();
            for (PublicationRow row : latest(at)) {
                runs(RUN.as("r").RUN_ID.eq(row.runId())).stream()
                        .filter(run -> has(run, release))
                        .forEach(found::add);
                if (!found.isEmpty()) {
                    break;
                }
            }
            return found;
        }

        private boolean has(Run run, String release) {
            Dataset dataset = datasets.load(DatasetName.of(run.dataset), (int) run.datasetVersion);
            return postgres.query(
                    "looking for release \"" + release + "\"",
                    db -> db.fetchExists(SEGMENT, members(dataset).and(SEGMENT.RELEASE.eq(release))));
        }

        private List<String> releases(@Nullable String at) {
            List<String> releases = new ArrayList<>();
            for (PublicationRow row : latest(at)) {
                datasets.find(DatasetName.of(row.dataset()))
                        .ifPresent(dataset -> releases.addAll(postgres.query(
                                "listing releases",
                                db -> db.selectDistinct(SEGMENT.RELEASE)
                                        .from(SEGMENT)
                                        .where(members(dataset))
                                        .and(SEGMENT.RELEASE.isNotNull())
                                        .orderBy(SEGMENT.RELEASE)
                                        .limit(MOST)
                                        .fetch(SEGMENT.RELEASE))));
            }
            return releases;
        }

        private List<PublicationRow> latest(@Nullable String dataset) {
            return published().stream()
                    .filter(row -> row.channel().equals(Publications.LATEST))
                    .filter(row -> dataset == null || row.dataset().equals(plain(dataset)))
                    .limit(MOST)
                    .toList();
        }

        List<PublicationRow> published() {
            return publications.list(namespace, metric);
        }

        private String newestDataset() {
            return published().stream()
                    .findFirst()
                    .map(PublicationRow::dataset)
                    .orElseThrow(() -> nothing("nothing published"));
        }

        List<Run> runs(Condition more) {
            return postgres.query(
                    "looking for runs of metric \"" + metric + "\"",
                    db -> db.resultQuery(RUNS_OF_METRIC, val(namespace), val(metric), more, inline(MOST))
                            .fetch(Search::run));
        }

        private static Run run(Record row) {
            return new Run(
                    Objects.requireNonNull(row.get("run_id", String.class)),
                    Objects.requireNonNull(row.get("dataset", String.class)),
                    row.get("dataset_version", long.class),
                    Objects.requireNonNull(row.get("version", String.class)));
        }

        boolean isDataset(String name) {
            return known(name).isPresent();
        }

        private Optional<Dataset> known(String name) {
            // A release such as 4.2.0+rc1 is no name of a dataset.
            return name.matches("[A-Za-z0-9_./-]+") ? datasets.find(DatasetName.of(name)) : Optional.empty();
        }

        private void requireDataset(@Nullable String name) {
            if (name != null && known(name).isEmpty()) {
                List<String> there = datasets.list().stream()
                        .map(one -> one.name().toString())
                        .toList();
                throw new OdographException(
                        ErrorCode.DATASET_NOT_FOUND,
                        "Dataset \"" + name + "\" of \"" + text + "\" is not there" + meant(name, there)
                                + ". ./odograph dataset list shows those that are");
            }
        }

        private OdographException nothing(String what) {
            List<String> there = published().stream()
                    .limit(10)
                    .map(row -> "channel:" + row.channel() + "@" + row.dataset())
                    .toList();
            return new OdographException(
                    ErrorCode.METRIC_NOT_FOUND,
                    "Metric " + metric + " has " + what + ": "
                            + (there.isEmpty()
                                    ? "run a graph that stores it first"
                                    : "there are " + String.join(", ", there)));
        }

        /** Everything that can be named, where a name is near it. */
        String meant(String name) {
            List<String> all = new ArrayList<>();
            runs(noCondition()).forEach(run -> {
                all.add(run.runId);
                all.add(run.version);
            });
            published().forEach(row -> {
                all.add(row.channel());
                all.add(row.dataset());
            });
            all.addAll(releases(null));
            return meant(name, all);
        }

        private String meant(String name, List<String> known) {
            List<String> near = Nearest.of(name, known);
            return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        }
    }

    private static Condition members(Dataset dataset) {
        return SEGMENT.DATASET_ID
                .eq(dataset.datasetId())
                .and(SEGMENT.FROM_VERSION.le(dataset.version()))
                .and(SEGMENT.TO_VERSION.isNull().or(SEGMENT.TO_VERSION.gt(dataset.version())));
    }

    /** The name as runs and publications have it. */
    private static String plain(String dataset) {
        return DatasetName.of(dataset).toString();
    }

    private static String of(@Nullable String dataset) {
        return dataset == null ? "" : " of dataset \"" + dataset + "\"";
    }
}
