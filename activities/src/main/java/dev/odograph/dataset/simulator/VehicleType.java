package dev.odograph.dataset.simulator;

/**
 * A kind of vehicle on the road and the Intelligent Driver Model's parameters that are usual for it.
 *
 * @param name as written into the recordings
 * @param lengthM bumper to bumper
 * @param headwayS desired time gap T
 * @param accelMps2 largest acceleration a
 * @param brakeMps2 comfortable deceleration b
 * @param speedFactor desired speed as a share of the road's
 */
record VehicleType(
        String name, double lengthM, double headwayS, double accelMps2, double brakeMps2, double speedFactor) {
    static final VehicleType[] ALL = {
        new VehicleType("robotaxi", 4.9, 1.5, 1.4, 2.0, 1.00),
        new VehicleType("sedan", 4.7, 1.2, 1.8, 2.3, 1.06),
        new VehicleType("compact", 4.1, 1.1, 1.6, 2.5, 1.08),
        new VehicleType("suv", 5.0, 1.3, 1.6, 2.2, 1.03),
        new VehicleType("van", 6.2, 1.5, 1.2, 1.9, 0.98),
        new VehicleType("bus", 12.0, 1.8, 0.9, 1.5, 0.92),
        new VehicleType("truck", 16.5, 1.9, 0.7, 1.4, 0.88),
    };
}
