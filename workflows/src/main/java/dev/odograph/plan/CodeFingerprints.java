package dev.odograph.plan;

import org.jspecify.annotations.Nullable;

/** What a bundle says of the code in it. */
public interface CodeFingerprints {
    /** Digest of the bundle's Java code. */
    String java();

    /** Digest of the shared library that holds a kernel; {@code library} is null for the kernels of Odograph. */
    String kernel(@Nullable String library, String kernel);

    /** Version of the SQL engine. */
    String sqlEngine();
}
