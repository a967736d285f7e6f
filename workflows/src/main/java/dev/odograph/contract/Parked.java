package dev.odograph.contract;

/**
 * Why a run waits for an operator.
 *
 * @param outcome how far it came
 * @param plan what a retry would do
 */
public record Parked(RunOutcome outcome, RetryPlan plan) {}
