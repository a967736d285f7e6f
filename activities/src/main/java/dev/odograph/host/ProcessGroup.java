package dev.odograph.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Ends a step host together with whatever its author's code started: {@code kill(2)} on its process group. */
final class ProcessGroup {
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private ProcessGroup() {}

    /** Kills every process of the group; one that is gone already is no error. */
    static void kill(long leader) {
        if (leader <= 1) {
            throw new IllegalArgumentException("process group " + leader + " is not a step host's");
        }
        send(Math.toIntExact(-leader));
    }

    /** Kills this process and its group. */
    static void killOwn() {
        send(0);
    }

    private static void send(int target) {
        try {
            int ignored = (int) KILL.invokeExact(target, SIGKILL);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot be called", e);
        }
    }
}
