package org.mmsim.architecture.samples.engine;

import org.assertj.core.api.Assertions;

record KnowsALibrary(Assertions library) {}
