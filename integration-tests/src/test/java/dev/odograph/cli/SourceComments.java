package dev.odograph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The comments of a package of records, as text for a page. */
final class SourceComments {
    private static final Pattern RECORD =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public )?record (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/", Pattern.DOTALL);
    private static final Pattern PARAM = Pattern.compile("@param (\\w+) ([^@]*)");

    private final String ofPackage;
    private final List<OfRecord> records;

    private SourceComments(String ofPackage, List<OfRecord> records) {
        this.ofPackage = ofPackage;
        this.records = records;
    }

    /**
     * A record's comment.
     *
     * @param summary text before its components
     * @param columns what is said of each column, by its name, in order
     */
    record OfRecord(String summary, Map<String, String> columns) {}

    static SourceComments of(Path folder) throws IOException {
        List<OfRecord> records = new ArrayList<>();
        String ofPackage = "";
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                if (file.endsWith("package-info.java")) {
                    Matcher comment = COMMENT.matcher(text);
                    ofPackage = comment.find() ? plain(comment.group(1)) : "";
                }
                Matcher record = RECORD.matcher(text);
                while (record.find()) {
                    records.add(record(record.group(1)));
                }
            }
        }
        return new SourceComments(ofPackage, records);
    }

    String ofPackage() {
        return ofPackage;
    }

    /** The record that has just these columns; empty where none has. */
    OfRecord ofRecord(List<String> columns) {
        return records.stream()
                .filter(record -> List.copyOf(record.columns().keySet()).equals(columns))
                .findFirst()
                .orElse(new OfRecord("", Map.of()));
    }

    private static OfRecord record(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\* ?", "");
        int first = text.indexOf("@param");
        Map<String, String> columns = new LinkedHashMap<>();
        Matcher param = PARAM.matcher(first < 0 ? "" : text.substring(first));
        while (param.find()) {
            String column = param.group(1).replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
            columns.put(column, plain(param.group(2)));
        }
        return new OfRecord(plain(first < 0 ? text : text.substring(0, first)), columns);
    }

    private static String plain(String comment) {
        return comment.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s*<p>", "\n\n")
                .replaceAll("</?b>", "**")
                .replaceAll("<sub>(.*?)</sub>", "$1")
                .replaceAll("(?<!\n)\\s*\n(?!\n)", " ")
                .replaceAll(" +", " ")
                .replaceAll(" ?\n ?", "\n")
                .strip();
    }
}
