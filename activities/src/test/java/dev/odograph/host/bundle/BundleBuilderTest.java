package dev.odograph.host.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleBuilderTest {
    private static final BundleDescription NOTHING = new BundleDescription(List.of(), List.of(), List.of());

    @TempDir
    Path directory;

    private Bundle build(Path... code) {
        return new BundleBuilder(directory.resolve("store"), bundle -> NOTHING).build(List.of(code), List.of());
    }

    private Path jar(String name, long time, Map<String, String> entries) throws IOException {
        Path jar = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTime(time);
                zip.putNextEntry(header);
                zip.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void namesAndTimesDoNotEnterTheDigest() throws IOException {
        Bundle first = build(jar("a.jar", 1_000_000_000_000L, Map.of("A.class", "code", "a/q.sql", "SELECT 1")));
        Bundle second = build(jar("b.jar", 1_700_000_000_000L, Map.of("a/q.sql", "SELECT 1", "A.class", "code")));

        assertThat(second).isEqualTo(first);
        assertThat(first.directory()).hasFileName(first.digest());
        assertThat(first.jars())
                .singleElement()
                .satisfies(jar -> assertThat(jar).hasFileName("00-a.jar"));
    }

    @Test
    void anEditedQueryChangesTheDigestButNotTheJavaFingerprint() throws IOException {
        Bundle before =
                build(jar("a.jar", 0, Map.of("A.class", "code", "q.sql", "SELECT 1", "f.py", "1", "META-INF/x", "1")));
        Bundle after =
                build(jar("b.jar", 0, Map.of("A.class", "code", "q.sql", "SELECT 2", "f.py", "2", "META-INF/x", "2")));

        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(after.javaFingerprint()).isEqualTo(before.javaFingerprint());
    }

    @Test
    void anEditedClassOrResourceChangesTheJavaFingerprint() throws IOException {
        String code =
                build(jar("a.jar", 0, Map.of("A.class", "1", "table.csv", "1"))).javaFingerprint();

        assertThat(build(jar("b.jar", 0, Map.of("A.class", "2", "table.csv", "1")))
                        .javaFingerprint())
                .isNotEqualTo(code);
        assertThat(build(jar("c.jar", 0, Map.of("A.class", "1", "table.csv", "2")))
                        .javaFingerprint())
                .isNotEqualTo(code);
    }

    @Test
    void aDirectoryOfClassesIsTheSameAsItsJar() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes/a"));
        Files.writeString(classes.resolve("A.class"), "code");

        assertThat(build(classes.getParent()).digest())
                .isEqualTo(build(jar("a.jar", 0, Map.of("a/A.class", "code"))).digest());
    }

    @Test
    void aLibraryInAJarsFolderNativeIsOfTheBundleAndNoJavaCode() throws IOException {
        Bundle one = build(jar("a.jar", 0, Map.of("A.class", "code", "native/libmine.so", "elf 1")));
        Bundle other = build(jar("b.jar", 0, Map.of("A.class", "code", "native/libmine.so", "elf 2")));

        assertThat(one.directory().resolve("native/libmine.so")).hasContent("elf 1");
        assertThat(other.digest()).isNotEqualTo(one.digest());
        assertThat(other.javaFingerprint()).isEqualTo(one.javaFingerprint());
        assertThatThrownBy(() -> build(
                        jar("c.jar", 0, Map.of("native/libmine.so", "1")),
                        jar("d.jar", 0, Map.of("native/libmine.so", "2"))))
                .hasMessageContaining("Two libraries are called libmine.so: rename one of them");
    }

    @Test
    void aRenamedLibraryIsAnotherBundle() throws IOException {
        Path library = Files.writeString(directory.resolve("liba.so"), "elf");
        Path renamed = Files.writeString(directory.resolve("libb.so"), "elf");
        BundleBuilder builder = new BundleBuilder(directory.resolve("store"), bundle -> NOTHING);

        assertThat(builder.build(List.of(), List.of(library)).digest())
                .isNotEqualTo(builder.build(List.of(), List.of(renamed)).digest());
    }

    @Test
    void allProblemsAreReportedAtOnceAndNothingIsLeft() throws IOException {
        BundleDescription problems =
                new BundleDescription(List.of(), List.of(), List.of("Step \"a\" is wrong", "Step \"b\" is wrong"));
        BundleBuilder builder = new BundleBuilder(directory.resolve("store"), bundle -> problems);
        Path jar = jar("a.jar", 0, Map.of("A.class", "code"));

        assertThatThrownBy(() -> builder.build(List.of(jar), List.of()))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GRAPH_INVALID))
                .hasMessageContaining("Step \"a\" is wrong")
                .hasMessageContaining("Step \"b\" is wrong");
        assertThat(directory.resolve("store/bundles")).isEmptyDirectory();
    }

    @Test
    void aBrokenJarIsNamed() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no zip");

        assertThatThrownBy(() -> build(broken))
                .isInstanceOfSatisfying(
                        OdographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_INVALID))
                .hasMessageContaining("broken.jar");
        assertThatThrownBy(() -> build(directory.resolve("absent.jar"))).hasMessageContaining("absent.jar");
        assertThat(directory.resolve("store/bundles")).isEmptyDirectory();
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Files.writeString(directory.resolve("bundle.json"), "{\"format\":2,\"graphs\":[],\"kernels\":[]}");

        assertThatThrownBy(() -> Bundle.open(directory))
                .hasMessageContaining("format 2")
                .hasMessageContaining("push the bundle again");
    }
}
