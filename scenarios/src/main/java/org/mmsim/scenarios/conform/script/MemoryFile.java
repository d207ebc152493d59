package org.mmsim.scenarios.conform.script;

/** A memfd that every process knows. */
public record MemoryFile(String name, long pages, boolean hugetlb) {}
