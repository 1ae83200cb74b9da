package io.krater.k8s.access;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that gives credentials (kubernetes.io, "client-go credential plugins"): it prints an {@code ExecCredential} as JSON on
 * its standard output. What it says on standard error is for people, and shown where it fails. Thread-safe.
 */
final class ExecPlugin {
    private static final KubernetesSerialization JSON = Access.serialization();
    private static final Set<String> VERSIONS =
            Set.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST = 1 << 20;
    private static final int SHOWN = 600;

    private final String user;
    private final List<String> command;
    private final Map<String, String> variables;
    private final String apiVersion;
    private final String hint;
    private final boolean terminal;
    private final Duration patience;

    /**
     * What a plugin gave: a token, or a certificate and its key.
     *
     * @param expires when it ends to be valid; empty where the plugin does not say
     */
    record Given(
            Optional<String> token, Optional<String> certificate, Optional<String> key, Optional<Instant> expires) {}

    ExecPlugin(Kubeconfig.Found<?> user, ExecConfig exec, Map<String, Object> cluster) {
        this(user, exec, cluster, PATIENCE);
    }

    ExecPlugin(Kubeconfig.Found<?> user, ExecConfig exec, Map<String, Object> cluster, Duration patience) {
        this.user = user.name();
        this.patience = patience;
        this.hint = Kubeconfig.isGiven(exec.getInstallHint())
                ? "; " + exec.getInstallHint().strip()
                : "";
        if (!Kubeconfig.isGiven(exec.getCommand())) {
            throw new ConfigProblem("exec plugin of user \"" + this.user + "\" has no command");
        }
        if (exec.getApiVersion() == null || !VERSIONS.contains(exec.getApiVersion())) {
            throw new ConfigProblem("exec plugin " + exec.getCommand() + " of user \"" + this.user
                    + "\" must have an apiVersion of "
                    + VERSIONS.stream().sorted().toList() + ", was \""
                    + exec.getApiVersion() + "\"");
        }
        this.apiVersion = exec.getApiVersion();
        this.terminal = isTerminal() && !"Never".equals(exec.getInteractiveMode());
        if ("Always".equals(exec.getInteractiveMode()) && !terminal) {
            throw new ConfigProblem("exec plugin " + exec.getCommand() + " of user \"" + this.user
                    + "\" asks for a terminal (interactiveMode: Always), and there is none");
        }
        this.command = command(user, exec);
        this.variables = variables(exec, cluster);
    }

    private static List<String> command(Kubeconfig.Found<?> user, ExecConfig exec) {
        List<String> words = new ArrayList<>();
        String program = exec.getCommand();
        // a name alone is looked for in PATH, a relative path begins at the kubeconfig
        words.add(program.contains(File.separator) ? user.resolve(program).toString() : program);
        words.addAll(exec.getArgs() == null ? List.of() : exec.getArgs());
        for (int i = 1; i < words.size(); i++) {
            String[] option = words.get(i).split("=", 2);
            boolean next = option.length == 1 && option[0].startsWith("-") && i + 1 < words.size();
            Secrets.rememberIfNamed(option[0], next ? words.get(i + 1) : option[option.length - 1]);
        }
        return words;
    }

    private Map<String, String> variables(ExecConfig exec, Map<String, Object> cluster) {
        Map<String, String> all = new LinkedHashMap<>();
        if (exec.getEnv() != null) {
            exec.getEnv().forEach(variable -> {
                all.put(variable.getName(), variable.getValue());
                Secrets.rememberIfNamed(variable.getName(), String.valueOf(variable.getValue()));
            });
        }
        Map<String, Object> spec = new LinkedHashMap<>(Map.of("interactive", terminal));
        if (Boolean.TRUE.equals(exec.getProvideClusterInfo())) {
            spec.put("cluster", cluster);
        }
        all.put(
                "KUBERNETES_EXEC_INFO",
                JSON.asJson(Map.of("apiVersion", apiVersion, "kind", "ExecCredential", "spec", spec)));
        return all;
    }

    /** As a person knows it. */
    String name() {
        return "exec plugin " + command.get(0) + " of user \"" + user + "\"";
    }

