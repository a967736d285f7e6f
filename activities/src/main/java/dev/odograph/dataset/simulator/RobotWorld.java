package dev.odograph.dataset.simulator;

/**
 * A delivery robot that drives along a pavement and lets pedestrians pass. The pavement is the east axis; north is
 * across it, the robot keeps to 0. Pedestrians who fall far behind come in again ahead under a new id.
 */
final class RobotWorld {
    static final int OBJECTS = 12;
    static final double STEP_S = 0.1;
    static final String[] KINDS = {"pedestrian", "pedestrian", "pedestrian", "child", "cyclist", "dog"};
    private static final double[] KIND_MPS = {1.3, 1.4, 1.2, 1.1, 4.0, 1.6};
    private static final double SIGHT_M = 25;

    final double[] eastM = new double[OBJECTS];
    final double[] northM = new double[OBJECTS];
    final double[] speedMps = new double[OBJECTS];
    final int[] kinds = new int[OBJECTS];
    final int[] ids = new int[OBJECTS];
    private final double[] eastMps = new double[OBJECTS];
    private final double[] northMps = new double[OBJECTS];
    private final Random64 random;
    private final double desiredMps;
    private final double cautionM;
    private final double density;
    private int nextId = 1;
    private int waitSteps;
    double robotEastM;
    double robotNorthM;
    double robotMps;

    RobotWorld(Scenario scenario) {
        this.random = Random64.of(scenario.seed(), 6, 0);
        Random64 traits = new Random64(scenario.vehicle().hashCode());
        this.desiredMps = 1.5 * scenario.weather().speedFactor * traits.between(0.92, 1.05);
        this.cautionM = 2.4 * scenario.release().headwayFactor() * traits.between(0.9, 1.15);
        this.density = scenario.city().stopRate();
        for (int object = 0; object < OBJECTS; object++) {
            spawn(object, random.between(3, 2 * SIGHT_M));
        }
    }

    boolean seen(int object) {
        double east = eastM[object] - robotEastM;
        double north = northM[object] - robotNorthM;
        return east * east + north * north < SIGHT_M * SIGHT_M;
    }

    /** How much longer the robot stands for a reason of its own, in steps. */
    int waitSteps() {
        return waitSteps;
    }

    double desiredMps() {
        return desiredMps;
    }

    void step() {
        for (int object = 0; object < OBJECTS; object++) {
            eastM[object] += eastMps[object] * STEP_S;
            northM[object] += northMps[object] * STEP_S;
            if (random.chance(0.01)) {
                northMps[object] += 0.25 * random.bell();
            }
            if (northM[object] > 2.5 && northMps[object] > 0 || northM[object] < -2.5 && northMps[object] < 0) {
                northMps[object] = -northMps[object];
            }
            double ahead = eastM[object] - robotEastM;
            if (ahead < -SIGHT_M || ahead > 4 * SIGHT_M) {
                spawn(object, random.between(SIGHT_M, SIGHT_M * (4 - 5 * density)));
            }
        }
        drive();
    }

    private void drive() {
        double nearest = 50;
        for (int object = 0; object < OBJECTS; object++) {
            double ahead = eastM[object] - robotEastM;
            if (ahead > -0.3 && ahead < nearest && Math.abs(northM[object] - robotNorthM) < 0.7) {
                nearest = ahead;
            }
        }
        if (random.chance(0.0005)) {
            waitSteps = 30 + random.below(150);
        }
        boolean waits = waitSteps > 0;
        waitSteps = Math.max(0, waitSteps - 1);
        double wanted = waits ? 0 : Math.min(desiredMps, Math.max(0, (nearest - cautionM * 0.5) * 0.8));
        double change = (wanted - robotMps) / STEP_S;
        double after = Math.max(0, robotMps + Math.min(0.8, Math.max(-3.5, change)) * STEP_S);
        robotEastM += (robotMps + after) / 2 * STEP_S;
        robotNorthM = 0.98 * robotNorthM + 0.01 * random.bell();
        robotMps = after;
    }

    private void spawn(int object, double aheadM) {
        kinds[object] = random.below(KINDS.length);
        ids[object] = nextId++;
        double along = KIND_MPS[kinds[object]] * random.between(0.8, 1.2) * (random.chance(0.6) ? -1 : 1);
        eastM[object] = robotEastM + aheadM;
        northM[object] = random.between(-2.5, 2.5);
        eastMps[object] = along;
        northMps[object] = 0.2 * random.bell();
        speedMps[object] = Math.abs(along);
    }
}
