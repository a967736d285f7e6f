package dev.odograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command prints: results on standard output, everything else on standard error. Progress only where standard
 * error is a terminal, bold text only where standard output is one and NO_COLOR is not set.
 */
final class Console {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerWithDefaultPrettyPrinter();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final boolean colours;
    private final int columns;
    private final int lines;

    /**
     * A console.
     *
     * @param terminal whether {@code err} is a terminal
     * @param colours whether {@code out} is a terminal that shows bold text
     * @param columns width of the terminal; 0 where there is none, or it is not known
     */
    Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, int columns) {
        this(out, err, terminal, colours, columns, 0);
    }

    /**
     * A console of a known height.
     *
     * @param lines height of the terminal that {@code out} is; 0 where it is none, or that is not known
     */
    Console(PrintStream out, PrintStream err, boolean terminal, boolean colours, int columns, int lines) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.colours = colours;
        this.columns = columns;
        this.lines = lines;
    }

    /**
     * The console of this process. Java cannot ask for each stream whether it is a terminal, so the launcher does and
     * says so by the properties {@code odograph.err.terminal}, {@code odograph.out.terminal}, {@code odograph.columns}, {@code
     * odograph.lines}.
     */
    static Console system() {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean colours = Boolean.getBoolean("odograph.out.terminal") && !dumb && System.getenv("NO_COLOR") == null;
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("odograph.err.terminal") && !dumb,
                colours,
                Integer.getInteger("odograph.columns", 0),
                Boolean.getBoolean("odograph.out.terminal") ? Integer.getInteger("odograph.lines", 0) : 0);
    }

    /** Width that help is wrapped to. */
    int helpWidth() {
        return columns == 0 ? 100 : Math.clamp(columns, 60, 120);
    }

    /** Lines of the terminal that results go to; 0 where they go elsewhere. */
    int height() {
        return lines;
    }

    /** Lines that a line takes on a terminal, which breaks what is too long. */
    int rows(String line) {
        int length = line.replaceAll("\u001b\\[[0-9]*m", "").length();
        return columns == 0 ? 1 : Math.max(1, (length + columns - 1) / columns);
    }

    /** Text as lines with an indent, broken at blanks where results go to a terminal. */
    List<String> wrapped(String text, String indent) {
        if (lines == 0 || columns == 0) {
            return List.of(indent + text);
        }
        return TextTable.broken(text, Math.max(20, columns - indent.length())).stream()
                .map(line -> indent + line)
                .toList();
    }

    boolean terminal() {
        return terminal;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** A line of the result. */
    void print(String line) {
        out.println(line);
    }

    /** An error as one JSON object on standard error, for programs. */
    void jsonError(String code, String category, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("category", category);
        error.put("message", message);
        try {
            err.println(JSON.writeValueAsString(Map.of("error", error)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error does not serialise to JSON", e);
        }
    }

    /** The result as JSON with snake_case names. */
    void json(Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "the result does not serialise to JSON", e);
        }
    }

    /** A line for people that is not part of the result. */
    void say(String line) {
        clearProgress();
        err.println(line);
    }

    /** Replaces the line of progress; nothing where there is no terminal. */
    void progress(String line) {
        if (terminal) {
            String fitting = columns > 0 && line.length() >= columns ? line.substring(0, columns - 2) + "…" : line;
            err.print("\r\u001b[K" + fitting);
            err.flush();
        }
    }

    void clearProgress() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** For what is worse; the word says so too. */
    String red(String text) {
        return colours ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    /** For what is better; the word says so too. */
    String green(String text) {
        return colours ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    /**
     * Columns under their titles; numbers to the right. On a terminal that is too narrow, columns are left out and then
     * the last one is broken into lines; elsewhere all is printed.
     *
     * @param droppable titles of columns that may be left out, the least important first
     */
    void table(List<String> titles, List<List<String>> rows, String... droppable) {
        new TextTable(titles, rows, colours ? columns : 0, List.of(droppable))
                .lines(this::bold)
                .forEach(this::print);
    }

    /** Names and values below each other. */
    void facts(Map<String, String> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> print(bold(name) + " ".repeat(width - name.length() + 2) + value));
    }
}
