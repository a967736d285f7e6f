package dev.odograph.chaos;

import dev.odograph.batch.CommitPoint;
import dev.odograph.chaos.Fault.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a campaign that passed came to.
 *
 * @param settings what was asked for
 * @param rounds its rounds
 * @param expected what readers see of every round, as of the undisturbed run
 * @param partitions partitions of a run
 * @param impossible kinds of faults that cannot be provoked on this machine
 * @param guarded how often the engine of ClickHouse ended itself at a write that failed
 * @param took all in all
 */
record CampaignReport(
        Campaign.Settings settings,
        List<Round> rounds,
        Map<String, Seen> expected,
        int partitions,
        Set<Kind> impossible,
        int guarded,
        Duration took) {
    private static final List<String> OTHER_TRIGGERS =
            List.of("step under way", "INSERT under way", "COMMIT under way", "completion under way");

    private static final String COUNTED =
            "A fault counts once, where it struck work in the state of its column: a commit that a worker's probe held at"
                    + " that point of the protocol, a Java step under way in its host, or a request that was sent and whose"
                    + " answer never came back. A full disk counts only where a server or a stage was refused space while"
                    + " it was full. Others count whether or not they did harm: a clock that jumped may mean nothing to"
                    + " the commit that went on by it."
                    + " The reader looks about three times a second, so a state that lasts for less may pass unseen; what"
                    + " readers could see is then held against the ledger after the round.";

    private static final String NOT_PROVOKED =
            "Not provoked: a machine that loses power or its kernel (files that were written and not synced survive a kill"
                    + " of processes, not that), disks that return other bytes than were written or fail with errors other"
                    + " than a full disk, memory that runs out under a server, clocks of the servers (only workers' clocks"
                    + " jump), a cluster: several ClickHouse or PostgreSQL servers with failover, Temporal's history"
                    + " service apart from its frontend, an object store, and machines that lose sight of each other while"
                    + " all go on. One stack and one small graph stand for all; the long tail of interleavings is reached"
                    + " by other seeds.";

    List<Fault> hit() {
        return rounds.stream()
                .flatMap(round -> round.strikes().stream())
                .map(Strike::fault)
                .toList();
    }

    /** How many faults hit work in a state. */
    long at(String trigger) {
        return hit().stream()
                .filter(fault -> fault.trigger().label().equals(trigger))
                .count();
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of(
                "# Chaos campaign",
                "",
                "Written by the command below; do not edit. What is done, and what counts: [how it works]"
                        + "(../CONTRIBUTING.md#chaos).",
                "",
                "| | |",
                "|---|---|",
                "| command | `" + settings.command() + "` |",
                "| machine | " + machine() + " |",
                "| faults that hit work in flight | **" + hit().size() + "**, in " + rounds.size() + " rounds |",
                "| took | " + text(took) + "; a round " + text(quantile(0.5)) + " at the median, " + text(quantile(1))
                        + " at most |",
                "| run | 12 recordings in " + partitions + " partitions, " + expected.size()
                        + " metrics, one of them a reduce |",
                "| verdict | after every round: the digest of every metric equals the undisturbed run's, by run and by"
                        + " channel; no key twice; every planned output committed; visible = committed in the ledger;"
                        + " every stored row belongs to a committed write; every artifact holds the rows of its digest;"
                        + " no read ever failed but where ClickHouse was down or its disk full |",
                "| looks of a reader in mid-run, which saw each segment whole or not at all | " + sum(Round::reads)
                        + ", of which " + sum(Round::parts) + " saw some of the run's batches and not all |",
                "| times that a full disk ended ClickHouse at a write of its own | " + guarded + " |",
                "| outputs executed by a later attempt than the first | " + sum(Round::retried) + " |",
                "| passes beyond the first: the run had failed and was started again | "
                        + sum(round -> round.passes() - 1) + " |",
                "| rows of dead writes swept afterwards, never visible | " + sum(Round::swept) + " |",
                "| faults not counted, since the run ended first (tried again later) | "
                        + sum(round -> round.missed().size()) + " |",
                "| cannot be provoked on this machine | "
                        + (impossible.isEmpty()
                                ? "–"
                                : impossible.stream().map(Kind::toString).collect(Collectors.joining(", ")))
                        + " |",
                "",
                "## Faults by kind and by state of the work they hit",
                ""));
        List<String> triggers = Stream.concat(
                        Arrays.stream(CommitPoint.values()).map(CommitPoint::name), OTHER_TRIGGERS.stream())
                .toList();
        lines.add(triggers.stream().collect(Collectors.joining(" | ", "| kind | ", " | all |")));
        lines.add("|---" + "|---:".repeat(triggers.size() + 1) + "|");
        for (Kind kind : Kind.values()) {
            List<Fault> mine =
                    hit().stream().filter(fault -> fault.kind() == kind).toList();
            lines.add("| " + kind + " | "
                    + triggers.stream()
                            .map(trigger -> count(mine.stream()
                                    .filter(fault -> fault.trigger().label().equals(trigger))
                                    .count()))
                            .collect(Collectors.joining(" | "))
                    + " | " + mine.size() + " |");
        }
        lines.add("| **all** | "
                + triggers.stream().map(trigger -> count(at(trigger))).collect(Collectors.joining(" | ")) + " | **"
                + hit().size() + "** |");
        lines.addAll(List.of("", "## Rows of every round", "", "| metric | rows | digest |", "|---|---:|---|"));
        expected.forEach(
                (metric, seen) -> lines.add("| `" + metric + "` | " + seen.rows() + " | `" + seen.digest() + "` |"));
        lines.addAll(List.of("", "## What counts, and what is not provoked", "", COUNTED, "", NOT_PROVOKED, ""));
        return String.join("\n", lines);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, markdown());
    }

    private interface Figure {
        long of(Round round);
    }

    private long sum(Figure figure) {
        return rounds.stream().mapToLong(figure::of).sum();
    }

    private Duration quantile(double part) {
        List<Duration> sorted = rounds.stream().map(Round::took).sorted().toList();
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    private static String count(long count) {
        return count == 0 ? "" : Long.toString(count);
    }

    private static String text(Duration time) {
        return time.toMinutes() > 9 ? time.toMinutes() + " min" : "%.0f s".formatted(time.toMillis() / 1_000.0);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", JDK " + Runtime.version().feature() + ", load average at the end "
                + "%.0f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
