package dev.odograph.host;

import dev.odograph.error.OdographException;
import dev.odograph.spec.ColumnSpec;
import dev.odograph.spec.ColumnType;
import dev.odograph.spec.StepSpec;
import dev.odograph.spec.TableSchema;
import dev.odograph.step.Progress;
import dev.odograph.step.StageWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small stage of no bundle, by which a host that waits for its bundle loads the engine and what every stage runs. Its
 * rows are thrown away.
 */
final class HostRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(HostRehearsal.class);
    private static final String STEP = "rehearsal";
    private static final long ENGINE_BYTES = 64L << 20;
    private static final String ROWS = """
            SELECT 'a' || (t // 20000) AS segment_id, t AS t_ms, t / 7.0::DOUBLE AS speed_mps
            FROM range(100000) AS all_rows (t)
            """;

    private final HostSettings settings;

    HostRehearsal(HostSettings settings) {
        this.settings = settings;
    }

    /** Has it run there; true where the host can take tasks afterwards. It is killed where it cannot. */
    boolean of(StepHostProcess host) {
        HostFiles files = null;
        try {
            files = HostFiles.create(settings, host.pid());
            HostFrame.Task task = new HostFrame.Task(work(files.directory()));
            var unused = new Conversation(host, settings.limits(), Progress.NONE, STEP).askThen(task, () -> {});
        } catch (IOException e) {
            throw new UncheckedIOException("a step host cannot be rehearsed", e);
        } catch (OdographException e) {
            LOG.debug("A step host could not rehearse", e);
        } finally {
            remove(files);
        }
        return host.alive();
    }

    private static StageWork work(Path directory) throws IOException {
        TableSchema output = new TableSchema(List.of(
                new ColumnSpec(TableSchema.SEGMENT_ID, ColumnType.STRING, false, true, null, false),
                new ColumnSpec("t_ms", ColumnType.INT64, false, true, "ms", false),
                new ColumnSpec("speed_mps", ColumnType.FLOAT64, false, false, "m/s", false)));
        return new StageWork(
                STEP,
                List.of(new StepSpec.Sql(STEP, List.of(), output, ROWS)),
                Map.of(),
                List.of(),
                Map.of(),
                directory.toString(),
                directory.resolve("output.arrow").toString(),
                true,
                Files.createDirectory(directory.resolve("tmp")).toString(),
                ENGINE_BYTES);
    }

    private static void remove(@org.jspecify.annotations.Nullable HostFiles files) {
        try {
            if (files != null) {
                files.remove();
            }
        } catch (IOException e) {
            LOG.debug("Files of a rehearsal stay behind", e);
        }
    }
}
