package io.krater.examples.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as a person writes it at a shell, with {@code {name}} where a parameter's value goes. A suite appends a variant's
 * values to the words of its environments, in the parameters' order, so a placeholder becomes one of these.
 *
 * @param text what the person wrote
 * @param parameters names of the parameters, in order
 */
record CommandTemplate(String text, List<String> parameters) {
    private static final Pattern SHELL = Pattern.compile("[|&;<>()$`\\\\\"'*?\\[\\]#~=%!\n{}]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

    CommandTemplate {
        parameters = List.copyOf(parameters);
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (!parameters.contains(found.group(1))) {
                throw new IllegalArgumentException("{" + found.group(1) + "} in the command \"" + text
                        + "\" must be one of the parameters " + parameters
                        + "; --file or --parameter NAME=VALUE,... gives it values");
            }
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException("a command must name a program, was \"" + text + "\"");
        }
    }

    /** The words to execute; a variant's values follow. Without a shell where none is needed, since its start would be measured. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
        List<String> placeholders =
                parameters.stream().map(name -> "{" + name + "}").toList();
        int fixed = words.size() - placeholders.size();
        if (fixed > 0 && words.subList(fixed, words.size()).equals(placeholders)) {
            List<String> leading = List.copyOf(words.subList(0, fixed));
            if (leading.stream().noneMatch(word -> SHELL.matcher(word).find())) {
                return leading;
            }
        }
        String filled = filled();
        boolean one = !SHELL.matcher(PLACEHOLDER.matcher(text).replaceAll("")).find();
        return List.of("/bin/sh", "-c", (one ? "exec " : "") + filled, "sh");
    }

    /** The words to execute by a shell in any case, each parameter's value a placeholder that the suite fills. */
    String[] script() {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", filled(), "sh"));
        parameters.forEach(name -> words.add("{" + name + "}"));
        return words.toArray(String[]::new);
    }

    /** Placeholders as the shell's positional parameters, quoted as it takes where they stand. */
    private String filled() {
        StringBuilder script = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Matcher here = PLACEHOLDER.matcher(text).region(i, text.length());
            if (here.lookingAt()) {
                String value = "${" + (parameters.indexOf(here.group(1)) + 1) + "}";
                script.append(quote == '"' ? value : quote == '\'' ? "'\"" + value + "\"'" : "\"" + value + "\"");
                i = here.end() - 1;
                continue;
            }
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                script.append(c).append(text.charAt(++i));
                continue;
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            script.append(c);
        }
        return script.toString();
    }

    /** A name for an environment: what of the text a name may hold. */
    String name() {
        return name(PLACEHOLDER.matcher(text).replaceAll(""));
    }

    /** The nearest name: letters, digits, {@code _} and {@code -}, at most 63, a letter or digit at both ends. */
    static String name(String text) {
        String name = text.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^[-_]+|[-_]+$", "");
        String cut = name.length() > 40 ? name.substring(0, 40).replaceAll("[-_]+$", "") : name;
        return cut.isEmpty() ? "command" : cut;
    }
}
