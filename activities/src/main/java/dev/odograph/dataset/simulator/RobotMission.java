package dev.odograph.dataset.simulator;

/**
 * What a robot is out for: a route of so many metres, and who drives. Where it stands for ten seconds or more for a
 * reason of its own it is stuck; after a while an operator drives from afar, and where that fails a person comes.
 */
final class RobotMission {
    static final String[] MODES = {"autonomous", "remote", "manual"};
    static final int AUTONOMOUS = 0;
    private static final int REMOTE = 1;
    private static final int MANUAL = 2;
    private static final int STUCK_STEPS = 100;

    private final Random64 random;
    private final double routeM;
    private int helpIn;
    private int mode = AUTONOMOUS;
    private boolean waited;

    RobotMission(Scenario scenario, RobotWorld world, long steps) {
        this.random = Random64.of(scenario.seed(), 9, 0);
        this.routeM = RowStream.rounded(world.desiredMps() * steps * RobotWorld.STEP_S * random.between(0.4, 0.95), 10);
    }

    double routeM() {
        return routeM;
    }

    /** Index in {@link #MODES}. */
    int mode() {
        return mode;
    }

    boolean arrived(RobotWorld world) {
        return world.robotEastM >= routeM;
    }

    /** Follows what the world did in its last step. */
    void step(RobotWorld world) {
        boolean waits = world.waitSteps() > 0;
        if (!waits) {
            mode = AUTONOMOUS;
        } else if (!waited && world.waitSteps() >= STUCK_STEPS) {
            helpIn = 40 + random.below(40);
        }
        if (waits && helpIn > 0 && --helpIn == 0) {
            mode = random.chance(0.15) ? MANUAL : REMOTE;
        }
        helpIn = waits ? helpIn : 0;
        waited = waits;
    }
}
