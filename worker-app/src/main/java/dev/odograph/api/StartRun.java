package dev.odograph.api;

import dev.odograph.contract.SegmentSample;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a start. */
@Schema(
        name = "StartRun",
        description = "A run to start. Only graph and dataset are needed.",
        requiredProperties = {"graph", "dataset"},
        additionalProperties = Schema.False.class)
public record StartRun(
        @Schema(description = "Name of the graph.", examples = "car_following", pattern = "^[a-z][a-z0-9_]{0,127}$")
        @Nullable
        String graph,

        @Schema(
                description = "Version of the graph, major.minor; its bundle's unless given.",
                nullable = true,
                pattern = "^[0-9]{1,6}\\.[0-9]{1,6}$")
        @Nullable
        String version,

        @Schema(
                description =
                        "Its code: a bundle's digest, its first eight digits or more, or a branch; merged code unless"
                                + " given.",
                nullable = true,
                minLength = 1,
                maxLength = 200)
        @Nullable
        String bundle,

        @Schema(
                description = "Name of the dataset, or name@version; without one, the newest version when the run is"
                        + " planned.",
                examples = "openacc")
        @Nullable
        String dataset,

        @Schema(
                description =
                        "Values of the graph's parameters by name, over its defaults: numbers, texts, true or false.",
                nullable = true)
        @Nullable
        Map<String, Object> parameters,

        @Schema(
                description = "What it is for; adhoc unless given. Runs for ci start before adhoc ones, those before"
                        + " production, and backfill last.",
                nullable = true,
                enumeration = {"adhoc", "ci", "backfill", "production"})
        @Nullable
        String purpose,

        @Schema(
                description = "When something failed: fail, or park and wait for an operator; park for backfill and"
                        + " production unless given, else fail.",
                nullable = true,
                enumeration = {"fail", "park"})
        @Nullable
        String failurePolicy,

        @Schema(description = "Mean rows of a partition; 500000 unless given.", nullable = true, minimum = "1")
        @Nullable
        Long targetRows,

        @Schema(description = "How much of it may be under way at once.", nullable = true) @Nullable
        Limits limits,

        @Schema(description = "Which segments of the dataset it takes; all unless given.", nullable = true) @Nullable
        Sample sample,

        @Schema(
                description = "Id of the run; made unless given. The same id with other input is refused.",
                nullable = true,
                pattern = "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}$")
        @Nullable
        String runId) {
    /** Some segments of a dataset. */
    @Schema(
            name = "Sample",
            description = "Some segments of a dataset: the same sample of the same version is the same segments.",
            requiredProperties = {"segments"},
            additionalProperties = Schema.False.class)
    public record Sample(
            @Schema(description = "How many; a dataset of fewer is taken whole.", minimum = "1") @Nullable
            Integer segments,

            @Schema(description = "Chooses among the samples; 1 unless given.", nullable = true) @Nullable
            Long seed,

            @Schema(
                    description =
                            "What it is to be representative of: vehicle, release, scenario_id or names of tags; at"
                                    + " most 20.",
                    nullable = true)
            @Nullable
            List<String> by) {
        static @Nullable Sample of(@Nullable SegmentSample sample) {
            return sample == null ? null : new Sample(sample.segments(), sample.seed(), sample.by());
        }
    }

    /** How much may be under way at once. */
    @Schema(
            name = "RunLimits",
            description = "How much of a run may be under way at once, over all workers.",
            additionalProperties = Schema.False.class)
    public record Limits(
            @Schema(description = "Partitions; 32 unless given.", nullable = true, minimum = "1") @Nullable
            Integer partitions,

            @Schema(description = "Outputs of a step, by the step's name; 1 at least.", nullable = true) @Nullable
            Map<String, Integer> steps) {}
}
