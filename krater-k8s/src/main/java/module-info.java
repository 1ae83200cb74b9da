/**
 * Runs trials as pods on Kubernetes, or straight through a node's CRI socket.
 *
 * <p>What is not exported carries no promise.
 */
module io.krater.k8s {
    requires transitive io.krater;
    requires transitive kubernetes.client.api;
    requires transitive kubernetes.model.core;
    requires kubernetes.model.admissionregistration;
    requires kubernetes.model.apps;
    requires kubernetes.model.node;
    requires io.fabric8.kubernetes.client.jdkhttp;
    requires java.net.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.toml;
    requires com.google.common;
    requires com.google.protobuf;
    requires io.grpc;
    requires io.grpc.netty.shaded;
    requires io.grpc.protobuf;
    requires io.grpc.stub;
    requires java.logging;
    requires kubernetes.model.policy;
    requires static transitive org.jspecify;

    // what the Kubernetes client, an automatic module that cannot say so, needs of named modules
    requires com.fasterxml.jackson.dataformat.yaml;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.slf4j;
    requires org.snakeyaml.engine;

    exports io.krater.cri;
    exports io.krater.k8s;
    exports io.krater.k8s.action;
    exports io.krater.k8s.model;

    provides io.krater.launch.LauncherProvider with
            io.krater.k8s.ClusterLauncherProvider,
            io.krater.cri.CriLauncherProvider;
}
