package dev.odograph.dataset.simulator;

/**
 * A city's traffic.
 *
 * @param name as written into the tags
 * @param speedsMps speeds that its roads allow
 * @param stopRate chance that the leader's next target is a stop
 * @param brakeRate chance that the leader reaches its next lower target by a hard brake
 * @param curvaturePerM largest curvature of its roads
 * @param grade steepest grade
 */
record City(String name, double[] speedsMps, double stopRate, double brakeRate, double curvaturePerM, double grade) {
    static final City[] ALL = {
        new City("Kreuzhafen", new double[] {8.3, 13.9, 13.9, 16.7}, 0.22, 0.06, 0.012, 0.01),
        new City("Altenbruck", new double[] {8.3, 8.3, 13.9}, 0.30, 0.09, 0.020, 0.04),
        new City("Port Mirren", new double[] {13.9, 19.4, 27.8}, 0.08, 0.05, 0.004, 0.02),
        new City("Sandoval", new double[] {11.1, 15.6, 20.1}, 0.18, 0.11, 0.008, 0.03),
    };
}
