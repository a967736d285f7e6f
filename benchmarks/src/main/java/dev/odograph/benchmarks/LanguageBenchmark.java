package dev.odograph.benchmarks;

import dev.odograph.examples.carfollowing.CarFollowing;
import dev.odograph.graph.GraphSpecs;
import dev.odograph.spec.GraphSpec;
import dev.odograph.spec.StepSpec;
import dev.odograph.step.Bundle;
import dev.odograph.step.InputTable;
import dev.odograph.step.Progress;
import dev.odograph.step.SegmentInput;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageRunner;
import dev.odograph.step.StageWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Time to collision of the same rows by the C++ kernel, by SQL and by Python: wall time of the stage from Arrow file to
 * Arrow file, warm. The digests must agree. Arguments: rows (2,000,000), segments (24), rounds (5).
 */
public final class LanguageBenchmark {
    private static final long MEMORY_BYTES = 1L << 30;
    private static final String SQL = """
            SELECT segment_id, position, t_ms,
                CASE WHEN closing_mps > 0.1 AND gap_m > 0 THEN gap_m / closing_mps END AS ttc_s,
                CASE WHEN closing_mps > 0.1 AND gap_m > 0 THEN closing_mps * closing_mps / (2 * gap_m) END AS drac_mps2,
                CASE WHEN speed_mps > 1.0 AND gap_m > 0 THEN gap_m / speed_mps END AS headway_s
            FROM pairs
            """;
    private static final String ARROW = """
            import numpy as np
            import pyarrow as pa

            def ttc(pairs):
                gap, closing, speed = (pairs[n].to_numpy() for n in ("gap_m", "closing_mps", "speed_mps"))
                closes, moves = closing > 0.1, speed > 1.0
                with np.errstate(divide="ignore", invalid="ignore"):
                    return pa.table({
                        "position": pairs["position"],
                        "t_ms": pairs["t_ms"],
                        "ttc_s": pa.array(gap / closing, mask=~(closes & (gap > 0))),
                        "drac_mps2": pa.array(closing * closing / (2 * gap), mask=~(closes & (gap > 0))),
                        "headway_s": pa.array(gap / speed, mask=~(moves & (gap > 0))),
                    })
            """;
    private static final String PANDAS = """
            import numpy as np
            import pandas as pd

            def ttc(pairs: pd.DataFrame) -> pd.DataFrame:
                gap, closing, speed = pairs["gap_m"], pairs["closing_mps"], pairs["speed_mps"]
                return pairs[["position", "t_ms"]].assign(
                    ttc_s=(gap / closing).where((closing > 0.1) & (gap > 0)),
                    drac_mps2=(closing * closing / (2 * gap)).where((closing > 0.1) & (gap > 0)),
                    headway_s=(gap / speed).where((speed > 1.0) & (gap > 0)),
                )
            """;

    private LanguageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 2_000_000;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 24;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        List<SegmentInput> segments = SampleFiles.simulated(rows, count);
        Path directory = Files.createTempDirectory("odograph-languages-");
        GraphSpec graph = GraphSpecs.of(new CarFollowing());
        StepSpec pairs = graph.step("pairs").orElseThrow();
        StepSpec kernel = graph.step("time_to_collision").orElseThrow();
        StageOutput input =
                run(directory, segments, Map.of(), graph.step("samples").orElseThrow(), pairs);
        Map<String, InputTable> inputs = Map.of("pairs", new InputTable(pairs.output(), input.files()));
        Map<String, StepSpec> ways = new LinkedHashMap<>();
        ways.put("C++ kernel", kernel);
        ways.put("SQL", new StepSpec.Sql("ttc", kernel.inputs(), kernel.output(), SQL));
        ways.put("Python, NumPy", python(kernel, ARROW));
        ways.put("Python, pandas", python(kernel, PANDAS));
        System.out.printf(
                Locale.ROOT, "%,d rows in %d segments%n", input.digest().rows(), count);
        double first = 0;
        for (Map.Entry<String, StepSpec> way : ways.entrySet()) {
            String digest = "";
            double[] ms = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                long start = System.nanoTime();
                StageOutput output = run(directory, segments, inputs, way.getValue());
                digest = output.digest().toString();
                if (round >= 0) {
                    ms[round] = (System.nanoTime() - start) / 1e6;
                }
            }
            Arrays.sort(ms);
            double median = ms[rounds / 2];
            first = first == 0 ? median : first;
            System.out.printf(
                    Locale.ROOT,
                    "%-16s median %8.1f ms (%.1f to %.1f), %.1f x; %s%n",
                    way.getKey(),
                    median,
                    ms[0],
                    ms[rounds - 1],
                    median / first,
                    digest);
        }
    }

    private static StepSpec python(StepSpec like, String source) {
        return new StepSpec.Python("ttc", like.inputs(), like.output(), "ttc", "ttc.py", source, Map.of(), null);
    }

    private static StageOutput run(
            Path directory, List<SegmentInput> segments, Map<String, InputTable> inputs, StepSpec... steps)
            throws IOException {
        Path place = Files.createTempDirectory(directory, "stage");
        StageWork work = new StageWork(
                steps[steps.length - 1].name(),
                List.of(steps),
                inputs,
                segments,
                Map.of(),
                "",
                place.resolve("output.arrow").toString(),
                true,
                Files.createDirectory(place.resolve("scratch")).toString(),
                MEMORY_BYTES);
        try (StageRunner runner = new StageRunner(Bundle.ON_CLASS_PATH, Path.of(work.scratch()))) {
            return runner.run(work, Progress.NONE);
        }
    }
}
