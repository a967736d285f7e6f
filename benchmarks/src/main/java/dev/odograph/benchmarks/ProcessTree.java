package dev.odograph.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the processes of one stack use, as Linux counts it: its supervisor and whatever descends from it. */
final class ProcessTree {
    /** Linux tells processor time in this unit on every machine that this runs on. */
    private static final double MS_A_TICK = 10;

    private final Path home;

    ProcessTree(Path home) {
        this.home = home;
    }

    /**
     * Use of all processes of one role.
     *
     * @param cpuMs processor time since they started, with that of ended children
     * @param residentMib memory now, of the largest
     */
    record Use(double cpuMs, long residentMib) {
        Use plus(Use other) {
            return new Use(cpuMs + other.cpuMs, Math.max(residentMib, other.residentMib));
        }
    }

    /** Use by role: worker, step host, temporal, clickhouse, postgres, supervisor. */
    Map<String, Use> look() throws IOException {
        Map<Long, List<Long>> children = new HashMap<>();
        Deque<Long> found = new ArrayDeque<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (Path process : entries.filter(ProcessTree::isProcess).toList()) {
                try {
                    long pid = Long.parseLong(process.getFileName().toString());
                    long parent = Long.parseLong(stat(process)[1]);
                    children.computeIfAbsent(parent, ignored -> new ArrayList<>())
                            .add(pid);
                    if (parent == 1 && isOurs(process)) {
                        found.add(pid);
                    }
                } catch (IOException e) {
                    continue; // it ended meanwhile
                }
            }
        }
        Map<String, Use> uses = new TreeMap<>();
        while (!found.isEmpty()) {
            long pid = found.pop();
            found.addAll(children.getOrDefault(pid, List.of()));
            Path process = Path.of("/proc", Long.toString(pid));
            try {
                uses.merge(role(process), use(process), Use::plus);
            } catch (IOException e) {
                continue; // it ended meanwhile
            }
        }
        return uses;
    }

    private static boolean isProcess(Path path) {
        return Character.isDigit(path.getFileName().toString().charAt(0));
    }

    private boolean isOurs(Path process) throws IOException {
        String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        return List.of(command.split("\0")).contains(home.toString());
    }

    private static Use use(Path process) throws IOException {
        String[] stat = stat(process);
        double ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Double.parseDouble(stat[field]);
        }
        long kib = 0;
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                kib = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return new Use(ticks * MS_A_TICK, kib / 1024);
    }

    /** Fields of a process from its state on. */
    private static String[] stat(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static String role(Path process) throws IOException {
        String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        if (command.contains("step-host-")) {
            return "step hosts";
        }
        if (command.contains("quarkus-run.jar")) {
            return "worker";
        }
        if (command.contains("postgres")) {
            return "postgres";
        }
        if (command.contains("start-dev")) {
            return "temporal";
        }
        return command.contains("clickhouse") ? "clickhouse" : "supervisor";
    }
}
