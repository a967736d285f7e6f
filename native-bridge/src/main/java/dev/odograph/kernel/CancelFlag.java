package dev.odograph.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Asks running kernels to stop. A kernel polls it every few milliseconds; one that does not is only stopped by ending
 * its process. Thread-safe; one flag may serve many calls, and stays set.
 */
public final class CancelFlag {
    private static final VarHandle VALUE = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

    public void cancel() {
        VALUE.setVolatile(memory, 0L, 1);
    }

    public boolean isCancelled() {
        return (int) VALUE.getVolatile(memory, 0L) != 0;
    }

    /** Where the kernel polls; valid as long as this object is reachable. */
    long address() {
        return memory.address();
    }
}
