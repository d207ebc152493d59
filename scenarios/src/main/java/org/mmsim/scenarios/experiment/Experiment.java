package org.mmsim.scenarios.experiment;

import java.util.List;

/**
 * An experiment, ready to run.
 *
 * @param variants in the order of the document
 * @param cells every run, in order
 * @param shapes what must come out
 */
public record Experiment(
        String name,
        String description,
        List<String> variants,
        List<Measure> measures,
        List<Cell> cells,
        List<Figure> published,
        List<Shape> shapes,
        List<Table> tables,
        List<Panel> panels) {}
