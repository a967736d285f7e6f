package dev.odograph.activity;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundledKernel;
import dev.odograph.kernel.CoreKernels;
import dev.odograph.plan.CodeFingerprints;
import dev.odograph.step.python.PythonFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/** Fingerprints of a bundle's code and of the engines that come with Odograph. */
public final class BundleFingerprints implements CodeFingerprints {
    private final Bundle bundle;

    public BundleFingerprints(Bundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public String java() {
        return bundle.javaFingerprint();
    }

    @Override
    public String kernel(@Nullable String library, String kernel) {
        if (library == null) {
            return sha256(CoreKernels.path());
        }
        return bundle.kernels().stream()
                .filter(known ->
                        known.library().equals(library) && known.kernel().equals(kernel))
                .findFirst()
                .map(BundledKernel::sha256)
                .orElseThrow(() -> new OdographException(
                        ErrorCode.KERNEL_FAILED,
                        "Kernel \"" + kernel + "\" is not in library \"" + library + "\" of the bundle: it has "
                                + bundle.kernels()));
    }

    @Override
    public String python(@Nullable String lock) {
        return PythonFingerprint.of(lock);
    }

    @Override
    public String sqlEngine() {
        return "duckdb/" + DuckDBDriver.class.getPackage().getImplementationVersion();
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new OdographException(
                    ErrorCode.KERNEL_FAILED, "Odograph's kernel library " + file + " cannot be read", e);
        }
    }
}
