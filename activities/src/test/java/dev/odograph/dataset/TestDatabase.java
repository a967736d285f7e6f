package dev.odograph.dataset;

import dev.odograph.schema.postgres.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A migrated PostgreSQL with the classes under test. */
final class TestDatabase implements AutoCloseable {
    final EmbeddedPostgres postgres;
    final DSLContext sql;
    final DatasetStore store;
    final Corrections corrections;
    final Path home;

    TestDatabase(Path home) throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        this.home = home;
        postgres = EmbeddedPostgres.builder().start();
        Migrations.migrate(postgres.getPostgresDatabase());
        sql = DSL.using(postgres.getPostgresDatabase(), SQLDialect.POSTGRES);
        store = new DatasetStore(sql);
        corrections = new Corrections(sql);
    }

    DatasetImporter importer() {
        return new DatasetImporter(store, home, 2);
    }

    ImportResult run(String name, ImportAction action, Object... paths) {
        return run(ImportRequest.of(
                DatasetName.of(name),
                action,
                List.of(paths).stream().map(Object::toString).toList()));
    }

    ImportResult run(ImportRequest request) {
        return importer().run(request, (done, total) -> {});
    }

    List<Segment> segments(String name, int version) {
        Dataset dataset = store.load(DatasetName.of(name), version);
        return store.segments(dataset.datasetId(), version).toList();
    }

    @Override
    public void close() throws Exception {
        postgres.close();
    }
}
