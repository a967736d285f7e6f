package dev.odograph.regression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.odograph.contract.RegressionActivities.SideFailure;
import dev.odograph.contract.RegressionOutcome;
import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionOutcome.Verdict;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class RegressionReportTest {
    @Test
    void markdownIsNeverLongerThanACommentMayBe() {
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            gates.add(new Gate("statistics", "measure_" + i, "metric", Passage.FAIL, "worse: " + "x".repeat(60)));
        }

        String text = report(Verdict.REGRESSION, gates).markdown();

        assertThat(text)
                .hasSizeBetween(RegressionReport.LONGEST - 500, RegressionReport.LONGEST)
                .startsWith("## Odograph: regression")
                .endsWith("the report as JSON has all of it.\n");
        assertThat(text.lines().filter(line -> line.startsWith("| **fail**")))
                .as("no row is cut in two")
                .allSatisfy(line -> assertThat(line).endsWith("x |"));
    }

    @Test
    void whatFailedComesFirstAndWhatOthersNamedCannotBreakTheTable() {
        String text = report(
                        Verdict.REGRESSION,
                        List.of(
                                new Gate("run", "head", null, Passage.PASS, "fine"),
                                new Gate("contract", "a | b", null, Passage.NOTICE, "line\nbreak <script>"),
                                new Gate("statistics", "m", "metric", Passage.FAIL, "worse")))
                .markdown();

        assertThat(text)
                .containsSubsequence(
                        "| **fail** | statistics | metric.m | worse |\n",
                        "| notice | contract | a \\| b | line break &lt;script> |\n",
                        "1 of 3 gates passed.");
    }

    @Test
    void junitCountsWhatItHoldsAndIsWellFormedWhateverIsSaid() throws Exception {
        Document xml = parsed(JunitXml.of(report(
                Verdict.REGRESSION,
                List.of(
                        new Gate("run", "head", null, Passage.PASS, "fine"),
                        new Gate("statistics", "a<b", "m\u0000", Passage.FAIL, "worse \u0001 & \"so\""),
                        new Gate("statistics", "b", "m", Passage.UNDECIDED, "open")))));

        Element all = xml.getDocumentElement();
        assertThat(all.getAttribute("tests")).isEqualTo("3");
        assertThat(all.getAttribute("failures")).isEqualTo("1");
        assertThat(all.getAttribute("skipped")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
        assertThat(((Element) xml.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("worse \uFFFD & \"so\"");
    }

    @ParameterizedTest
    @CsvSource({"UNDECIDED, failure", "PASS, skipped"})
    void undecidedFailsTheSuiteOnlyWhereThatIsAsked(Verdict verdict, String element) throws Exception {
        Document xml = parsed(
                JunitXml.of(report(verdict, List.of(new Gate("statistics", "b", "m", Passage.UNDECIDED, "open")))));

        assertThat(xml.getElementsByTagName(element).getLength()).isOne();
    }

    @Test
    void whatInfrastructureFailedIsAnErrorAndNoFailure() throws Exception {
        Document xml = parsed(JunitXml.of(
                report(Verdict.INFRASTRUCTURE, List.of(new Gate("run", "head", null, Passage.FAIL, "no store")))));

        assertThat(xml.getElementsByTagName("error").getLength()).isOne();
        assertThat(xml.getElementsByTagName("failure").getLength()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CLICKHOUSE_UNAVAILABLE, false",
        "RUN_CANCELLED, false",
        "RUN_TERMINATED, false",
        "STEP_FAILED, true",
        "STEP_HOST_CRASHED, true",
        "GRAPH_NOT_FOUND, true",
        "a code of a newer worker, true"
    })
    void onlyWhatTheChangeMayHaveCausedIsBroken(String code, boolean broken) {
        EndedRun run = new EndedRun("head", "r", new SideFailure(code, "why"), null);

        assertThat(run.broken()).isEqualTo(broken);
        assertThat(run.gate().message()).contains("Run r failed", code, "why");
    }

    @Test
    void jsonHasNamesInSnakeCaseAndWordsInLowerCase() {
        assertThat(report(Verdict.PASS, List.of(new Gate("run", "head", null, Passage.PASS, "fine")))
                        .json())
                .contains("\"verdict\" : \"pass\"", "\"exit_code\" : 0", "\"base_run_id\" : \"b\"");
    }

    private static RegressionReport report(Verdict verdict, List<Gate> gates) {
        return new RegressionReport(
                new RegressionOutcome(verdict, Summaries.of(verdict, gates), "b", "h", gates), null);
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
