package dev.odograph.graph;

import dev.odograph.spec.Severity;
import dev.odograph.spec.StepSpec.Check.Rule;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that a record's components declare. */
final class RecordRules {
    private RecordRules() {}

    static List<Rule> of(Class<? extends Record> record) {
        List<Rule> rules = new ArrayList<>();
        RecordComponent[] components = record.getRecordComponents();
        for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
            String column = RecordSchema.columnName(component);
            Range range = component.getAnnotation(Range.class);
            if (range != null) {
                rules.add(CheckRules.range(
                        column, range.min(), range.max(), severity(range.severity()), share(range.upToShare())));
            }
            Allowed allowed = component.getAnnotation(Allowed.class);
            if (allowed != null) {
                rules.add(CheckRules.allowed(
                        column, List.of(allowed.value()), severity(allowed.severity()), share(allowed.upToShare())));
            }
            Matches matches = component.getAnnotation(Matches.class);
            if (matches != null) {
                rules.add(CheckRules.matches(
                        column, matches.value(), severity(matches.severity()), share(matches.upToShare())));
            }
        }
        return rules;
    }

    private static @Nullable Severity severity(Severity severity) {
        return severity == Severity.ERROR ? null : severity;
    }

    private static @Nullable Double share(double share) {
        return share == 0 ? null : Double.valueOf(share);
    }
}
