package org.mmsim.storage;

/** Bytes that are not what they should be. Says what is wrong, but not where: the caller knows what it was reading. */
final class MalformedDataException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedDataException(String message) {
        super(message);
    }
}
