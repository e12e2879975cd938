//! The results as a picture: accuracy against batch size, with bars of one standard deviation.

use crate::results::{BATCHES, Cell, Results};
use plotters::prelude::*;
use std::error::Error;

/// Colours that are told apart by most readers (Okabe and Ito).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 0, 0),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 158, 115),
    RGBColor(213, 94, 0),
    RGBColor(0, 114, 178),
    RGBColor(204, 121, 167),
];

/// The picture as SVG.
pub fn svg(results: &Results, names: &[String]) -> Result<String, Box<dyn Error>> {
    let rows: Vec<[Cell; BATCHES.len()]> = (0..names.len()).map(|row| results.row(row)).collect();
    let cells = || rows.iter().flatten();
    let low = cells().fold(1.0_f64, |low, cell| low.min(cell.mean - cell.deviation));
    let high = cells().fold(0.0_f64, |high, cell| high.max(cell.mean + cell.deviation));
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (760, 480)).into_drawing_area();
        area.fill(&WHITE)?;
        let room = 0.05 * (high - low).max(0.01);
        let mut chart = ChartBuilder::on(&area)
            .margin(12)
            .caption("Test accuracy on Fashion-MNIST", ("sans-serif", 18))
            .x_label_area_size(40)
            .y_label_area_size(56)
            .build_cartesian_2d(
                -0.4..BATCHES.len() as f64 - 0.6,
                100.0 * (low - room)..100.0 * (high + room),
            )?;
        chart
            .configure_mesh()
            .x_desc("batch size")
            .y_desc("accuracy, %")
            .x_labels(BATCHES.len())
            .disable_x_mesh()
            .max_light_lines(0)
            .x_label_formatter(&|x| {
                let batch = BATCHES.get(x.round() as usize);
                batch.map(usize::to_string).unwrap_or_default()
            })
            .draw()?;
        for ((row, name), colour) in rows.iter().zip(names).zip(COLOURS) {
            // Side by side, so that the bars don't hide each other.
            let shift =
                0.05 * (COLOURS.iter().position(|c| *c == colour).unwrap_or(0) as f64 - 3.0);
            let points: Vec<(f64, Cell)> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| (column as f64 + shift, *cell))
                .collect();
            chart.draw_series(points.iter().map(|(x, cell)| {
                ErrorBar::new_vertical(
                    *x,
                    100.0 * (cell.mean - cell.deviation),
                    100.0 * cell.mean,
                    100.0 * (cell.mean + cell.deviation),
                    colour.filled(),
                    6,
                )
            }))?;
            let line = points.iter().map(|(x, cell)| (*x, 100.0 * cell.mean));
            chart
                .draw_series(LineSeries::new(line, colour.stroke_width(2)))?
                .label(name)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2))
                });
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.2))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}
