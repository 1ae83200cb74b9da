package io.krater.experiment.lifecycle.study;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small numbers for texts that come again and again: 0 is the empty text. Not thread-safe. */
final class Symbols {
    private final List<byte[]> bytes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int[] slots = new int[256];

    Symbols() {
        of(new byte[0], 0, 0);
    }

    int size() {
        return texts.size();
    }

    String text(int symbol) {
        return texts.get(symbol);
    }

    int of(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return of(encoded, 0, encoded.length);
    }

    int of(byte[] from, int start, int end) {
        int mask = slots.length - 1;
        int slot = hash(from, start, end) & mask;
        while (slots[slot] != 0) {
            int symbol = slots[slot] - 1;
            byte[] known = bytes.get(symbol);
            if (Arrays.equals(known, 0, known.length, from, start, end)) {
                return symbol;
            }
            slot = (slot + 1) & mask;
        }
        bytes.add(Arrays.copyOfRange(from, start, end));
        texts.add(new String(from, start, end - start, StandardCharsets.UTF_8));
        slots[slot] = texts.size();
        if (2 * texts.size() > slots.length) {
            grow();
        }
        return texts.size() - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int symbol = 0; symbol < bytes.size(); symbol++) {
            byte[] known = bytes.get(symbol);
            int slot = hash(known, 0, known.length) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = symbol + 1;
        }
    }

    private static int hash(byte[] from, int start, int end) {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + from[i];
        }
        return hash ^ (hash >>> 15);
    }
}
