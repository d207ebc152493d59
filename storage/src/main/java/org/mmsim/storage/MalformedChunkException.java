package org.mmsim.storage;

/** Bytes that are not a chunk. Says what is wrong, but not where: the caller knows which chunk it is. */
final class MalformedChunkException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedChunkException(String message) {
        super(message);
    }
}
