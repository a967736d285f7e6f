package dev.odograph.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIT {
    @TempDir
    Path directory;

    @Test
    void startsOnAnEmptyHome() {
        long start = System.nanoTime();
        EmbeddedHome home = EmbeddedHome.open(directory.resolve("home"));
        try (EmbeddedStack stack = EmbeddedStack.start(
                home, StackOptions.forTests(StackPart.values()).with(System.out::println))) {
            System.out.println((System.nanoTime() - start) / 1_000_000 + " ms " + stack.endpoints());
            assertThat(stack.status().parts()).extracting(PartStatus::state).containsOnly(PartState.RUNNING);
        }
    }
}
