package dev.odograph.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.CommitPoint;
import dev.odograph.chaos.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A seeded campaign: rounds of faults, each round a run of its own, on one stack. The seed decides faults, their order and
 * their triggers; what the machine does in between is its own affair, so a repetition is as alike as threads allow.
 */
final class Campaign {
    private static final Duration ROUND_PATIENCE = Duration.ofMinutes(20);

    private static final long POLL_NANOS = 50_000_000;

    private static final int FRUITLESS = 3;

    private final Settings settings;
    private final Consumer<String> log;
    private final Set<Kind> impossible = EnumSet.noneOf(Kind.class);
    private final List<Round> rounds = new ArrayList<>();
    private final AtomicInteger guarded = new AtomicInteger();

    /**
     * How long and how hard.
     *
     * @param seed of the schedule
     * @param faults that must hit work in flight, at least
     * @param perPoint how often each commit point must be hit, at least
     * @param perRound faults that a round tries
     */
    record Settings(long seed, int faults, int perPoint, int perRound) {
        /** The command that repeats it. */
        String command() {
            return "integration-tests/campaign --seed " + seed + " --faults " + faults + " --points " + perPoint
                    + " --per-round " + perRound;
        }
    }

    Campaign(Settings settings, Consumer<String> log) {
        this.settings = settings;
        this.log = log;
    }

    /** Runs it all; an {@link AssertionError} says which seed found what. */
    CampaignReport run() {
        long started = System.nanoTime();
        try (ChaosStack stack = ChaosStack.start(this::stackSaid)) {
            if (!stack.disk.canBeFilled()) {
                impossible.add(Kind.FILL_DISK);
            }
            if (WallClock.library().isEmpty()) {
                impossible.add(Kind.SKEW_CLOCK);
            }
            try {
                return rounds(stack, started);
            } catch (RuntimeException | AssertionError | InterruptedException e) {
                log.accept("logs are kept in " + stack.keepLogs("chaos-" + settings.seed()));
                throw e;
            }
        } catch (RuntimeException | AssertionError | InterruptedException e) {
            throw new AssertionError(
                    "the campaign of seed " + settings.seed() + " failed in round " + (rounds.size() + 1)
                            + "; repeat it by: " + settings.command() + "; it failed with " + e,
                    e);
        }
    }

    private void stackSaid(String line) {
        if (line.startsWith("clickhouse ended with exit code 74")) {
            guarded.incrementAndGet();
        }
        log.accept("stack: " + line);
    }

    private CampaignReport rounds(ChaosStack stack, long started) throws InterruptedException {
        ChaosRun undisturbed = new ChaosRun(stack, "undisturbed", 0, log);
        undisturbed.start();
        undisturbed.awaitSuccess(deadline());
        Reader reader = new Reader(stack, undisturbed.runId());
        Verdict verdict = new Verdict(stack, reader, undisturbed.runId());
        Map<String, Seen> bySegment = reader.bySegment(undisturbed.runId());
        log.accept("undisturbed: " + verdict.expected());
        Schedule schedule = new Schedule(settings.seed(), impossible);
        List<Fault> again = new ArrayList<>();
        int fruitless = 0;
        while (!enough()) {
            List<Fault> faults = new ArrayList<>(again);
            while (faults.size() < settings.perRound()) {
                faults.add(schedule.next());
            }
            Round round = round(stack, reader, verdict, bySegment, faults);
            rounds.add(round);
            again = round.missed();
            fruitless = round.strikes().isEmpty() ? fruitless + 1 : 0;
            assertThat(fruitless)
                    .as("rounds in a row in which work was never where these faults wait: %s", again)
                    .isLessThan(FRUITLESS);
            log.accept("round %d: %d faults hit, %d missed, %d passes, %d outputs retried, %d s; rows as undisturbed"
                    .formatted(
                            rounds.size(),
                            round.strikes().size(),
                            round.missed().size(),
                            round.passes(),
                            round.retried(),
                            round.took().toSeconds()));
        }
        return new CampaignReport(
                settings,
                rounds,
                verdict.expected(),
                verdict.partitions(),
                impossible,
                guarded.get(),
                Duration.ofNanos(System.nanoTime() - started));
    }

    private Round round(
            ChaosStack stack, Reader reader, Verdict verdict, Map<String, Seen> bySegment, List<Fault> faults)
            throws InterruptedException {
        long started = System.nanoTime();
        int number = rounds.size() + 1;
        stack.awaitServing();
        ChaosRun run = new ChaosRun(stack, "round-" + number, number, log);
        Injector injector = new Injector(stack, settings.seed() + number);
        List<Strike> strikes = new ArrayList<>();
        List<Fault> missed = new ArrayList<>();
        long reads;
        long parts;
        run.start();
        try (Watcher watcher = new Watcher(reader, run.runId(), bySegment)) {
            for (Fault fault : steppedFirst(faults)) {
                injector.strike(fault, run)
                        .ifPresentOrElse(
                                strike -> {
                                    log.accept("  " + fault + ": " + strike.detail());
                                    strikes.add(strike);
                                },
                                () -> missed.add(fault));
            }
            strikes.forEach(strike -> awaitMended(strike, run));
            run.awaitSuccess(deadline());
            stack.awaitServing();
            reads = watcher.reads();
            parts = watcher.parts();
            assertThat(watcher.wrong()).as("what a reader saw in mid-run").isEmpty();
        }
        long swept = verdict.check(run.runId()).rows();
        return new Round(
                run.runId(),
                strikes,
                missed,
                verdict.passes(run.runId()),
                verdict.retried(run.runId()),
                reads,
                parts,
                swept,
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** A zombie's work is taken over by others only while the run goes on, so a failed run is started again meanwhile. */
    private static void awaitMended(Strike strike, ChaosRun run) {
        while (!strike.mended().isDone()) {
            var _ = run.succeeded();
            LockSupport.parkNanos(POLL_NANOS);
        }
        try {
            strike.mended().join();
        } catch (CompletionException e) {
            throw new AssertionError(strike + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private boolean enough() {
        List<Fault> hit = rounds.stream()
                .flatMap(round -> round.strikes().stream())
                .map(Strike::fault)
                .toList();
        return hit.size() >= settings.faults()
                && List.of(CommitPoint.values()).stream()
                        .allMatch(point -> hit.stream()
                                        .filter(fault -> fault.trigger().label().equals(point.name()))
                                        .count()
                                >= settings.perPoint());
    }

    /** Java steps come early in a run, so what strikes them must not wait. */
    private static List<Fault> steppedFirst(List<Fault> faults) {
        return faults.stream()
                .sorted(Comparator.comparing(fault -> !(fault.trigger() instanceof Fault.InStep)))
                .toList();
    }

    private static long deadline() {
        return System.nanoTime() + ROUND_PATIENCE.toNanos();
    }
}
