package org.mmsim.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the chunks of a run, in order and before compression, and over each of them. */
final class RunDigest {

    /** Bytes of a SHA-256. */
    static final int BYTES = 32;

    private final MessageDigest run = sha256();
    private final MessageDigest chunk = sha256();

    /** Adds a chunk and returns its own hash. */
    byte[] add(byte[] bytes, int length) {
        run.update(bytes, 0, length);
        return ofChunk(bytes, length);
    }

    /** Hash of a chunk that is not added. */
    byte[] ofChunk(byte[] bytes, int length) {
        chunk.update(bytes, 0, length);
        return chunk.digest();
    }

    /** Ends the digest: nothing can be added any more. */
    String finish() {
        return HexFormat.of().formatHex(run.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
