package dev.odograph.api;

import dev.odograph.access.AccessRole;
import dev.odograph.access.Caller;
import dev.odograph.contract.Purpose;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who asks now, and about what. Only while a request is worked on. */
@ApplicationScoped
class Callers {
    private static final String CALLER = "odograph.caller";
    private static final String SUBJECT = "odograph.subject";

    private final CurrentVertxRequest current;

    Callers(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Notes who asks. */
    static void is(RoutingContext request, Caller caller) {
        request.put(CALLER, caller);
    }

    /** Who asks now. */
    Caller caller() {
        Caller caller = current.getCurrent().get(CALLER);
        if (caller == null) {
            // A path that the doorkeeper reads in another way than the resources do: nobody is let in by that.
            throw new OdographException(
                    ErrorCode.TOKEN_INVALID,
                    "The path is not written plainly: write it as docs/reference/rest.md has it");
        }
        return caller;
    }

    /** The name of whoever asks now. */
    String name() {
        return caller().name();
    }

    /** Whether others rely on runs of a purpose. */
    static boolean isReliedOn(Purpose purpose) {
        return purpose == Purpose.PRODUCTION || purpose == Purpose.BACKFILL;
    }

    /** Refuses runs that others rely on to those who are no operators. */
    void requirePurpose(Purpose purpose, String what) {
        if (isReliedOn(purpose)) {
            caller().require(AccessRole.OPERATOR, what + " of purpose " + purpose);
        }
    }

    /** The name that goes into the record: whoever needs no token may give another, whoever has one may add one. */
    String signed(@Nullable String by) {
        if (by == null || by.isBlank()) {
            return name();
        }
        return caller().equals(Caller.LOCAL) ? by : name() + " for " + by;
    }

    /** Notes what the request is about, for the audit log. */
    void about(String subject) {
        current.getCurrent().put(SUBJECT, subject);
    }

    /** What the request is about; empty where nobody said. */
    String subject() {
        String subject = current.getCurrent().get(SUBJECT);
        return subject == null ? "" : subject;
    }
}
