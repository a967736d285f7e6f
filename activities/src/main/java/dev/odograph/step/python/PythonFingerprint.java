package dev.odograph.step.python;

import org.jspecify.annotations.Nullable;

/** What a Python environment adds to a step's fingerprint. */
public final class PythonFingerprint {
    private PythonFingerprint() {}

    /**
     * The interpreter's version and the lock, which pins pyarrow and all else.
     *
     * @param lock text of a lock; null for the one that comes with Odograph
     * @throws dev.odograph.error.OdographException PYTHON_UNAVAILABLE where there is no interpreter
     */
    public static String of(@Nullable String lock) {
        return PythonInterpreter.load().version() + " " + PythonLock.of(lock).digest();
    }
}
