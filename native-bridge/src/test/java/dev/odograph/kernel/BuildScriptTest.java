package dev.odograph.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** build.sh as a shell runs it, in copies of this module. */
final class BuildScriptTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void theSameSourcesGiveTheSameBytesInAnyFolder() throws Exception {
        Path here = library(copy("here"));
        Path there = library(copy("a folder/with another and longer name"));

        assertThat(there).hasSameBinaryContentAs(here);
        assertThat(here).hasSameBinaryContentAs(MODULE.resolve("target/native/libodograph_kernels.so"));
    }

    @Test
    void unchangedSourcesAreNotCompiledAgain() throws Exception {
        Path module = copy("once");
        Path library = library(module);
        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(library, longAgo);

        // a compiler that would fail if it were asked to compile, under the same version line
        Path compiler = Files.writeString(directory.resolve("no-compile"), """
                #!/bin/sh
                [ "$1" = --version ] && exec g++ --version
                exit 77
                """);
        assertThat(compiler.toFile().setExecutable(true)).isTrue();
        Outcome outcome = build(module, Map.of("CXX", compiler.toString()), "kernels");

        assertThat(outcome).isEqualTo(new Outcome(0, ""));
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(longAgo);
    }

    @Test
    void aMissingCompilerIsNamedWithItsMend() throws Exception {
        Path module = copy("bare");

        assertThat(build(module, Map.of("CXX", "g++-of-nobody"), "kernels"))
                .isEqualTo(new Outcome(
                        3, "native-bridge: no C++ compiler (g++-of-nobody) found; install one: apt-get install g++\n"));
        assertThat(module.resolve("target")).doesNotExist();
    }

    private record Outcome(int exit, String output) {}

    private Path copy(String name) throws IOException {
        Path to = directory.resolve(name);
        for (String part : new String[] {"build.sh", "kit.sh", "cmake", "include", "kernels"}) {
            try (Stream<Path> files = Files.walk(MODULE.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = to.resolve(MODULE.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        assertThat(to.resolve("build.sh").toFile().setExecutable(true)).isTrue();

        return to;
    }

    private Path library(Path module) throws Exception {
        assertThat(build(module, Map.of(), "kernels")).isEqualTo(new Outcome(0, ""));
        return module.resolve("target/native/libodograph_kernels.so");
    }

    private Outcome build(Path module, Map<String, String> environment, String step) throws Exception {
        Path output = Files.createTempFile(directory, "build", ".log");
        ProcessBuilder builder = new ProcessBuilder(module.resolve("build.sh").toString(), step);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
