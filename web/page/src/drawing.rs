//! A drawing, and its image as MNIST's were made: fitted into a box of 20 × 20 pixels, which is moved so that the centre of
//! mass lies in the middle of 28 × 28.
//!
//! MNIST scaled images of pens that were about equally thick to begin with. Here the line itself is scaled and drawn
//! with a pen of always the same thickness, so that a small digit doesn't become a fat one.

use formwork::kernels::math::sqrt;
use formwork::tensor::Tensor3;

/// Pixels of a side.
pub const SIDE: usize = 28;

/// White on black, 0.0…1.0.
pub type Image = Tensor3<SIDE, SIDE, 1>;

/// Pixels of a side of the box.
const BOX: f32 = 20.0;
/// Where the centre of mass goes: the middle of the pixel in row and column 14, where that of the images of MNIST is on average.
const MIDDLE: f32 = 14.5;
/// Half the thickness of the line in pixels. MNIST's ones are 2.6 pixels thick on average.
const RADIUS: f32 = 1.3;
/// What is smaller than this part of the area isn't enlarged to fill the box: a dot remains a dot.
const SMALLEST: f32 = 0.15;
/// The part of the area that a pen must have moved for another point.
const STEP: f32 = 0.005;
/// The most points of a drawing; it takes no more then.
const CAPACITY: usize = 4096;

/// A place in pixels, or as a part of the area's side; rows count downwards.
#[derive(Clone, Copy)]
struct Point {
    x: f32,
    y: f32,
}

/// Lines of a pen.
pub struct Drawing {
    points: [Point; CAPACITY],
    /// Whether a line begins at the point.
    begins: [bool; CAPACITY],
    len: usize,
}

impl Drawing {
    /// Nothing yet.
    pub const fn new() -> Drawing {
        Drawing {
            points: [Point { x: 0.0, y: 0.0 }; CAPACITY],
            begins: [false; CAPACITY],
            len: 0,
        }
    }

    /// Removes all lines.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Begins a line. The area's corners are (0, 0), and (1, 1) below on the right.
    pub fn begin(&mut self, x: f32, y: f32) {
        self.push(Point { x, y }, true);
    }

    /// Goes on with the line to a point.
    pub fn extend(&mut self, x: f32, y: f32) {
        let point = Point { x, y };
        if let Some(&last) = self.points[..self.len].last()
            && distance(last, point) >= STEP
        {
            self.push(point, false);
        }
    }

    fn push(&mut self, point: Point, begins: bool) {
        if self.len < CAPACITY {
            self.points[self.len] = point;
            self.begins[self.len] = begins;
            self.len += 1;
        }
    }

    /// Draws the image; without lines it is black.
    pub fn render(&self, image: &mut Image) {
        let Some((scale, mut offset)) = self.fit() else {
            return image.fill(0.0);
        };
        self.paint(scale, offset, image);
        let mass = centre_of_mass(image);
        offset.x += MIDDLE - mass.x;
        offset.y += MIDDLE - mass.y;
        self.paint(scale, offset, image);
    }

    /// The scale with which the lines and their thickness just fit into the box, and the offset that puts the box into the
    /// middle.
    fn fit(&self) -> Option<(f32, Point)> {
        let (&first, others) = self.points[..self.len].split_first()?;
        let (mut least, mut most) = (first, first);
        for point in others {
            least = Point {
                x: least.x.min(point.x),
                y: least.y.min(point.y),
            };
            most = Point {
                x: most.x.max(point.x),
                y: most.y.max(point.y),
            };
        }
        let size = (most.x - least.x).max(most.y - least.y).max(SMALLEST);
        let scale = (BOX - 2.0 * RADIUS) / size;
        let half = SIDE as f32 / 2.0;
        let offset = Point {
            x: half - scale * 0.5 * (least.x + most.x),
            y: half - scale * 0.5 * (least.y + most.y),
        };
        Some((scale, offset))
    }

    /// Draws all lines, scaled and then moved.
    fn paint(&self, scale: f32, offset: Point, image: &mut Image) {
        image.fill(0.0);
        let mut last = offset;
        for (point, &begins) in self.points[..self.len].iter().zip(&self.begins) {
            let point = Point {
                x: scale * point.x + offset.x,
                y: scale * point.y + offset.y,
            };
            paint_segment(if begins { point } else { last }, point, image);
            last = point;
        }
    }
}

impl Default for Drawing {
    fn default() -> Self {
        Drawing::new()
    }
}

/// Draws one straight piece: full within the radius, and fading over one pixel.
fn paint_segment(from: Point, to: Point, image: &mut Image) {
    let reach = RADIUS + 0.5;
    // A cast to an integer stops at 0.
    let rows = (from.y.min(to.y) - reach) as usize..=(from.y.max(to.y) + reach) as usize;
    let columns = (from.x.min(to.x) - reach) as usize..=(from.x.max(to.x) + reach) as usize;
    let lines = image.as_mut_slice().chunks_exact_mut(SIDE).enumerate();
    for (row, line) in lines.filter(|(row, _)| rows.contains(row)) {
        let pixels = line.iter_mut().enumerate();
        for (column, pixel) in pixels.filter(|(column, _)| columns.contains(column)) {
            let centre = Point {
                x: column as f32 + 0.5,
                y: row as f32 + 0.5,
            };
            let grey = reach - distance(centre, nearest(from, to, centre));
            *pixel = pixel.max(grey.min(1.0));
        }
    }
}

