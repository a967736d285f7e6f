package dev.odograph.store.lineage;

import dev.odograph.step.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What breaks a rule in a run.
 *
 * @param stage index of the stage; null for what was found when the run was planned
 * @param partition the partition; null for what was found when the run was planned, −1 for a reduce
 * @param violation what it is
 */
public record RunViolation(
        @Nullable Integer stage, @Nullable Integer partition, Violation violation) {}
