package dev.odograph.api;

import dev.odograph.access.AuditLog;
import dev.odograph.access.Caller;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import io.quarkus.runtime.BlockingOperationControl;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Lets callers do what their role may, and records what they asked for that changes something, allowed or not. */
final class RoleGuard {
    private static final Logger LOG = Logger.getLogger(RoleGuard.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Callers callers;
    private final ApiStores stores;

    RoleGuard(Callers callers, ApiStores stores) {
        this.callers = callers;
        this.stores = stores;
    }

    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo resource) {
        if (!ProblemAnswers.concerns(request.getUriInfo())) {
            return;
        }
        Method method = resource.getResourceMethod();
        Allowed allowed = method == null ? null : method.getAnnotation(Allowed.class);
        String what = request.getMethod() + " " + request.getUriInfo().getPath();
        if (allowed == null) {
            throw new OdographException(
                    ErrorCode.ACCESS_DENIED, "Nobody may " + what + ": it says no role, which is a defect to report");
        }
        callers.caller().require(allowed.value(), what);
    }

    @ServerResponseFilter
    void record(ContainerRequestContext request, ContainerResponseContext response, ResourceInfo resource) {
        if (READING.contains(request.getMethod()) || !ProblemAnswers.concerns(request.getUriInfo())) {
            return;
        }
        Method method = resource.getResourceMethod();
        Operation operation = method == null ? null : method.getAnnotation(Operation.class);
        if (operation == null || operation.hidden()) {
            return;
        }
        Caller by = callers.caller();
        String subject = callers.subject().isEmpty() ? path(request) : callers.subject();
        int status = response.getStatus();
        Runnable entry = () -> write(by, operation.operationId(), subject, status);
        if (BlockingOperationControl.isBlockingAllowed()) {
            entry.run();
        } else {
            Infrastructure.getDefaultExecutor().execute(entry);
        }
    }

    /** What is done is done: an entry that cannot be written goes to the log, and the answer stays. */
    private void write(Caller by, String action, String subject, int status) {
        try {
            new AuditLog(stores.stores().postgres()).add(by, action, subject, status);
        } catch (OdographException e) {
            LOG.errorf("Not in the audit log: %s by %s on %s, status %d: %s", action, by.name(), subject, status, e);
        }
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getPathParameters().values().stream()
                .flatMap(List::stream)
                .collect(Collectors.joining("/"));
    }
}
