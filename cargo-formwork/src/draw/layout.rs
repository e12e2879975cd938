//! Where boxes and lines go: rows from the top, and columns such that the longest path through the graph is one
//! straight line with everything else beside it.
//!
//! 1. A layer's row is the length of the longest path that leads to it; inputs stand right above what reads them.
//! 2. The graph is cut into paths: the longest of all, then the longest of what remains, and so on. A path stands in one
//!    column.
//! 3. A value that is read further down than in the next row, other than along a path, gets a rail: a column of its own
//!    for its line.
//! 4. Each path from the longest, then each rail from the shortest, takes the free place that is nearest to what it
//!    connects.
//!
//! All choices follow the order of the layers, so that a graph always looks the same.

/// The graph to lay out: for each layer, in topological order, the width of its box and what it reads.
#[derive(Clone, Debug)]
pub struct Boxes {
    /// Widths.
    pub widths: Vec<f64>,
    /// For each layer the layers that it reads, in order.
    pub reads: Vec<Vec<usize>>,
}

/// The places.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The row of each layer.
    pub rows: Vec<usize>,
    /// The centre of each layer's column.
    pub columns: Vec<f64>,
    /// The centre of the column in which a layer's value runs down, if it has a rail.
    pub rails: Vec<Option<f64>>,
    /// For each layer whether what it reads comes by rail, in the order of its inputs.
    pub by_rail: Vec<Vec<bool>>,
}

/// Blank between neighbours.
const GAP: f64 = 24.0;
/// The width that a rail takes.
const RAIL: f64 = 8.0;

/// Lays out a graph.
pub fn layout(boxes: &Boxes) -> Layout {
    let readers = readers(&boxes.reads);
    let rows = rows(&boxes.reads, &readers);
    let paths = paths(&boxes.reads);
    let count = rows.iter().map(|row| row + 1).max().unwrap_or(0);
    let mut taken = Taken(vec![Vec::new(); count]);
    let mut columns: Vec<Option<f64>> = vec![None; rows.len()];
    let mut before: Vec<Option<usize>> = vec![None; rows.len()];
    for path in &paths {
        for pair in path.windows(2) {
            before[pair[1]] = Some(pair[0]);
        }
    }
    for path in &paths {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
            continue;
        };
        let above = boxes.reads[first].iter().filter_map(|&read| columns[read]);
        let below = readers[last].iter().filter_map(|&reader| columns[reader]);
        let neighbours: Vec<f64> = above.chain(below).collect();
        let wanted = match neighbours.len() {
            0 => 0.0,
            len => neighbours.iter().sum::<f64>() / len as f64,
        };
        let width = path.iter().map(|&layer| boxes.widths[layer]);
        let column = taken.take(
            rows[first]..rows[last] + 1,
            wanted,
            width.fold(0.0, f64::max),
        );
        for &layer in path {
            columns[layer] = Some(column);
        }
    }
    let columns: Vec<f64> = columns
        .into_iter()
        .map(|column| column.unwrap_or(0.0))
        .collect();
    let by_rail = |(reader, reads): (usize, &Vec<usize>)| {
        let is_by_rail =
            |&read: &usize| rows[reader] > rows[read] + 1 && before[reader] != Some(read);
        reads.iter().map(is_by_rail).collect()
    };
    let by_rail: Vec<Vec<bool>> = boxes.reads.iter().enumerate().map(by_rail).collect();
    let rails = rails(boxes, &rows, &columns, &by_rail, &mut taken);
    Layout {
        rows,
        columns,
        rails,
        by_rail,
    }
}

/// For each layer those that read it.
fn readers(reads: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut readers = vec![Vec::new(); reads.len()];
    for (reader, reads) in reads.iter().enumerate() {
        for &read in reads {
            readers[read].push(reader);
        }
    }
    readers
}

/// The row of each layer.
fn rows(reads: &[Vec<usize>], readers: &[Vec<usize>]) -> Vec<usize> {
    let mut rows: Vec<usize> = vec![0; reads.len()];
    for (layer, reads) in reads.iter().enumerate() {
        rows[layer] = reads.iter().map(|&read| rows[read] + 1).max().unwrap_or(0);
    }
    for input in (0..reads.len()).filter(|&layer| reads[layer].is_empty()) {
        let first = readers[input].iter().map(|&reader| rows[reader]).min();
        rows[input] = first.map_or(0, |row| row.saturating_sub(1));
    }
    rows
}

/// Paths that cover the graph: each is the longest through the layers that no earlier one has.
fn paths(reads: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..reads.len()).collect();
    let mut is_left = vec![true; reads.len()];
    let mut paths = Vec::new();
    while !left.is_empty() {
        // The length of the longest path that ends at a layer, and where it comes from.
        let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); reads.len()];
        let mut end = left[0];
        for &layer in &left {
            best[layer] = (1, None);
            for &read in reads[layer].iter().filter(|&&read| is_left[read]) {
                if best[read].0 + 1 > best[layer].0 {
                    best[layer] = (best[read].0 + 1, Some(read));
                }
            }
            if best[layer].0 > best[end].0 {
                end = layer;
            }
        }
        let mut path = vec![end];
        while let Some(before) = best[path[path.len() - 1]].1 {
            path.push(before);
        }
        path.reverse();
        for &layer in &path {
            is_left[layer] = false;
        }
        left.retain(|&layer| is_left[layer]);
        paths.push(path);
    }
    paths
}

