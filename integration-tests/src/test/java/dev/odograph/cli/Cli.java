package dev.odograph.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line as a user meets it, in this process: arguments in; exit code and both streams out. */
final class Cli {
    private final Path home;

    Cli(Path home) {
        this.home = home;
    }

    /** What a command answered. */
    record Answer(int code, String out, String err) {}

    /** Runs a command against this home; the option goes last, so that hostile arguments keep their places. */
    Answer run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        return bare(all.toArray(String[]::new));
    }

    /** Runs a command just as it is. */
    static Answer bare(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), stream(err), false, false, 0);
        int code = Main.execute(console, arguments);
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
