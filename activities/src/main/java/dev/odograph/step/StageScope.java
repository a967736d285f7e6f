package dev.odograph.step;

import dev.odograph.step.kernel.KernelLibraries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What the steps of one stage share.
 *
 * @param work what to do
 * @param bundle the author's code
 * @param kernels the kernels that its steps may call
 * @param allocator where all batches come from
 * @param cancellation stops what runs
 * @param progress is told how far it is
 * @param engines where its queries run; closed by whoever made it
 * @param files counter for names of scratch files
 * @param violations what breaks rules of its checks
 */
record StageScope(
        StageWork work,
        Bundle bundle,
        KernelLibraries kernels,
        BufferAllocator allocator,
        Cancellation cancellation,
        Progress progress,
        Engines engines,
        AtomicInteger files,
        List<Violation> violations) {
    static StageScope of(
            StageWork work,
            Bundle bundle,
            KernelLibraries kernels,
            BufferAllocator allocator,
            Cancellation cancellation,
            Progress progress,
            Engines engines) {
        return new StageScope(
                work,
                bundle,
                kernels,
                allocator,
                cancellation,
                progress,
                engines,
                new AtomicInteger(),
                new ArrayList<>());
    }

    /** An engine for the caller alone, until it closes it, that may read the files of this stage. */
    DuckDb engine() {
        return engines.open(work);
    }

    /** Tells what breaks rules, before a step may fail by it. */
    void violated(List<Violation> found) {
        if (!found.isEmpty()) {
            violations.addAll(found);
            progress.violated(found);
        }
    }

    /** A scratch path not used before. */
    Path scratch(String suffix) {
        return Path.of(work.scratch()).resolve(files.incrementAndGet() + suffix);
    }

    /** Ids of the partition's segments in order. */
    List<String> segmentIds() {
        return work.segments().stream().map(SegmentInput::segmentId).toList();
    }

    /** The partition's segments for a message: the first, and how many more. */
    String where() {
        List<String> ids = segmentIds();
        if (ids.isEmpty()) {
            return "";
        }
        String first = " in segment \"" + ids.getFirst() + "\"";
        return ids.size() == 1 ? first : first + " or one of the " + (ids.size() - 1) + " others of its partition";
    }
}