/// Finds a column for each value that needs one, given how it runs to each reader.
fn rails(
    boxes: &Boxes,
    rows: &[usize],
    columns: &[f64],
    by_rail: &[Vec<bool>],
    taken: &mut Taken,
) -> Vec<Option<f64>> {
    let mut last = vec![0; rows.len()];
    for (reader, reads) in boxes.reads.iter().enumerate() {
        for (&read, &by_rail) in reads.iter().zip(&by_rail[reader]) {
            if by_rail {
                last[read] = rows[reader].max(last[read]);
            }
        }
    }
    let mut wanted: Vec<(usize, usize)> = (0..rows.len())
        .filter(|&layer| last[layer] > 0)
        .map(|layer| (last[layer] - rows[layer], layer))
        .collect();
    wanted.sort_unstable();
    let mut rails = vec![None; rows.len()];
    for (_, layer) in wanted {
        rails[layer] = Some(taken.take(rows[layer] + 1..last[layer], columns[layer], RAIL));
    }
    rails
}

/// In each row the intervals that are taken.
struct Taken(Vec<Vec<(f64, f64)>>);

impl Taken {
    /// Takes the free interval of a width whose centre is nearest to the wanted place, in all of these rows.
    fn take(&mut self, rows: std::ops::Range<usize>, wanted: f64, width: f64) -> f64 {
        let half = width / 2.0;
        // Centres that aren't free, as intervals.
        let mut closed: Vec<(f64, f64)> = self.0[rows.clone()]
            .iter()
            .flatten()
            .map(|(start, end)| (start - GAP - half, end + GAP + half))
            .collect();
        closed.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut merged: Vec<(f64, f64)> = Vec::new();
        for (start, end) in closed {
            match merged.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        let around = merged
            .iter()
            .find(|(start, end)| *start < wanted && wanted < *end);
        let centre = match around {
            None => wanted,
            // To the right if both are as near.
            Some((start, end)) if end - wanted <= wanted - start => *end,
            Some((start, _)) => *start,
        };
        for row in &mut self.0[rows] {
            row.push((centre - half, centre + half));
        }
        centre
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reads: &[&[usize]]) -> Layout {
        layout(&Boxes {
            widths: vec![100.0; reads.len()],
            reads: reads.iter().map(|reads| reads.to_vec()).collect(),
        })
    }

    #[test]
    fn a_chain_is_one_line() {
        let layout = of(&[&[], &[0], &[1], &[2]]);
        assert_eq!(layout.rows, [0, 1, 2, 3]);
        assert_eq!(layout.columns, [0.0; 4]);
        assert_eq!(layout.rails, [None; 4]);
    }

    #[test]
    fn a_residual_runs_beside_the_boxes() {
        let layout = of(&[&[], &[0], &[1], &[2, 0]]);
        assert_eq!(layout.columns, [0.0; 4]);
        let rail = layout.rails[0].expect("the input is read twice");
        assert!(rail >= 50.0 + GAP, "{rail}");
        assert_eq!(layout.rails[1..], [None; 3]);
    }

    #[test]
    fn branches_stand_on_both_sides_and_never_on_each_other() {
        // Three branches of two layers, and one of one.
        let layout = of(&[&[], &[0], &[1], &[0], &[3], &[0], &[5], &[0], &[2, 4, 6, 7]]);
        assert_eq!(layout.columns[8], layout.columns[0]);
        for a in 0..9 {
            for b in 0..a {
                let apart = (layout.columns[a] - layout.columns[b]).abs();
                assert!(layout.rows[a] != layout.rows[b] || apart >= 100.0 + GAP);
            }
        }
        let beside = layout.columns.iter().copied().fold(0.0, f64::min);
        assert!(beside < 0.0, "all on the right: {:?}", layout.columns);
    }

    #[test]
    fn a_late_input_stands_above_what_reads_it() {
        let layout = of(&[&[], &[], &[0], &[2], &[3, 1]]);
        assert_eq!(layout.rows, [0, 2, 1, 2, 3]);
        assert_ne!(layout.columns[1], layout.columns[3]);
    }

    #[test]
    fn dense_connections_are_laid_out_in_time() {
        let reads: Vec<Vec<usize>> = (0..300).map(|layer| (0..layer).collect()).collect();
        let boxes = Boxes {
            widths: vec![100.0; 300],
            reads,
        };
        let layout = layout(&boxes);
        assert_eq!(layout.rows[299], 299);
        assert_eq!(layout.rails.iter().flatten().count(), 298);
    }
}
