package io.krater.cri;

import io.krater.cri.CriException.Problem;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a container runtime listens for the kubelet.
 *
 * @param path the socket's path
 */
record CriSocket(Path path) {
    /** Where containerd, k3s, MicroK8s, CRI-O and cri-dockerd put it, in the order in which they are looked for. */
    private static final List<Path> USUAL = List.of(
            Path.of("/run/containerd/containerd.sock"),
            Path.of("/run/k3s/containerd/containerd.sock"),
            Path.of("/var/snap/microk8s/common/run/containerd.sock"),
            Path.of("/run/crio/crio.sock"),
            Path.of("/run/cri-dockerd.sock"));
    /** The kernel's {@code S_IFMT} and {@code S_IFSOCK}. */
    private static final int FILE_TYPE = 0xF000;

    private static final int SOCKET = 0xC000;
    /** The kernel's {@code sun_path} holds 108 bytes, the last of them zero. */
    private static final int LONGEST_PATH = 107;

    /**
     * The socket of a CRI endpoint.
     *
     * @throws IllegalArgumentException if it is neither an absolute path nor {@code unix://} and one
     */
    static CriSocket of(String endpoint) {
        String path = endpoint.startsWith("unix://") ? endpoint.substring("unix://".length()) : endpoint;
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "CRI socket must be an absolute path, or unix:// and one, was \"" + endpoint + "\"");
        }
        int length = path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IllegalArgumentException("CRI socket's path must be at most " + LONGEST_PATH
                    + " bytes long, as the kernel has it, was " + length + ": " + path);
        }
        return new CriSocket(Path.of(path));
    }

    /** The first of the usual sockets that is there; containerd's where none is. */
    static CriSocket usual() {
        return new CriSocket(there().stream().findFirst().orElse(USUAL.get(0)));
    }

    private static List<Path> there() {
        return USUAL.stream().filter(Files::exists).toList();
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    /**
     * Looks whether somebody can be reached there.
     *
     * @throws CriException if not, saying why
     */
    void check() throws CriException {
        if (!isSocket()) {
            throw new CriException(Problem.NOT_A_SOCKET, path + " is no socket; " + others());
        }
        if (!Files.isWritable(path)) {
            throw noPermission();
        }
        try (SocketChannel channel = SocketChannel.open(address())) {
            if (!channel.isConnected()) {
                throw nobody("not connected");
            }
        } catch (CriException ours) {
            throw ours;
        } catch (IOException refused) {
            throw nobody(String.valueOf(refused.getMessage()));
        }
    }

    private boolean isSocket() throws CriException {
        try {
            return ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == SOCKET;
        } catch (NoSuchFileException absent) {
            throw new CriException(Problem.NO_SOCKET, "there is no socket " + path + "; " + others());
        } catch (AccessDeniedException closed) {
            throw noPermission();
        } catch (IOException odd) {
            throw new CriException(Problem.NO_SOCKET, "cannot look at " + path + ": " + odd.getMessage());
        }
    }

    private CriException noPermission() {
        return new CriException(
                Problem.NO_PERMISSION,
                "user " + System.getProperty("user.name") + " may not write to " + path
                        + "; run as root (sudo), or as a member of the group that owns it");
    }

    private CriException nobody(String why) {
        return new CriException(
                Problem.NOBODY_LISTENS,
                "nobody listens at " + path + " (" + why + "); is the runtime up? systemctl status "
                        + unit().orElse("containerd"));
    }

    private Optional<String> unit() {
        String name = path.toString();
        return List.of("k3s", "microk8s", "crio", "cri-dockerd", "containerd").stream()
                .filter(name::contains)
                .findFirst();
    }

    private String others() {
        List<Path> there = there().stream().filter(other -> !other.equals(path)).toList();
        return there.isEmpty()
                ? "is a container runtime installed and up on this machine? (systemctl status containerd)"
                : "there is "
                        + String.join(", ", there.stream().map(Path::toString).toList());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
