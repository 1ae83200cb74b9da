package io.krater.k8s.access;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfig files, merged by the rules of client-go (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"): of an
 * entry that several files have the first counts, as does the first {@code current-context}; a path in an entry begins at the
 * folder of its file.
 */
final class Kubeconfig {
    private static final KubernetesSerialization YAML = Access.serialization();

    private final List<Path> files;
    private final Map<String, Found<Context>> contexts = new LinkedHashMap<>();
    private final Map<String, Found<Cluster>> clusters = new LinkedHashMap<>();
    private final Map<String, Found<AuthInfo>> users = new LinkedHashMap<>();
    private @Nullable String current;

    /** An entry and the file that has it. */
    record Found<T>(String name, T entry, Path file) {
        /** A path that the entry holds. */
        Path resolve(String path) {
            return file.toAbsolutePath().resolveSibling(path).normalize();
        }
    }

    /**
     * A context and what it names.
     *
     * @param user empty where the context names none
     */
    record Choice(Found<Context> context, Found<Cluster> cluster, Optional<Found<AuthInfo>> user) {}

    private Kubeconfig(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Reads files, the first of them the most important.
     *
     * @throws ConfigProblem if one cannot be read or understood
     */
    static Kubeconfig read(List<Path> files) {
        Kubeconfig all = new Kubeconfig(files);
        files.forEach(all::add);
        return all;
    }

    private void add(Path file) {
        Config read = parse(file);
        if (current == null && isGiven(read.getCurrentContext())) {
            current = read.getCurrentContext();
        }
        list(read.getContexts()).forEach(it -> keep(contexts, it.getName(), it.getContext(), file));
        list(read.getClusters()).forEach(it -> keep(clusters, it.getName(), it.getCluster(), file));
        list(read.getUsers()).forEach(it -> keep(users, it.getName(), it.getUser(), file));
        list(read.getUsers()).forEach(it -> Optional.ofNullable(it.getUser()).ifPresent(Kubeconfig::remember));
    }

    /** Whatever an entry may be used for, its secrets are none of a message's. */
    private static void remember(AuthInfo user) {
        for (String secret : new String[] {user.getToken(), user.getPassword(), user.getClientKeyData()}) {
            if (secret != null) {
                Secrets.remember(secret);
            }
        }
    }

    private static <T> void keep(Map<String, Found<T>> known, @Nullable String name, @Nullable T entry, Path file) {
        if (name != null && entry != null) {
            known.putIfAbsent(name, new Found<>(name, entry, file));
        }
    }

    private static Config parse(Path file) {
        String text = read(file);
        if (text.isBlank()) {
            throw new ConfigProblem("kubeconfig " + file + " is empty; a copy comes from whoever runs the cluster");
        }
        try {
            Config read = YAML.unmarshal(text, Config.class);
            if (read == null) {
                throw new ConfigProblem("kubeconfig " + file + " holds nothing but comments");
            }
            return read;
        } catch (ConfigProblem known) {
            throw known;
        } catch (RuntimeException unreadable) { // whose message quotes what stands there, which may be a token
            throw new ConfigProblem("kubeconfig " + file + " is no kubeconfig in YAML" + Secrets.where(unreadable)
                    + ": kubectl --kubeconfig " + file + " config view shows the same");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            throw new ConfigProblem("kubeconfig must be a readable file, but there is no " + file);
        } catch (AccessDeniedException denied) {
            throw new ConfigProblem("kubeconfig must be a readable file, but " + System.getProperty("user.name")
                    + " may not read " + file);
        } catch (IOException e) {
            throw new ConfigProblem("kubeconfig must be a readable file, but " + file + " is none"
                    + (Files.isDirectory(file) ? ": it is a folder" : ""));
        }
    }

    /**
     * What a context leads to.
     *
     * @param wanted its name; the current one where empty
     * @throws ConfigProblem if it is not there, or names what is not there
     */
    Choice choose(Optional<String> wanted) {
        String name = wanted.or(() -> Optional.ofNullable(current))
                .orElseThrow(() -> new ConfigProblem(named() + " has no current-context; choose one of "
                        + contexts.keySet() + ": --context NAME, or kubectl config use-context NAME"));
        Found<Context> context = contexts.get(name);
        if (context == null) {
            throw new ConfigProblem((wanted.isPresent() ? "context" : "the current-context") + " must be one of "
                    + contexts.keySet() + " of " + named() + ", was \"" + name + "\"");
        }
        Found<Cluster> cluster =
                entry(clusters, context, "cluster", context.entry().getCluster());
        String user = context.entry().getUser();
        return new Choice(
                context, cluster, isGiven(user) ? Optional.of(entry(users, context, "user", user)) : Optional.empty());
    }

    private <T> Found<T> entry(
            Map<String, Found<T>> known, Found<Context> context, String what, @Nullable String name) {
        Found<T> found = name == null ? null : known.get(name);
        if (found == null) {
            throw new ConfigProblem("context \"" + context.name() + "\" of " + context.file() + " names the " + what
                    + " \"" + (name == null ? "" : name) + "\", which " + named() + " does not hold; it holds "
                    + new ArrayList<>(known.keySet()));
        }
        return found;
    }

    private String named() {
        return "kubeconfig "
                + String.join(", ", files.stream().map(Path::toString).toList());
    }

    static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
