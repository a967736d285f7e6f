package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit as an outsider uses it: the commands of docs/guides/kernels.md, in an empty folder. */
final class KernelKitTest {
    private static final Path KIT = Path.of("").toAbsolutePath();
    private static final String SOURCE = "stopping_distance.cpp";

    @TempDir
    Path directory;

    @Test
    void theTemplateIsBuiltCheckedAndFuzzedByCMake() throws Exception {
        copyTemplate();

        run("cmake", "-S", ".", "-B", "build", "-DOdographKernel_DIR=" + KIT.resolve("cmake"), "-DFUZZ_SECONDS=0.1");
        run("cmake", "--build", "build");
        String checked = run("ctest", "--test-dir", "build", "--output-on-failure");
        String fuzzed = run("cmake", "--build", "build", "--target", "my_kernels_fuzz");

        assertThat(checked).contains("100% tests passed");
        assertThat(fuzzed).contains("made-up inputs, nothing found");
        for (String name : List.of("my_kernels", "my_c_kernels")) {
            KernelLibrary library =
                    KernelLibrary.open(directory.resolve("build").resolve("lib" + name + ".so"));
            assertThat(library.buildId()).matches("[0-9a-f]{64}");
            assertThat(library.instructionSet()).isIn("x86-64-v2", "armv8-a");
            try (RootAllocator allocator = new RootAllocator()) {
                library.verify(allocator);
            }
        }
    }

    @Test
    void aWrongGoldenVectorAndAReadBeyondTheRowsAreFoundByTheKitsScript() throws Exception {
        copyTemplate();
        Path source = directory.resolve(SOURCE);
        String right = Files.readString(source);

        Files.writeString(
                source,
                right.replace("drive_1    0    24\n", "drive_1    0    25\n")
                        .replace("speed_mps[row];", "speed_mps[samples.rows() > 100 ? row + 64 : row];"));

        assertThat(fails("check", "mine", "build", SOURCE))
                .contains(
                        "kernel stopping_distance, golden vector \"driving, standing, unknown\": computed: row 0 column"
                                + " stopping_m: expected 25, found 24");
        assertThat(fails("fuzz", "mine", "build", "20", SOURCE))
                .contains("heap-buffer-overflow", "kernel stopping_distance: see it again with --seed ");
    }

    @Test
    void theHostsOwnInstructionSetIsNoBaseline() throws Exception {
        copyTemplate();

        assertThat(fails("library", "mine", "build", SOURCE)).contains("ODOGRAPH_MARCH is native", "name one");
    }

    private void copyTemplate() throws IOException {
        try (Stream<Path> files = Files.list(KIT.resolve("template"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
    }

    private String run(String... command) throws Exception {
        Outcome outcome = outcome(Map.of(), command);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return outcome.output();
    }

    private String fails(String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(KIT.resolve("kit.sh").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        boolean baseline = arguments[0].equals("library");
        Outcome outcome = outcome(baseline ? Map.of("ODOGRAPH_MARCH", "native") : Map.of(), command);
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        return outcome.output();
    }

    private record Outcome(int exit, String output) {}

    private Outcome outcome(Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile(directory, "kit", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
