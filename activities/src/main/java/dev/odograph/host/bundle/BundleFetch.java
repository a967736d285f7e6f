package dev.odograph.host.bundle;

import java.nio.file.Path;

/** Where a shelf gets bundles from that it does not hold. Thread-safe. */
@FunctionalInterface
public interface BundleFetch {
    /** There is no such place. */
    BundleFetch NONE = (digest, archive) -> false;

    /** Writes a bundle's archive, as {@link BundleArchive} makes it, to a file; false where it is not there either. */
    boolean fetch(String digest, Path archive);
}
