package dev.odograph.host.bundle;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The bundles of a data directory, and which of them new runs take. Thread-safe, also across processes. */
public final class BundleShelf {
    private final Path bundles;

    /** The shelf under {@code store}, where {@link BundleBuilder} puts bundles. */
    public BundleShelf(Path store) {
        this.bundles = store.toAbsolutePath().resolve("bundles");
    }

    /**
     * The bundle with that digest.
     *
     * @throws OdographException BUNDLE_INVALID where it is not there
     */
    public Bundle load(String digest) {
        if (!digest.matches("[0-9a-f]{64}") || !Files.isDirectory(bundles.resolve(digest))) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "Bundle " + digest + " is not in " + bundles
                            + ": give the digest of one that is, or none to take the" + " one in use");
        }
        return Bundle.open(bundles.resolve(digest));
    }

    /**
     * The bundle that new runs take.
     *
     * @throws OdographException BUNDLE_INVALID where none was chosen yet
     */
    public Bundle current() {
        try {
            return load(Files.readString(pointer()).strip());
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.BUNDLE_INVALID,
                    "No bundle is in use under " + bundles + ": any ./odograph graph command builds the examples' one",
                    e);
        }
    }

    /** Makes a bundle the one that new runs take. */
    public void use(Bundle bundle) {
        try {
            Path next = Files.createTempFile(bundles, ".current-", "");
            Files.writeString(next, bundle.digest());
            Files.move(next, pointer(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL, "The choice of bundle cannot be written under " + bundles + ": " + e, e);
        }
    }

    private Path pointer() {
        return bundles.resolve("current");
    }
}
