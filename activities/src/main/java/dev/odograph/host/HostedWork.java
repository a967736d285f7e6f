package dev.odograph.host;

import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.step.Progress;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageWork;
import java.nio.file.Path;

/** What a step host does with a task. Runs in the host process, one call at a time, on a platform thread. */
interface HostedWork {
    /** Runs one stage for one partition. */
    StageOutput run(StageWork work, Progress progress);

    /** Says what a bundle's directory holds, with every problem found. */
    BundleDescription describe(Path bundle);
}
