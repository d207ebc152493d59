/**
 * What users meet: scenarios and profiles as text, the commands, and the runner that wires the rest together.
 */
@NullMarked
package org.mmsim.scenarios;

import org.jspecify.annotations.NullMarked;
