package io.krater.cgroup.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array at a time: a key or a number is then compared or converted in a few instructions. */
final class Swar {
    static final int COUNT = Long.BYTES;

    private static final VarHandle VIEW = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Swar() {}

    /** The eight bytes from {@code at}, the first in the lowest place. */
    static long at(byte[] bytes, int at) {
        return (long) VIEW.get(bytes, at);
    }

    /** Ones in the places of the first bytes of eight, at least 1. */
    static long mask(int bytes) {
        return bytes >= COUNT ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
    }
}
