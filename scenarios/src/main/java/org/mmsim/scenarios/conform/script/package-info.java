/**
 * Scripts of memory operations as text, and what they say. Start at
 * {@link org.mmsim.scenarios.conform.script.ScriptParser}.
 *
 * <p>The format is described in {@code docs/conform.md}. Every statement of the format parses, whether or not
 * the simulator can carry it out.
 */
@NullMarked
package org.mmsim.scenarios.conform.script;

import org.jspecify.annotations.NullMarked;
