package dev.odograph.dataset.simulator;

/** The first car's speed: a target every so often, reached gently, or now and then by a hard brake. */
final class Leader {
    private static final double ACCEL_MPS2 = 1.6;
    private static final double BRAKE_MPS2 = 2.0;

    private final Random64 random;
    private final City city;
    private final double speedFactor;
    private double targetMps;
    private double brakeMps2 = BRAKE_MPS2;
    private int stepsLeft;

    Leader(Scenario scenario) {
        this.random = Random64.of(scenario.seed(), 1, 0);
        this.city = scenario.city();
        this.speedFactor = scenario.weather().speedFactor;
        this.targetMps = road();
        this.stepsLeft = steps(6, 30);
    }

    double startMps() {
        return targetMps;
    }

    /** Acceleration for the next step at speed {@code speedMps}. */
    double accelMps2(double speedMps, double stepS) {
        if (--stepsLeft <= 0) {
            choose(speedMps);
        }
        double wanted = (targetMps - speedMps) / stepS;
        return Math.min(ACCEL_MPS2, Math.max(-brakeMps2, wanted));
    }

    private void choose(double speedMps) {
        boolean stop = random.chance(city.stopRate()) && speedMps > 1;
        targetMps = stop ? 0 : road();
        boolean hard = random.chance(city.brakeRate());
        if (hard) {
            targetMps = Math.min(targetMps, speedMps * random.between(0, 0.4));
        }
        brakeMps2 = hard ? random.between(4.0, 7.5) : BRAKE_MPS2;
        stepsLeft = targetMps == 0 ? steps(4, 20) : hard ? steps(3, 10) : steps(10, 50);
    }

    private double road() {
        return city.speedsMps()[random.below(city.speedsMps().length)] * speedFactor * random.between(0.9, 1.1);
    }

    private int steps(int lowS, int highS) {
        return 10 * lowS + random.below(10 * (highS - lowS));
    }
}
