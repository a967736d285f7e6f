package dev.odograph.spec.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of schema changes in the reference is the table of cases. */
final class SchemaChangesTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "lock.md");

    /** A row: what it shows, columns before, columns after, what it asks. */
    record Case(String change, TableSchema before, TableSchema after, Bump needs) {
        @Override
        public String toString() {
            return change;
        }
    }

    static List<Case> table() throws IOException {
        try (Stream<String> lines = Files.lines(REFERENCE)) {
            return lines.filter(line -> line.matches("\\|.*\\| (none|minor|major) \\|"))
                    .map(line -> line.split(" ?\\| ?"))
                    .map(cells -> new Case(
                            cells[1],
                            schema(cells[2]),
                            schema(cells[3]),
                            Bump.valueOf(cells[4].strip().toUpperCase(Locale.ROOT))))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void aChangeAsksWhatTheReferenceSays(Case row) {
        List<SchemaChange> changes = SchemaChanges.between(row.before(), row.after());

        assertThat(changes.stream()
                        .map(SchemaChange::needs)
                        .max(Comparator.naturalOrder())
                        .orElse(Bump.NONE))
                .as("%s", changes)
                .isEqualTo(row.needs());
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.what() + change.rule() + change.mend())
                        .contains(change.column())
                        .doesNotContain("null\"")
                        .doesNotEndWith("."));
    }

    @Test
    void theReferenceHasTheTable() throws IOException {
        assertThat(table()).hasSizeGreaterThanOrEqualTo(20);
    }

    private static TableSchema schema(String cell) {
        return new TableSchema(Arrays.stream(cell.replace("`", "").strip().split(", "))
                .map(ColumnText::parse)
                .toList());
    }
}
