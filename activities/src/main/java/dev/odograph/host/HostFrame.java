package dev.odograph.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.odograph.error.ErrorCode;
import dev.odograph.host.bundle.BundleDescription;
import dev.odograph.step.StageOutput;
import dev.odograph.step.StageWork;
import dev.odograph.step.Violation;
import java.util.List;

/** What worker and step host say to each other: one JSON value per frame. Rows never pass here. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "frame")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HostFrame.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = HostFrame.Task.class, name = "task"),
    @JsonSubTypes.Type(value = HostFrame.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = HostFrame.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = HostFrame.Advance.class, name = "progress"),
    @JsonSubTypes.Type(value = HostFrame.Violated.class, name = "violated"),
    @JsonSubTypes.Type(value = HostFrame.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = HostFrame.Done.class, name = "done"),
    @JsonSubTypes.Type(value = HostFrame.Described.class, name = "described"),
    @JsonSubTypes.Type(value = HostFrame.Failed.class, name = "failed")
})
sealed interface HostFrame {
    /** Version of this protocol; both sides are started from the same jars, so another one is a defect. */
    int PROTOCOL = 1;

    /** Host: I am up. */
    record Hello(int protocol, long pid) implements HostFrame {}

    /** Worker: run this stage. */
    record Task(StageWork work) implements HostFrame {
        public Task {
            work = WholeNumbers.widened(work);
        }
    }

    /** Worker: say what the bundle in this directory holds. */
    record Describe(String bundle) implements HostFrame {}

    /** Worker: stop the task in hand. */
    record Cancel() implements HostFrame {}

    /** Host: the task is now at this step and segment; sent before the segment is started. */
    record Advance(String step, String segment, long rows) implements HostFrame {}

    /** Host: rows break rules of the check in hand. */
    record Violated(List<Violation> violations) implements HostFrame {
        public Violated {
            violations = List.copyOf(violations);
        }
    }

    /** Host: still alive. */
    record Heartbeat() implements HostFrame {}

    /** Host: the task is done. */
    record Done(StageOutput output) implements HostFrame {}

    /** Host: this is what the bundle holds. */
    record Described(BundleDescription description) implements HostFrame {}

    /**
     * Host: the task failed.
     *
     * @param reusable whether this process can take another task; false where its memory ran out
     */
    record Failed(ErrorCode code, String message, boolean reusable) implements HostFrame {}
}
