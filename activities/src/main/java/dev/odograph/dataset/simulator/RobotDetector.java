package dev.odograph.dataset.simulator;

/**
 * A perception that misses what is far, mistakes a kind for another, sees what is not there, and is too sure of itself.
 * One frame of detections at a time.
 */
final class RobotDetector {
    /** Every fifth step is a labelled frame. */
    static final int FRAME_STEPS = 5;

    static final int MOST = RobotWorld.OBJECTS + 3;
    private static final double PHANTOM_RATE = 0.12;

    final int[] kinds = new int[MOST];
    final double[] scores = new double[MOST];
    final double[] eastM = new double[MOST];
    final double[] northM = new double[MOST];
    private final Random64 random;
    private final double noise;

    RobotDetector(Scenario scenario) {
        this.random = Random64.of(scenario.seed(), 11, 0);
        this.noise = scenario.release().noiseFactor() * Math.sqrt(scenario.weather().noiseFactor);
    }

    /** Fills the arrays; how many detections there are. */
    int frame(RobotWorld world) {
        int count = 0;
        for (int object = 0; object < RobotWorld.OBJECTS; object++) {
            if (world.seen(object)) {
                count += object(world, object, count) ? 1 : 0;
            }
        }
        for (int phantom = 0; phantom < 3; phantom++) {
            if (random.chance(PHANTOM_RATE * noise)) {
                kinds[count] = random.below(RobotWorld.KINDS.length);
                double sure = random.uniform();
                put(
                        count++,
                        0.15 + 0.65 * sure * sure,
                        world.robotEastM + random.between(-20, 20),
                        random.between(-2.5, 2.5));
            }
        }
        return count;
    }

    private boolean object(RobotWorld world, int object, int at) {
        double east = world.eastM[object] - world.robotEastM;
        double north = world.northM[object] - world.robotNorthM;
        double far = Math.sqrt(east * east + north * north) / 25;
        boolean missed = random.chance((0.02 + 0.25 * far * far) * noise);
        boolean mistaken = random.chance(0.04);
        int other = random.below(RobotWorld.KINDS.length);
        double sure = random.uniform();
        double spread = (0.08 + 0.25 * far) * noise;
        double eastError = spread * random.bell();
        double northError = spread * random.bell();
        if (missed) {
            return false;
        }
        kinds[at] = mistaken ? other : world.kinds[object];
        double score = (mistaken ? 0.35 : 0.62) + 0.36 * sure - 0.3 * far * far;
        put(at, score, world.eastM[object] + eastError, world.northM[object] + northError);
        return true;
    }

    private void put(int at, double score, double east, double north) {
        scores[at] = RowStream.rounded(Math.min(0.999, Math.max(0.05, score)), 1_000);
        eastM[at] = RowStream.rounded(east, 1_000);
        northM[at] = RowStream.rounded(north, 1_000);
    }
}
