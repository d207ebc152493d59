package org.mmsim.scenarios.conform.script;

/**
 * A line with a statement.
 *
 * @param number from 1
 * @param text without its comment and the blanks at its end
 */
public record ScriptLine(int number, String text, Statement statement) {}
