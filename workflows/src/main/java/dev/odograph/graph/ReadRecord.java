package dev.odograph.graph;

import dev.odograph.spec.TableSchema;
import dev.odograph.spec.validation.ColumnFlow;
import dev.odograph.spec.validation.Problem;
import java.util.ArrayList;
import java.util.List;

/** A Java step may see fewer columns than its input has, but none that differ. */
final class ReadRecord {
    private ReadRecord() {}

    static List<Problem> problems(String step, Class<? extends Record> read, Table<?> input) {
        RecordSchema wanted = RecordSchema.of(read);
        List<Problem> problems = new ArrayList<>();
        String subject = "Step \"" + step + "\" (java): ";
        wanted.problems().forEach(problem -> problems.add(new Problem(step, subject + problem)));
        TableSchema given = RecordSchema.of(input.record()).schema();
        ColumnFlow.problems(wanted.schema().columns(), "record " + read.getSimpleName(), given, input.name())
                .forEach(problem -> problems.add(new Problem(step, subject + problem)));
        return problems;
    }
}
