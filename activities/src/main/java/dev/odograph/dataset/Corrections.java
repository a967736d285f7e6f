package dev.odograph.dataset;

import static dev.odograph.schema.postgres.generated.Sequences.CORRECTION;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT;
import static dev.odograph.schema.postgres.generated.Tables.SEGMENT_TAG;
import static dev.odograph.schema.postgres.generated.Tables.SPAN;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Corrections of tags and spans. They belong to a segment's id in a dataset, are numbered, are never overwritten, and
 * change no content digest, so no run is made stale. Thread-safe.
 */
public final class Corrections {
    private static final int LONGEST = 1_000;

    private final DSLContext database;

    /** Corrections in a database whose tables are migrated. */
    public Corrections(DSLContext database) {
        this.database = database;
    }

    /** Sets a tag, or removes it where {@code value} is null; returns the correction's number. */
    public long tag(Dataset dataset, String segmentId, String name, @Nullable String value) {
        requireText("tag name", name);
        if (value != null) {
            requireText("tag " + name, value);
        }
        requireSegment(dataset, segmentId);
        long revision = database.nextval(CORRECTION);
        database.insertInto(SEGMENT_TAG)
                .set(SEGMENT_TAG.DATASET_ID, dataset.datasetId())
                .set(SEGMENT_TAG.SEGMENT_ID, segmentId)
                .set(SEGMENT_TAG.NAME, name)
                .set(SEGMENT_TAG.REVISION, revision)
                .set(SEGMENT_TAG.VALUE, value)
                .execute();
        return revision;
    }

    /** Labels a time range, both ends included; ARGUMENT_INVALID where it ends before it starts. */
    public Span addSpan(Dataset dataset, String segmentId, long startMs, long endMs, String label) {
        requireText("span label", label);
        if (endMs < startMs) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    "span of segment " + Shown.quoted(segmentId) + " ends at " + endMs + " ms, before its start "
                            + startMs + " ms; swap them");
        }
        requireSegment(dataset, segmentId);
        long revision = database.nextval(CORRECTION);
        database.insertInto(SPAN)
                .set(SPAN.DATASET_ID, dataset.datasetId())
                .set(SPAN.SEGMENT_ID, segmentId)
                .set(SPAN.START_MS, startMs)
                .set(SPAN.END_MS, endMs)
                .set(SPAN.LABEL, label)
                .set(SPAN.REVISION, revision)
                .execute();
        return new Span(segmentId, startMs, endMs, label, revision);
    }

    /**
     * Labels time ranges, all or none; those that are labelled so already stay as they are.
     *
     * @return the spans that were added
     * @throws OdographException with all problems and the first one's code
     */
    public List<Span> addSpans(Dataset dataset, List<SpanTable.Row> rows) {
        return database.transactionResult(transaction -> {
            Corrections corrections = new Corrections(transaction.dsl());
            List<Span> added = new ArrayList<>();
            Problems problems = new Problems();
            for (SpanTable.Row row : rows) {
                try {
                    boolean there = corrections.spans(dataset, row.segmentId()).stream()
                            .anyMatch(span -> span.startMs() == row.startMs()
                                    && span.endMs() == row.endMs()
                                    && span.label().equals(row.label()));
                    if (!there) {
                        added.add(
                                corrections.addSpan(dataset, row.segmentId(), row.startMs(), row.endMs(), row.label()));
                    }
                } catch (OdographException e) {
                    problems.add(e);
                }
            }
            problems.throwIfAny("spans of " + dataset.name(), "none was added");
            return added;
        });
    }

    /** Replaces a span by a corrected one, both or neither; ARGUMENT_INVALID as for adding and removing. */
    public Span correctSpan(Dataset dataset, Span wrong, long startMs, long endMs, String label) {
        return database.transactionResult(transaction -> {
            Corrections corrections = new Corrections(transaction.dsl());
            corrections.removeSpan(dataset, wrong);
            return corrections.addSpan(dataset, wrong.segmentId(), startMs, endMs, label);
        });
    }

    /** Removes a span; ARGUMENT_INVALID where it is not there, or no more. */
    public void removeSpan(Dataset dataset, Span span) {
        int removed = database.update(SPAN)
                .set(SPAN.REMOVED_REVISION, database.nextval(CORRECTION))
                .where(SPAN.DATASET_ID.eq(dataset.datasetId()))
                .and(SPAN.SEGMENT_ID.eq(span.segmentId()))
                .and(SPAN.REVISION.eq(span.revision()))
                .and(SPAN.REMOVED_REVISION.isNull())
                .execute();
        if (removed == 0) {
            throw noSpan(span.segmentId(), span.revision());
        }
    }

    /** The spans of a segment that hold now, by start. */
    public List<Span> spans(Dataset dataset, String segmentId) {
        return database.selectFrom(SPAN)
                .where(SPAN.DATASET_ID.eq(dataset.datasetId()))
                .and(SPAN.SEGMENT_ID.eq(segmentId))
                .and(SPAN.REMOVED_REVISION.isNull())
                .orderBy(SPAN.START_MS, SPAN.REVISION)
                .fetch(row -> new Span(
                        row.getSegmentId(), row.getStartMs(), row.getEndMs(), row.getLabel(), row.getRevision()));
    }

    /** The span of that number of a segment; ARGUMENT_INVALID where it is not there, or no more. */
    public Span span(Dataset dataset, String segmentId, long revision) {
        return spans(dataset, segmentId).stream()
                .filter(span -> span.revision() == revision)
                .findFirst()
                .orElseThrow(() -> noSpan(segmentId, revision));
    }

    private static OdographException noSpan(String segmentId, long revision) {
        return new OdographException(
                ErrorCode.ARGUMENT_INVALID,
                "segment " + Shown.quoted(segmentId) + " has no span " + revision
                        + " (any more); list its spans first");
    }

    private void requireSegment(Dataset dataset, String segmentId) {
        boolean held = database.fetchExists(
                SEGMENT,
                DatasetStore.members(dataset.datasetId(), dataset.version()).and(SEGMENT.SEGMENT_ID.eq(segmentId)));
        if (!held) {
            throw new OdographException(
                    ErrorCode.SEGMENT_NOT_FOUND,
                    "dataset " + dataset.name() + " version " + dataset.version() + " holds no segment "
                            + Shown.quoted(segmentId) + "; `dataset show " + dataset.name() + "` lists what it holds");
        }
    }

    private static void requireText(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new OdographException(
                    ErrorCode.ARGUMENT_INVALID,
                    what + " " + Shown.quoted(text) + " is not valid: use 1 to " + LONGEST
                            + " characters without control characters");
        }
    }
}
