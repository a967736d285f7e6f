package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.Pairs.Pair;
import dev.odograph.kernel.internal.NativeCache;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KernelTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final Kernel ttc = CoreKernels.library().kernel("time_to_collision");

    @AfterEach
    void nothingIsLeftAllocated() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void sharesBuffersWithTheKernelInBothDirections() {
        Kernel probe = KernelLibrary.open(NativeCache.unpack(HostileKernels.class, "native/libodograph_probe.so"))
                .kernel("probe_addresses");
        try (VarCharVector segment = new VarCharVector("segment_id", allocator);
                Float8Vector x = new Float8Vector("x_m", allocator)) {
            segment.setSafe(0, "s1".getBytes(StandardCharsets.UTF_8));
            segment.setValueCount(2);
            x.setSafe(0, 1.5);
            x.setValueCount(2);
            try (VectorSchemaRoot out =
                    probe.invoke(allocator, List.of(VectorSchemaRoot.of(segment, x)), Map.of(), new CancelFlag())) {
                BigIntVector address = (BigIntVector) out.getVector("address");
                assertThat(address.get(0)).isEqualTo(segment.getOffsetBufferAddress());
                assertThat(address.get(1)).isEqualTo(segment.getDataBufferAddress());
                assertThat(address.get(2)).isEqualTo(x.getValidityBufferAddress());
                assertThat(address.get(3)).isEqualTo(x.getDataBufferAddress());
                assertThat(address.get(4)).isEqualTo(address.getDataBufferAddress());
            }
        }
    }

    @Test
    void countsTheOutputAgainstTheAllocatorUntilItIsClosed() {
        try (VectorSchemaRoot pairs = Pairs.of(allocator, Collections.nCopies(1000, new Pair(20.0, 30.0, 5.0)))) {
            long before = allocator.getAllocatedMemory();
            try (VectorSchemaRoot out = call(pairs, Map.of())) {
                assertThat(out.getRowCount()).isEqualTo(1000);
                assertThat(allocator.getAllocatedMemory()).isGreaterThanOrEqualTo(before + 3 * 8 * 1000);
            }
            assertThat(allocator.getAllocatedMemory()).isEqualTo(before);
        }
    }

    @Test
    void namesAMissingColumnWithWhatWasFound() {
        try (Float8Vector gap = new Float8Vector("gap_m", allocator)) {
            refused(VectorSchemaRoot.of(gap), Map.of(), Code.INPUT_INVALID)
                    .hasMessage("kernel time_to_collision: input pairs column segment_id is missing, expected string;"
                            + " found columns gap_m");
        }
    }

    @Test
    void namesAMistypedColumnWithBothTypes() {
        try (VectorSchemaRoot pairs = Pairs.of(allocator, List.of());
                BigIntVector gap = new BigIntVector("gap_m", allocator)) {
            List<FieldVector> vectors = pairs.getFieldVectors().stream()
                    .map(vector -> vector.getName().equals("gap_m") ? gap : vector)
                    .toList();
            refused(new VectorSchemaRoot(vectors), Map.of(), Code.INPUT_INVALID)
                    .hasMessage("kernel time_to_collision: input pairs column gap_m expected float64, found int64");
        }
    }

    @Test
    void refusesAWrongNumberOfInputs() {
        assertThatThrownBy(() -> ttc.invoke(allocator, List.of(), Map.of(), new CancelFlag()))
                .hasMessage("kernel time_to_collision takes 1 inputs, but was given 0");
    }

    @Test
    void refusesAnUnknownParameterNamingTheNearest() {
        refused(Map.of("min_closing_mp", 1.0), Code.PARAMETER_UNKNOWN)
                .hasMessageContaining("has no parameter min_closing_mp; did you mean min_closing_mps?");
    }

    @Test
    void refusesAMistypedParameterNamingValueAndType() {
        refused(Map.of("min_closing_mps", "fast"), Code.PARAMETER_INVALID)
                .hasMessage(
                        "kernel time_to_collision: parameter min_closing_mps must be FLOAT64, but is fast (String)");
    }

    @Test
    void passesOnWhatTheKernelItselfRefuses() {
        refused(Map.of("min_closing_mps", -1.0), Code.PARAMETER_INVALID)
                .hasMessageContaining("parameter min_closing_mps is -1.0");
    }

    @Test
    void resolvesParametersWithTheirDefaults() {
        assertThat(ttc.resolveParameters(Map.of("min_speed_mps", 2)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("min_speed_mps", 2.0, "min_closing_mps", 0.1));
    }

    @Test
    void turnsAnExceptionOfTheKernelIntoItsMessage() {
        Kernel thrower = KernelLibrary.open(HostileKernels.path()).kernel("hostile_throw");
        try (VectorSchemaRoot rows = Pairs.of(allocator, List.of(new Pair(1.0, 1.0, 1.0)))) {
            assertThatThrownBy(() -> thrower.invoke(allocator, List.of(rows), Map.of(), new CancelFlag()))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.KERNEL_FAILED))
                    .hasMessage("hostile_throw threw");
            try (VectorSchemaRoot out =
                    thrower.invoke(allocator, List.of(rows), Map.of("segment_id", "other"), new CancelFlag())) {
                assertThat(out.getRowCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void stopsAKernelWhoseFlagIsSetFromAnotherThread() {
        Kernel spin = KernelLibrary.open(HostileKernels.path()).kernel("hostile_spin");
        CancelFlag cancel = new CancelFlag();
        try (VectorSchemaRoot rows = Pairs.of(allocator, List.of(new Pair(1.0, 1.0, 1.0)))) {
            CompletableFuture.runAsync(cancel::cancel, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
            assertThatThrownBy(() -> spin.invoke(allocator, List.of(rows), Map.of(), cancel))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.KERNEL_CANCELLED));
        }
    }

    private VectorSchemaRoot call(VectorSchemaRoot pairs, Map<String, ?> parameters) {
        return ttc.invoke(allocator, List.of(pairs), parameters, new CancelFlag());
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            Map<String, ?> parameters, Code code) {
        try (VectorSchemaRoot pairs = Pairs.of(allocator, List.of())) {
            return refused(pairs, parameters, code);
        }
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            VectorSchemaRoot pairs, Map<String, ?> parameters, Code code) {
        return assertThatThrownBy(() -> call(pairs, parameters))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
