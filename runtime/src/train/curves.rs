//! Training curves as a picture.

use super::{CurvesError, History};
use plotters::prelude::*;
use std::path::Path;

const COLOURS: [RGBColor; 6] = [
    RGBColor(31, 119, 180),
    RGBColor(255, 127, 14),
    RGBColor(44, 160, 44),
    RGBColor(214, 39, 40),
    RGBColor(148, 103, 189),
    RGBColor(140, 86, 75),
];

impl History {
    /// Writes the curves as an SVG file: the losses on the left, the metrics on the right.
    ///
    /// # Errors
    /// If there are no epochs, or the file can't be written.
    pub fn curves_svg(&self, path: impl AsRef<Path>) -> Result<(), CurvesError> {
        let svg = self.svg()?;
        let path = path.as_ref();
        std::fs::write(path, svg).map_err(|source| CurvesError::Write {
            path: path.to_owned(),
            source,
        })
    }

    fn svg(&self) -> Result<String, CurvesError> {
        if self.epochs() == 0 {
            return Err(CurvesError::Empty);
        }
        let (losses, metrics): (Vec<&str>, Vec<&str>) =
            self.keys().partition(|key| key.ends_with("loss"));
        let charts: Vec<Vec<&str>> = [losses, metrics]
            .into_iter()
            .filter(|keys| !keys.is_empty())
            .collect();
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (480 * charts.len() as u32, 360))
                .into_drawing_area();
            area.fill(&WHITE).map_err(failed)?;
            for (area, keys) in area.split_evenly((1, charts.len())).iter().zip(&charts) {
                self.chart(area, keys)?;
            }
            area.present().map_err(failed)?;
        }
        Ok(svg)
    }

    fn chart(
        &self,
        area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
        keys: &[&str],
    ) -> Result<(), CurvesError> {
        let curves: Vec<(&str, &[f32])> = keys
            .iter()
            .filter_map(|key| Some((*key, self.get(key)?)))
            .collect();
        let (low, high) = range(curves.iter().flat_map(|(_, values)| values.iter().copied()));
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .x_label_area_size(32)
            .y_label_area_size(56)
            .build_cartesian_2d(1.0..self.epochs().max(2) as f32, low..high)
            .map_err(failed)?;
        let labels = self.epochs().clamp(2, 10);
        chart
            .configure_mesh()
            .x_desc("epoch")
            .x_labels(labels)
            .max_light_lines(0)
            .x_label_formatter(&|x| format!("{x:.0}"))
            .draw()
            .map_err(failed)?;
        for (index, (key, values)) in curves.iter().enumerate() {
            let colour = COLOURS[index % COLOURS.len()];
            let points: Vec<(f32, f32)> = values
                .iter()
                .enumerate()
                .filter(|(_, value)| value.is_finite())
                .map(|(epoch, &value)| ((epoch + 1) as f32, value))
                .collect();
            let marks = points
                .iter()
                .map(|&point| Circle::new(point, 2, colour.filled()));
            chart.draw_series(marks).map_err(failed)?;
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(2)))
                .map_err(failed)?
                .label(*key)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2))
                });
        }
        chart
            .configure_series_labels()
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.2))
            .draw()
            .map_err(failed)
    }
}

/// A range that holds all finite values with some room around them.
fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) = finite.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high {
        return (0.0, 1.0);
    }
    let room = 0.05 * (high - low).max(0.01 * high.abs()).max(1e-6);
    (low - room, high + room)
}

fn failed(error: impl std::fmt::Display) -> CurvesError {
    CurvesError::Draw(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_is_drawn_and_named() {
        let mut history = History::new(vec![
            "loss".into(),
            "accuracy".into(),
            "val_loss".into(),
            "val_accuracy".into(),
        ]);
        let keys: Vec<String> = history.keys().map(str::to_owned).collect();
        for values in [
            [1.0, 0.25, 1.5, f32::NAN],
            [0.5, 0.75, 0.5, 0.5],
            [0.25, 1.0, 0.5, 0.5],
        ] {
            let row: Vec<(String, f32)> = keys.iter().cloned().zip(values).collect();
            history.push(&row);
        }
        let svg = history.svg().unwrap();
        for key in history.keys() {
            assert!(svg.contains(&format!("\n{key}\n")), "{key}");
        }
        assert_eq!(
            svg.matches("<circle").count(),
            11,
            "a mark for each finite value"
        );
        assert!(svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn odd_histories_are_drawn_too() {
        let mut history = History::new(vec!["loss".into()]);
        assert!(matches!(history.svg(), Err(CurvesError::Empty)));
        history.push(&[("loss".into(), f32::INFINITY)]);
        assert!(history.svg().unwrap().contains("epoch"));
        let error = history
            .curves_svg("no/such/folder/curves.svg")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("`no/such/folder/curves.svg`: "),
            "{error}"
        );
    }
}
