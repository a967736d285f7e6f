package dev.odograph.store.lineage;

import static dev.odograph.store.lineage.Ledger.MIRROR;
import static dev.odograph.store.lineage.Ledger.OUTPUTS;
import static dev.odograph.store.lineage.Ledger.PUBLICATIONS;
import static dev.odograph.store.lineage.Ledger.READER;
import static dev.odograph.store.lineage.Ledger.artifact;
import static dev.odograph.store.lineage.Ledger.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.batch.BatchVisibility;
import dev.odograph.batch.Publication;
import dev.odograph.contract.Purpose;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicationsIT {
    @Test
    void anIncompleteRunIsNotPublished() {
        Ledger.register("partial", 2);
        Ledger.commit("partial", 0, "partial-batch", artifact("partial-0"));
        assertThatThrownBy(() -> PUBLICATIONS.publish("partial"))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_INCOMPLETE))
                .hasMessageContaining("2 of 3 outputs");
        assertThat(PUBLICATIONS.find("default", "ttc", "fleet-partial", Publications.LATEST))
                .isEmpty();
    }

    @Test
    void aCompleteRunMovesItsChannelsOnceAndNotAgainWhenAskedAgain() {
        complete("published");
        List<PublicationRow> moved = PUBLICATIONS.publish("published");
        assertThat(moved).extracting(PublicationRow::channel).containsExactly(Publications.LATEST);
        assertThat(PUBLICATIONS.publish("published")).isEmpty();
        assertThat(PUBLICATIONS.find("default", "ttc", "fleet-published", Publications.LATEST))
                .hasValue(moved.getFirst());
    }

    @Test
    void productionMovesMainToo() {
        assertThat(Publications.channelsOf(Purpose.PRODUCTION)).containsExactly("latest", "main");
        assertThat(Publications.channelsOf(Purpose.CI)).containsExactly("latest");
    }

    @Test
    void theMirrorIsToldInOrderOfRevisionUntilNothingIsLeft() {
        complete("mirrored");
        PUBLICATIONS.publish("mirrored");
        List<BatchVisibility> batches = Ledger.unmirroredOf("mirrored");
        assertThat(batches)
                .extracting(BatchVisibility::segments)
                .containsExactly(List.of("a0", "b0"), List.of("a1", "b1"));
        assertThat(batches).extracting(BatchVisibility::revision).isSorted();
        assertThat(MIRROR.isMirrored("mirrored")).isFalse();
        MIRROR.markMirrored(batches.stream().map(BatchVisibility::revision).toList());
        assertThat(Ledger.unmirroredOf("mirrored")).isEmpty();
        assertThat(MIRROR.isMirrored("mirrored")).as("its publication is not").isFalse();
        List<Publication> publications = MIRROR.unmirroredPublications(1_000).stream()
                .filter(publication -> publication.runId().equals("mirrored"))
                .toList();
        assertThat(publications).extracting(Publication::version).containsOnly(new Version(1, 0));
        MIRROR.markMirrored(publications.stream().map(Publication::revision).toList());
        assertThat(MIRROR.isMirrored("mirrored")).isTrue();
    }

    @Test
    void aReportCountsOutputsGroupsFailuresAndSaysTheCoverage() {
        Ledger.register("report", 4);
        Ledger.commit("report", 0, "report-batch", artifact("report-0"));
        for (int partition = 2; partition < 4; partition++) {
            OUTPUTS.recordFailure(new OutputFailure(
                    "report", 0, partition, 1, 3, Instant.now(), ErrorCode.KEY_DUPLICATE, "m" + partition, "h", "a2"));
        }
        RunReport report = READER.show("report");
        assertThat(report.passes()).isEqualTo(1);
        assertThat(report.stages())
                .containsExactly(
                        new RunReport.StageCount(0, "time_to_collision", 4, 0, 1, 2, 0),
                        new RunReport.StageCount(1, "fleet", 1, 0, 0, 0, 0));
        assertThat(report.stages().getFirst().pending()).isEqualTo(1);
        assertThat(report.failures())
                .containsExactly(new RunReport.FailureGroup(0, "time_to_collision", "KEY_DUPLICATE", 2, 2, "a2", "m2"));
        assertThat(report.coverage().getFirst().done()).isEqualTo(new Totals(2, 100, 500.5, 60_000));
        assertThat(report.coverage().getFirst().planned().segments()).isEqualTo(8);
        assertThat(READER.list(new RunFilter("following", "fleet-report", null, 10)))
                .extracting(RunSummary::runId)
                .containsExactly("report");
    }

    private static void complete(String runId) {
        Ledger.register(runId, 2);
        for (int partition = 0; partition < 2; partition++) {
            Ledger.commit(runId, partition, runId + "-b-" + partition, artifact(runId + "-" + partition));
        }
        OUTPUTS.commitOutput(output(runId, 1, -1, artifact(runId + "-fleet")));
    }
}
