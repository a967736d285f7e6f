package dev.odograph.dataset.simulator;

/** Weather: how much slower one drives, how much the sensors suffer. */
enum Weather {
    DRY(1.00, 1.0),
    RAIN(0.90, 1.6),
    FOG(0.78, 2.4);

    final double speedFactor;
    final double noiseFactor;

    Weather(double speedFactor, double noiseFactor) {
        this.speedFactor = speedFactor;
        this.noiseFactor = noiseFactor;
    }

    static Weather draw(Random64 random) {
        double u = random.uniform();
        return u < 0.68 ? DRY : u < 0.90 ? RAIN : FOG;
    }
}
