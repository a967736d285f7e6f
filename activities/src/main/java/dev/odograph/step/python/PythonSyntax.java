package dev.odograph.step.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.odograph.error.OdographException;
import dev.odograph.spec.SpecJson;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.validation.PythonCatalog;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has python steps' code read by the machine's interpreter, which parses it and runs none of it; where there is none, code
 * goes unread. Thread-safe.
 */
public final class PythonSyntax implements PythonCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(PythonSyntax.class);
    private static final String CHECK = PythonLock.resource("odograph_check.py");

    @Override
    public List<String> problems(StepSpec.Python step) {
        try {
            Process process = new ProcessBuilder(
                            List.of(PythonInterpreter.load().program().toString(), "-I", "-S", "-c", CHECK))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream request = process.getOutputStream()) {
                request.write(SpecJson.write(new Request(
                                step.file(),
                                step.source(),
                                new TreeMap<>(step.modules()),
                                step.function(),
                                step.inputs()))
                        .getBytes(UTF_8));
            }
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                return List.of("its code could not be read: Python exited with status " + process.exitValue());
            }
            return List.of(SpecJson.read(answer, String[].class));
        } catch (OdographException e) {
            // Graphs beside it must not suffer; a run of this one says what is missing.
            LOG.warn("Code of step {} was not read: {}", step.name(), e.getMessage());
            return List.of();
        } catch (IOException e) {
            return List.of("its code could not be read, Python broke off: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("its code was not read: stopped");
        }
    }

    private record Request(
            String file, String source, Map<String, String> modules, String function, List<String> inputs) {}
}
