package dev.odograph.dataset.simulator;

/**
 * Where a car is across its lane: a damped spring towards the middle, kicked at random, whose driver now and then looks
 * away for seconds; then it drifts and may cross a line. Made from numbers of its own, so no other column depends on it.
 */
final class LanePosition {
    private static final double STIFFNESS = 0.16;
    private static final double DAMPING = 0.9;
    private static final double UNSEEN_RATE = 0.0008;
    private static final double LAPSE_RATE = 0.0008;

    private final Random64 random;
    private final double kickMps;
    private final double biasM;
    private final double noiseM;
    private double offsetM;
    private double lateralMps;
    private double driftMps;
    private int lapseSteps;
    private int unseenSteps;

    LanePosition(Scenario scenario, int position) {
        this.random = Random64.of(scenario.seed(), 8, position);
        boolean ego = position == 2;
        double release = ego ? scenario.release().noiseFactor() : 1.2;
        this.kickMps = 0.028 * release * scenario.weather().noiseFactor;
        this.biasM = 0.12 * random.bell();
        this.noiseM = 0.015 * scenario.weather().noiseFactor;
        this.offsetM = biasM;
    }

    /** Advances by 100 ms at speed {@code speedMps}; a car that stands does not move across its lane. */
    void step(double speedMps) {
        double kick = random.bell();
        double draw = random.uniform();
        if (unseenSteps > 0) {
            unseenSteps--;
        } else if (draw < UNSEEN_RATE) {
            unseenSteps = 3 + (int) (draw / UNSEEN_RATE * 40);
        }
        if (lapseSteps > 0) {
            lapseSteps--;
        } else if (draw > 1 - LAPSE_RATE) {
            lapseSteps = 15 + (int) ((1 - draw) / LAPSE_RATE * 25);
            driftMps = kick < 0 ? -0.45 : 0.45;
        }
        double moving = Math.min(1, speedMps * 0.2);
        if (lapseSteps > 0) {
            lateralMps += (driftMps - lateralMps) * 0.2;
        } else {
            double accel = -STIFFNESS * (offsetM - biasM) - DAMPING * lateralMps;
            lateralMps += accel * Platoon.STEP_S + kickMps * kick;
        }
        offsetM += lateralMps * moving * Platoon.STEP_S;
    }

    /** Whether the camera sees the lines of the lane. */
    boolean seen() {
        return unseenSteps == 0;
    }

    /** Of the car's middle from the middle of its lane, as the camera measures it; left is positive. */
    double measuredM() {
        return RowStream.rounded(offsetM + noiseM * random.bell(), 1_000);
    }
}
