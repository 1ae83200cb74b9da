package io.krater.cri;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/** A gRPC server on a Unix socket, with the services of a test. */
final class FakeRuntime implements AutoCloseable {
    private static final Logger BOOTSTRAP = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap");

    static {
        BOOTSTRAP.setFilter(record -> !String.valueOf(record.getMessage()).contains("'SO_KEEPALIVE'"));
    }

    private final EventLoopGroup boss = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoopGroup workers = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Server server;

    FakeRuntime(Path socket, BindableService... services) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(boss)
                .workerEventLoopGroup(workers);
        for (BindableService service : services) {
            builder.addService(service);
        }
        server = builder.build().start();
    }

    /** What a runtime answers that refuses with these words. */
    static RuntimeException refusal(Status.Code code, String words) {
        return code.toStatus().withDescription(words).asRuntimeException();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (EventLoopGroup group : List.of(boss, workers)) {
            Future<?> over = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
            if (!over.isSuccess()) {
                throw new IllegalStateException(over.cause());
            }
        }
    }
}
