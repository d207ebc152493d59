package org.mmsim.architecture.samples.scenarios;

import org.mmsim.architecture.samples.engine.KnowsScenarios;

/** The direction that is allowed; here for the engine to point back at. */
public interface KnowsTheEngine {

    KnowsScenarios engine();
}
