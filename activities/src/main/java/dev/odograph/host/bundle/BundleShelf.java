package dev.odograph.host.bundle;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The bundles of a data directory, and which of them new runs take. Thread-safe, also across processes. */
public final class BundleShelf {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path bundles;
    private final BundleFetch fetch;

    /** The shelf under {@code store}, where {@link BundleBuilder} puts bundles. */
    public BundleShelf(Path store) {
        this(store, BundleFetch.NONE);
    }

    /** The same, which fetches what it does not hold. */
    public BundleShelf(Path store, BundleFetch fetch) {
        this.bundles = store.toAbsolutePath().resolve("bundles");
        this.fetch = fetch;
    }

    /**
     * The bundle with that digest.
     *
     * @throws OdographException BUNDLE_NOT_FOUND where it is not there
     */
    public Bundle load(String digest) {
        if (!DIGEST.matcher(digest).matches() || !(Files.isDirectory(bundles.resolve(digest)) || fetched(digest))) {
            throw new OdographException(
                    ErrorCode.BUNDLE_NOT_FOUND,
                    "Bundle " + digest + " is not there: it was never pushed, or deleted once no run and no branch"
                            + " referred to it. Push it again from its sources with ./odograph push");
        }
        return Bundle.open(bundles.resolve(digest));
    }

    private boolean fetched(String digest) {
        Path staging = null;
        try {
            Files.createDirectories(bundles);
            staging = Files.createTempDirectory(bundles, BundleBuilder.STAGING);
            Path archive = staging.resolve("archive");
            if (!fetch.fetch(digest, archive)) {
                return false;
            }
            Path unpacked = Files.createDirectory(staging.resolve("bundle"));
            BundleArchive.read(archive, unpacked);
            if (!BundleContents.in(unpacked).digest().equals(digest)) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "Bundle " + digest + " came damaged out of the store: push it again from its sources");
            }
            BundleBuilder.publish(unpacked, bundles.resolve(digest));
            return true;
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.DISK_FULL, "Bundle " + digest + " cannot be written under " + bundles + ": " + e, e);
        } finally {
            if (staging != null) {
                BundleBuilder.remove(staging);
            }
        }
    }

    /** Digests of the bundles that are held here and were not used for so long. */
    public List<String> heldFor(Duration age) {
        Instant before = Instant.now().minus(age);
        return Bundle.filesIn(bundles).stream()
                .filter(entry -> DIGEST.matcher(entry.getFileName().toString()).matches())
                .filter(entry -> !usedAt(entry).isAfter(before))
                .map(entry -> entry.getFileName().toString())
                .toList();
    }

    /** Says that a bundle is in use, so that retention spares it for a while. */
    public void touch(String digest) {
        touch(bundles.resolve(digest));
    }

    static void touch(Path bundle) {
        try {
            Files.setLastModifiedTime(bundle, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException("bundle " + bundle + " cannot be kept", e);
        }
    }

    /** Removes a bundle from here, unless it is the one that new runs take. */
    public void drop(String digest) {
        Path bundle = bundles.resolve(digest);
        if (DIGEST.matcher(digest).matches() && Files.isDirectory(bundle) && !isCurrent(digest)) {
            BundleBuilder.remove(bundle);
        }
    }

    private boolean isCurrent(String digest) {
        try {
            return Files.exists(pointer())
                    && Files.readString(pointer()).strip().equals(digest);
        } catch (IOException e) {
            return true;
        }
    }

    private static Instant usedAt(Path bundle) {
        try {
            return Files.getLastModifiedTime(bundle).toInstant();
        } catch (IOException e) {
            // It is going at this moment.
            return Instant.MAX;
        }
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

    /** The bundle that new runs take, if one was chosen. */
    public Optional<Bundle> findCurrent() {
        return Files.exists(pointer()) ? Optional.of(current()) : Optional.empty();
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
