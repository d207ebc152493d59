package org.mmsim.architecture.samples.storage;

import org.mmsim.architecture.samples.engine.KnowsScenarios;

public record KnowsTheEngine(KnowsScenarios engine) {}
