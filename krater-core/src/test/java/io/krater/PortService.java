package io.krater;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A service that takes connections on a port of this machine until it is ended. */
final class PortService {
    private PortService() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 5, InetAddress.getLoopbackAddress())) {
            while (true) {
                server.accept().close();
            }
        }
    }
}
