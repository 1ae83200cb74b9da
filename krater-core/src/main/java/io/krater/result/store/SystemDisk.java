package io.krater.result.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/** The machine's file system. An interrupted thread stores to the end: Ctrl-C must not cost a finished trial. */
enum SystemDisk implements Disk {
    INSTANCE;

    @Override
    public Sink create(Path file) throws IOException {
        delete(file);
        return new ChannelSink(FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public Sink open(Path file) throws IOException {
        OptionalInt descriptor = Descriptors.named(file);
        if (descriptor.isEmpty()) {
            return new StreamSink(new FileOutputStream(file.toFile()));
        }
        // what stands before it in the file behind it stays, as does what this process will print after it
        return switch (descriptor.getAsInt()) {
            case 1 -> new StreamSink(Descriptors.standard(System.out, FileDescriptor.out));
            case 2 -> new StreamSink(Descriptors.standard(System.err, FileDescriptor.err));
            default -> new StreamSink(new FileOutputStream(file.toFile(), true));
        };
    }

    @Override
    public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted(); // taken note of, and set again below
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(directory)) {
                throw there;
            }
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(), null, file + " is a folder where a temporary file has to be: move it away");
        }
        Files.deleteIfExists(file);
    }

    /** A new file. An interrupt closes the channel in the midst of a write, after which all is written anew. */
    private static final class ChannelSink extends Sink {
        private final FileChannel channel;

        ChannelSink(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            INSTANCE.write(channel, ByteBuffer.wrap(bytes, from, length));
        }

        @Override
        void sync() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A plain stream and not a channel: what went down a pipe cannot be written anew after an interrupt. */
    private static final class StreamSink extends Sink {
        private final OutputStream out;

        StreamSink(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        void sync() throws IOException {
            if (out instanceof FileOutputStream file) {
                file.getFD().sync();
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
