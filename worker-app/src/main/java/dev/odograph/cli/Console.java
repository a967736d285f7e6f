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
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command prints: results on standard output, everything else on standard error, colours only on a terminal. */
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

    Console(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The console of this process; a terminal only if standard error is one, which is where progress goes. */
    static Console system() {
        boolean terminal =
                System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;
        return new Console(System.out, System.err, terminal);
    }

    boolean terminal() {
        return terminal;
    }

    PrintStream out() {
        return out;
    }

    /** A line of the result. */
    void print(String line) {
        out.println(line);
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
            err.print("\r\u001b[K" + line);
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
        return terminal ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Columns under their titles; numbers to the right. */
    void table(List<String> titles, List<List<String>> rows) {
        int[] widths = titles.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        print(bold(line(titles, widths, List.of())));
        rows.forEach(row -> print(line(row, widths, row)));
    }

    /** Names and values below each other. */
    void facts(Map<String, String> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        facts.forEach((name, value) -> print(bold(name) + " ".repeat(width - name.length() + 2) + value));
    }

    private static String line(List<String> cells, int[] widths, List<String> values) {
        List<String> padded = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String pad = " ".repeat(widths[column] - cell.length());
            boolean number = !values.isEmpty() && cell.matches("-?[0-9][0-9.,]*( ?%)?");
            padded.add(number ? pad + cell : cell + pad);
        }
        return String.join("  ", padded).stripTrailing();
    }
}
