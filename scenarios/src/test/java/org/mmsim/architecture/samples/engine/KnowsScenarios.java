package org.mmsim.architecture.samples.engine;

import org.mmsim.architecture.samples.scenarios.KnowsTheEngine;

public record KnowsScenarios(KnowsTheEngine scenarios) {}
