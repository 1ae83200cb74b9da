package io.krater.cri;

import io.krater.k8s.pod.Owner;
import io.krater.node.EventLoop;
import io.krater.node.NodeView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a launcher's executions share: the connection, one thread that tells all that happens, and the machine's own files.
 *
 * @param connection to the runtime
 * @param loop handles what comes, one after the other
 * @param node sees cgroups and log files
 * @param parents where the cgroups are put
 * @param logs where the logs are put
 * @param launcher name of the launcher, different from that of any other
 * @param owner this process
 * @param forgotten UIDs of removed sandboxes whose slices systemd still knows
 */
record CriSite(
        CriConnection connection,
        EventLoop loop,
        NodeView node,
        CgroupParents parents,
        LogHome logs,
        String launcher,
        Owner owner,
        Set<String> forgotten) {
    CriSite(
            CriConnection connection,
            EventLoop loop,
            NodeView node,
            CgroupParents parents,
            LogHome logs,
            String launcher,
            Owner owner) {
        this(connection, loop, node, parents, logs, launcher, owner, ConcurrentHashMap.newKeySet());
    }
}
