/**
 * Charts as SVG, written as text: Java's own drawing needs fonts and their libraries on the machine,
 * which headless Java runtimes lack, and measures text differently from machine to machine.
 *
 * <p>Start at {@link org.mmsim.scenarios.plot.SvgChart}.
 */
@NullMarked
package org.mmsim.scenarios.plot;

import org.jspecify.annotations.NullMarked;
