package io.krater.k8s.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A thing that a launcher asks of the API server; all of them together are the project's {@code docs/rbac.yaml}.
 *
 * @param verb such as {@code create}
 * @param group API group; empty for the core group
 * @param resource such as {@code pods}
 * @param subresource such as {@code log}; empty for none
 * @param namespaced whether it is asked within the pods' namespace, or for the whole cluster
 * @param needed whether no trial can run without it
 * @param without what is lost without it
 */
record Permission(
        String verb,
        String group,
        String resource,
        String subresource,
        boolean namespaced,
        boolean needed,
        String without) {

    private static final String NO_TRIAL = "no trial can run";

    /** All that is asked for, in the order of a trial's life. */
    static List<Permission> all() {
        List<Permission> all = new ArrayList<>();
        for (String verb : List.of("create", "list", "watch", "delete", "deletecollection")) {
            all.add(new Permission(verb, "", "pods", "", true, true, NO_TRIAL));
        }
        all.add(new Permission("get", "", "pods", "log", true, true, "no gate can be found"));
        for (String verb : List.of("list", "watch")) {
            all.add(new Permission(
                    verb, "", "events", "", true, true, "a sandbox that cannot be made is never noticed"));
        }
        all.add(new Permission(
                "list",
                "",
                "nodes",
                "",
                false,
                false,
                "there are no samples, and room and images on the nodes cannot be checked"));
        all.add(new Permission(
                "get", "node.k8s.io", "runtimeclasses", "", false, false, "a RuntimeClass cannot be looked up"));
        return all;
    }

    /** As {@code kubectl auth can-i} takes it. */
    String asked() {
        String what = group.isEmpty() ? resource : resource + "." + group;
        return verb + " " + what + (subresource.isEmpty() ? "" : "/" + subresource);
    }
}
