package dev.odograph.compare;

import java.util.Arrays;

/** Sums over units by side and stratum, and the rates that follow from them. Reused between draws; not thread-safe. */
final class Sums {
    private final Units units;
    final double[] baseNumerator;
    final double[] baseDenominator;
    final double[] headNumerator;
    final double[] headDenominator;
    private double base;
    private double head;

    Sums(Units units) {
        this.units = units;
        this.baseNumerator = new double[units.strata];
        this.baseDenominator = new double[units.strata];
        this.headNumerator = new double[units.strata];
        this.headDenominator = new double[units.strata];
    }

    /** The sums over all units as they are. */
    static Sums all(Units units) {
        Sums sums = new Sums(units);
        for (int unit = 0; unit < units.count(); unit++) {
            sums.add(unit, 1);
        }
        sums.rates();
        return sums;
    }

    void clear() {
        Arrays.fill(baseNumerator, 0);
        Arrays.fill(baseDenominator, 0);
        Arrays.fill(headNumerator, 0);
        Arrays.fill(headDenominator, 0);
    }

    /** Adds a unit's sums, {@code times} over; -1 takes it away. */
    void add(int unit, double times) {
        int at = unit * units.strata;
        for (int stratum = 0; stratum < units.strata; stratum++, at++) {
            baseNumerator[stratum] += times * units.baseNumerator[at];
            baseDenominator[stratum] += times * units.baseDenominator[at];
            headNumerator[stratum] += times * units.headNumerator[at];
            headDenominator[stratum] += times * units.headDenominator[at];
        }
    }

    /** Sets the sums of the only stratum. */
    void set(double ofBase, double perBase, double ofHead, double perHead) {
        baseNumerator[0] = ofBase;
        baseDenominator[0] = perBase;
        headNumerator[0] = ofHead;
        headDenominator[0] = perHead;
    }

    /** Computes the standardised rates over the strata that both sides have; NaN where there are none. */
    void rates() {
        double weights = 0;
        double baseSum = 0;
        double headSum = 0;
        for (int stratum = 0; stratum < units.strata; stratum++) {
            if (isComparable(stratum)) {
                double weight = units.weight(stratum);
                weights += weight;
                baseSum += weight * baseNumerator[stratum] / baseDenominator[stratum];
                headSum += weight * headNumerator[stratum] / headDenominator[stratum];
            }
        }
        base = baseSum / weights;
        head = headSum / weights;
    }

    /** Whether both sides have something in that stratum. */
    boolean isComparable(int stratum) {
        // Taking a unit away may leave a rounding error in place of nothing.
        double least = 1e-9 * units.weight(stratum);
        return baseDenominator[stratum] > least && headDenominator[stratum] > least;
    }

    /** The share of all denominators that comparable strata hold. */
    double comparableShare() {
        double weights = 0;
        for (int stratum = 0; stratum < units.strata; stratum++) {
            weights += isComparable(stratum) ? units.weight(stratum) : 0;
        }
        return weights;
    }

    double base() {
        return base;
    }

    double head() {
        return head;
    }

    double effect() {
        return head - base;
    }

    /** The effect as a part of the base's rate; NaN where that is 0. */
    double relativeEffect() {
        return base == 0 ? Double.NaN : (head - base) / Math.abs(base);
    }
}
