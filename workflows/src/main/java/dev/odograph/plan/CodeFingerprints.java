package dev.odograph.plan;

import org.jspecify.annotations.Nullable;

/** What a bundle says of the code in it. */
public interface CodeFingerprints {
    /** Digest of the bundle's Java code. */
    String java();

    /** Digest of the shared library that holds a kernel; {@code library} is null for the kernels of Odograph. */
    String kernel(@Nullable String library, String kernel);

    /**
     * Versions of the interpreter and of all packages of a Python environment.
     *
     * @param lock text of its {@code requirements.lock}; null for the one that comes with Odograph
     */
    String python(@Nullable String lock);

    /** Version of the SQL engine. */
    String sqlEngine();
}
