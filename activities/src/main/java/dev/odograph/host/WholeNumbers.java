package dev.odograph.host;

import dev.odograph.step.StageWork;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON does not tell an int from a long: whole parameters are longs again once they have crossed to the host. */
final class WholeNumbers {
    private WholeNumbers() {}

    static StageWork widened(StageWork work) {
        Map<String, Object> parameters = work.parameters().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue() instanceof Integer whole
                                ? (Object) whole.longValue()
                                : entry.getValue()));
        return new StageWork(
                work.stage(),
                work.steps(),
                work.inputs(),
                work.segments(),
                parameters,
                work.bundle(),
                work.output(),
                work.materialise(),
                work.scratch(),
                work.memoryBytes());
    }
}
