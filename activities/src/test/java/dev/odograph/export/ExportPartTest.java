package dev.odograph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.artifact.RowDigest;
import dev.odograph.store.lineage.StoredBatch;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportPartTest {
    @Test
    void batchesStayWholeAndAFileTakesAsManyAsFit() {
        List<ExportPart> parts = ExportPart.cut(List.of(batch(0, 40, 1), batch(1, 60, 1), batch(2, 1, 1)), 100, 10);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).writes()).containsExactly(0L, 1L);
        assertThat(parts.get(0).digest()).isEqualTo(new RowDigest(100, 1));
        assertThat(parts.get(1).fileName(ExportFormat.CSV)).isEqualTo("part-00001.csv");
    }

    @Test
    void aBatchThatIsTooLargeForAFileHasOneOfItsOwn() {
        List<ExportPart> parts = ExportPart.cut(List.of(batch(0, 500, 1), batch(1, 500, 1)), 100, 10);
        assertThat(parts).extracting(ExportPart::writes).containsExactly(List.of(0L), List.of(1L));
    }

    @Test
    void segmentsLimitAFileToo() {
        assertThat(ExportPart.cut(List.of(batch(0, 1, 6), batch(1, 1, 6)), 100, 10))
                .hasSize(2);
    }

    @Test
    void withoutBatchesThereIsOneFileWithTheColumns() {
        List<ExportPart> parts = ExportPart.cut(List.of(), 100, 10);
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().digest()).isEqualTo(RowDigest.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"fleet@2, fleet@2", "team/ttc, team%2Fttc", "a b=ü, a%20b%3D%C3%BC", "../x, ..%2Fx"})
    void whatDirectoriesCannotBeCalledIsEscaped(String value, String directory) {
        assertThat(HivePath.escaped(value)).isEqualTo(directory);
    }

    private static StoredBatch batch(int number, long rows, int segments) {
        return new StoredBatch(
                number, number, new RowDigest(rows, number), Collections.nCopies(segments, "segment-" + number));
    }
}
