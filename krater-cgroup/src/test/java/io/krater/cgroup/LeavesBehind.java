package io.krater.cgroup;

import java.util.List;

/** A harness that dies in the middle of a trial: its program goes on in a cgroup that nobody removes. */
final class LeavesBehind {
    private LeavesBehind() {}

    /** Takes the prefix, prints the cgroup, and ends as if killed. */
    public static void main(String[] args) throws Exception {
        CgroupParent parent = Delegation.find(args[0]).parent().orElseThrow();
        ChildCgroup child = parent.child("left");
        new ProcessBuilder(child.enter(List.of("sleep", "1000"), false))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!LiveCgroup.soon(child::populated)) {
            throw new IllegalStateException("the program did not start");
        }
        System.out.println(child.path());
        System.out.flush();
        Runtime.getRuntime().halt(9);
    }
}
