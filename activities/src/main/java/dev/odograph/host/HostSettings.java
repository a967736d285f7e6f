package dev.odograph.host;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * How step hosts are started.
 *
 * @param processes how many may live at once; each runs one task at a time, so this is the number of compute slots
 * @param work directory for the hosts' working directories, on a disk with room
 * @param logs directory for the hosts' logs and crash reports
 * @param classpath jars and directories of the host process, see {@link HostClasspath}
 * @param limits what each may use
 * @param workClass class in {@code classpath} that does the work
 */
public record HostSettings(
        int processes, Path work, Path logs, List<Path> classpath, HostLimits limits, String workClass) {
    public HostSettings {
        if (processes < 1) {
            throw new IllegalArgumentException("processes is " + processes + ": at least one is needed");
        }
        work = work.toAbsolutePath();
        logs = logs.toAbsolutePath();
        classpath = List.copyOf(classpath);
        requireNonNull(limits, "limits is null");
        requireNonNull(workClass, "workClass is null");
    }

    /** Settings for running stages, with the class path found in this process. */
    public static HostSettings of(int processes, Path work, Path logs, HostLimits limits) {
        return new HostSettings(processes, work, logs, HostClasspath.find(), limits, StageRunnerWork.class.getName());
    }
}
