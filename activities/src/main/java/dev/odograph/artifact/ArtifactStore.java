package dev.odograph.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.step.StageOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps stages' outputs under their artifact keys in a local directory. An artifact is there whole or not at all, even if
 * the machine stops; it is never overwritten: of two that come under one key, the first stays. Files that a source refers
 * to stay where they are. Thread-safe, also among processes that share the directory.
 */
public final class ArtifactStore {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final String RECORD = "artifact.json";

    private final Path root;
    private final Path temporary;

    /**
     * A store in a directory, made if it is not there.
     *
     * @param root the directory; all of it must be on one file system
     */
    public ArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.temporary = this.root.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw failed(temporary, e);
        }
    }

    /** A path on the store's file system for a stage to write to; {@link #put} takes the file from there. */
    public Path newFile() {
        return temporary.resolve(UUID.randomUUID() + ".arrow");
    }

    /**
     * The artifact under a key, if there is one with all its files.
     *
     * @param key sha256 in hex
     */
    public Optional<StageOutput> find(String key) {
        Path place = place(key);
        try {
            StageOutput output = SpecJson.read(Files.readString(place.resolve(RECORD), UTF_8), StageOutput.class);
            StageOutput here = relocate(output, place);
            return here.files().stream().allMatch(file -> Files.isRegularFile(Path.of(file.path())))
                    ? Optional.of(here)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(place, e);
        }
    }

    /**
     * Keeps a stage's output. Arrow files are moved, or copied from another file system; Parquet files are referred to.
     *
     * @return the artifact as it is kept, which is another's where that one was first
     * @throws OdographException DISK_FULL, and nothing is kept
     */
    public StageOutput put(String key, StageOutput output) {
        Optional<StageOutput> first = find(key);
        if (first.isPresent()) {
            discard(output);
            return first.get();
        }
        Path place = place(key);
        Path draft = temporary.resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectories(draft);
            StageOutput kept =
                    new StageOutput(take(output, draft), output.digest(), output.bytes(), output.violations());
            write(draft.resolve(RECORD), SpecJson.write(kept));
            sync(draft);
            Path shelf = Files.createDirectories(shelf(key));
            publish(draft, place, output);
            sync(shelf);
            return find(key)
                    .orElseThrow(() -> new OdographException(
                            ErrorCode.ARTIFACT_UNAVAILABLE,
                            "Artifact " + key + " is not in " + root
                                    + " after it was put: another process deletes there"));
        } catch (IOException e) {
            delete(draft);
            throw failed(place, e);
        }
    }

    /**
     * Deletes the artifact under a key, if there is one. The caller sees to it that nothing refers to it.
     *
     * @param key sha256 in hex
     */
    public void delete(String key) {
        Path place = place(key);
        Path doomed = temporary.resolve(UUID.randomUUID().toString());
        try {
            Files.move(place, doomed, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw failed(place, e);
        }
        delete(doomed);
    }

    /** Keys of the artifacts that were put at least so long ago, whole or damaged. */
    public List<String> keysOlderThan(Duration age) {
        Instant before = Instant.now().minus(age);
        List<String> keys = new ArrayList<>();
        try (DirectoryStream<Path> shelves = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            for (Path shelf : shelves) {
                try (DirectoryStream<Path> places = Files.newDirectoryStream(shelf)) {
                    for (Path place : places) {
                        String key = place.getFileName().toString();
                        if (KEY.matcher(key).matches()
                                && !Files.getLastModifiedTime(place).toInstant().isAfter(before)) {
                            keys.add(key);
                        }
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // Deleted while this looks: the next look finds the rest.
            return keys;
        } catch (IOException e) {
            throw failed(root, e);
        }
        return keys;
    }

    /** Directory of files that are being put or deleted. */
    public Path temporary() {
        return temporary;
    }

    private void publish(Path draft, Path place, StageOutput output) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (whole(place)) {
                    delete(draft);
                    discard(output);
                    return;
                }
                if (attempt > 2 || !Files.isDirectory(place)) {
                    throw e;
                }
                Path damaged = temporary.resolve(UUID.randomUUID().toString());
                Files.move(place, damaged, StandardCopyOption.ATOMIC_MOVE);
                delete(damaged);
            }
        }
    }

    private boolean whole(Path place) {
        return find(String.valueOf(place.getFileName())).isPresent();
    }

    /** Moves Arrow files into the draft; their paths become relative to the artifact's directory. */
    private List<TableFile> take(StageOutput output, Path draft) throws IOException {
        List<TableFile> files = new ArrayList<>();
        for (TableFile file : output.files()) {
            if (file.format() == TableFile.Format.PARQUET) {
                files.add(file);
                continue;
            }
            String name = files.size() + ".arrow";
            Files.move(Path.of(file.path()), draft.resolve(name));
            sync(draft.resolve(name));
            files.add(new TableFile(file.format(), name, file.segmentId()));
        }
        return files;
    }

    private static StageOutput relocate(StageOutput output, Path place) {
        return new StageOutput(
                output.files().stream()
                        .map(file -> new TableFile(
                                file.format(), place.resolve(file.path()).toString(), file.segmentId()))
                        .toList(),
                output.digest(),
                output.bytes(),
                output.violations());
    }

    /** Deletes what a stage wrote and no one needs. */
    private void discard(StageOutput output) {
        output.files().stream()
                .filter(file -> file.format() == TableFile.Format.ARROW_STREAM)
                .map(file -> Path.of(file.path()))
                .filter(path -> path.startsWith(temporary))
                .forEach(ArtifactStore::delete);
    }

    private Path place(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new OdographException(
                    ErrorCode.INTERNAL_ERROR, "Artifact key \"" + key + "\" is not a sha256 in lower-case hex");
        }
        return shelf(key).resolve(key);
    }

    private Path shelf(String key) {
        return root.resolve(key.substring(0, 2));
    }

    private static void write(Path path, String text) throws IOException {
        Files.writeString(path, text, UTF_8, StandardOpenOption.CREATE_NEW);
        sync(path);
    }

    /** Puts a file's or directory's state on the disk. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path path) {
        try {
            FileTrees.delete(path);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static OdographException failed(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.toLowerCase(Locale.ROOT).contains("no space left")
                ? new OdographException(
                        ErrorCode.DISK_FULL,
                        "No space left for artifact " + path + ": free space there, or move the data directory",
                        e)
                : new OdographException(
                        ErrorCode.ARTIFACT_UNAVAILABLE,
                        "Artifact store cannot use " + path + " (" + message + "): check that directory's rights",
                        e);
    }
}
