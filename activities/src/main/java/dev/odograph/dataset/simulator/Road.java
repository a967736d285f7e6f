package dev.odograph.dataset.simulator;

/**
 * Where a car is after so many metres of a road whose curvature and grade change every 80 m. The heading turns by exact
 * rotations, without sines. Not thread-safe; made to be asked for growing distances.
 */
final class Road {
    private static final double BLOCK_M = 80;

    private final long seed;
    private final double curvaturePerM;
    private final double grade;
    private double atM;
    private double eastM;
    private double northM;
    private double altM = 120;
    private double headingEast = 0;
    private double headingNorth = 1;

    Road(Scenario scenario, double startM) {
        this.seed = Random64.hash(scenario.seed(), 5);
        this.curvaturePerM = scenario.city().curvaturePerM();
        this.grade = scenario.city().grade();
        this.atM = startM;
        this.northM = startM;
    }

    void drive(double toM) {
        double distance = toM - atM;
        long block = (long) Math.floor(atM / BLOCK_M);
        double half = 0.5 * distance * (block < 0 ? 0 : curvaturePerM * signed(block, 0));
        double norm = 1 / (1 + half * half);
        double cos = (1 - half * half) * norm;
        double sin = 2 * half * norm;
        double east = headingEast * cos - headingNorth * sin;
        double north = headingEast * sin + headingNorth * cos;
        eastM += distance * (headingEast + east) / 2;
        northM += distance * (headingNorth + north) / 2;
        altM += distance * (block < 0 ? 0 : grade * signed(block, 1));
        headingEast = east;
        headingNorth = north;
        atM = toM;
    }

    double eastM() {
        return eastM;
    }

    double northM() {
        return northM;
    }

    double altM() {
        return altM;
    }

    private double signed(long block, int purpose) {
        return 2 * Random64.unit(Random64.hash(seed, 2 * block + purpose)) - 1;
    }
}
