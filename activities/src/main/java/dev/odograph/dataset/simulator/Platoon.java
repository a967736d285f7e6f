package dev.odograph.dataset.simulator;

/**
 * Cars one behind another, advanced together by 100 ms. A car depends only on those ahead, so a platoon that is cut
 * off at the back moves the same: each car's rows are written in one go by simulating anew what is ahead of it, and no
 * trajectory is ever held.
 */
final class Platoon {
    static final double STEP_S = 0.1;

    private final Leader leader;
    private final Driver[] drivers;
    private final double[] travelM;
    private final double[] speedMps;
    private double leaderLengthM;

    Platoon(Scenario scenario, int cars) {
        this.leader = new Leader(scenario);
        this.drivers = new Driver[cars];
        this.travelM = new double[cars];
        this.speedMps = new double[cars];
        for (int car = 0; car < cars; car++) {
            drivers[car] = new Driver(scenario, car + 1);
        }
        speedMps[0] = leader.startMps();
        for (int car = 1; car < cars; car++) {
            speedMps[car] = speedMps[0];
            travelM[car] = travelM[car - 1] - drivers[car - 1].type.lengthM() - drivers[car].restingGapM(speedMps[0]);
        }
        this.leaderLengthM = cars < 2 ? 0 : drivers[cars - 2].type.lengthM();
    }

    /** Bumper to bumper, of the last car to the one ahead. */
    double lastGapM() {
        int last = drivers.length - 1;
        return travelM[last - 1] - travelM[last] - leaderLengthM;
    }

    double lastTravelM() {
        return travelM[drivers.length - 1];
    }

    double lastSpeedMps() {
        return speedMps[drivers.length - 1];
    }

    void step() {
        double aheadM = travelM[0];
        double aheadMps = speedMps[0];
        advance(0, leader.accelMps2(aheadMps, STEP_S));
        for (int car = 1; car < drivers.length; car++) {
            double gapM = aheadM - travelM[car] - drivers[car - 1].type.lengthM();
            double accel = drivers[car].accelMps2(gapM, speedMps[car], aheadMps);
            aheadM = travelM[car];
            aheadMps = speedMps[car];
            advance(car, accel);
            double nearest = travelM[car - 1] - drivers[car - 1].type.lengthM() - 0.3;
            if (travelM[car] > nearest) {
                travelM[car] = Math.max(aheadM, nearest);
                speedMps[car] = Math.min(speedMps[car], speedMps[car - 1]);
            }
        }
    }

    private void advance(int car, double accelMps2) {
        double before = speedMps[car];
        double after = Math.max(0, before + accelMps2 * STEP_S);
        travelM[car] += (before + after) / 2 * STEP_S;
        speedMps[car] = after;
    }
}
