package dev.odograph.kernel;

/** How a kernel's input may be split into batches. */
public enum KernelScope {
    /** A call gets any consecutive rows of one segment: each output row depends on one input row. */
    ROW,
    /** A call gets all rows of one segment, in order of the input's key, and of no other. */
    SEGMENT
}
