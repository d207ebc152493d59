/**
 * The command line: what users type becomes calls into the rest, and answers become text or JSON.
 *
 * <p>Start at {@link org.mmsim.scenarios.cli.Main}. Nothing else knows picocli, standard output or exit codes.
 */
@NullMarked
package org.mmsim.scenarios.cli;

import org.jspecify.annotations.NullMarked;
