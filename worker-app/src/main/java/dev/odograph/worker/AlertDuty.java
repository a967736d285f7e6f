package dev.odograph.worker;

import dev.odograph.alert.AlertBook;
import dev.odograph.alert.AlertBook.Kept;
import dev.odograph.alert.AlertRule;
import dev.odograph.alert.Judgement;
import dev.odograph.alerting.AlertJudge;
import dev.odograph.error.OdographException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges alert rules where what they look at is another than when they were judged last, and tells what they found. Several
 * workers may do so at once: what is recorded twice is told once.
 */
public final class AlertDuty {
    private static final Logger LOG = LoggerFactory.getLogger(AlertDuty.class);

    private final AlertBook book;
    private final AlertJudge judge;

    /** A duty over these stores. */
    public AlertDuty(Stores stores) {
        this.book = new AlertBook(stores.postgres());
        this.judge = new AlertJudge(stores.postgres(), stores.pool(), stores.datasets(), stores.clickhouse());
    }

    /** Judges what is to be judged, and tells. A rule that cannot be judged hinders no other. */
    public void work() {
        for (Kept kept : book.rules()) {
            try {
                judge(kept);
            } catch (OdographException e) {
                unjudged(kept, String.valueOf(e.getMessage()));
            }
        }
        int unused = book.tell();
    }

    /** Said once, not at each try. */
    private void unjudged(Kept kept, String why) {
        if (!why.equals(kept.unjudged()) || !kept.evaluated().isEmpty()) {
            LOG.warn("Alert rule {} was not judged: {}", kept.rule().name(), why);
            book.record(kept.rule(), new Judgement(List.of(), Set.of(Judgement.EVERYTHING), why), "");
        }
    }

    private void judge(Kept kept) {
        AlertRule rule = kept.rule();
        String at = judge.at(rule);
        if (!at.equals(kept.evaluated())) {
            book.record(rule, judge.judge(rule), at);
        }
    }
}
