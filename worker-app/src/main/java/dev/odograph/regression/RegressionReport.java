package dev.odograph.regression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionOutcome.Verdict;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.query.Comparison;
import dev.odograph.query.ComparisonMarkdown;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a regression run came to, for programs and for the comment on a change.
 *
 * @param outcome the outcome
 * @param comparison the figures behind it; null where nothing was compared
 */
public record RegressionReport(
        RegressionOutcome outcome, @Nullable Comparison comparison) {
    /** Version of the JSON form. */
    public static final int FORMAT = 1;

    /** Characters that the Markdown has at most: hosts of code refuse longer comments. */
    public static final int LONGEST = 60_000;

    private static final String CUT =
            "\n\nCut here, since a comment may be no longer: the report as JSON has all of it.\n";

    private static final ObjectWriter JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writerWithDefaultPrettyPrinter();

    /** The whole as JSON with names in snake_case. */
    public String json() {
        try {
            return JSON.writeValueAsString(fields()) + "\n";
        } catch (JsonProcessingException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "the report does not serialise to JSON", e);
        }
    }

    /** The whole as a JSON object's fields. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("verdict", outcome.verdict());
        fields.put("exit_code", outcome.verdict().exitCode());
        fields.put("summary", outcome.summary());
        fields.put("base_run_id", outcome.baseRunId());
        fields.put("head_run_id", outcome.headRunId());
        fields.put("gates", outcome.gates());
        if (comparison != null) {
            fields.put("comparison", comparison);
        }
        return fields;
    }

    /** Markdown of at most {@value #LONGEST} characters. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("## Odograph: ").append(word(outcome.verdict())).append("\n\n");
        text.append(ComparisonMarkdown.cell(outcome.summary())).append("\n\n");
        gates(text);
        text.append("\nBase run `")
                .append(outcome.baseRunId())
                .append("`, head run `")
                .append(outcome.headRunId())
                .append("`. A run's page and `./odograph runs show RUN` say more of it.\n");
        if (comparison != null) {
            text.append('\n').append(ComparisonMarkdown.of(comparison));
        }
        return fitting(text.toString());
    }

    private void gates(StringBuilder text) {
        List<Gate> shown = outcome.gates().stream()
                .filter(gate -> gate.passage() != Passage.PASS)
                .sorted(Comparator.comparing((Gate gate) -> gate.passage()).reversed())
                .toList();
        if (!shown.isEmpty()) {
            text.append("| | gate | what | why |\n|---|---|---|---|\n");
            for (Gate gate : shown) {
                text.append("| ")
                        .append(String.join(
                                " | ",
                                gate.passage() == Passage.FAIL ? "**fail**" : word(gate.passage()),
                                gate.kind(),
                                ComparisonMarkdown.cell(name(gate)),
                                ComparisonMarkdown.cell(gate.message())))
                        .append(" |\n");
            }
            text.append('\n');
        }
        long passed = outcome.gates().size() - shown.size();
        text.append(passed).append(" of ").append(outcome.gates().size()).append(" gates passed.\n");
    }

    private static String fitting(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        String shorter = text.replaceAll("(?s)\n<details>.*?</details>\n", "\n");
        if (shorter.length() <= LONGEST) {
            return shorter;
        }
        int end = shorter.lastIndexOf('\n', LONGEST - CUT.length());
        return shorter.substring(0, Math.max(0, end)) + CUT;
    }

    /** What a gate is about: {@code metric.measure}, or its name. */
    public static String name(Gate gate) {
        return gate.metric() == null || gate.metric().equals(gate.name())
                ? gate.name()
                : gate.metric() + "." + gate.name();
    }

    /** The lower-case word. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a gate holds the change up, where undecided ones may. */
    boolean holdsUp(Gate gate) {
        return gate.passage() == Passage.FAIL
                || (gate.passage() == Passage.UNDECIDED && outcome.verdict() == Verdict.UNDECIDED);
    }
}
