package dev.odograph.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.batch.CommitPoint;
import dev.odograph.chaos.Fault.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A short campaign: every kind of fault that this machine allows once, every commit point at least once. */
class ChaosIT {
    private static final Campaign.Settings SHORT = new Campaign.Settings(1, Kind.values().length, 1, 6);

    @Test
    void whateverIsKilledReadersSeeTheRowsOfAnUndisturbedRun() {
        CampaignReport report = new Campaign(SHORT, System.out::println).run();

        assertThat(report.hit()).hasSizeGreaterThanOrEqualTo(SHORT.faults());
        assertThat(CommitPoint.values())
                .allSatisfy(point -> assertThat(report.at(point.name())).isPositive());
        assertThat(report.hit())
                .extracting(Fault::kind)
                .containsAll(Arrays.stream(Kind.values())
                        .filter(kind -> !report.impossible().contains(kind))
                        .toList());
    }
}
