package dev.odograph.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The program behind {@code up}: {@code SupervisorMain HOME [EXTRAS_FILE]}, where the file holds extra parts as JSON.
 * It runs the stack until SIGTERM, then stops the parts in order. It exits with 0 after that, or where another
 * supervisor runs already; with 1 where the stack cannot be started, and standard error says why; with 3 where
 * the reason is a full disk, on which those words may be lost.
 */
public final class SupervisorMain {
    /** Exit code of a supervisor that found the disk full. */
    static final int DISK_FULL = 3;

    private SupervisorMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: SupervisorMain HOME [EXTRAS_FILE]");
            System.exit(2);
        }
        try {
            EmbeddedHome home = EmbeddedHome.open(Path.of(arguments[0]));
            StackOptions options = StackOptions.defaults().with(SupervisorMain::say);
            for (ExtraPart extra : arguments.length == 2 ? read(Path.of(arguments[1])) : List.<ExtraPart>of()) {
                options = options.with(extra);
            }
            EmbeddedStack stack = EmbeddedStack.prepare(home, options);
            // Before the start, so that a SIGTERM in the middle of it leaves no process behind.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
            stack.begin();
            new CountDownLatch(1).await();
        } catch (EmbeddedException e) {
            if (e.code().equals("HOME_IN_USE")) {
                say("a supervisor runs already in " + arguments[0]);
                return;
            }
            System.err.println(e.code() + ": " + e.getMessage());
            System.exit(e.code().equals("DISK_FULL") ? DISK_FULL : 1);
        }
    }

    static List<ExtraPart> read(Path file) throws IOException {
        return JsonMapper.builder().build().readValue(file.toFile(), new TypeReference<List<ExtraPart>>() {});
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
