package dev.odograph.store.lineage;

import dev.odograph.contract.RunStatus;
import dev.odograph.contract.Spans;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which runs an operator means, by what went wrong with them. Only runs that are PARKED, FAILED or CANCELLED are.
 *
 * @param code error code of an output that failed, or of the run; null for any
 * @param step name of the stage that failed; null for any
 * @param graph name of the graph; null for any
 * @param dataset name of the dataset; null for any
 * @param purpose word of the purpose; null for any
 * @param status where they stand; null for PARKED or FAILED
 * @param since made, or settled, no longer ago; null for any time
 */
public record RunSelection(
        @Nullable String code,
        @Nullable String step,
        @Nullable String graph,
        @Nullable String dataset,
        @Nullable String purpose,
        @Nullable RunStatus status,
        @Nullable Duration since) {

    /**
     * Reads {@code key=value} pairs with spaces between: {@code code=STEP_FAILED since=6h}.
     *
     * @throws OdographException ARGUMENT_INVALID that names the pair and the mend
     */
    public static RunSelection parse(String text) {
        RunSelection selection = new RunSelection(null, null, null, null, null, null, null);
        if (text.isBlank()) {
            throw invalid("\"" + text + "\" selects every run", "");
        }
        for (String pair : text.strip().split("\\s+")) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw invalid("\"" + pair + "\" is no key=value", "");
            }
            selection = selection.with(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return selection;
    }

    private RunSelection with(String key, String value) {
        return switch (key) {
            case "code" -> new RunSelection(known(value), step, graph, dataset, purpose, status, since);
            case "step" -> new RunSelection(code, value, graph, dataset, purpose, status, since);
            case "graph" -> new RunSelection(code, step, value, dataset, purpose, status, since);
            case "dataset" -> new RunSelection(code, step, graph, value, purpose, status, since);
            case "purpose" -> new RunSelection(code, step, graph, dataset, value, status, since);
            case "status" -> new RunSelection(code, step, graph, dataset, purpose, settled(value), since);
            case "since" -> new RunSelection(code, step, graph, dataset, purpose, status, duration(value));
            default -> throw invalid("\"" + key + "\" is no key", "");
        };
    }

    private static String known(String code) {
        if (Arrays.stream(ErrorCode.values()).noneMatch(each -> each.name().equals(code))) {
            throw invalid(
                    "code \"" + code + "\" does not exist", ": ./odograph runs show RUN names the code of a failure");
        }
        return code;
    }

    private static RunStatus settled(String word) {
        for (RunStatus status : new RunStatus[] {RunStatus.PARKED, RunStatus.FAILED, RunStatus.CANCELLED}) {
            if (status.name().equals(word.toUpperCase(Locale.ROOT))) {
                return status;
            }
        }
        throw invalid("status \"" + word + "\" cannot be retried", ": choose one of parked, failed, cancelled");
    }

    private static Duration duration(String text) {
        return Spans.minutes(text)
                .orElseThrow(() -> invalid("since=" + text + " is no time", ": write such as 30m, 6h or 2d"));
    }

    private static OdographException invalid(String what, String mend) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "Selection of runs: " + what
                        + (mend.isEmpty()
                                ? ": write key=value pairs of code, step, graph, dataset, purpose, status, since, as in"
                                        + " 'code=FILE_NOT_FOUND since=6h'"
                                : mend));
    }
}
