package dev.odograph.dataset.simulator;

/**
 * A follower by the Intelligent Driver Model (Treiber, Hennecke, Helbing 2000, Physical Review E 62, eq. 3 and 4),
 * whose control now and then stalls for a moment.
 */
final class Driver {
    private static final double STANDSTILL_GAP_M = 2.0;
    private static final double HARDEST_BRAKE_MPS2 = 8.5;

    final VehicleType type;
    private final Random64 random;
    private final double desiredMps;
    private final double headwayS;
    private final double accelMps2;
    private final double interaction;
    private final double lapseRate;
    private int lapseSteps;
    private double lastMps2;

    Driver(Scenario scenario, int position) {
        Random64 unit = Random64.of(scenario.seed(), 2, position);
        boolean ego = position == 2;
        // The recording vehicle drives second; its traits follow from its name, so that they persist over segments.
        Random64 traits = ego ? new Random64(scenario.vehicle().hashCode()) : unit;
        this.type = ego ? scenario.type() : VehicleType.ALL[unit.below(VehicleType.ALL.length)];
        double fastest = 0;
        for (double speed : scenario.city().speedsMps()) {
            fastest = Math.max(fastest, speed);
        }
        this.desiredMps =
                fastest * 1.15 * type.speedFactor() * scenario.weather().speedFactor * traits.between(0.95, 1.08);
        this.headwayS = type.headwayS() * (ego ? scenario.release().headwayFactor() : 1) * traits.between(0.8, 1.25);
        this.accelMps2 = type.accelMps2() * traits.between(0.85, 1.15);
        double brake = type.brakeMps2() * traits.between(0.85, 1.15);
        this.interaction = 1 / (2 * Math.sqrt(accelMps2 * brake));
        this.lapseRate = (ego ? scenario.release().lapseRate() : 0.006) * 0.1;
        this.random = Random64.of(scenario.seed(), 3, position);
    }

    /** Gap at which it would follow steadily at {@code speedMps}. */
    double restingGapM(double speedMps) {
        return STANDSTILL_GAP_M + speedMps * headwayS * 1.1;
    }

    double accelMps2(double gapM, double speedMps, double leaderMps) {
        double draw = random.uniform();
        double closingMps = speedMps - leaderMps;
        if (lapseSteps > 0 && gapM > 1.4 * closingMps) {
            lapseSteps--;
            return lastMps2;
        }
        lapseSteps = 0;
        if (draw < lapseRate) {
            lapseSteps = 6 + (int) (draw / lapseRate * 18);
            lastMps2 = Math.max(lastMps2, 0);
            return lastMps2;
        }
        double wished = STANDSTILL_GAP_M + Math.max(0, speedMps * headwayS + speedMps * closingMps * interaction);
        double free = speedMps / desiredMps;
        double near = wished / Math.max(gapM, 0.1);
        double accel = accelMps2 * (1 - free * free * free * free - near * near);
        lastMps2 = Math.max(accel, -HARDEST_BRAKE_MPS2);
        return lastMps2;
    }
}
