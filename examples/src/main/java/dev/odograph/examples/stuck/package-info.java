/**
 * When a delivery robot is stuck, and how long its rescue takes.
 *
 * <p>Being stuck is counted as a failure and its end as the restoration, in the words of IEC 60050-192:2015: operating time
 * between failures (192-05-13), time to restoration (192-07-23), with the logistic delay until help begins apart.
 */
@NullMarked
package dev.odograph.examples.stuck;

import org.jspecify.annotations.NullMarked;
