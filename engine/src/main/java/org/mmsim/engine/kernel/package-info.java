/**
 * The kernel's functions, under their names in Linux, a package for each part of it.
 *
 * <p>Each class is one function: its program at the top, to be read like the C source, then its variables, then what the
 * steps do. Where kernel versions differ, a policy chooses.
 *
 * <p>What it must never do: change the machine other than by recording a fact; keep state outside its frame between
 * steps; read in one step and trust the value in a later one unless a lock or the real code justifies it, since
 * other CPUs run in between. Core order of an unmap, never to be changed: unlink, invalidate, free.
 *
 * <p>Start with {@link org.mmsim.engine.kernel.unmap.Munmap} and follow its calls down to {@code ZapHugePmd} and
 * {@code SmpCallFunctionMany}.
 */
@NullMarked
package org.mmsim.engine.kernel;

import org.jspecify.annotations.NullMarked;
