package dev.odograph.dataset.simulator;

import java.util.Arrays;
import java.util.Optional;

/**
 * A release of the robot's software, with the effects that a regression test should find.
 *
 * @param name as written into the recordings
 * @param headwayFactor factor on the desired time gap
 * @param lapseRate chance per second that a control cycle stalls
 * @param noiseFactor factor on the gap sensor's noise
 */
record Release(String name, double headwayFactor, double lapseRate, double noiseFactor) {
    static final Release[] ALL = {
        new Release("4.1.0", 1.00, 0.006, 1.00),
        new Release("4.2.0", 1.05, 0.005, 0.85),
        new Release("4.3.0", 0.86, 0.011, 0.80),
    };

    static Optional<Release> named(String name) {
        return Arrays.stream(ALL).filter(release -> release.name.equals(name)).findFirst();
    }
}
