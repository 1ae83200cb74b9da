package io.krater.k8s.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where bearer tokens come from. Thread-safe. */
interface TokenSource {
    /** The token for a request that is made now. */
    String token();

    /**
     * The server refused a token.
     *
     * @return whether there is another to try
     */
    boolean renew(String refused);

    /** A token that stands in the kubeconfig. */
    static TokenSource fixed(String token) {
        Secrets.remember(token);
        return new TokenSource() {
            @Override
            public String token() {
                return token.strip();
            }

            @Override
            public boolean renew(String refused) {
                return false;
            }
        };
    }

    /**
     * A token in a file that somebody else keeps fresh, as the kubelet does with a service account's.
     *
     * @throws ConfigProblem if it cannot be read, or is empty
     */
    static TokenSource inFile(Path file, String whose) {
        return new InFile(file, whose);
    }

    /** Reads the file anew every ten seconds; while it cannot be read, what was read last has to do. */
    final class InFile implements TokenSource {
        private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

        private final Path file;
        private String token;
        private long readAt = System.nanoTime();

        InFile(Path file, String whose) {
            this.file = file;
            try {
                this.token = read();
            } catch (IOException e) {
                throw new ConfigProblem("tokenFile of " + whose + " must be a readable file, was " + file);
            }
            if (token.isEmpty()) {
                throw new ConfigProblem("tokenFile of " + whose + " must hold a token, but " + file + " is empty");
            }
        }

        private String read() throws IOException {
            String read = Files.readString(file).strip();
            Secrets.remember(read);
            return read;
        }

        @Override
        public synchronized String token() {
            if (System.nanoTime() - readAt > FRESH_NANOS) {
                readAgain();
            }
            return token;
        }

        @Override
        public synchronized boolean renew(String refused) {
            if (token.equals(refused)) {
                readAgain();
            }
            return !token.equals(refused);
        }

        private void readAgain() {
            readAt = System.nanoTime();
            try {
                String read = read();
                token = read.isEmpty() ? token : read;
            } catch (IOException e) {
                System.getLogger(TokenSource.class.getName())
                        .log(System.Logger.Level.WARNING, "token file {0} cannot be read any more", file);
            }
        }
    }
}
