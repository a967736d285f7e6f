package dev.odograph.regression;

import dev.odograph.contract.RegressionOutcome.Gate;
import dev.odograph.contract.RegressionOutcome.Passage;
import dev.odograph.contract.RegressionOutcome.Verdict;
import dev.odograph.error.ErrorCode;
import dev.odograph.error.OdographException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report in the form that systems of continuous integration read: a suite a kind of gate, a test case a gate. What is
 * undecided counts as skipped unless it holds the change up; a run that infrastructure failed is an error.
 */
public final class JunitXml {
    private final RegressionReport report;
    private final XMLStreamWriter xml;

    private JunitXml(RegressionReport report, XMLStreamWriter xml) {
        this.report = report;
        this.xml = xml;
    }

    /** The whole document. */
    public static String of(RegressionReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitXml(report, xml).write();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new OdographException(ErrorCode.INTERNAL_ERROR, "the report does not serialise to XML", e);
        }
        return text + "\n";
    }

    private void write() throws XMLStreamException {
        Map<String, List<Gate>> suites = new LinkedHashMap<>();
        report.outcome()
                .gates()
                .forEach(gate -> suites.computeIfAbsent(gate.kind(), any -> new ArrayList<>())
                        .add(gate));
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeAttribute("name", "odograph");
        counts(report.outcome().gates());
        for (Map.Entry<String, List<Gate>> suite : suites.entrySet()) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", suite.getKey());
            counts(suite.getValue());
            for (Gate gate : suite.getValue()) {
                xml.writeCharacters("\n    ");
                testCase(gate);
            }
            xml.writeCharacters("\n  ");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void counts(List<Gate> gates) throws XMLStreamException {
        xml.writeAttribute("tests", String.valueOf(gates.size()));
        xml.writeAttribute("failures", count(gates, "failure"));
        xml.writeAttribute("errors", count(gates, "error"));
        xml.writeAttribute("skipped", count(gates, "skipped"));
    }

    private String count(List<Gate> gates, String element) {
        return String.valueOf(
                gates.stream().filter(gate -> element(gate).equals(element)).count());
    }

    private void testCase(Gate gate) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "odograph." + clean(gate.metric() == null ? gate.kind() : gate.metric()));
        xml.writeAttribute("name", clean(gate.name()));
        String element = element(gate);
        xml.writeStartElement(element);
        if (element.equals("system-out")) {
            xml.writeCharacters(clean(gate.message()));
        } else {
            xml.writeAttribute("message", clean(gate.message()));
            if (!element.equals("skipped")) {
                xml.writeAttribute("type", gate.kind());
                xml.writeCharacters(clean(gate.message()));
            }
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private String element(Gate gate) {
        if (report.holdsUp(gate)) {
            return report.outcome().verdict() == Verdict.INFRASTRUCTURE ? "error" : "failure";
        }
        return gate.passage() == Passage.UNDECIDED ? "skipped" : "system-out";
    }

    /** Without what XML cannot hold. */
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c >= 0x10000
                        ? c
                        : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
