//! How digits are drawn: lines through points, as parts of the area's width and height.

use std::f64::consts::TAU;

/// A place in the drawing area.
pub type Point = (f64, f64);

/// The lines of a digit.
pub fn of(digit: u8) -> Vec<Vec<Point>> {
    match digit {
        0 => vec![arc((0.5, 0.5), (0.22, 0.32), 0.0, 1.0)],
        1 => vec![vec![(0.52, 0.15), (0.48, 0.85)]],
        2 => vec![join(&[
            &arc((0.5, 0.33), (0.2, 0.18), 0.5, 1.1),
            &[(0.28, 0.82), (0.76, 0.82)],
        ])],
        3 => vec![join(&[
            &arc((0.47, 0.32), (0.2, 0.17), 0.58, 1.25),
            &arc((0.47, 0.67), (0.23, 0.18), 0.75, 1.42),
        ])],
        4 => vec![
            vec![(0.42, 0.15), (0.25, 0.55), (0.75, 0.55)],
            vec![(0.63, 0.3), (0.6, 0.88)],
        ],
        5 => vec![
            join(&[
                &[(0.36, 0.18), (0.34, 0.45)],
                &arc((0.46, 0.63), (0.22, 0.2), 0.7, 1.4),
            ]),
            vec![(0.36, 0.18), (0.72, 0.17)],
        ],
        6 => vec![join(&[
            &[(0.58, 0.13), (0.42, 0.36)],
            &arc((0.5, 0.68), (0.2, 0.18), 0.5, -0.6),
        ])],
        7 => vec![vec![(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)]],
        8 => vec![
            arc((0.5, 0.33), (0.16, 0.16), 0.25, 1.25),
            arc((0.5, 0.67), (0.2, 0.18), 0.75, 1.75),
        ],
        _ => vec![join(&[
            &arc((0.48, 0.35), (0.18, 0.18), 1.0, 0.0),
            &[(0.66, 0.35), (0.6, 0.88)],
        ])],
    }
}

/// An arc of an ellipse, from one part of the turn to another; 0 is on the right, a quarter below.
fn arc(centre: Point, radii: (f64, f64), from: f64, to: f64) -> Vec<Point> {
    let steps = (60.0 * (to - from).abs()).ceil();
    (0..=steps as usize)
        .map(|step| {
            let angle = TAU * (from + (to - from) * step as f64 / steps);
            (
                centre.0 + radii.0 * angle.cos(),
                centre.1 + radii.1 * angle.sin(),
            )
        })
        .collect()
}

fn join(parts: &[&[Point]]) -> Vec<Point> {
    parts.concat()
}
