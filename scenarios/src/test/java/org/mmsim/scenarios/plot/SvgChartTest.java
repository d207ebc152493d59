package org.mmsim.scenarios.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgChartTest {

    private static final Chart CHART = new Chart(
            "a & b",
            "what <this> is about",
            List.of("first", "second"),
            List.of(
                    new Plot(
                            "left",
                            "CPUs",
                            "time",
                            true,
                            List.of(
                                    new Plot.Line(0, 0, points(1, 1_000, 8, 64_000, 128, 1_000_000)),
                                    new Plot.Line(1, 0, points(1, 500, 128, 500)),
                                    new Plot.Line(1, 1, points(1, 800, 128, 900))),
                            List.of("alone", "together"),
                            List.of(new Plot.Mark(0, true, new Plot.Point(128, 2_000_000), "2 ms"))),
                    new Plot("right", "walkers", "number", false, List.of(), List.of(), List.of())),
            "published",
            "");

    private static List<Plot.Point> points(double... values) {
        List<Plot.Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i += 2) {
            points.add(new Plot.Point(values[i], values[i + 1]));
        }
        return points;
    }

    @Test
    void aChartIsWellFormedXmlWithALineForEachSeries() throws Exception {
        Document svg = parse(SvgChart.draw(CHART));

        assertThat(svg.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(elements(svg, "polyline"))
                .extracting(line -> line.getAttribute("points").split(" ", -1).length)
                .containsExactly(3, 2, 2);
        assertThat(elements(svg, "polyline"))
                .extracting(line -> line.getAttribute("stroke-dasharray"))
                .containsExactly("", "", Palette.dash(1));
        assertThat(texts(svg))
                .contains("a & b", "what <this> is about", "first", "second", "left", "right", "CPUs", "alone")
                .contains("1 µs", "10 µs", "100 µs", "1 ms", "8", "128", "published");
    }

    @Test
    void equalStepsOfALogarithmAreEqualStepsOnPaper() throws Exception {
        String[] line = elements(parse(SvgChart.draw(CHART)), "polyline")
                .get(0)
                .getAttribute("points")
                .split("[ ,]", -1);

        double x8 = Double.parseDouble(line[2]) - Double.parseDouble(line[0]);
        double x128 = Double.parseDouble(line[4]) - Double.parseDouble(line[0]);
        double y64 = Double.parseDouble(line[1]) - Double.parseDouble(line[3]);
        double y1000 = Double.parseDouble(line[1]) - Double.parseDouble(line[5]);
        assertThat(x8 / x128).isBetween(0.427, 0.430);
        assertThat(y64 / y1000).isBetween(0.600, 0.604);
    }

    @Test
    void anAxisWithoutTwoPowersOfTenIsLabelledBetweenThem() throws Exception {
        List<Plot.Line> times = List.of(new Plot.Line(0, 0, points(4, 14_328_000, 2048, 9_820_000)));
        List<Plot.Line> numbers = List.of(new Plot.Line(0, 0, points(4, 16_384, 2048, 1_024)));
        Chart chart = new Chart(
                "narrow",
                "",
                List.of("only"),
                List.of(
                        new Plot("left", "size", "time", true, times, List.of(), List.of()),
                        new Plot("right", "size", "pages", false, numbers, List.of(), List.of())),
                "",
                "");

        assertThat(texts(parse(SvgChart.draw(chart)))).contains("10 ms", "11 ms", "14 ms", "1k", "2k", "5k", "10k");
    }

    @Test
    void everythingIsWithinThePicture() throws Exception {
        Document svg = parse(SvgChart.draw(CHART));

        assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("1160");
        for (Element circle : elements(svg, "circle")) {
            assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(0.0, 1160.0);
            assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(0.0, 700.0);
        }
        assertThat(elements(svg, "circle")).hasSize(2);
    }

    @Test
    void aLegendTakesAsManyRowsAsItNeeds() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Palette.SIZE; i++) {
            names.add("a-design-with-a-long-name-" + i);
        }

        Document svg = parse(
                SvgChart.draw(new Chart("x", "y", names, List.of(CHART.plots().get(0)), "filled", "ring")));

        double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
        List<Element> legend = elements(svg, "text").stream()
                .filter(text -> names.contains(text.getTextContent())
                        || List.of("filled", "ring").contains(text.getTextContent()))
                .toList();
        assertThat(legend).hasSize(Palette.SIZE + 2).allSatisfy(text -> {
            double end = Double.parseDouble(text.getAttribute("x"))
                    + text.getTextContent().length() * Svg.CHARACTER_WIDTH;
            assertThat(end).isLessThanOrEqualTo(580);
            assertThat(Double.parseDouble(text.getAttribute("y"))).isLessThan(height);
        });
        assertThat(legend.stream().map(text -> text.getAttribute("x") + " " + text.getAttribute("y")))
                .doesNotHaveDuplicates();
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void theLocaleDoesNotShow() {
        Locale before = Locale.getDefault();
        String here = SvgChart.draw(CHART);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(SvgChart.draw(CHART)).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aChartWithoutPointsIsOneToo() throws Exception {
        Chart empty = new Chart("x", "y", List.of("a"), List.of(CHART.plots().get(1)), "", "");

        assertThat(elements(parse(SvgChart.draw(empty)), "polyline")).isEmpty();
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }
}
