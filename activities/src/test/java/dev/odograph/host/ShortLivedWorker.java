package dev.odograph.host;

import dev.odograph.step.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A worker process for the test that kills one. Its step starts a process of its own and never ends. */
public final class ShortLivedWorker {
    private ShortLivedWorker() {}

    public static void main(String[] arguments) {
        HostLab lab = new HostLab(Path.of(arguments[0]), 1, HostLimits.DEFAULT);
        Path report = lab.directory.resolve("child");
        var bundle = lab.bundle(Map.of("Forks", """
                if (context.segmentId().equals("s1")) {
                    long child = new ProcessBuilder("sleep", "300").start().pid();
                    Files.writeString(Path.of(context.parameter("report").toString()),
                            "pids " + ProcessHandle.current().pid() + " " + child);
                } else {
                    while (System.nanoTime() != 1) { }
                }
                """));
        Progress tell = new Progress() {
            @Override
            public void at(String step, String segmentId, long rows) {
                if (segmentId.equals("s2")) {
                    try {
                        System.out.println(Files.readString(report));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        lab.hosts().run(lab.work(bundle, "Forks", Map.of("report", report.toString()), "s1", "s2"), tell);
    }
}
