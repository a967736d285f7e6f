package dev.odograph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.MetricSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.spec.Version;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StagesAndKeysTest {
    private static final TableSchema SCHEMA =
            new TableSchema(List.of(new ColumnSpec("segment_id", ColumnType.STRING, false, true, null, false)));
    private static final Map<String, Object> PARAMETERS = Map.of("limit_s", 4.0, "unused", 1L);
    private static final CodeFingerprints CODE = code("java-1", "kernel-1", "duckdb-1");
    private static final Partition PARTITION = new Partition(0, List.of(segment("a", "1"), segment("b", "1")));

    @Test
    void cutsStagesAtFanOutFanInStoringAndReduce() {
        List<Stage> stages = Stages.of(graph("SELECT 1", "FROM pairs"));

        assertThat(stages.stream()
                        .map(stage -> stage.steps().stream().map(StepSpec::name).toList()))
                .containsExactly(
                        List.of("samples"),
                        List.of("pairs", "ttc"),
                        List.of("brakes"),
                        List.of("safety"),
                        List.of("fleet"));
        assertThat(stages.stream().map(Stage::inputs))
                .containsExactly(List.of(), List.of(0), List.of(0), List.of(1, 2), List.of(3));
        assertThat(stages.get(4).reduce()).isTrue();
        assertThat(stages.get(3).metrics()).extracting(MetricSpec::name).containsExactly("safety");
    }

    @Test
    void givesTheSameKeysForTheSameInput() {
        assertThat(keys(graph("SELECT 1", "FROM pairs"), PARAMETERS, CODE, PARTITION))
                .isEqualTo(keys(graph("SELECT 1", "FROM pairs"), PARAMETERS, CODE, PARTITION));
    }

    static Stream<Arguments> changes() {
        GraphSpec graph = graph("SELECT 1", "FROM pairs");
        return Stream.of(
                Arguments.of("text of pairs", graph("SELECT 2", "FROM pairs"), PARAMETERS, CODE, List.of(1, 3)),
                Arguments.of("text of safety", graph("SELECT 1", "FROM ttc"), PARAMETERS, CODE, List.of(3)),
                Arguments.of("Java code", graph, PARAMETERS, code("java-2", "kernel-1", "duckdb-1"), List.of(2, 3)),
                Arguments.of("kernel", graph, PARAMETERS, code("java-1", "kernel-2", "duckdb-1"), List.of(1, 3)),
                Arguments.of("engine", graph, PARAMETERS, code("java-1", "kernel-1", "duckdb-2"), List.of(1, 3)),
                Arguments.of(
                        "a parameter that the kernel uses",
                        graph,
                        Map.of("limit_s", 5.0, "unused", 1L),
                        CODE,
                        List.of(1, 2, 3)),
                Arguments.of(
                        "a parameter that only Java could use",
                        graph,
                        Map.of("limit_s", 4.0, "unused", 2L),
                        CODE,
                        List.of(2, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeMovesTheKeysOfWhatDependsOnItAndNoOthers(
            String what, GraphSpec graph, Map<String, Object> parameters, CodeFingerprints code, List<Integer> moved) {
        List<String> before = keys(graph("SELECT 1", "FROM pairs"), PARAMETERS, CODE, PARTITION);
        List<String> after = keys(graph, parameters, code, PARTITION);

        for (int stage = 0; stage < 4; stage++) {
            assertThat(!after.get(stage).equals(before.get(stage)))
                    .as("%s moves the key of stage %d", what, stage)
                    .isEqualTo(moved.contains(stage));
        }
    }

    @Test
    void aJavaStepThatDeclaresWhatItReadsDependsOnNothingElse() {
        StepSpec.Java step =
                new StepSpec.Java("brakes", List.of("samples"), SCHEMA, "Brakes", "In", "Out", List.of("limit_s"));
        String before = Keys.stepFingerprint(step, PARAMETERS, CODE);

        assertThat(Keys.stepFingerprint(step, Map.of("limit_s", 4.0, "unused", 2L), CODE))
                .isEqualTo(before);
        assertThat(Keys.stepFingerprint(step, Map.of("limit_s", 5.0, "unused", 1L), CODE))
                .isNotEqualTo(before);
    }

    @Test
    void freshnessIsNoPartOfAKeyAndOtherRulesAre() {
        StepSpec.Check.Rule range = new StepSpec.Check.Rule("range", List.of("x"), 0.0, 1.0);
        StepSpec.Check.Rule wider = new StepSpec.Check.Rule("range", List.of("x"), 0.0, 2.0);
        StepSpec.Check.Rule fresh = new StepSpec.Check.Rule(StepSpec.Check.Rule.FRESH, List.of(), null, 60.0);

        String alone = fingerprint(range);
        assertThat(fingerprint(range, fresh)).isEqualTo(alone);
        assertThat(fingerprint(wider)).isNotEqualTo(alone);
    }

    private static String fingerprint(StepSpec.Check.Rule... rules) {
        return Keys.stepFingerprint(
                new StepSpec.Check("valid", List.of("samples"), SCHEMA, List.of(rules)), PARAMETERS, CODE);
    }

    @Test
    void anotherRecordingMovesEveryKeyOfItsPartition() {
        Partition replaced = new Partition(0, List.of(segment("a", "1"), segment("b", "2")));
        GraphSpec graph = graph("SELECT 1", "FROM pairs");

        assertThat(keys(graph, PARAMETERS, CODE, replaced).subList(0, 4))
                .doesNotContainAnyElementsOf(
                        keys(graph, PARAMETERS, CODE, PARTITION).subList(0, 4));
    }

    @Test
    void aReduceIsKeyedByThePartitionsThatItReallyUsed() {
        List<Stage> stages = Stages.of(graph("SELECT 1", "FROM pairs"));
        List<String> fingerprints = fingerprints(stages, PARAMETERS, CODE);
        List<String> first = PartitionKeys.of(stages, fingerprints, PARTITION);
        List<String> second = PartitionKeys.of(stages, fingerprints, new Partition(1, List.of(segment("c", "1"))));

        String both = PartitionKeys.reduced(stages, fingerprints, List.of(first, second))
                .get(4);
        String one = PartitionKeys.reduced(stages, fingerprints, List.of(first)).get(4);
        assertThat(both).hasSize(64).isNotEqualTo(one);
    }

    private static List<String> keys(
            GraphSpec graph, Map<String, Object> parameters, CodeFingerprints code, Partition partition) {
        List<Stage> stages = Stages.of(graph);
        return PartitionKeys.of(stages, fingerprints(stages, parameters, code), partition);
    }

    private static List<String> fingerprints(
            List<Stage> stages, Map<String, Object> parameters, CodeFingerprints code) {
        return stages.stream()
                .map(stage -> Keys.stageFingerprint(stage, parameters, code))
                .toList();
    }

    private static GraphSpec graph(String pairs, String safety) {
        return new GraphSpec(
                GraphSpec.FORMAT,
                "default",
                "following",
                new Version(1, 0),
                null,
                "",
                List.of(),
                List.of(
                        new StepSpec.Source("samples", "main", SCHEMA),
                        new StepSpec.Sql("pairs", List.of("samples"), SCHEMA, pairs),
                        new StepSpec.Java("brakes", List.of("samples"), SCHEMA, "Brakes", "In", "Out"),
                        new StepSpec.Kernel(
                                "ttc",
                                List.of("pairs"),
                                SCHEMA,
                                "time_to_collision",
                                null,
                                Map.of("limit", "$limit_s")),
                        new StepSpec.Sql("safety", List.of("ttc", "brakes"), SCHEMA, safety),
                        new StepSpec.Reduce("fleet", List.of("safety"), SCHEMA, "SELECT 1")),
                List.of(new MetricSpec("safety", new Version(1, 0), "safety")));
    }

    private static SegmentRef segment(String id, String digest) {
        return new SegmentRef(id, digest, 10, 100, 1, 1);
    }

    private static CodeFingerprints code(String java, String kernel, String sql) {
        return new CodeFingerprints() {
            @Override
            public String java() {
                return java;
            }

            @Override
            public String kernel(@Nullable String library, String name) {
                return kernel;
            }

            @Override
            public String python(@Nullable String lock) {
                return "python-1" + lock;
            }

            @Override
            public String sqlEngine() {
                return sql;
            }
        };
    }

    static Stream<Arguments> pythonChanges() {
        Map<String, String> module = Map.of("shapes", "LIMIT = 'width_m'");
        return Stream.of(
                Arguments.of("nothing", python("limit_s", "f", module, null), PARAMETERS, false),
                Arguments.of("its text", python("limit_s ", "f", module, null), PARAMETERS, true),
                Arguments.of("its function", python("limit_s", "g", module, null), PARAMETERS, true),
                Arguments.of("a module", python("limit_s", "f", Map.of("shapes", ""), null), PARAMETERS, true),
                Arguments.of("its lock", python("limit_s", "f", module, "pyarrow==1"), PARAMETERS, true),
                Arguments.of(
                        "a parameter that it names",
                        python("limit_s", "f", module, null),
                        Map.of("limit_s", 5.0, "unused", 1L),
                        true),
                Arguments.of(
                        "a parameter that it does not name, hence is not given",
                        python("limit_s", "f", module, null),
                        Map.of("limit_s", 4.0, "unused", 2L, "limit", 1L),
                        false),
                Arguments.of(
                        "a parameter that its module names",
                        python("limit_s", "f", module, null),
                        Map.of("limit_s", 4.0, "width_m", 1.0),
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pythonChanges")
    void aPythonStepIsKeyedByItsCodeItsEnvironmentAndTheParametersThatItNames(
            String what, StepSpec.Python step, Map<String, Object> parameters, boolean moves) {
        StepSpec before = python("limit_s", "f", Map.of("shapes", "LIMIT = 'width_m'"), null);

        assertThat(!Keys.stepFingerprint(step, parameters, CODE).equals(Keys.stepFingerprint(before, PARAMETERS, CODE)))
                .as(what)
                .isEqualTo(moves);
    }

    private static StepSpec.Python python(
            String source, String function, Map<String, String> modules, @Nullable String lock) {
        return new StepSpec.Python("slow", List.of("samples"), SCHEMA, function, "slow.py", source, modules, lock);
    }
}
