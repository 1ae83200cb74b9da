package io.krater.k8s.model;

/** When the kubelet fetches an image. */
public enum PullPolicy {
    /** Never: the image must be on the node, so that no trial's start holds a download. */
    NEVER("Never"),
    /** Where the node lacks it. */
    IF_NOT_PRESENT("IfNotPresent"),
    /** At each start. */
    ALWAYS("Always");

    private final String name;

    PullPolicy(String name) {
        this.name = name;
    }

    /** As Kubernetes writes it. */
    public String inPod() {
        return name;
    }
}
