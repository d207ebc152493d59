package org.mmsim.architecture.samples.scenarios;

import org.mmsim.architecture.samples.engine.KnowsScenarios;

/** Allowed by itself; together with the class it names it is a cycle of packages. */
public interface KnowsTheEngine {

    KnowsScenarios engine();
}
