package dev.odograph.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes how often verdicts and intervals are right where the truth is known: {@code activities/calibrate [SETS]}. The suite
 * has a smaller sample of the same ({@link CalibrationTest}).
 */
final class CalibrationReport {
    private final int sets;
    private final StringBuilder text = new StringBuilder();

    private CalibrationReport(int sets) {
        this.sets = sets;
    }

    /** Arguments: the file to write, and how many sets a row stands on. */
    public static void main(String[] arguments) throws IOException {
        CalibrationReport report = new CalibrationReport(Integer.parseInt(arguments[1]));
        report.write();
        Files.writeString(Path.of(arguments[0]), report.text);
    }

    private void write() {
        say("# Calibration of comparisons");
        say("");
        say("Made by `activities/calibrate " + sets
                + "` (1,999 permutations, 2,000 bootstrap samples). Each row stands on " + sets
                + " made-up comparisons of which the"
                + " truth is known, with seeds 0 to " + (sets - 1) + "; with a true share of 5 %, 19 of 20 rows show "
                + percent(0.05 - 1.96 * Math.sqrt(0.05 * 0.95 / sets)) + " to "
                + percent(0.05 + 1.96 * Math.sqrt(0.05 * 0.95 / sets))
                + ". `CalibrationTest` has the bars of the suite.");
        fleets();
        pairs();
        power();
    }

    private void fleets() {
        say("");
        say("## Fleets without a change");
        say("Hard brakes at random, each vehicle at a rate of its own (standard deviation of its logarithm 0.4),"
                + " 20 drives of 25 km each; alpha 0.05.");
        say("");
        say("| vehicles a side | called changed | 95 % BCa intervals that hold the truth | percentile intervals"
                + " that do |");
        say("|---|--:|--:|--:|");
        for (int vehicles : new int[] {5, 10, 20, 40, 80}) {
            fleet(vehicles, false);
        }
        for (int vehicles : new int[] {10, 40}) {
            fleet(vehicles, true);
        }
    }

    private void fleet(int vehicles, boolean shared) {
        int[] counts = new int[3];
        for (long seed = 0; seed < sets; seed++) {
            MeasureComparison one = Calibration.fleets(seed, vehicles, shared, 0.4, 1, options(0.05, null));
            Units units = Calibration.units(seed, vehicles, shared, 0.4);
            double[] plain = Intervals.percentile(
                    Bootstrap.of(units, 2_000, new Draws(seed, "percentile"))
                            .effects()
                            .values(),
                    0.05);
            counts[0] += one.changed() ? 1 : 0;
            counts[1] += one.interval() != null
                            && one.interval().low() <= 0
                            && one.interval().high() >= 0
                    ? 1
                    : 0;
            counts[2] += plain[0] <= 0 && plain[1] >= 0 ? 1 : 0;
        }
        row(vehicles + (shared ? ", the same on both sides" : ""), counts[0], counts[1], counts[2]);
    }

    private void pairs() {
        say("");
        say("## Pairs without a change");
        say("Three measures each, differences with a standard deviation of 15 %; a set is called changed if one of its"
                + " measures is (Holm).");
        say("");
        say("| pairs | alpha | called changed |");
        say("|---|--:|--:|");
        pair("10 scenarios", 10, 1, 0, 0.05);
        pair("300 scenarios", 300, 1, 0, 0.05);
        pair("300 scenarios", 300, 1, 0, 0.01);
        pair("50 scenarios of 6 seeds, half of the variance the scenario's", 50, 6, 0.5, 0.05);
        int naive = count(seed -> Calibration.pairs(seed, 50, 6, 0.15, 0.5, 0, options(0.05, SegmentFacts.SEGMENT)));
        row("the same with each pair for itself (--cluster segment)", "0.05", naive);
    }

    private void pair(String what, int scenarios, int seeds, double ofScenario, double alpha) {
        int changed =
                count(seed -> Calibration.pairs(seed, scenarios, seeds, 0.15, ofScenario, 0, options(alpha, null)));
        row(what, Double.toString(alpha), changed);
    }

    private int count(LongFunction<MetricComparison> set) {
        return (int) LongStream.range(0, sets)
                .mapToObj(set)
                .filter(one -> one.measures().stream().anyMatch(MeasureComparison::changed))
                .count();
    }

    private void power() {
        say("");
        say("## Changes that are there");
        say("The mean headway of the head is longer; found is a verdict of better at alpha 0.05, Holm over three"
                + " measures, tolerance 1 %. The last column is what the comparisons themselves say 8 of 10 find,"
                + " on average, for one measure.");
        say("");
        say("| pairs, spread | shift | found | found from, as said |");
        say("|---|--:|--:|--:|");
        shift(1_000, 0.15, 0.02);
        shift(1_000, 0.15, 0.015);
        shift(300, 0.15, 0.02);
        shift(300, 0.15, 0.03);
        shift(100, 0.15, 0.05);
    }

    private void shift(int pairs, double spread, double shift) {
        int found = 0;
        double said = 0;
        for (long seed = 0; seed < sets; seed++) {
            MeasureComparison one = Calibration.pairs(seed, pairs, 1, spread, 0, shift, options(0.05, null))
                    .measures()
                    .getFirst();
            found += one.verdict() == Verdict.BETTER ? 1 : 0;
            Double least = one.minimumDetectable() == null
                    ? null
                    : one.minimumDetectable().relative();
            said += least == null ? 0 : least / sets;
        }
        say("| " + pairs + ", " + percent(spread) + " | " + percent(shift) + " | " + share(found) + " | "
                + percent(said) + " |");
    }

    private static CompareOptions options(double alpha, @Nullable String cluster) {
        return Calibration.options(alpha, cluster, 1_999);
    }

    private void row(String what, int... counts) {
        StringBuilder row = new StringBuilder("| " + what);
        for (int count : counts) {
            row.append(" | ").append(share(count));
        }
        say(row + " |");
    }

    private void row(String what, String alpha, int count) {
        say("| " + what + " | " + alpha + " | " + share(count) + " |");
    }

    private String share(int count) {
        return percent((double) count / sets);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private void say(String line) {
        text.append(line).append('\n');
    }
}
