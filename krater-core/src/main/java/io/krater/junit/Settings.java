package io.krater.junit;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Settings of benchmark tests: configuration parameters of the JUnit Platform, which system properties give, too. */
final class Settings {
    private Settings() {}

    static String text(ExtensionContext context, String name, String otherwise) {
        return context.getConfigurationParameter(name).orElse(otherwise);
    }

    /**
     * Whether something is switched on; off where nothing is said.
     *
     * @throws ExtensionConfigurationException if the word is neither a yes nor a no
     */
    static boolean isOn(ExtensionContext context, String name) {
        String word = text(context, name, "false");
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1", "" -> true; // -Dkrater.keep alone is a yes
            case "false", "no", "off", "0" -> false;
            default ->
                throw new ExtensionConfigurationException(
                        name + " must be true, yes, on or 1, or else false, no, off or 0, was \"" + word + "\"");
        };
    }
}
