package org.mmsim.engine.check;

import org.mmsim.protocol.Check;

/** Where checkers report. The report becomes an event right after the fact that broke the rule. */
@FunctionalInterface
public interface Violations {

    /**
     * @param subject what the rule was about: a frame, an address, a CPU
     * @param detail a number that helps, 0 if there is none
     */
    void report(Check check, long subject, long detail);
}
