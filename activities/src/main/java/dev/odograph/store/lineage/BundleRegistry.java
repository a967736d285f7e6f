package dev.odograph.store.lineage;

import static dev.odograph.schema.postgres.generated.Tables.BRANCH_HEAD;
import static dev.odograph.schema.postgres.generated.Tables.BUNDLE;
import static dev.odograph.schema.postgres.generated.Tables.BUNDLE_PART;
import static dev.odograph.schema.postgres.generated.Tables.RUN;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import dev.odograph.schema.postgres.generated.tables.records.BundleRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that were pushed, with their contents, and the branches. Thread-safe; everything may be called again after
 * a failure.
 */
public final class BundleRegistry {
    /** Most bytes of a bundle's archive. */
    public static final long LARGEST = 512L << 20;

    private static final int PART = 4 << 20;

    private final Postgres postgres;

    public BundleRegistry(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Registers a bundle with its contents and moves a branch to it, in one transaction. Graphs that the project had on
     * the branch and has no more leave it.
     *
     * @param archive the bundle's files, which are read unless they are there already
     * @param merged whether the branch is the protected one
     * @throws OdographException GRAPH_INVALID where another project has a graph of that name on the branch;
     *     BUNDLE_INVALID where the archive is too large
     */
    public void push(PushedBundle bundle, Path archive, String branch, boolean merged) {
        long bytes = size(archive);
        postgres.transact("pushing bundle " + bundle.digest(), tx -> {
            tx.insertInto(BUNDLE)
                    .set(BUNDLE.DIGEST, bundle.digest())
                    .set(BUNDLE.PROJECT, bundle.project())
                    .set(BUNDLE.GRAPHS, bundle.graphs().toArray(String[]::new))
                    .set(BUNDLE.PLATFORM, bundle.platform())
                    .set(BUNDLE.BYTES, bytes)
                    .set(BUNDLE.MERGED, merged)
                    .onConflict(BUNDLE.DIGEST)
                    .doUpdate()
                    .set(BUNDLE.MERGED, when(BUNDLE.MERGED, true).otherwise(merged))
                    .set(BUNDLE.USED_AT, currentOffsetDateTime())
                    .execute();
            if (!tx.fetchExists(BUNDLE_PART, BUNDLE_PART.DIGEST.eq(bundle.digest()))) {
                store(tx, bundle.digest(), archive);
            }
            refuseOthers(tx, bundle, branch);
            tx.deleteFrom(BRANCH_HEAD)
                    .where(BRANCH_HEAD.BRANCH.eq(branch), BRANCH_HEAD.PROJECT.eq(bundle.project()))
                    .execute();
            for (String graph : bundle.graphs()) {
                tx.insertInto(BRANCH_HEAD)
                        .set(BRANCH_HEAD.BRANCH, branch)
                        .set(BRANCH_HEAD.GRAPH, graph)
                        .set(BRANCH_HEAD.PROJECT, bundle.project())
                        .set(BRANCH_HEAD.DIGEST, bundle.digest())
                        .set(BRANCH_HEAD.PROTECTED, merged)
                        .execute();
            }
            return null;
        });
    }

    /** Brings a bundle's archive to a file; false where there is no such bundle. */
    public boolean fetch(String digest, Path archive) {
        return postgres.query("fetching bundle " + digest, db -> {
            List<Integer> parts = db.select(BUNDLE_PART.PART)
                    .from(BUNDLE_PART)
                    .where(BUNDLE_PART.DIGEST.eq(digest))
                    .orderBy(BUNDLE_PART.PART)
                    .fetch(BUNDLE_PART.PART);
            try (OutputStream out = Files.newOutputStream(archive)) {
                for (int part : parts) {
                    out.write(db.select(BUNDLE_PART.CONTENT)
                            .from(BUNDLE_PART)
                            .where(BUNDLE_PART.DIGEST.eq(digest), BUNDLE_PART.PART.eq(part))
                            .fetchSingle(BUNDLE_PART.CONTENT));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("bundle " + digest + " cannot be written to " + archive, e);
            }
            return !parts.isEmpty();
        });
    }

    /**
     * Pushed bundles in order of digest.
     *
     * @param after the digest to go on behind; null for the first ones
     * @param limit at most so many
     */
    public List<RegisteredBundle> list(@Nullable String after, int limit) {
        return postgres.query(
                "listing bundles",
                db -> db.selectFrom(BUNDLE)
                        .where(after == null ? noCondition() : BUNDLE.DIGEST.gt(after))
                        .orderBy(BUNDLE.DIGEST)
                        .limit(limit)
                        .fetch(BundleRegistry::read));
    }

    /** The pushed bundle of that digest, if there is one. */
    public Optional<RegisteredBundle> find(String digest) {
        return postgres.query(
                "finding bundle " + digest,
                db -> db.selectFrom(BUNDLE).where(BUNDLE.DIGEST.eq(digest)).fetchOptional(BundleRegistry::read));
    }

    /** All heads, by branch and graph. */
    public List<BranchHead> heads() {
        return postgres.query(
                "listing branches",
                db -> db.selectFrom(BRANCH_HEAD)
                        .orderBy(BRANCH_HEAD.BRANCH, BRANCH_HEAD.GRAPH)
                        .fetch(row -> new BranchHead(
                                row.getBranch(),
                                row.getGraph(),
                                row.getProject(),
                                row.getDigest(),
                                row.getProtected(),
                                row.getMovedAt().toInstant())));
    }

    /** Whether a bundle is merged code, if it was pushed. */
    public Optional<Boolean> merged(String digest) {
        return postgres.query(
                "finding bundle " + digest,
                db -> db.select(BUNDLE.MERGED)
                        .from(BUNDLE)
                        .where(BUNDLE.DIGEST.eq(digest))
                        .fetchOptional(BUNDLE.MERGED));
    }

    /** Digests of pushed bundles that begin so, at most two. */
    public List<String> beginningWith(String digits) {
        return postgres.query(
                "finding bundle " + digits,
                db -> db.select(BUNDLE.DIGEST)
                        .from(BUNDLE)
                        .where(BUNDLE.DIGEST.startsWith(digits))
                        .limit(2)
                        .fetch(BUNDLE.DIGEST));
    }

    /** Says that a run is about to use a bundle, which retention then spares for a while. */
    public void use(String digest) {
        postgres.transact(
                "using bundle " + digest,
                tx -> tx.update(BUNDLE)
                        .set(BUNDLE.USED_AT, currentOffsetDateTime())
                        .where(BUNDLE.DIGEST.eq(digest))
                        .execute());
    }

    /** Deletes bundles that no branch and no run refers to, and that were last used at least so long ago. */
    public List<String> deleteUnreferenced(Duration age) {
        return postgres.transact(
                "deleting unreferenced bundles",
                tx -> tx.deleteFrom(BUNDLE)
                        .where(BUNDLE.USED_AT.le(Ages.before(age)))
                        .and(notExists(selectOne().from(BRANCH_HEAD).where(BRANCH_HEAD.DIGEST.eq(BUNDLE.DIGEST))))
                        .and(notExists(selectOne().from(RUN).where(RUN.BUNDLE_DIGEST.eq(BUNDLE.DIGEST))))
                        .returning(BUNDLE.DIGEST)
                        .fetch(BUNDLE.DIGEST));
    }

    /** Those of some digests that are neither pushed nor any run's. */
    public Set<String> unknown(Collection<String> digests) {
        Set<String> unknown = new HashSet<>(digests);
        postgres.query("looking which bundles are in use", db -> {
            unknown.removeAll(db.select(BUNDLE.DIGEST)
                    .from(BUNDLE)
                    .where(BUNDLE.DIGEST.in(digests))
                    .fetchSet(BUNDLE.DIGEST));
            unknown.removeAll(db.selectDistinct(RUN.BUNDLE_DIGEST)
                    .from(RUN)
                    .where(RUN.BUNDLE_DIGEST.in(digests))
                    .fetchSet(RUN.BUNDLE_DIGEST));
            return null;
        });
        return unknown;
    }

    private static void refuseOthers(DSLContext tx, PushedBundle bundle, String branch) {
        String others = String.join(
                ", ",
                tx.select(BRANCH_HEAD.GRAPH, BRANCH_HEAD.PROJECT)
                        .from(BRANCH_HEAD)
                        .where(BRANCH_HEAD.BRANCH.eq(branch))
                        .and(BRANCH_HEAD.GRAPH.in(bundle.graphs()))
                        .and(BRANCH_HEAD.PROJECT.ne(bundle.project()))
                        .orderBy(BRANCH_HEAD.GRAPH)
                        .fetch(row -> "\"" + row.value1() + "\" of project \"" + row.value2() + "\""));
        if (!others.isEmpty()) {
            throw new OdographException(
                    ErrorCode.GRAPH_INVALID,
                    "Branch \"" + branch + "\" has graphs of these names from other projects: " + others
                            + ". Rename yours, or push to another branch");
        }
    }

    private static void store(DSLContext tx, String digest, Path archive) {
        try (InputStream in = Files.newInputStream(archive)) {
            int part = 0;
            for (byte[] content = in.readNBytes(PART); content.length > 0; content = in.readNBytes(PART)) {
                tx.insertInto(BUNDLE_PART)
                        .set(BUNDLE_PART.DIGEST, digest)
                        .set(BUNDLE_PART.PART, part++)
                        .set(BUNDLE_PART.CONTENT, content)
                        .execute();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("archive " + archive + " cannot be read", e);
        }
    }

    private static RegisteredBundle read(BundleRecord row) {
        return new RegisteredBundle(
                row.getDigest(),
                row.getProject(),
                List.of(row.getGraphs()),
                row.getPlatform(),
                row.getBytes(),
                row.getMerged(),
                row.getPushedAt().toInstant(),
                row.getUsedAt().toInstant());
    }

    private static long size(Path archive) {
        try {
            long bytes = Files.size(archive);
            if (bytes > LARGEST) {
                throw new OdographException(
                        ErrorCode.BUNDLE_INVALID,
                        "The bundle has " + bytes + " bytes, more than " + LARGEST
                                + ": leave data and libraries out that no step needs");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("archive " + archive + " cannot be read", e);
        }
    }
}
