package org.mmsim.scenarios.cause;

import org.mmsim.scenarios.view.EventRow;

/**
 * One row of a table of steps.
 *
 * @param cpu whose column it goes to, or −1 if it concerns the machine
 * @param text what happened, as a kernel developer would write it
 */
public record Step(EventRow event, int cpu, String text) {}
