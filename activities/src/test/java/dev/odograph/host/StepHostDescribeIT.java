package dev.odograph.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleBuilder;
import dev.odograph.kernel.HostileKernels;
import dev.odograph.spec.GraphSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StepHostDescribeIT {
    private static final String GRAPH = """
            package author;

            import dev.odograph.graph.*;

            public final class Fleet implements GraphDefinition {
                public record Sample(@Key String segmentId, @Key long tMs, @Unit("m/s") double speedMps) {}

                @Override
                public void define(Graph g) {
                    Table<Sample> samples = g.source("samples", Sample.class);
                    %s
                    g.metric("speed", "1.0", samples);
                }
            }
            """;

    @TempDir
    Path directory;

    private StepHosts hosts;

    @BeforeEach
    void startPool() {
        hosts = new HostLab(directory, 1, HostLimits.DEFAULT).hosts();
    }

    @AfterEach
    void stopPool() {
        hosts.close();
    }

    private Bundle build(String extra, List<Path> libraries) throws IOException {
        Path classes = AuthorCode.classes(directory.resolve("classes"), "author.Fleet", GRAPH.formatted(extra));
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("dev.odograph.graph.GraphDefinition"), "author.Fleet\n");
        return new BundleBuilder(directory, hosts).build(List.of(classes), libraries);
    }

    @Test
    void aLibraryWhoseGoldenVectorDiffersIsAProblemOfTheBundle() {
        assertThatThrownBy(() -> build("", List.of(HostileKernels.drifted())))
                .isInstanceOf(OdographException.class)
                .hasMessageContaining("Library \"libodograph_drifted.so\"")
                .hasMessageContaining("golden vector \"a tenth of a second\"");
    }

    @Test
    void theGraphsAndKernelsOfABundleAreReadInAStepHost() throws IOException {
        Bundle bundle = build("", List.of(HostileKernels.path()));

        assertThat(bundle.graphs()).extracting(GraphSpec::name).containsExactly("fleet");
        assertThat(bundle.kernels())
                .anySatisfy(kernel -> assertThat(kernel.kernel()).isEqualTo("hostile_segfault"))
                .allSatisfy(kernel ->
                        assertThat(kernel.page()).contains("### " + kernel.kernel(), "| Input `", "Example: "));
        assertThat(Bundle.open(bundle.directory())).isEqualTo(bundle);
    }

    @Test
    void aKernelWithColumnsThatNoGraphHasIsRefusedWithTheirTrueTypes() {
        String call =
                "g.metric(\"echoed\", \"1.0\", g.kernel(\"echoed\", Sample.class, \"libodograph_echo.so/echo\", samples));";

        assertThatThrownBy(() -> build(call, List.of(HostileKernels.echo())))
                .hasMessageContaining("Step \"echoed\" (kernel): kernel \"echo\" reads column \"ratio\" of \"rows\" as"
                        + " float32, which no column of a graph is: use float64 there")
                .hasMessageContaining("reads column \"ranges_m\" of \"rows\" as list<float64>")
                .hasMessageContaining("puts out column \"ids\" of \"rows\" as list<int32>");
    }

    @Test
    void aDefinitionThatEndsItsProcessEndsTheHostOnly() {
        assertThatThrownBy(() -> build("System.exit(9);", List.of())).hasMessageContaining("status 9");
        assertThat(directory.resolve("bundles")).isEmptyDirectory();
    }

    @Test
    void aGraphWithProblemsIsRefusedWithAllOfThem() {
        assertThatThrownBy(() ->
                        build("g.metric(\"first\", \"1\", samples); g.metric(\"second\", \"x\", samples);", List.of()))
                .hasMessageContaining("Graph \"fleet\"")
                .hasMessageContaining("first")
                .hasMessageContaining("second");
    }
}
