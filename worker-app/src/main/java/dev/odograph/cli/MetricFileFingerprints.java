package dev.odograph.cli;

import dev.odograph.plan.CodeFingerprints;
import dev.odograph.step.python.PythonFingerprint;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** Fingerprints of the code behind one metric's file, which has neither Java nor kernels. */
final class MetricFileFingerprints implements CodeFingerprints {
    @Override
    public String java() {
        throw new IllegalStateException("a metric's file has no java step");
    }

    @Override
    public String kernel(@Nullable String library, String kernel) {
        throw new IllegalStateException("a metric's file has no kernel");
    }

    @Override
    public String python(@Nullable String lock) {
        return PythonFingerprint.of(lock);
    }

    @Override
    public String sqlEngine() {
        return "duckdb/" + DuckDBDriver.class.getPackage().getImplementationVersion();
    }
}
