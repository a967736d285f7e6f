package dev.odograph.api;

import dev.odograph.contract.DatasetRef;
import dev.odograph.contract.FailurePolicy;
import dev.odograph.contract.Purpose;
import dev.odograph.contract.RunInput;
import dev.odograph.contract.RunLimits;
import dev.odograph.contract.SegmentSample;
import dev.odograph.dataset.DatasetName;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.worker.RunStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a start: what is wrong with it is said all at once, where it has more than one fault. */
final class AskedRun {
    private static final int MOST_PARAMETERS = 200;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_STRATA = 20;

    private AskedRun() {}

    /**
     * The input of a run.
     *
     * @throws OdographException ARGUMENT_INVALID; PARAMETER_INVALID; NAME_INVALID
     */
    static RunInput input(@Nullable StartRun body) {
        if (body == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID, "The body is empty: send {\"graph\": NAME, \"dataset\": NAME} as JSON");
        }
        List<String> problems = new ArrayList<>();
        String graph = named("graph", body.graph(), "[a-z][a-z0-9_]{0,127}", "a name in snake_case", problems);
        String dataset = named(
                "dataset",
                body.dataset(),
                "[^@\\p{Cntrl}]{1,257}(@[0-9]{1,9})?",
                "the name of a dataset, or name@version",
                problems);
        optional("version", body.version(), "[0-9]{1,6}\\.[0-9]{1,6}", "major.minor, such as 1.0", problems);
        optional("bundle", body.bundle(), "[^\\p{Cntrl}]{1,200}", "a digest or a branch", problems);
        if (body.targetRows() != null && body.targetRows() < 1) {
            problems.add("target_rows is " + body.targetRows() + ": give a whole number of at least 1");
        }
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.ARGUMENT_INVALID, String.join("; ", problems));
        }
        requireDataset(dataset);
        if (body.runId() != null) {
            RunStart.requireId(body.runId());
        }
        return new RunInput(
                graph,
                body.version(),
                body.bundle(),
                dataset,
                parameters(body.parameters()),
                body.purpose() == null ? Purpose.ADHOC : Purpose.parse(body.purpose()),
                body.failurePolicy() == null ? null : FailurePolicy.parse(body.failurePolicy()),
                body.targetRows(),
                limits(body.limits()),
                sample(body.sample()));
    }

    private static void requireDataset(String dataset) {
        var unused = DatasetName.of(DatasetRef.parse(dataset).name());
    }

    private static String named(
            String field, @Nullable String value, String pattern, String what, List<String> problems) {
        if (value == null) {
            problems.add(field + " is missing: give " + what);
            return "";
        }
        optional(field, value, pattern, what, problems);
        return value;
    }

    private static void optional(
            String field, @Nullable String value, String pattern, String what, List<String> problems) {
        if (value != null && !value.matches(pattern)) {
            problems.add(field + " is \"" + value.replaceAll("\\p{Cntrl}", "␣") + "\": give " + what);
        }
    }

    private static Map<String, Object> parameters(@Nullable Map<String, Object> given) {
        if (given == null) {
            return Map.of();
        }
        List<String> problems = new ArrayList<>();
        if (given.size() > MOST_PARAMETERS) {
            problems.add("there are " + given.size() + " parameters: give at most " + MOST_PARAMETERS);
        }
        given.forEach((name, value) -> {
            if (!name.matches("[a-z][a-z0-9_]{0,127}")) {
                problems.add("parameter \"" + name.replaceAll("\\p{Cntrl}", "␣") + "\" is no name in snake_case");
            } else if (!(value instanceof Number || value instanceof Boolean || value instanceof String)) {
                problems.add("parameter \"" + name + "\" is " + value + ": give a number, a text, true or false");
            } else if (value instanceof String text && (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0)) {
                problems.add("parameter \"" + name + "\" is a text that is longer than " + LONGEST_TEXT
                        + " characters or holds a zero character: give a shorter one without");
            }
        });
        if (!problems.isEmpty()) {
            throw new OdographException(ErrorCode.PARAMETER_INVALID, String.join("; ", problems));
        }
        return given;
    }

    private static @Nullable SegmentSample sample(StartRun.@Nullable Sample sample) {
        if (sample == null) {
            return null;
        }
        List<String> by = sample.by() == null ? List.of() : sample.by();
        if (by.size() > MOST_STRATA
                || by.stream().anyMatch(name -> name == null || name.isBlank() || name.length() > 200)
                || by.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "sample.by holds what is no name, or more than " + MOST_STRATA + ": give names of tags, or vehicle,"
                            + " release, scenario_id");
        }
        if (sample.segments() == null) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "sample.segments is missing: say how many, as in {\"segments\": 50, \"by\": [\"city\"]}");
        }
        return new SegmentSample(sample.segments(), sample.seed() == null ? 1 : sample.seed(), by);
    }

    private static @Nullable RunLimits limits(StartRun.@Nullable Limits limits) {
        if (limits == null) {
            return null;
        }
        Map<String, Integer> steps = limits.steps() == null ? Map.of() : limits.steps();
        steps.forEach((step, limit) -> {
            if (limit == null || step.chars().anyMatch(Character::isISOControl)) {
                throw new OdographException(
                        ErrorCode.ARGUMENT_INVALID,
                        "limits.steps has \"" + step.replaceAll("\\p{Cntrl}", "␣") + "\": " + limit
                                + ": give a step's name and a whole number of at least 1");
            }
        });
        return new RunLimits(limits.partitions(), steps);
    }
}
