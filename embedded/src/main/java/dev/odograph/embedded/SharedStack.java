package dev.odograph.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One stack in a temporary home for all tests of a JVM; it ends with the JVM. Add this module with scope {@code test}
 * and call {@code SharedStack.with(StackPart.POSTGRESQL).endpoints()}: a test that asks for less starts less. Data is
 * shared, so tests use databases, tables and workflow ids of their own.
 */
public final class SharedStack {
    private static @Nullable EmbeddedStack stack;

    private SharedStack() {}

    /** The stack with at least these servers; those that miss are started, at the same time. */
    public static synchronized EmbeddedStack with(StackPart... parts) {
        EmbeddedStack running = stack;
        if (running == null) {
            EmbeddedStack started = EmbeddedStack.start(EmbeddedHome.open(temporaryHome()), StackOptions.forTests());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started), "end-shared-stack"));
            stack = started;
            running = started;
        }
        running.startServers(Arrays.stream(parts).sorted().toList());
        return running;
    }

    /** All three servers. */
    public static EmbeddedStack all() {
        return with(StackPart.values());
    }

    private static void end(EmbeddedStack running) {
        running.close();
        try {
            Downloads.delete(running.home().directory());
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary home cannot be deleted", e);
        }
    }

    private static Path temporaryHome() {
        try {
            return Files.createTempDirectory("odograph-test-home");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary home can be made; free disk space", e);
        }
    }
}
