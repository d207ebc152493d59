package org.mmsim.engine.snapshot;

import java.util.Arrays;

/** Numbers one after another, small ones in few bytes. */
public final class StateOutput {
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    /** A number of 64 bits without sign. */
    public void unsigned(long value) {
        if (bytes.length - length < LONGEST_NUMBER) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(2, bytes.length));
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number that is small in magnitude, positive or negative. */
    public void signed(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    public void flag(boolean value) {
        unsigned(value ? 1 : 0);
    }

    /** Words of which most are 0. */
    public void sparse(long[] words) {
        int used = 0;
        for (long word : words) {
            used += word == 0 ? 0 : 1;
        }
        unsigned(used);
        int last = -1;
        for (int i = 0; i < words.length; i++) {
            if (words[i] != 0) {
                unsigned(i - last);
                unsigned(words[i]);
                last = i;
            }
        }
    }

    /** What has been written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
