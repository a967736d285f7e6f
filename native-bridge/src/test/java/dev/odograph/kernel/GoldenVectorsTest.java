package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.kernel.KernelException.Code;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoldenVectorsTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final KernelLibrary echo = KernelLibrary.open(HostileKernels.echo());

    @AfterEach
    void nothingIsLeftAllocated() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void theKernelsOfOdographComputeTheirs() {
        KernelLibrary core = CoreKernels.library();

        core.verify(allocator);

        assertThat(core.kernels()).allSatisfy(kernel -> {
            assertThat(kernel.golden()).isNotEmpty();
            assertThat(kernel.description()).isNotEmpty();
            assertThat(kernel.source()).isNotEmpty();
        });
        assertThat(core.instructionSet()).isIn("x86-64-v2", "armv8-a");
        assertThat(core.buildId()).matches("[0-9a-f]{64}");
    }

    @Test
    void everyTypeNullsListsAndParametersGoThroughAKernel() {
        echo.verify(allocator);

        assertThat(echo.kernel("echo").descriptor().golden())
                .extracting(GoldenVector::name)
                .containsExactly("as it is", "with all parameters");
    }

    @Test
    void aSliceOfListsIsReadFromItsOwnFirstRow() {
        KernelDescriptor kernel = echo.kernel("echo").descriptor();
        try (VectorSchemaRoot rows = GoldenTable.read(
                        allocator,
                        kernel.inputs().getFirst(),
                        kernel.golden().getFirst().inputs().getFirst());
                VectorSchemaRoot twice = twice(rows);
                VectorSchemaRoot slice = twice.slice(2, 3);
                VectorSchemaRoot out =
                        echo.kernel("echo").invoke(allocator, List.of(slice), Map.of("scale", 2), new CancelFlag())) {
            assertThat(column(out, "ranges_m")).containsExactly("[]", "[2.0,4.0,8.0]", "null");
            assertThat(column(out, "ids")).containsExactly("[]", "[1,-2]", "null");
            assertThat(column(out, "label")).containsExactly("null", "a \"b", "null");
        }
    }

    @Test
    void aHostThatComputesOtherwiseSaysWhichKernelVectorAndValuesAndWhatMendsIt() {
        assertThatThrownBy(() -> KernelLibrary.open(HostileKernels.drifted()).verify(allocator))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.LIBRARY_GOLDEN_DIFFERS))
                .hasMessageContaining("kernel drifted_seconds of library libodograph_drifted.so, golden vector"
                        + " \"a tenth of a second\": row 0 column t_s: expected 0.2, found 0.1.")
                .hasMessageContaining("takes no kernel tasks")
                .hasMessageContaining("correct the vector or the kernel")
                .hasMessageContaining("take this host out of service");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.1 | 0.10000000000000002 | 1
            0   | -0.0                | 1
            0.1 | 0.10000000000000003 | 2
            """)
    void ulpsCountTheNumbersBetweenTwo(String expected, String found, long ulps) {
        assertThat(agrees(expected, found, ulps)).isTrue();
        assertThat(agrees(expected, found, ulps - 1)).isFalse();
    }

    @Test
    void aTableThatCannotBeReadNamesWhatIsWrong() {
        KernelSchema schema = new KernelSchema(
                "rows", List.of(new KernelField("x_m", KernelType.LIST_FLOAT64, "m", true, false, false)));

        assertThatThrownBy(() -> GoldenTable.read(allocator, schema, "y_m\n[1]").close())
                .hasMessage("table rows lacks column x_m");
        assertThatThrownBy(() ->
                        GoldenTable.read(allocator, schema, "x_m\n[1] [2]").close())
                .hasMessage("table rows has 2 cells in row 0, but 1 columns");
        assertThatThrownBy(() -> GoldenTable.read(allocator, schema, "x_m\n1,2").close())
                .hasMessage("1,2 is no list: write [1,2]");
        assertThatThrownBy(() -> GoldenTable.read(allocator, schema, "").close())
                .hasMessage("table rows names 0 columns, but declares 1");
        assertThatThrownBy(() -> GoldenTable.lines("x_m\n\"open")).hasMessage("a quote is not closed in: \"open");
    }

    private boolean agrees(String expected, String found, long ulps) {
        KernelDescriptor echoed = echo.kernel("echo").descriptor();
        String row = "segment_id t_ms flag small ratio speed_mps label ids stamps parts ranges_m\n"
                + "s1 0 null null null %s null null null null null";
        GoldenVector vector =
                new GoldenVector("near", Map.of(), List.of(row.formatted(found)), row.formatted(expected), ulps);
        try {
            new GoldenCheck(echo, echo.kernel(echoed.name()), vector).run(allocator);
            return true;
        } catch (KernelException e) {
            assertThat(e.code()).isEqualTo(Code.LIBRARY_GOLDEN_DIFFERS);
            return false;
        }
    }

    private VectorSchemaRoot twice(VectorSchemaRoot rows) {
        VectorSchemaRoot twice = VectorSchemaRoot.create(rows.getSchema(), allocator);
        twice.getFieldVectors().forEach(org.apache.arrow.vector.FieldVector::allocateNew);
        org.apache.arrow.vector.util.VectorSchemaRootAppender.append(twice, rows, rows);
        return twice;
    }

    private static List<String> column(VectorSchemaRoot root, String name) {
        return java.util.stream.IntStream.range(0, root.getRowCount())
                .mapToObj(row -> String.valueOf(root.getVector(name).getObject(row)))
                .toList();
    }
}
