package dev.odograph.activity;

import dev.odograph.error.EditDistance;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.host.bundle.Bundle;
import dev.odograph.host.bundle.BundleShelf;
import dev.odograph.spec.GraphSpec;
import dev.odograph.store.lineage.BranchHead;
import dev.odograph.store.lineage.BundleRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the bundle that a run's input means: by digest, by branch, or none named. Thread-safe. */
public final class BundleReferences {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8,63}");
    private static final int SHORT = 12;

    private final BundleShelf shelf;
    private final BundleRegistry registry;

    /** Finds bundles on a shelf, which fetches those that it does not hold, by the branches of a registry. */
    public BundleReferences(BundleShelf shelf, BundleRegistry registry) {
        this.shelf = shelf;
        this.registry = registry;
    }

    /**
     * What a reference means now.
     *
     * @param bundle the bundle
     * @param branch the branch whose code it is; null for merged code, which is that of the protected branch and what
     *     comes with Odograph
     */
    public record Resolved(Bundle bundle, @Nullable String branch) {}

    /**
     * The bundle that a reference means for a graph.
     *
     * @param reference a digest, its first eight digits or more, or a branch; null for the bundle in use where it has the
     *     graph, else for merged code
     * @throws OdographException BUNDLE_NOT_FOUND, BRANCH_NOT_FOUND, GRAPH_NOT_FOUND
     */
    public Resolved resolve(@Nullable String reference, String graph) {
        if (reference == null) {
            return inUse(graph);
        }
        if (DIGEST.matcher(reference).matches()) {
            return of(reference, null);
        }
        List<BranchHead> heads = registry.heads();
        List<BranchHead> branch =
                heads.stream().filter(head -> head.branch().equals(reference)).toList();
        if (branch.isEmpty() && DIGITS.matcher(reference).matches()) {
            return of(whole(reference), null);
        }
        if (branch.isEmpty()) {
            throw unknown(reference, heads);
        }
        return branch.stream()
                .filter(head -> head.graph().equals(graph))
                .findFirst()
                .map(head -> of(head.digest(), reference))
                .orElseThrow(() -> new OdographException(
                        ErrorCode.GRAPH_NOT_FOUND,
                        "Graph \"" + graph + "\" is not on branch \"" + reference + "\", which has "
                                + branch.stream().map(BranchHead::graph).toList()));
    }

    /**
     * A graph that a reference means.
     *
     * @param graph the graph
     * @param digest its bundle
     */
    public record Listed(GraphSpec graph, String digest) {}

    /**
     * The graphs of a bundle, or those at the head of a branch, in order of name.
     *
     * @throws OdographException BUNDLE_NOT_FOUND, BRANCH_NOT_FOUND
     */
    public List<Listed> list(String reference) {
        List<BranchHead> heads = registry.heads();
        List<BranchHead> branch =
                heads.stream().filter(head -> head.branch().equals(reference)).toList();
        if (branch.isEmpty()
                && !DIGEST.matcher(reference).matches()
                && !DIGITS.matcher(reference).matches()) {
            throw unknown(reference, heads);
        }
        if (branch.isEmpty()) {
            String digest = DIGEST.matcher(reference).matches() ? reference : whole(reference);
            return shelf.load(digest).graphs().stream()
                    .map(graph -> new Listed(graph, digest))
                    .toList();
        }
        return branch.stream()
                .flatMap(head -> shelf.load(head.digest()).graph(head.graph()).stream()
                        .map(graph -> new Listed(graph, head.digest())))
                .toList();
    }

    /** The graphs that runs take where none names a bundle, in order of name. */
    public List<Listed> usual() {
        Map<String, Listed> graphs = new TreeMap<>();
        registry.heads().stream()
                .filter(BranchHead::merged)
                .forEach(head -> shelf.load(head.digest())
                        .graph(head.graph())
                        .ifPresent(graph -> graphs.put(graph.name(), new Listed(graph, head.digest()))));
        shelf.findCurrent()
                .ifPresent(bundle ->
                        bundle.graphs().forEach(graph -> graphs.put(graph.name(), new Listed(graph, bundle.digest()))));
        return List.copyOf(graphs.values());
    }

    /** Whether a bundle was pushed; the examples, which come with Odograph, are not. */
    boolean pushed(String digest) {
        return registry.merged(digest).isPresent();
    }

    private Resolved inUse(String graph) {
        if (shelf.findCurrent().flatMap(bundle -> bundle.graph(graph)).isPresent()) {
            return new Resolved(shelf.current(), null);
        }
        return registry.heads().stream()
                .filter(BranchHead::merged)
                .filter(head -> head.graph().equals(graph))
                .findFirst()
                .map(head -> of(head.digest(), null))
                .orElseGet(() -> new Resolved(shelf.current(), null));
    }

    private Resolved of(String digest, @Nullable String named) {
        registry.use(digest);
        Bundle bundle = shelf.load(digest);
        shelf.touch(digest);
        boolean merged = registry.merged(digest).orElse(true);
        return new Resolved(bundle, merged ? null : named != null ? named : branchOf(digest));
    }

    private String branchOf(String digest) {
        return registry.heads().stream()
                .filter(head -> head.digest().equals(digest))
                .max(Comparator.comparing(BranchHead::movedAt))
                .map(BranchHead::branch)
                .orElse(digest.substring(0, SHORT));
    }

    private String whole(String digits) {
        List<String> found = registry.beginningWith(digits);
        if (found.size() != 1) {
            throw new OdographException(
                    ErrorCode.BUNDLE_NOT_FOUND,
                    found.isEmpty()
                            ? "No bundle's digest begins with " + digits
                                    + ": it was never pushed, or deleted once no run and no branch referred to it. Push"
                                    + " it again from its sources with ./odograph push"
                            : "More than one bundle's digest begins with " + digits + ": give more of its digits");
        }
        return found.getFirst();
    }

    private static OdographException unknown(String name, List<BranchHead> heads) {
        List<String> branches =
                heads.stream().map(BranchHead::branch).distinct().toList();
        List<String> near = branches.stream().filter(near(name)).toList();
        String there = branches.isEmpty()
                ? "none was pushed yet; ./odograph push --branch " + name + " makes it"
                : !near.isEmpty()
                        ? "did you mean " + String.join(" or ", near) + "?"
                        : "there are " + String.join(", ", branches.subList(0, Math.min(10, branches.size())));
        return new OdographException(ErrorCode.BRANCH_NOT_FOUND, "Branch \"" + name + "\" is not there: " + there);
    }

    /** Names that hold one another, or that a few letters turn into one another. */
    private static Predicate<String> near(String name) {
        return branch -> branch.contains(name)
                || name.contains(branch)
                || EditDistance.between(branch, name) <= Math.max(1, Math.min(branch.length(), name.length()) / 4);
    }
}
