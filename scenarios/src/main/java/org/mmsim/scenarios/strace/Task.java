package org.mmsim.scenarios.strace;

import java.util.Optional;

/** A traced thread from its creation to its end. A later thread with the same id is another task. */
final class Task {

    /** A call whose beginning has been read and whose end has not. */
    record OpenCall(Task caller, String text, Place place, int lineCount) {}

    private final int number;
    private final Place firstPlace;
    private Optional<Integer> tid;
    private boolean parentKnown;
    private boolean seen;
    private boolean exiting;
    private boolean ended;
    private Optional<OpenCall> openCall = Optional.empty();

    Task(int number, Optional<Integer> tid, Place firstPlace) {
        this.number = number;
        this.tid = tid;
        this.firstPlace = firstPlace;
    }

    /** Counts tasks in the order in which the recording mentions them, from 0. */
    int number() {
        return number;
    }

    Place firstPlace() {
        return firstPlace;
    }

    /** Its id; unknown as long as it is the only thread and strace therefore does not write it. */
    Optional<Integer> tid() {
        return tid;
    }

    void learnTid(int learned) {
        tid = Optional.of(learned);
    }

    /** Whether the call that created it has been read, or it is the first of all. */
    boolean parentKnown() {
        return parentKnown;
    }

    void learnParent() {
        parentKnown = true;
    }

    /** Whether strace follows it: a child that a recording without -f mentions has no lines. */
    boolean seen() {
        return seen;
    }

    void see() {
        seen = true;
    }

    /** Whether it has called exit or exit_group. */
    boolean exiting() {
        return exiting;
    }

    void exit() {
        exiting = true;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    Optional<OpenCall> openCall() {
        return openCall;
    }

    void open(OpenCall call) {
        openCall = Optional.of(call);
    }

    /** Takes the open call away. */
    Optional<OpenCall> close() {
        Optional<OpenCall> closed = openCall;
        openCall = Optional.empty();
        return closed;
    }
}