/// The point of a straight piece that is nearest to another point.
fn nearest(from: Point, to: Point, point: Point) -> Point {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let square = x * x + y * y;
    if square == 0.0 {
        return from;
    }
    let along = ((point.x - from.x) * x + (point.y - from.y) * y) / square;
    let along = along.clamp(0.0, 1.0);
    Point {
        x: from.x + along * x,
        y: from.y + along * y,
    }
}

fn distance(a: Point, b: Point) -> f32 {
    let (x, y) = (a.x - b.x, a.y - b.y);
    sqrt(x * x + y * y)
}

/// Of an image that isn't black.
fn centre_of_mass(image: &Image) -> Point {
    let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
    for (row, line) in image.as_slice().chunks_exact(SIDE).enumerate() {
        for (column, &grey) in line.iter().enumerate() {
            mass += grey;
            x += grey * (column as f32 + 0.5);
            y += grey * (row as f32 + 0.5);
        }
    }
    Point {
        x: x / mass,
        y: y / mass,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(lines: &[&[(f32, f32)]]) -> Image {
        let mut drawing = Drawing::new();
        for line in lines {
            drawing.begin(line[0].0, line[0].1);
            line.iter().for_each(|&(x, y)| drawing.extend(x, y));
        }
        let mut image = Image::zeros();
        image.fill(0.5);
        drawing.render(&mut image);
        image
    }

    /// The first and the last row and column with something in them.
    fn extent(image: &Image) -> [usize; 4] {
        let lit = |row, column| image[(row, column, 0)] > 0.0;
        let rows: Vec<_> = (0..SIDE)
            .filter(|&row| (0..SIDE).any(|column| lit(row, column)))
            .collect();
        let columns: Vec<_> = (0..SIDE)
            .filter(|&column| (0..SIDE).any(|row| lit(row, column)))
            .collect();
        [
            rows[0],
            rows[rows.len() - 1],
            columns[0],
            columns[columns.len() - 1],
        ]
    }

    const SEVEN: &[(f32, f32)] = &[(0.2, 0.2), (0.8, 0.2), (0.4, 0.9)];

    #[test]
    fn an_image_is_made_as_those_of_mnist() {
        let image = image(&[SEVEN]);
        let mass = centre_of_mass(&image);
        assert!(
            (mass.x - MIDDLE).abs() < 0.05 && (mass.y - MIDDLE).abs() < 0.05,
            "{}, {}",
            mass.x,
            mass.y
        );
        let [top, bottom, left, right] = extent(&image);
        // Fading takes up to half a pixel more on each side.
        assert!((20..=22).contains(&(bottom - top + 1)), "{top}…{bottom}");
        // 0.6 of 0.7 in height, and the thickness.
        assert!((17..=19).contains(&(right - left + 1)), "{left}…{right}");
        assert!(
            image
                .as_slice()
                .iter()
                .all(|grey| (0.0..=1.0).contains(grey))
        );
    }

    #[test]
    fn place_and_size_of_a_drawing_do_not_matter() {
        let small: Vec<_> = SEVEN
            .iter()
            .map(|(x, y)| (0.5 + 0.4 * x, 0.1 + 0.4 * y))
            .collect();
        let (large, small) = (image(&[SEVEN]), image(&[&small]));
        for (large, small) in large.as_slice().iter().zip(small.as_slice()) {
            assert!((large - small).abs() < 1e-3, "{large} and {small}");
        }
    }

    #[test]
    fn a_line_is_as_thick_as_the_pen() {
        let image = image(&[&[(0.5, 0.1), (0.5, 0.9)]]);
        let width: f32 = (0..SIDE).map(|column| image[(14, column, 0)]).sum();
        assert!((width - 2.0 * RADIUS).abs() < 0.05, "{width}");
    }

    #[test]
    fn a_dot_remains_a_dot() {
        let image = image(&[&[(0.1, 0.9)]]);
        let mass: f32 = image.as_slice().iter().sum();
        let disc = core::f32::consts::PI * RADIUS * RADIUS;
        assert!((mass - disc).abs() < 0.5, "{mass} instead of {disc}");
    }

    #[test]
    fn lines_are_not_joined() {
        let apart: &[&[(f32, f32)]] = &[&[(0.1, 0.1), (0.1, 0.9)], &[(0.9, 0.1), (0.9, 0.9)]];
        let image = image(apart);
        assert!((0..SIDE).all(|row| image[(row, 14, 0)] == 0.0));
    }

    #[test]
    fn nothing_is_black_and_too_much_is_left_out() {
        assert_eq!(image(&[]), Image::zeros());
        let mut drawing = Drawing::new();
        drawing.begin(0.0, 0.0);
        for point in 0..2 * CAPACITY {
            drawing.extend((point % 2) as f32, 0.5);
        }
        assert_eq!(drawing.len, CAPACITY);
        drawing.clear();
        let mut image = Image::zeros();
        image.fill(0.5);
        drawing.render(&mut image);
        assert_eq!(image, Image::zeros());
    }
}
