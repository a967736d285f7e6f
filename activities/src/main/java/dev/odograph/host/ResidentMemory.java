package dev.odograph.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Memory that a process holds and no file backs: mapped recordings and artifacts can be dropped, so do not count. */
final class ResidentMemory {
    private static final List<String> COUNTED = List.of("RssAnon:", "RssShmem:");

    private ResidentMemory() {}

    /** Bytes; empty where the process is gone or the system does not tell. */
    static OptionalLong of(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The same with all that the process started. */
    static OptionalLong ofTree(long pid) {
        OptionalLong own = of(pid);
        if (own.isEmpty()) {
            return own;
        }
        long started = ProcessHandle.of(pid)
                .map(process -> process.descendants()
                        .mapToLong(child -> of(child.pid()).orElse(0))
                        .sum())
                .orElse(0L);
        return OptionalLong.of(own.getAsLong() + started);
    }

    static OptionalLong parse(List<String> status) {
        List<String> counted = status.stream()
                .filter(line -> COUNTED.stream().anyMatch(line::startsWith))
                .toList();
        if (counted.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(counted.stream()
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum());
    }
}
