package dev.odograph.cli;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.regression.JunitXml;
import dev.odograph.regression.RegressionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where reports of a regression run go. */
final class ReportOptions {
    @Option(names = "--junit", paramLabel = "FILE", description = "Write the gates as JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--json-report", paramLabel = "FILE", description = "Write gates and figures as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write Markdown of at most 60000 characters, as for the comment on a change.")
    private @Nullable Path markdown;

    /** Refuses a file whose folder is not there: better now than when the runs have ended. */
    void requireWritable() {
        files().forEach((option, file) -> {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
                throw new OdographException(
                        ErrorCode.FILE_NOT_FOUND,
                        option + " names " + file + ", which cannot be written: make the folder " + folder
                                + ", or name a file");
            }
        });
    }

    /** Whether one of them has the figures behind the gates. */
    boolean wantFigures() {
        return json != null || markdown != null;
    }

    /** Writes what was asked for. */
    void write(RegressionReport report) throws IOException {
        if (junit != null) {
            Files.writeString(junit, JunitXml.of(report));
        }
        if (json != null) {
            Files.writeString(json, report.json());
        }
        if (markdown != null) {
            Files.writeString(markdown, report.markdown());
        }
    }

    private Map<String, Path> files() {
        Map<String, Path> files = new LinkedHashMap<>();
        if (junit != null) {
            files.put("--junit", junit);
        }
        if (json != null) {
            files.put("--json-report", json);
        }
        if (markdown != null) {
            files.put("--markdown", markdown);
        }
        return files;
    }
}
