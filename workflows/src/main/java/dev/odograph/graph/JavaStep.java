package dev.odograph.graph;

/**
 * A step written in Java. The class is public, has a public constructor without arguments, and keeps no state between
 * calls: {@link #process} is called once per segment, on a new instance each time, at least once.
 *
 * @param <I> record of the input's rows
 * @param <O> record of the output's rows
 */
public interface JavaStep<I extends Record, O extends Record> {
    /**
     * Reads one segment's rows in the order of their key and emits rows of the output. Memory stays bounded: rows come
     * in batches and are gone when the next batch is read. Emitted rows may come in any order.
     *
     * @param context parameters and identity of the segment
     * @param rows the segment's rows, to be read once
     * @param out where output rows go; their {@code segment_id} must be this segment's
     * @throws Exception to fail the step; the message reaches the run's owner with step and segment named
     */
    void process(StepContext context, Rows<I> rows, Emitter<O> out) throws Exception;
}