    /**
     * Runs the program. Waits for at most a minute.
     *
     * @throws ConfigProblem if it gives no credentials, with its own words
     */
    Given run() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        if (terminal) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            boolean inPath = !command.get(0).contains(File.separator);
            throw new ConfigProblem(name() + " cannot be run: "
                    + (inPath ? "is it in PATH, " + System.getenv("PATH") + "?" : "is it there, and executable?")
                    + hint);
        }
        Drain out = new Drain(process.getInputStream());
        Drain err = new Drain(process.getErrorStream());
        int code = await(process);
        String printed = out.text();
        String said = shown(err.text());
        if (code != 0) {
            throw new ConfigProblem(name() + " ended with exit code " + code + said + hint);
        }
        return given(printed, said);
    }

    private int await(Process process) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new ConfigProblem(
                    name() + " gave no credentials within " + patience.toSeconds() + " s: does it wait for a person?");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ConfigProblem(name() + " was interrupted");
        }
    }

    /** Reads all that is printed, so that the program does not wait for us, and keeps as much as is allowed. */
    private static final class Drain {
        private static final long LINGER_MILLIS = 2_000;

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread thread;

        Drain(InputStream in) {
            thread = new Thread(() -> read(in), "krater-k8s-plugin");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(InputStream in) {
            byte[] piece = new byte[8192];
            try (in) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    kept.write(piece, 0, Math.max(0, Math.min(count, LONGEST - kept.size())));
                }
            } catch (IOException ended) {
                System.getLogger(ExecPlugin.class.getName())
                        .log(System.Logger.Level.DEBUG, "an exec plugin's output broke off", ended);
            }
        }

        /** What was printed up to the program's end: something that it left behind may hold the pipe open for ever. */
        String text() {
            try {
                thread.join(LINGER_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    private static String shown(String said) {
        String words = Secrets.hide(said.strip()); // before it is cut, which would cut secrets beyond recognition
        return words.isEmpty()
                ? ", and said nothing"
                : ", and said: " + (words.length() > SHOWN ? "..." + words.substring(words.length() - SHOWN) : words);
    }

    private Given given(String printed, String said) {
        Map<?, ?> status;
        try {
            Map<?, ?> all = JSON.unmarshal(printed, Map.class);
            if (all == null || !apiVersion.equals(all.get("apiVersion")) || !"ExecCredential".equals(all.get("kind"))) {
                throw new ConfigProblem(name() + " must print an ExecCredential of " + apiVersion + ", printed "
                        + (all == null ? "nothing" : all.get("kind") + " of " + all.get("apiVersion")) + said);
            }
            status = all.get("status") instanceof Map<?, ?> map ? map : Map.of();
        } catch (ConfigProblem known) {
            throw known;
        } catch (RuntimeException noJson) { // whose message quotes what was printed
            throw new ConfigProblem(name() + " must print an ExecCredential as JSON on its standard output, printed "
                    + printed.length() + " characters that are none" + said);
        }
        Given given = new Given(
                text(status, "token"),
                text(status, "clientCertificateData"),
                text(status, "clientKeyData"),
                expires(status));
        given.token().ifPresent(Secrets::remember);
        given.key().ifPresent(Secrets::remember);
        if (given.token().isEmpty()
                && (given.certificate().isEmpty() || given.key().isEmpty())) {
            throw new ConfigProblem(name() + " gave neither a token nor a certificate with its key" + said);
        }
        return given;
    }

    private static Optional<String> text(Map<?, ?> status, String key) {
        return status.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private Optional<Instant> expires(Map<?, ?> status) {
        Optional<String> text = text(status, "expirationTimestamp");
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new ConfigProblem(
                    name() + " must give its expirationTimestamp as RFC 3339, gave \"" + text.get() + "\"");
        }
    }

    @Override
    public String toString() {
        return name();
    }

    /** Gives a plugin's tokens, and asks it again when one has expired or was refused. */
    static final class Tokens implements TokenSource {
        private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

        private final ExecPlugin plugin;
        private Given given;
        private long askedAt = System.nanoTime();
        private @Nullable ConfigProblem problem;

        Tokens(ExecPlugin plugin, Given first) {
            this.plugin = plugin;
            this.given = first;
        }

        @Override
        public synchronized String token() {
            boolean expired =
                    given.expires().map(end -> !Instant.now().isBefore(end)).orElse(false);
            if (expired) {
                ask();
            }
            return given.token().orElse("");
        }

        @Override
        public synchronized boolean renew(String refused) {
            if (given.token().filter(refused::equals).isPresent()) {
                ask();
            }
            return !given.token().filter(refused::equals).isPresent();
        }

        /** Asks the plugin, but not again and again where it fails: every request would run it. */
        private void ask() {
            ConfigProblem last = problem;
            boolean soon = System.nanoTime() - askedAt < PAUSE_NANOS;
            if (last != null && soon) {
                throw last;
            }
            askedAt = System.nanoTime();
            try {
                given = plugin.run();
                problem = null;
            } catch (ConfigProblem fault) {
                problem = fault;
                throw fault;
            }
        }
    }

    /** Whether standard input is a terminal; from Java 22 on {@code System.console()} no longer says. */
    private static boolean isTerminal() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty") || input.equals("/dev/console");
        } catch (IOException unknown) {
            return false; // nobody to ask then
        }
    }
}
