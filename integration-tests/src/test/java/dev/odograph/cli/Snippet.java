package dev.odograph.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param file page
 * @param line of its fence
 * @param language what follows the fence; empty where nothing does
 * @param text lines between the fences
 * @param notRun why it is not tried, from a comment {@code <!-- not run: … -->} before it; null where it is
 * @param fileName file that holds it, from a comment {@code <!-- file: … -->} before it; null where none does
 */
record Snippet(
        Path file,
        int line,
        String language,
        String text,
        @Nullable String notRun,
        @Nullable String fileName) {
    static final Path ROOT = Path.of("..");
    private static final Pattern METRIC = Pattern.compile("(?:--|#) metric: (\\w+)");
    private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (\\S.*) -->");
    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->");

    /** The pages whose snippets are tried. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        for (String folder : List.of("guides", "reference")) {
            try (Stream<Path> files = Files.list(ROOT.resolve("docs").resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** All fenced blocks of all pages. */
    static List<Snippet> all() throws IOException {
        List<Snippet> all = new ArrayList<>();
        for (Path page : pages()) {
            all.addAll(of(page));
        }
        return all;
    }

    /** The fenced blocks of a page. */
    static List<Snippet> of(Path page) throws IOException {
        List<Snippet> found = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        String before = "";
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at).strip();
            if (line.startsWith("```")) {
                int end = at + 1;
                while (end < lines.size() && !lines.get(end).strip().equals("```")) {
                    end++;
                }
                String text = String.join("\n", lines.subList(at + 1, Math.min(end, lines.size())));
                String language = line.substring(3).strip();
                found.add(new Snippet(page, at + 1, language, text, said(NOT_RUN, before), said(FILE, before)));
                at = end;
            }
            before = line.isEmpty() ? before : line;
        }
        return found;
    }

    /** The blocks of a language that are whole metrics. */
    static List<Snippet> metrics(String language) {
        try {
            return all().stream()
                    .filter(snippet -> snippet.language().equals(language) && snippet.notRun() == null)
                    .filter(snippet -> METRIC.matcher(snippet.text()).lookingAt())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the metric that the block is. */
    String metric() {
        Matcher matcher = METRIC.matcher(text);
        if (!matcher.lookingAt()) {
            throw new IllegalStateException(place() + " is no metric");
        }
        return matcher.group(1);
    }

    private static @Nullable String said(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? matcher.group(1) : null;
    }

    boolean isShell() {
        return language.isEmpty() || language.equals("sh") || language.equals("bash");
    }

    /** Its place, for messages. */
    String place() {
        return ROOT.relativize(file) + ":" + line;
    }

    @Override
    public String toString() {
        return place() + " " + language;
    }
}
