package dev.odograph.spec.validation;

import static dev.odograph.spec.validation.Specs.SEGMENT;
import static dev.odograph.spec.validation.Specs.T_MS;
import static dev.odograph.spec.validation.Specs.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.ParameterSpec;
import dev.odograph.spec.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What flows into a kernel has the kernel's unit, whether a column or a graph's parameter; both places are named. */
final class UnitsAlongEdgesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rad, rad, -",
                "m/s^2, m/s², -",
                "1/s, Hz, -",
                "-, -, -",
                "rad, deg, 'convert it in a step between (heading * 0.017453292519943295), or correct the unit'",
                "deg, rad, 'convert it in a step between (heading * 57.29577951308232), or correct the unit'",
                "m/s, km/h, 'convert it in a step between (heading * 0.2777777777777778), or correct the unit'",
                "m/s, m/s^2, 'no factor makes m/s of m/s^2, so take another column, or correct the unit'",
                "ms, s, 'convert it in a step between (heading * 1000.0), or correct the unit'",
                "1/km, 1/m, 'convert it in a step between (heading * 1000.0), or correct the unit'",
                "1, %, 'convert it in a step between (heading * 0.01), or correct the unit'",
                "rad, 1, 'no factor makes rad of 1, so take another column, or correct the unit'",
                "m, -, 'convert it in a step between, or correct the unit'",
                "-, m, 'convert it in a step between, or correct the unit'",
            })
    void aColumnOfAnotherUnitIsRefused(@Nullable String kernel, @Nullable String poses, @Nullable String mend) {
        List<String> problems = problems(kernel, poses, null, null);

        if (mend == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems)
                    .containsExactly("Step \"turned\" (kernel): kernel \"turn\" wants column \"heading\" in "
                            + Units.show(kernel) + ", but \"poses\" has it in " + Units.show(poses)
                            + ": " + mend);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "rad, rad, true",
                "rad, deg, false",
                "s, ms, false",
                "m/s, km/h, false",
                "s, -, false",
                "-, s, false",
                "-, -, true",
            })
    void aParameterOfAnotherUnitIsRefused(@Nullable String kernel, @Nullable String graph, boolean fits) {
        List<String> problems = problems("rad", "rad", kernel, graph);

        if (fits) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems)
                    .containsExactly("Step \"turned\" (kernel): kernel \"turn\" takes parameter \"by\" in "
                            + Units.show(kernel) + ", but the graph's parameter \"turn_by\" is in "
                            + Units.show(graph) + ": declare both in the same unit");
        }
    }

    private static List<String> problems(
            @Nullable String kernelColumn,
            @Nullable String poses,
            @Nullable String kernelParameter,
            @Nullable String graphParameter) {
        ColumnSpec out = value("turned", ColumnType.FLOAT64, "rad");
        KernelSignature turn = new KernelSignature(
                "turn",
                List.of(value("heading", ColumnType.FLOAT64, kernelColumn)),
                List.of(SEGMENT, T_MS, out),
                List.of(new ParameterSpec("by", ColumnType.FLOAT64, 0.0, kernelParameter)));
        StepSpec source = new StepSpec.Source(
                "poses", "main", Specs.schema(SEGMENT, T_MS, value("heading", ColumnType.FLOAT64, poses)));
        StepSpec step = new StepSpec.Kernel(
                "turned", List.of("poses"), Specs.schema(SEGMENT, T_MS, out), "turn", null, Map.of("by", "$turn_by"));
        GraphSpec graph = Specs.of(
                List.of(new ParameterSpec("turn_by", ColumnType.FLOAT64, 1.0, graphParameter)),
                List.of(source, step),
                List.of(Specs.metric("m", "turned")));
        return Specs.problems(graph, new Turning(turn));
    }

    private record Turning(KernelSignature signature) implements KernelCatalog {
        @Override
        public Optional<KernelSignature> find(String name, @Nullable String library) {
            return name.equals(signature.name()) ? Optional.of(signature) : Optional.empty();
        }

        @Override
        public List<String> names(@Nullable String library) {
            return List.of(signature.name());
        }
    }
}
