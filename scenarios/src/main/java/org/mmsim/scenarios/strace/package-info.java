/**
 * Recordings of real programs, made with strace, as scenarios.
 *
 * <p>The way of a recording: {@link org.mmsim.scenarios.strace.RecordingReader} cuts the file into lines,
 * {@link org.mmsim.scenarios.strace.LinePrefix} takes thread and time off a line,
 * {@link org.mmsim.scenarios.strace.LineBody} says what the rest is,
 * {@link org.mmsim.scenarios.strace.CallAssembler} joins the halves of interrupted calls and finds out which
 * thread each line belongs to, and {@link org.mmsim.scenarios.strace.Translator} replays the calls in the
 * order of their effects and writes each thread's program. Start at
 * {@link org.mmsim.scenarios.strace.StraceImporter}.
 *
 * <p>Three promises: every line of the recording is imported, or passed over and counted, or an error that
 * names it; a thread's operations keep their order; and operations of different threads of a process on
 * overlapping addresses keep theirs, by a barrier where nothing else orders them already
 * ({@link org.mmsim.scenarios.strace.RangeOrder}).
 *
 * <p>A simulated process is an address space. So a clone with CLONE_VM, a vfork child too, is a thread of its
 * parent's process; a fork starts a process, and an execve starts one as well, because it drops the old
 * address space.
 */
@NullMarked
package org.mmsim.scenarios.strace;

import org.jspecify.annotations.NullMarked;
