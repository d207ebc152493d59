/**
 * Scenarios as files: a machine, the kernel's policies, processes with their operations, expectations.
 *
 * <p>Start at {@link org.mmsim.scenarios.format.ScenarioLoader}, which takes a document through its
 * stages: overrides, parameters, schema, machine, workload.
 */
@NullMarked
package org.mmsim.scenarios.format;

import org.jspecify.annotations.NullMarked;
