package dev.odograph.spec.validation;

import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import java.util.List;
import java.util.Map;

/** Binds SQL as the engine will, where there is an engine. */
@FunctionalInterface
public interface SqlCatalog {
    /** Stands for an engine that is not here; SQL then goes unbound until a step host sees it. */
    SqlCatalog UNKNOWN = (step, inputs) -> List.of();

    /**
     * What the engine says against a step's SQL: that it does not parse or bind, or puts out other columns than the
     * step declares. Each message stands without the step's name, which is put before it.
     *
     * @param step a sql or reduce step
     * @param inputs schemas of its inputs by name
     */
    List<String> problems(StepSpec step, Map<String, TableSchema> inputs);
}
