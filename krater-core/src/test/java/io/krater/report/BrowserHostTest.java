package io.krater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.krater.result.Synthetic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, with a mouse; {@code -Dkrater.screenshots=FOLDER} keeps what it looked like. */
@Tag("host")
class BrowserHostTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1280,false", "1280,true", "400,false", "400,true"})
    void showsValuesSwitchesSeriesAndZoomsOnTime(int width, boolean dark) throws Exception {
        assumeTrue(Browser.program().isPresent(), "no Chromium (apt-get install chromium)");
        Path page = folder.resolve("report.html");
        Report.html(Synthetic.of("jvm", "native", "wasm")
                        .variants("64_nw", "64_w")
                        .normal(Map.of("jvm", 100.0, "native", 140.0, "wasm", 40.0), 0.05)
                        .result())
                .write(page);
        try (Browser browser =
                Browser.open(Browser.program().orElseThrow(), folder.resolve("profile"), width, 900, dark)) {
            browser.load(page);
            assertThat(browser.value("document.getElementById('explore').hidden")
                            .asBoolean())
                    .isFalse();
            // nothing reaches beyond the window's edge
            assertThat(browser.value("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(width);
            valueUnderTheMouse(browser);
            seriesSwitchedOff(browser);
            zoom(browser);
            valueAtFocus(browser);
            String background = browser.value("getComputedStyle(document.body).backgroundColor")
                    .asText();
            assertThat(background).isEqualTo(dark ? "rgb(24, 24, 24)" : "rgb(255, 255, 255)");
            keep(browser, width + (dark ? "-dark" : "-light"));
            assertThat(browser.problems()).isEmpty();
        }
    }

    @Test
    void printsOnA4WithoutCuttingAnythingOff() throws Exception {
        assumeTrue(Browser.program().isPresent(), "no Chromium (apt-get install chromium)");
        Path page = folder.resolve("report.html");
        Report.html(Synthetic.of("jvm", "native", "wasm")
                        .variants("64_nw", "64_w")
                        .normal(Map.of("jvm", 100.0, "native", 140.0, "wasm", 40.0), 0.3)
                        .result())
                .write(page);
        try (Browser browser =
                Browser.open(Browser.program().orElseThrow(), folder.resolve("paper"), 1280, 900, false)) {
            browser.load(page);
            String pdf = new String(browser.pdf(), StandardCharsets.ISO_8859_1);
            assertThat(pdf).startsWith("%PDF-");
            assertThat(Pattern.compile("/MediaBox \\[0 0 59[45][.0-9]* 84[12][.0-9]*]")
                            .matcher(pdf)
                            .results()
                            .count())
                    .as("sheets of A4, in points")
                    .isBetween(2L, 30L);
            // 210 mm less two margins of 15 mm, at 96 pixels an inch
            int width = 680;
            browser.layOutForPrint(width);
            assertThat(browser.value("Array.from(document.querySelectorAll('main *, header *'))"
                                    + ".filter(function (e) { return e.getBoundingClientRect().right > " + (width + 1)
                                    + "; }).map(function (e) { return e.tagName + ' ' + e.textContent.slice(0, 40); })"
                                    + ".slice(0, 9).join('; ')")
                            .asText())
                    .as("what reaches beyond the paper")
                    .isEmpty();
            assertThat(browser.value("getComputedStyle(document.querySelector('nav')).display")
                            .asText())
                    .isEqualTo("none");
            String to = System.getProperty("krater.screenshots", "");
            if (!to.isEmpty()) {
                Files.write(Files.createDirectories(Path.of(to)).resolve("a4.pdf"), browser.pdf());
            }
        }
    }

    @Test
    void warningsLinkToTheirCells() throws Exception {
        assumeTrue(Browser.program().isPresent(), "no Chromium (apt-get install chromium)");
        Path page = folder.resolve("report.html");
        Report.html(Synthetic.of("jvm", "native")
                        .normal(Map.of("jvm", 100.0, "native", 140.0), 0.3)
                        .result())
                .write(page);
        try (Browser browser =
                Browser.open(Browser.program().orElseThrow(), folder.resolve("links"), 1280, 900, false)) {
            browser.load(page);
            assertThat(browser.value("document.querySelectorAll('#warnings a').length")
                            .asInt())
                    .isPositive();
            assertThat(browser.value("Array.from(document.querySelectorAll('#warnings a')).every(function (a) {"
                                    + " var row = document.querySelector(a.getAttribute('href'));"
                                    + " return row !== null && a.textContent.startsWith("
                                    + "row.cells[1].textContent + '/' + row.cells[0].textContent); })")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.value("Array.from(document.querySelectorAll('#warnings tbody tr'))"
                                    + ".map(function (r) { return r.cells[0].textContent; })"
                                    + ".every(function (k, i, all) { return all.indexOf(k) === i; })")
                            .asBoolean())
                    .as("one row a kind")
                    .isTrue();
        }
    }

    private static void valueUnderTheMouse(Browser browser) throws Exception {
        JsonNode at = centre(browser, ".mark[data-cell=\"native/64_nw\"] .mean");
        browser.mouse("mouseMoved", at.get(0).asDouble(), at.get(1).asDouble());
        assertThat(tip(browser)).startsWith("native, 64_nw: 140 MFLOPS (").endsWith("n = 5");
        browser.mouse("mouseMoved", 1, 1);
        assertThat(browser.value("document.querySelector('.tip').hidden").asBoolean())
                .isTrue();
    }

    private static void seriesSwitchedOff(Browser browser) throws Exception {
        assertThat(marks(browser)).isEqualTo(6);
        click(browser, ".series.c2 input");
        assertThat(marks(browser)).isEqualTo(4);
        click(browser, ".series.c2 input");
        assertThat(marks(browser)).isEqualTo(6);
    }

    private static void zoom(Browser browser) throws Exception {
        assertThat(browser.value("document.querySelectorAll('#time .curve').length")
                        .asInt())
                .isEqualTo(3);
        assertThat(browser.value("document.getElementById('whole')").isNull()).isTrue();
        browser.value("document.getElementById('field').scrollIntoView({block: 'center'})");
        JsonNode at = centre(browser, "#field");
        double x = at.get(0).asDouble();
        double y = at.get(1).asDouble();
        browser.mouse("mouseMoved", x, y);
        assertThat(tip(browser)).contains("jvm ").contains("native ").contains("wasm ");
        browser.mouse("mousePressed", x - 30, y);
        browser.mouse("mouseMoved", x + 30, y);
        browser.mouse("mouseReleased", x + 30, y);
        assertThat(browser.value("document.getElementById('whole').textContent").asText())
                .isEqualTo("whole time");
        click(browser, "#whole");
        assertThat(browser.value("document.getElementById('whole') === null").asBoolean())
                .isTrue();
    }

    private static void valueAtFocus(Browser browser) throws Exception {
        browser.value("document.querySelector('.mark[data-cell=\"wasm/64_w\"]').focus()");
        assertThat(tip(browser)).startsWith("wasm, 64_w: 40 MFLOPS");
    }

    private static int marks(Browser browser) throws Exception {
        return browser.value("document.querySelectorAll('#overview .mark').length")
                .asInt();
    }

    private static String tip(Browser browser) throws Exception {
        return browser.value("document.querySelector('.tip').hidden ? '' : document.querySelector('.tip').textContent")
                .asText();
    }

    private static void click(Browser browser, String selector) throws Exception {
        browser.value("document.querySelector('" + selector + "').scrollIntoView({block: 'center'})");
        JsonNode at = centre(browser, selector);
        browser.mouse("mouseMoved", at.get(0).asDouble(), at.get(1).asDouble());
        browser.mouse("mousePressed", at.get(0).asDouble(), at.get(1).asDouble());
        browser.mouse("mouseReleased", at.get(0).asDouble(), at.get(1).asDouble());
    }

    private static JsonNode centre(Browser browser, String selector) throws Exception {
        return browser.value("(function () { var b = document.querySelector('" + selector
                + "').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()");
    }

    private static void keep(Browser browser, String name) throws Exception {
        String to = System.getProperty("krater.screenshots", "");
        if (!to.isEmpty()) {
            browser.value("window.scrollTo(0, 0)");
            Files.write(Files.createDirectories(Path.of(to)).resolve(name + ".png"), browser.screenshot());
        }
    }
}
