package dev.odograph.host;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.step.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One task given to a host, until its answer or its end. Keeps the limits and says what went wrong, where. */
final class Conversation {
    private static final Duration TICK = Duration.ofMillis(50);
    /** A look at the memory of a host and what it started goes through all processes of the machine. */
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final StepHostProcess host;
    private final HostLimits limits;
    private final Progress progress;
    private final long startedAt = System.nanoTime();
    private String step;
    private String segment = "";
    private long heardAt = startedAt;
    private long movedAt = startedAt;
    private long cancelledAt;
    private long lookedAt = startedAt;
    private boolean cancelling;

    Conversation(StepHostProcess host, HostLimits limits, Progress progress, String task) {
        this.host = host;
        this.limits = limits;
        this.progress = progress;
        this.step = task;
    }

    /**
     * The host's answer: Done or Described.
     *
     * @param then called once the host is free again, also where the task failed; not where the host had to be killed
     */
    HostFrame askThen(HostFrame request, Runnable then) {
        boolean answered = false;
        try {
            host.send(request);
            while (true) {
                Optional<HostFrame> heard = host.poll(TICK);
                if (heard != null) {
                    HostFrame frame = heard.orElseThrow(this::crash);
                    heardAt = System.nanoTime();
                    switch (frame) {
                        case HostFrame.Done done -> {
                            answered = true;
                            return done;
                        }
                        case HostFrame.Described described -> {
                            answered = true;
                            return described;
                        }
                        case HostFrame.Failed failed -> {
                            answered = failed.reusable();
                            throw new OdographException(failed.code(), messageOf(failed));
                        }
                        case HostFrame.Advance advance -> moved(advance);
                        case HostFrame.Violated violated -> progress.violated(violated.violations());
                        default -> {}
                    }
                }
                keepLimits();
            }
        } catch (IOException e) {
            throw crash();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            if (answered) {
                then.run();
            } else {
                host.kill();
            }
        }
    }

    private void moved(HostFrame.Advance advance) {
        step = advance.step();
        segment = advance.segment();
        movedAt = heardAt;
        progress.at(step, segment, advance.rows());
    }

    private void keepLimits() throws IOException {
        long now = System.nanoTime();
        if (cancelling && now - cancelledAt > limits.cancelGrace().toNanos()) {
            throw cancelled();
        }
        if (!cancelling && progress.cancelled()) {
            cancelling = true;
            cancelledAt = now;
            host.send(new HostFrame.Cancel());
        }
        if (now - heardAt > limits.silence().toNanos()) {
            throw new OdographException(
                    ErrorCode.STEP_TIMED_OUT,
                    where() + "the step host gave no sign of life for " + seconds(limits.silence()) + " and was killed"
                            + spent() + ". Look for a step that stops the whole process; " + host.traces());
        }
        if (now - movedAt > limits.step().toNanos()) {
            throw new OdographException(
                    ErrorCode.STEP_TIMED_OUT,
                    where() + "not done after the limit of " + seconds(limits.step()) + "; its step host was killed"
                            + spent() + ". Look for an endless loop, or raise the step's time limit; "
                            + host.traces());
        }
        if (now - lookedAt > LOOK_NANOS) {
            lookedAt = now;
            keepMemory();
        }
    }

    private void keepMemory() {
        OptionalLong resident = ResidentMemory.ofTree(host.pid());
        if (resident.isPresent() && resident.getAsLong() > limits.residentBytes()) {
            throw new OdographException(
                    ErrorCode.MEMORY_EXHAUSTED,
                    where() + "the step host held " + mib(resident.getAsLong()) + ", its limit is "
                            + mib(limits.residentBytes()) + "; it was killed" + spent()
                            + ". Let the step hold less at once, or raise the step hosts' memory limit; "
                            + host.traces());
        }
    }

    private String messageOf(HostFrame.Failed failed) {
        return switch (failed.code()) {
            case MEMORY_EXHAUSTED, INTERNAL_ERROR ->
                failed.message().contains(step) ? failed.message() : where() + failed.message();
            default -> failed.message();
        };
    }

    private OdographException crash() {
        HostExit exit = host.exit();
        String mend = exit.code() == ErrorCode.MEMORY_EXHAUSTED
                ? "Let the step hold less at once, or raise the step hosts' memory limit"
                : "Mend the step's code, or leave the segment out";
        return new OdographException(
                exit.code(),
                where() + "the step host (pid " + host.pid() + ") " + exit.cause() + spent() + ". " + mend + "; "
                        + host.traces());
    }

    private OdographException cancelled() {
        return new OdographException(
                ErrorCode.RUN_CANCELLED,
                where() + "cancelled; what it had not put out yet is computed by the next run");
    }

    private String where() {
        return segment.isEmpty() ? "Step \"" + step + "\": " : "Step \"" + step + "\", segment \"" + segment + "\": ";
    }

    private String spent() {
        return String.format(Locale.ROOT, "; this attempt of %.1f s is lost", (System.nanoTime() - startedAt) / 1e9);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String mib(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
