package dev.odograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.graph.GraphDefinition;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated reference of the examples is up to date. */
final class MetricsReferenceTest {
    private static final List<GraphDefinition> GRAPHS =
            GraphSpecs.discover(MetricsReferenceTest.class.getClassLoader());

    @Test
    void theReferenceSaysWhatTheGraphsDeclare() throws IOException {
        String page = new MetricsReference(Snippet.ROOT.resolve("examples").resolve("src/main/java")).page(GRAPHS);
        if (Boolean.getBoolean("odograph.update")) {
            Files.writeString(MetricsReference.file(), page);
        }
        assertThat(MetricsReference.read())
                .as("docs/reference/metrics.md is not up to date: its first lines say how to write it anew")
                .isEqualTo(page);
    }

    @Test
    void everyColumnOfEveryMetricIsExplained() throws IOException {
        for (String line : MetricsReference.read().lines().toList()) {
            if (line.startsWith("| `") && line.split("\\|").length >= 5 && !line.contains("](#")) {
                assertThat(line)
                        .as("a column without a meaning: document the record's component")
                        .doesNotEndWith("|  |");
            }
        }
    }

    @Test
    void thereAreAtLeastEightMetricsOverBothDomainsWithTheSourceOfTheirFormula() throws IOException {
        List<String> metrics = GRAPHS.stream()
                .map(GraphSpecs::of)
                .filter(spec -> spec.owner() != null)
                .map(GraphSpec::metrics)
                .flatMap(List::stream)
                .map(MetricSpec::name)
                .toList();
        assertThat(metrics).hasSizeGreaterThanOrEqualTo(8).contains("ride_comfort", "stuck_time", "detection_quality");
    }
}
