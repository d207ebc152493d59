package org.mmsim.scenarios.strace;

import org.mmsim.scenarios.InputException;

/**
 * A line of a recording.
 *
 * @param line counted from 1
 */
record Place(String file, int line) {

    InputException error(String what, String hint) {
        return new InputException(what + " (" + this + ")", hint);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
