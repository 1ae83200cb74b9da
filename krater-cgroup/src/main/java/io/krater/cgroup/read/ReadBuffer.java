package io.krater.cgroup.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Memory that whole kernel files are read into, again and again. Grows when a file needs it; not thread-safe. */
public final class ReadBuffer {
    private static final int INITIAL = 4096;
    /** No file that is read repeatedly comes near this: memory.stat of a large NUMA machine has some 20 KB. */
    private static final int LARGEST = 1 << 24;

    private ByteBuffer direct = ByteBuffer.allocateDirect(INITIAL);
    private byte[] bytes = new byte[INITIAL];

    /** What was read; valid up to the length that {@link #fill} returned. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Reads a file from its start.
     *
     * @param toEnd whether to read until the kernel says that there is no more. Without it, a read that does not fill
     *     the buffer and closes with a line's end is the whole file: so it is for files that the kernel prints at once
     *     (all but lists of processes), and it saves a system call.
     * @return number of bytes
     */
    int fill(FileChannel channel, boolean toEnd) throws IOException {
        direct.clear();
        int length = 0;
        while (true) {
            int count = channel.read(direct, length);
            if (count <= 0) {
                break;
            }
            length += count;
            if (!direct.hasRemaining()) {
                grow();
            } else if (!toEnd && direct.get(length - 1) == '\n') {
                break;
            }
        }
        direct.get(0, bytes, 0, length);
        return length;
    }

    private void grow() throws IOException {
        int capacity = direct.capacity() * 2;
        if (capacity > LARGEST) {
            throw new IOException("longer than " + LARGEST + " bytes");
        }
        ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
        direct.flip();
        larger.put(direct);
        direct = larger;
        bytes = new byte[capacity];
    }
}
