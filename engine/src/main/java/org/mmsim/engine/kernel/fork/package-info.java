/**
 * fork of an address space: which VMAs, tables and entries the child gets, and what is copied at once
 * (kernel/fork.c, mm/memory.c).
 */
@NullMarked
package org.mmsim.engine.kernel.fork;

import org.jspecify.annotations.NullMarked;
