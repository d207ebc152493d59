package org.mmsim.scenarios.experiment;

import java.util.List;

/**
 * A plot: the columns of some tables as lines over the parameter that all of them are by.
 *
 * @param yLabel of the vertical axis, without the unit
 */
public record Panel(String title, String yLabel, List<Table> tables) {}
