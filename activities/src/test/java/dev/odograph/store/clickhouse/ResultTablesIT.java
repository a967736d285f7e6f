package dev.odograph.store.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.MirrorLedger;
import dev.odograph.batch.Publication;
import dev.odograph.batch.ResultLab;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.clickhouse.MetricTable;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTablesIT {
    @TempDir
    Path directory;

    @Test
    void aMinorVersionAddsNullableColumnsAndOlderCodeStillFits() {
        ResultLab lab = ResultLab.open(directory);
        MetricTable wider = with(new ColumnSpec("drac_mps2", ColumnType.FLOAT64, true, false, "m/s2", false));
        tables(lab).ensure(wider);
        tables(lab).ensure(lab.table());
        lab.clickhouse().execute("INSERT INTO default__ttc_v1 (segment_id, drac_mps2, write_no) VALUES ('a', 2.5, 7)");
        lab.clickhouse().execute("INSERT INTO visibility VALUES ('r', 'ttc', 1, 'a', 7, 1, 0)");
        assertThat(lab.count("SELECT count() FROM default__ttc_v1_by_run(run = 'r') WHERE drac_mps2 = 2.5"))
                .isEqualTo(1);
    }

    @Test
    void aChangeThatIsNotAdditiveIsRefusedWithAllProblemsAndTheMend() {
        ResultLab lab = ResultLab.open(directory);
        MetricTable changed = MetricTable.merged(
                "default",
                "ttc",
                new Version(1, 1),
                new TableSchema(List.of(
                        new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false),
                        new ColumnSpec("ttc_s", ColumnType.INT64, true, false, "s", false),
                        new ColumnSpec("count", ColumnType.INT64, false, false, null, false))));
        assertThatThrownBy(() -> tables(lab).ensure(changed))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GRAPH_INVALID))
                .hasMessageContaining("ttc_s is Nullable(Int64), but in the table Nullable(Float64)")
                .hasMessageContaining("count is not nullable")
                .hasMessageContaining("t_ms is gone")
                .hasMessageContaining("2.0");
    }

    @Test
    void hostileNamesStayNames() {
        ResultLab lab = ResultLab.open(directory);
        MetricTable hostile = MetricTable.merged(
                "default",
                "x`; DROP TABLE visibility; --'\\",
                new Version(1, 0),
                new TableSchema(List.of(
                        new ColumnSpec("a`) ENGINE = Log; --'\\", ColumnType.INT64, false, true, null, false))));
        tables(lab).ensure(hostile);
        tables(lab).ensure(hostile);
        assertThat(lab.count("SELECT count() FROM visibility")).isZero();
    }

    @Test
    void theHighestRevisionWinsInWhateverOrderTheMirrorIsFilled() {
        ResultLab lab = ResultLab.open(directory);
        Queue queue = new Queue();
        Mirror mirror = new Mirror(queue, lab.clickhouse());
        queue.batches.add(new BatchVisibility("r1", "ttc", 1, List.of("a", "b\t'"), 20, 7, true));
        queue.publications.add(publication("r2", 9));
        assertThat(mirror.drain()).isEqualTo(2);
        queue.batches.add(new BatchVisibility("r1", "ttc", 1, List.of("a", "b\t'"), 10, 3, true));
        queue.publications.add(publication("r1", 8));
        mirror.awaitMirrored("r1");
        assertThat(lab.count("SELECT argMax(write_no, revision) FROM visibility WHERE segment_id = 'b\\t\\''"))
                .isEqualTo(20);
        assertThat(lab.count("SELECT argMax(run_id, revision) = 'r2' FROM publication"))
                .isEqualTo(1);
    }

    private static Publication publication(String runId, long revision) {
        return new Publication("default", "ttc", new Version(1, 0), "fleet", "latest", runId, revision);
    }

    private static MetricTable with(ColumnSpec more) {
        return MetricTable.merged(
                "default",
                "ttc",
                new Version(1, 1),
                new TableSchema(Stream.concat(ResultLab.SCHEMA.columns().stream(), Stream.of(more))
                        .toList()));
    }

    private static ResultTables tables(ResultLab lab) {
        return new ResultTables(lab.clickhouse(), (name, work) -> work.run());
    }

    /** Rows to mirror, in the order in which a test makes them come. */
    private static final class Queue implements MirrorLedger {
        @Override
        public List<BatchVisibility> unmirroredWaivers(int limit) {
            return List.of();
        }

        private final List<BatchVisibility> batches = new ArrayList<>();
        private final List<Publication> publications = new ArrayList<>();

        @Override
        public List<BatchVisibility> unmirroredBatches(int limit) {
            return List.copyOf(batches);
        }

        @Override
        public List<Publication> unmirroredPublications(int limit) {
            return List.copyOf(publications);
        }

        @Override
        public void markMirrored(Collection<Long> revisions) {
            batches.removeIf(row -> revisions.contains(row.revision()));
            publications.removeIf(row -> revisions.contains(row.revision()));
        }

        @Override
        public boolean isMirrored(String runId) {
            return batches.isEmpty() && publications.isEmpty();
        }
    }
}
