package org.mmsim.architecture.samples.actors;

import org.mmsim.architecture.samples.storage.KnowsTheEngine;

record KnowsStorage(KnowsTheEngine storage) {}
