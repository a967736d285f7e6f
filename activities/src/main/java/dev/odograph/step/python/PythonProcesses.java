package dev.odograph.step.python;

import dev.odograph.spec.StepSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The warm Pythons of this process, by environment. They end with it. Thread-safe. */
public final class PythonProcesses {
    private static final PythonProcesses SHARED = new PythonProcesses();

    private final Map<Path, Deque<PythonProcess>> idle = new HashMap<>();

    private PythonProcesses() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::discardAll, "pythons"));
    }

    /** Those of this process. */
    public static PythonProcesses shared() {
        return SHARED;
    }

    /** A Python with a step's packages, for the caller alone until it closes the lease. */
    public Lease take(StepSpec.Python step) {
        Path program = PythonEnvironments.standard()
                .load(PythonLock.of(step.lock()), LoggerFactory.getLogger(PythonEnvironments.class)::info);
        PythonProcess warm = poll(program);
        return new Lease(this, program, warm == null ? PythonProcess.start(program) : warm);
    }

    private synchronized @org.jspecify.annotations.Nullable PythonProcess poll(Path program) {
        Deque<PythonProcess> waiting = idle.getOrDefault(program, new ArrayDeque<>());
        while (!waiting.isEmpty()) {
            PythonProcess process = waiting.pop();
            if (process.alive()) {
                return process;
            }
            process.discard();
        }
        return null;
    }

    private synchronized void giveBack(Path program, PythonProcess process) {
        idle.computeIfAbsent(program, key -> new ArrayDeque<>()).push(process);
    }

    private synchronized void discardAll() {
        idle.values().forEach(waiting -> waiting.forEach(PythonProcess::discard));
    }

    /**
     * A Python in use.
     *
     * @param process the one
     */
    public record Lease(PythonProcesses pool, Path program, PythonProcess process) {
        /** Gives it back where it is fit for another step, and ends it where it is not. */
        public void close(boolean fit) {
            if (fit && process.alive()) {
                pool.giveBack(program, process);
            } else {
                process.discard();
            }
        }
    }
}
