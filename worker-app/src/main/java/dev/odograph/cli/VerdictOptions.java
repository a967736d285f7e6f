package dev.odograph.cli;

import picocli.CommandLine.Option;

/** By what a verdict is reached. */
final class VerdictOptions {
    @Option(names = "--alpha", defaultValue = "0.05", description = "Chance of a false finding (default: 0.05).")
    double alpha;

    @Option(
            names = "--correction",
            defaultValue = "holm",
            description = "For many measures: holm, bh or none (default: holm).")
    String correction = "holm";

    @Option(
            names = "--tolerance",
            defaultValue = "0.01",
            description = "Relative change that nobody minds, where a measure declares none (default: 0.01).")
    double tolerance;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the random draws (default: 1).")
    long seed;
}
