package io.krater.examples;

import io.krater.k8s.ClusterCommand;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lists the examples, or runs the one that is named. */
public final class Examples {
    /** What {@link ClusterCommand} does is at hand in this jar too. */
    private static final Set<String> CLUSTER = Set.of("doctor", "status", "cleanup");

    private static final Map<String, Example> ALL = new LinkedHashMap<>();

    static {
        ALL.put("01-quick-start", new Example01QuickStart());
        ALL.put("02-own-metric", new Example02OwnMetric());
        ALL.put("03-own-workload", new Example03OwnWorkload());
        ALL.put("04-own-launcher", new Example04OwnLauncher());
        ALL.put("05-resume", new Example05Resume());
        ALL.put("06-read-results", new Example06ReadResults());
        ALL.put("07-krater-files", new Example07KraterFiles());
        ALL.put("08-kubernetes", new Example08Kubernetes());
        ALL.put("09-remote-cluster", new Example09RemoteCluster());
        ALL.put("10-pod-template", new Example10PodTemplate());
        ALL.put("11-rigour", new Example11Rigour());
    }

    private Examples() {}

    /** {@code [NAME [OPTION...]]}. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    /** The full names, in order. */
    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static int run(List<String> args) {
        if (args.isEmpty() || isHelp(args.get(0))) {
            list();
            return 0;
        }
        if (CLUSTER.contains(args.get(0))) {
            return ClusterCommand.run(args, System.out);
        }
        Map.Entry<String, Example> example = find(args.get(0));
        if (example == null) {
            System.err.println("there is no example \"" + args.get(0) + "\"; these are there:");
            list();
            return 2;
        }
        List<String> options = args.subList(1, args.size());
        if (options.stream().anyMatch(Examples::isHelp)) {
            System.out.println(example.getValue().summary());
            example.getValue().help().forEach(line -> System.out.println("  " + line));
            return 0;
        }
        try {
            return example.getValue().run(options);
        } catch (IllegalArgumentException wrong) {
            System.err.println(example.getKey() + ": " + wrong.getMessage() + " (--help shows the options)");
            return 2;
        } catch (Exception failed) {
            // what a file system says is often no more than the file's name
            String why = failed instanceof IOException ? failed.toString() : failed.getMessage();
            System.err.println(example.getKey() + ": " + why);
            if (Boolean.getBoolean("krater.trace")) {
                failed.printStackTrace();
            } else {
                System.err.println("(-Dkrater.trace=true shows where)");
            }
            return 1;
        }
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h") || word.equals("help");
    }

    private static Map.@org.jspecify.annotations.Nullable Entry<String, Example> find(String name) {
        for (Map.Entry<String, Example> entry : ALL.entrySet()) {
            // "1", "01", "quick-start" and the full name all mean the first
            String key = entry.getKey();
            String number = key.substring(0, key.indexOf('-'));
            if (name.equals(key)
                    || name.equals(key.substring(number.length() + 1))
                    || (name.matches("[0-9]{1,4}") && Integer.parseInt(name) == Integer.parseInt(number))) {
                return entry;
            }
        }
        return null;
    }

    private static void list() {
        System.out.println("usage: java -jar krater-examples.jar NAME [OPTION...]   (NAME --help shows the options)");
        ALL.forEach((name, example) ->
                System.out.println(String.format(Locale.ROOT, "  %-18s %s", name, example.summary())));
        System.out.println("and for a cluster, each with [--namespace NAME] [--kubeconfig FILE] [--context NAME]:");
        System.out.println("  doctor             checks whether suites can run there, and what to do where not");
        System.out.println("  status             lists the trials whose pods are there");
        System.out.println("  cleanup            removes the pods that dead processes left behind");
    }
}
