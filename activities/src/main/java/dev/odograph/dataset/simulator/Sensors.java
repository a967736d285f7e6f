package dev.odograph.dataset.simulator;

/** What a car's sensors make of the truth: noise, gaps that are not seen, samples that are lost. */
final class Sensors {
    private static final double LOST_RATE = 0.0002;
    private static final double BLIND_RATE = 0.0015;

    private final Random64 random;
    private final double gapNoise;
    private final double blindRate;
    private int lostSteps;
    private int blindSteps;
    private double driftEastM;
    private double driftNorthM;

    Sensors(Scenario scenario, int position) {
        this.random = Random64.of(scenario.seed(), 4, position);
        double release = position == 2 ? scenario.release().noiseFactor() : 1;
        this.gapNoise = 0.06 * scenario.weather().noiseFactor * release;
        this.blindRate = BLIND_RATE * scenario.weather().noiseFactor;
    }

    void step() {
        double draw = random.uniform();
        if (lostSteps > 0) {
            lostSteps--;
        } else if (draw < LOST_RATE) {
            lostSteps = 1 + random.below(8);
        }
        if (blindSteps > 0) {
            blindSteps--;
        } else if (draw > 1 - blindRate) {
            blindSteps = 2 + random.below(30);
        }
        driftEastM = 0.995 * driftEastM + 0.02 * random.bell();
        driftNorthM = 0.995 * driftNorthM + 0.02 * random.bell();
    }

    boolean silent() {
        return lostSteps > 0;
    }

    boolean gapBlind() {
        return blindSteps > 0;
    }

    double speedMps(double truth) {
        return RowStream.rounded(truth + 0.02 * random.bell(), 10_000);
    }

    double gapM(double truth) {
        return RowStream.rounded(truth + (gapNoise + 0.002 * truth) * random.bell(), 1_000);
    }

    double eastM(double truth) {
        return RowStream.rounded(truth + driftEastM, 1_000);
    }

    double northM(double truth) {
        return RowStream.rounded(truth + driftNorthM, 1_000);
    }
}
