package dev.odograph.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What to run when recordings arrive.
 *
 * @param schedule name of the schedule; runs are called {@code SCHEDULE-DATASET-vVERSION}
 * @param run the run, of a dataset without a version
 * @param settleSeconds how old a version must be, so that what arrives together is run together
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ArrivalInput(String schedule, RunInput run, long settleSeconds) {
    public ArrivalInput {
        requireNonNull(schedule, "schedule is null: name the schedule");
        requireNonNull(run, "run is null: give the input of the run to start");
    }
}
