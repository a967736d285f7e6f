package dev.odograph.cli.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.artifact.FileTrees;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What authors build against, in a directory of its own under {@code target/sdk/}: a Maven repository with Odograph's
 * artifacts, the kernel headers, and the launcher. Directory and version are named by content, so that several checkouts
 * on a machine share a local repository without meeting, and a project keeps what it was linked with.
 */
final class AuthorSdk {
    private static final List<String> MODULES =
            List.of("workflows", "schema", "native-bridge", "activities", "test-kit");

    private final Path checkout;

    AuthorSdk(Path checkout) {
        this.checkout = checkout.toAbsolutePath().normalize();
    }

    /**
     * An SDK that is there.
     *
     * @param directory with {@code repository/}, {@code include/} and {@code odograph}
     * @param version of its artifacts
     */
    record Installed(Path directory, String version) {}

    /** The SDK of the built modules; made where it is not there yet. */
    Installed install() {
        try {
            String root = Files.readString(checkout.resolve("pom.xml"));
            String released = between(root, "<version>", "</version>");
            String id = id(released);
            String version = released.replace("-SNAPSHOT", "") + "-" + id;
            Path home = checkout.resolve("target").resolve("sdk").resolve(id);
            if (!Files.isDirectory(home)) {
                Files.createDirectories(home.getParent());
                Path staging = Files.createTempDirectory(home.getParent(), ".tmp-");
                Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
                write(staging, released, version);
                publish(staging, home);
            }
            return new Installed(home, version);
        } catch (IOException e) {
            throw new OdographException(
                    ErrorCode.PROJECT_INVALID,
                    "What projects build against cannot be made in " + checkout + "/target/sdk: " + e
                            + "; run any command of the launcher ./odograph first, which builds it",
                    e);
        }
    }

    private void write(Path sdk, String released, String version) throws IOException {
        Path repository = sdk.resolve("repository").resolve("dev").resolve("odograph");
        artifact(repository, "odograph", checkout.resolve("pom.xml"), released, version);
        for (String module : MODULES) {
            Path directory = artifact(
                    repository, "odograph-" + module, checkout.resolve(module).resolve("pom.xml"), released, version);
            Files.copy(jar(module, released), directory.resolve("odograph-" + module + "-" + version + ".jar"));
        }
        Path headers = Files.createDirectories(sdk.resolve("include").resolve("odograph"));
        for (Path header : headers()) {
            Files.copy(header, headers.resolve(header.getFileName()));
        }
        Files.createSymbolicLink(sdk.resolve("odograph"), checkout.resolve("odograph"));
    }

    private static Path artifact(Path repository, String name, Path pom, String released, String version)
            throws IOException {
        Path directory = Files.createDirectories(repository.resolve(name).resolve(version));
        // The version of Odograph itself is the only one that reads like this.
        String text = Files.readString(pom).replace("<version>" + released + "<", "<version>" + version + "<");
        Files.writeString(directory.resolve(name + "-" + version + ".pom"), text);
        return directory;
    }

    private String id(String released) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = new ArrayList<>(List.of(checkout.resolve("pom.xml")));
            for (String module : MODULES) {
                files.add(checkout.resolve(module).resolve("pom.xml"));
                files.add(jar(module, released));
            }
            files.addAll(headers());
            for (Path file : files) {
                digest.update(file.getFileName().toString().getBytes(UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Path jar(String module, String released) {
        return checkout.resolve(module).resolve("target").resolve("odograph-" + module + "-" + released + ".jar");
    }

    private List<Path> headers() throws IOException {
        List<Path> headers = new ArrayList<>();
        Path include = checkout.resolve("native-bridge").resolve("include").resolve("odograph");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(include, "*.{h,hpp}")) {
            files.forEach(headers::add);
        }
        headers.sort(Comparator.naturalOrder());
        return headers;
    }

    /** Another process that makes the same one is as good. */
    private static void publish(Path staging, Path home) throws IOException {
        try {
            Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            FileTrees.delete(staging);
        }
    }

    private static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }
}
