package io.krater.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What strangers wrote, made harmless for each format. */
final class Escapes {
    /** Control characters, and those that turn the direction of text and so can make a name look like another. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\u2028\\u2029&&[^\\n\\t]]");

    private static final Pattern MARKDOWN = Pattern.compile("[\\\\`*_{}\\[\\]<>()#+!|~]");
    private static final Pattern LATEX = Pattern.compile("[\\\\{}$&#_%~^<>]");

    private Escapes() {}

    static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll("\ufffd");
    }

    static final Mustache.Escaper HTML = text -> Escapers.HTML.escape(visible(text));

    /** No markup, no mention of a person, no second line. */
    static final Mustache.Escaper MARKDOWN_TEXT =
            text -> MARKDOWN.matcher(visible(text).replaceAll("\\s+", " "))
                    .replaceAll("\\\\$0")
                    .replace("&", "&amp;")
                    .replace("@", "&#64;");

    static final Mustache.Escaper LATEX_TEXT =
            text -> LATEX.matcher(visible(text).replaceAll("\\s+", " "))
                    .replaceAll(match -> Matcher.quoteReplacement(
                            switch (match.group()) {
                                case "\\" -> "\\textbackslash{}";
                                case "~" -> "\\textasciitilde{}";
                                case "^" -> "\\textasciicircum{}";
                                case "<" -> "\\textless{}";
                                case ">" -> "\\textgreater{}";
                                default -> "\\" + match.group();
                            }))
                    .replace("–", "--")
                    .replace("δ", "$\\delta$")
                    .replace("±", "$\\pm$");
}
