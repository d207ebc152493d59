package org.mmsim.scenarios.cli;

/** What the process exits with. */
final class ExitCode {
    static final int GOOD = 0;
    /** The question was answered and the answer is bad. */
    static final int BAD_ANSWER = 1;
    /** The request was wrong, or what it names is damaged. */
    static final int BAD_REQUEST = 2;
    /** A defect of mmsim itself. */
    static final int DEFECT = 70;

    private ExitCode() {}
}
