/**
 * Experiments as data: scenarios over a matrix of policies and sizes, beside published figures.
 *
 * <p>Start at {@link org.mmsim.scenarios.experiment.ExperimentLoader}, which plans every run before the
 * first one starts, then {@link org.mmsim.scenarios.experiment.ExperimentRunner}.
 */
@NullMarked
package org.mmsim.scenarios.experiment;

import org.jspecify.annotations.NullMarked;
