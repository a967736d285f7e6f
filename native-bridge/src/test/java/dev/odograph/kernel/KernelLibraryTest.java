package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.kernel.KernelException.Code;
import dev.odograph.kernel.internal.NativeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelLibraryTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatAKernelDeclares() {
        KernelLibrary library = CoreKernels.library();

        assertThat(library.name()).isEqualTo("odograph-kernels");
        assertThat(library.buildId()).matches("[0-9a-f]{64}");
        assertThat(library.sha256()).matches("[0-9a-f]{64}").isNotEqualTo(library.buildId());
        assertThat(library.instructionSet()).isIn("x86-64-v2", "armv8-a");
        KernelDescriptor kernel = library.kernels().getFirst();
        assertThat(kernel.name()).isEqualTo("time_to_collision");
        assertThat(kernel.version()).isEqualTo("1.0");
        assertThat(kernel.scope()).isEqualTo(KernelScope.ROW);
        assertThat(kernel.source()).contains("Hayward 1972");
        assertThat(kernel.inputs().getFirst().findField("speed_mps"))
                .contains(new KernelField("speed_mps", KernelType.FLOAT64, "m/s", true, false, false));
        assertThat(kernel.output().fields().stream().filter(KernelField::key).map(KernelField::name))
                .containsExactly("segment_id", "position", "t_ms");
        assertThat(kernel.findParameter("min_closing_mps").orElseThrow().fallback())
                .isEqualTo(0.1);
    }

    @Test
    void loadsALibraryOfSeveralKernelsAndOneWrittenInC() {
        assertThat(KernelLibrary.open(HostileKernels.path()).kernels())
                .extracting(KernelDescriptor::name)
                .contains("hostile_segfault", "hostile_abort", "hostile_spin", "hostile_leak", "hostile_oob");
        assertThat(KernelLibrary.open(resource("probe")).kernels().getFirst().version())
                .isEqualTo("1.2");
    }

    @Test
    void namesTheNearestKernelWhereOneIsUnknown() {
        assertThatThrownBy(() -> CoreKernels.library().kernel("time_to_colision"))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.KERNEL_UNKNOWN))
                .hasMessageContaining("has no kernel time_to_colision; did you mean time_to_collision?");
    }

    @Test
    void refusesAMissingFile() {
        refused(directory.resolve("absent.so"), Code.LIBRARY_NOT_FOUND).hasMessageContaining("absent.so");
    }

    @Test
    void refusesAFileThatIsNoLibrary() throws IOException {
        refused(Files.writeString(directory.resolve("text.so"), "no library"), Code.LIBRARY_NOT_LOADABLE)
                .hasMessageContaining("is not a shared library");
    }

    @Test
    void refusesACutLibrary() throws IOException {
        byte[] whole = Files.readAllBytes(CoreKernels.path());
        Path cut = Files.write(directory.resolve("cut.so"), java.util.Arrays.copyOf(whole, 1000));

        refused(cut, Code.LIBRARY_NOT_LOADABLE).hasMessageContaining("cannot be loaded");
    }

    @Test
    void refusesALibraryForAnotherProcessor() throws IOException {
        byte[] bytes = Files.readAllBytes(CoreKernels.path());
        bytes[18] = (byte) 243;
        Path foreign = Files.write(directory.resolve("foreign.so"), bytes);

        refused(foreign, Code.LIBRARY_WRONG_ARCHITECTURE).hasMessageContaining("riscv64");
    }

    @Test
    void refusesALibraryWithoutTheDiscoverySymbol() throws IOException {
        try (var binding = KernelLibrary.class.getResourceAsStream(
                "internal/" + org.bytedeco.javacpp.Loader.getPlatform() + "/libjniodograph.so")) {
            Path other = Files.write(directory.resolve("other.so"), binding.readAllBytes());

            refused(other, Code.LIBRARY_MISSING_SYMBOL).hasMessageContaining("odograph_kernel_library");
        }
    }

    @Test
    void refusesAnotherAbiVersionNamingBoth() {
        refused(resource("abi99"), Code.LIBRARY_ABI_MISMATCH)
                .hasMessageContaining("version 99")
                .hasMessageContaining("version 2");
    }

    private static Path resource(String name) {
        return NativeCache.unpack(HostileKernels.class, "native/libodograph_" + name + ".so");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path library, Code code) {
        return assertThatThrownBy(() -> KernelLibrary.open(library))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
