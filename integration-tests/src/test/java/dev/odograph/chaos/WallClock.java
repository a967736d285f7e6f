package dev.odograph.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wall clock of one worker, which libfaketime lets jump while the worker runs; its monotonic clock stays true. */
record WallClock(Path offset) {
    /** How long the library keeps what it read of the offset. */
    static final long CACHED_MILLIS = 1_000;

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

    static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }

    /** A clock that is right, where it can be made to jump. */
    static WallClock right(Path offset) {
        WallClock clock = new WallClock(offset);
        clock.jump("+0");
        return clock;
    }

    /** Sets how far the clock is off, such as {@code -2h}. */
    void jump(String by) {
        try {
            Files.writeString(offset, by + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process needs to go by this clock; nothing where the library is not installed. */
    Map<String, String> environment() {
        return library()
                .map(library -> Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                        "FAKETIME_CACHE_DURATION", Long.toString(CACHED_MILLIS / 1_000),
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        // Without it timed waits of the JVM end at once, and its threads spin.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
                .orElse(Map.of());
    }
}
