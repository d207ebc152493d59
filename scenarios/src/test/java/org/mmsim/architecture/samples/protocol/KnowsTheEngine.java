package org.mmsim.architecture.samples.protocol;

import org.mmsim.architecture.samples.engine.KnowsScenarios;

record KnowsTheEngine(KnowsScenarios engine) {}
