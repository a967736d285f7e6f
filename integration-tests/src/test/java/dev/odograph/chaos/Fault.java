package dev.odograph.chaos;

import dev.odograph.batch.CommitPoint;
import java.util.Locale;

/**
 * What is done, and to work in which state.
 *
 * @param kind what is done
 * @param trigger when
 */
record Fault(Kind kind, Trigger trigger) {
    /** What can be done to a running system. */
    enum Kind {
        /** SIGKILL of the worker that is at the point, or whose step is under way. */
        KILL_WORKER,
        /** SIGKILL of the step host in which a step is under way. */
        KILL_STEP_HOST,
        KILL_CLICKHOUSE,
        KILL_POSTGRESQL,
        KILL_TEMPORAL,
        /** The server did what it was asked, but the answer is lost with the connection. */
        LOSE_ANSWER,
        /** The connection breaks off in the middle of an INSERT's rows. */
        BREAK_REQUEST,
        /** All connections to a server are reset. */
        RESET_CONNECTIONS,
        /** Nothing passes to or from a server for some seconds. */
        STALL,
        /** SIGSTOP beyond the heartbeat's time-out, until another worker has done the work; then SIGCONT. */
        ZOMBIE,
        /** No byte is free on the disk of artifacts, PostgreSQL, ClickHouse and Temporal for some seconds. */
        FILL_DISK,
        /** The worker's wall clock jumps by hours, forth or back. */
        SKEW_CLOCK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A state of work in flight. */
    sealed interface Trigger {
        /** For the report. */
        String label();
    }

    /** A commit is at a named point of the protocol, and waits there. */
    record AtPoint(CommitPoint point) implements Trigger {
        @Override
        public String label() {
            return point.name();
        }
    }

    /** A commit is at a named point while a server is struck. */
    record AtPointOn(CommitPoint point, Store store) implements Trigger {
        @Override
        public String label() {
            return point.name();
        }
    }

    /** A Java step is under way in its host. */
    record InStep() implements Trigger {
        @Override
        public String label() {
            return "step under way";
        }
    }

    /** A store's crucial request was sent and is not answered. */
    record InRequest(Store store) implements Trigger {
        @Override
        public String label() {
            return switch (store) {
                case POSTGRESQL -> "COMMIT under way";
                case CLICKHOUSE -> "INSERT under way";
                case TEMPORAL -> "completion under way";
            };
        }
    }

    @Override
    public String toString() {
        String on = trigger instanceof AtPointOn at ? " (" + at.store() + ")" : "";
        return kind + on + " at " + trigger.label();
    }
}
