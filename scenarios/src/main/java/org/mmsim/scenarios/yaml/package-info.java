/**
 * YAML text as a tree whose nodes know where they stand, and values with units.
 *
 * <p>Every complaint about input is an {@link org.mmsim.scenarios.InputException} that names file, line
 * and column. The tree is the subset of YAML 1.2 that the formats use: no anchors, aliases or tags, one
 * document, unique keys. Start at {@link org.mmsim.scenarios.yaml.YamlReader}.
 */
@NullMarked
package org.mmsim.scenarios.yaml;

import org.jspecify.annotations.NullMarked;
