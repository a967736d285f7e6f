package dev.odograph.kernel;

/** How a kernel's input may be split into batches. */
public enum KernelScope {
    /** Each output row depends on one input row: any split gives the same rows. */
    ROW,
    /** A batch must hold all rows of each segment in it. */
    SEGMENT
}
