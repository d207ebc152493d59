/**
 * The JSON Schemas of the formats, which editors use and which every document must pass on load.
 *
 * <p>What a schema can say (keys, kinds, ranges, forms) is said there and nowhere else; what it cannot
 * (references, overlaps, what fits the machine) is checked by the loaders.
 */
@NullMarked
package org.mmsim.scenarios.schema;

import org.jspecify.annotations.NullMarked;
