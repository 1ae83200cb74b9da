package io.krater.cri;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.krater.cri.CriException.Problem;
import io.krater.cri.v1.VersionRequest;
import io.krater.cri.v1.VersionResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a CRI socket. Each call goes out at once, however many are under way, and carries its deadline; none is
 * ever repeated in silence. Thread-safe.
 */
final class CriConnection implements AutoCloseable {
    /** 2,000 sandboxes with their labels come to some 2 MB; gRPC's own bound is 4 MB. */
    private static final int LONGEST_ANSWER_BYTES = 64 << 20;
    /** Held, because a logger that nobody holds forgets its filter. */
    private static final Logger BOOTSTRAP = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap");

    static {
        // gRPC asks every socket to keep alive; one in the file system does not know that, and Netty warns of each
        BOOTSTRAP.setFilter(record -> !String.valueOf(record.getMessage()).contains("'SO_KEEPALIVE'"));
    }

    private final CriSocket socket;
    private final CriDeadlines deadlines;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final VersionResponse version;

    /** Hears the answer to a call, once, on the connection's one thread: it returns at once and never waits. */
    interface Answer<R> {
        /**
         * The runtime did as asked.
         *
         * @param nanoTime {@link System#nanoTime()} of the answer's arrival
         */
        void answered(R response, long nanoTime);

        /** It did not, or nobody knows. */
        void failed(CriException problem, long nanoTime);
    }

    private CriConnection(CriSocket socket, CriDeadlines deadlines) throws CriException {
        this.socket = socket;
        this.deadlines = deadlines;
        this.loop = new MultiThreadIoEventLoopGroup(1, CriConnection::thread, NioIoHandler.newFactory());
        // by itself the authority would be the socket's path, which strict servers refuse
        this.channel = NettyChannelBuilder.forAddress(socket.address())
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .disableRetry()
                .maxInboundMessageSize(LONGEST_ANSWER_BYTES)
                .directExecutor()
                .build();
        try {
            this.version = call(CriOperation.VERSION, VersionRequest.getDefaultInstance());
        } catch (CriException refusal) {
            close();
            boolean odd = refusal.problem() == Problem.LOST || refusal.problem() == Problem.REFUSED;
            throw odd ? stranger(refusal) : refusal;
        }
    }

    /** Who takes a connection and hangs up on the first call. */
    private CriException stranger(CriException refusal) {
        return new CriException(
                Problem.OTHER_SERVICE,
                "who listens at " + socket + " hung up on the first call: it does not speak gRPC, or is just starting;"
                        + " name the socket of containerd or CRI-O (" + refusal.getMessage() + ")");
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "krater-cri");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Connects and asks for the version once, so that what is timed later does not load classes.
     *
     * @throws CriException if there is no CRI v1 runtime to be reached, saying why
     */
    static CriConnection open(CriSocket socket, CriDeadlines deadlines) throws CriException {
        socket.check();
        return new CriConnection(socket, deadlines);
    }

    CriSocket socket() {
        return socket;
    }

    /** What the runtime said of itself when the connection was made. */
    VersionResponse version() {
        return version;
    }

    /** Sends a request; returns before its answer. */
    <Q, R> void send(CriOperation<Q, R> operation, Q request, Answer<R> answer) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(
                operation.deadline().apply(deadlines).toNanos(), TimeUnit.NANOSECONDS);
        ClientCall<Q, R> call = channel.newCall(operation.method(), options);
        ClientCalls.asyncUnaryCall(call, request, new Receiver<>(operation, answer));
    }

    /** Sends a request and waits for its answer, at most its deadline long. */
    <Q, R> R call(CriOperation<Q, R> operation, Q request) throws CriException {
        CompletableFuture<R> arrival = new CompletableFuture<>();
        send(operation, request, new Answer<>() {
            @Override
            public void answered(R response, long nanoTime) {
                arrival.complete(response);
            }

            @Override
            public void failed(CriException problem, long nanoTime) {
                arrival.completeExceptionally(problem);
            }
        });
        try {
            return arrival.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CriException(Problem.CANCELLED, operation.label() + ": interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CriException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Tries to connect again at once instead of at the end of the pause that follows a failed attempt. */
    void reconnect() {
        channel.resetConnectBackoff();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private CriException problem(CriOperation<?, ?> operation, Status status) {
        String said = status.getDescription() == null ? "" : status.getDescription();
        String what = operation.label() + " at " + socket;
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED ->
                new CriException(
                        Problem.DEADLINE,
                        what + ": no answer within "
                                + operation.deadline().apply(deadlines).toMillis() + " ms");
            case UNIMPLEMENTED ->
                new CriException(
                        Problem.OTHER_SERVICE,
                        what + ": who listens there does not speak CRI v1 (" + said
                                + "); name the socket of containerd 1.6 or later, with its CRI plugin on, or of CRI-O",
                        said);
            case UNAVAILABLE -> unavailable(what, status, said);
            case CANCELLED -> new CriException(Problem.LOST, what + ": the runtime gave the call up", said);
            case NOT_FOUND -> new CriException(Problem.NOT_FOUND, what + ": " + said, said);
            case ALREADY_EXISTS -> new CriException(Problem.EXISTS, what + ": " + said, said);
            default -> new CriException(reserved(said) ? Problem.EXISTS : Problem.REFUSED, what + ": " + said, said);
        };
    }

    /** containerd and CRI-O tell of a name that is taken without a code of its own. */
    private static boolean reserved(String said) {
        return said.contains("is reserved for") || said.contains("already in use");
    }

    private CriException unavailable(String what, Status status, String said) {
        Throwable cause = status.getCause();
        try {
            socket.check();
        } catch (CriException now) {
            return new CriException(Problem.LOST, what + ": " + now.getMessage(), said);
        }
        return new CriException(
                Problem.LOST,
                what + ": the connection broke: " + said + (cause == null ? "" : " (" + cause + ")"),
                said);
    }

    private final class Receiver<R> implements StreamObserver<R> {
        private final CriOperation<?, R> operation;
        private final Answer<R> answer;
        private @Nullable R response;
        private long arrivedAt;

        Receiver(CriOperation<?, R> operation, Answer<R> answer) {
            this.operation = operation;
            this.answer = answer;
        }

        @Override
        public void onNext(R value) {
            arrivedAt = System.nanoTime();
            response = value;
        }

        @Override
        public void onCompleted() {
            R came = response;
            if (came != null) {
                answer.answered(came, arrivedAt);
            }
        }

        @Override
        public void onError(Throwable error) {
            long at = System.nanoTime();
            Status status =
                    error instanceof StatusRuntimeException told ? told.getStatus() : Status.fromThrowable(error);
            answer.failed(problem(operation, status), at);
        }
    }
}
