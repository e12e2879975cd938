//! Where buffers lie in the arena: first fit in several orders, and of these plans the smallest.
//!
//! No plan is smaller than the elements that are alive at one time, so the search ends when it gets there. It draws from a
//! generator of its own, so that the plan is the same every time.

use crate::ir::deployed::DeployedBuffer;
use crate::passes::plan_memory::{Life, first_fit};
use std::cmp::Reverse;

/// Comparisons of two buffers that a search may take: some hundredths of a second in a macro that isn't optimised.
const EFFORT: usize = 1 << 20;

/// Gives every buffer its offset, and returns the length of the arena. Without `share` no two buffers overlap.
pub fn arrange(buffers: &mut [DeployedBuffer], share: bool) -> usize {
    let lives: Vec<(usize, Life)> = buffers
        .iter()
        .map(|buffer| {
            let life = Life {
                first: buffer.first,
                last: buffer.last,
            };
            (buffer.len, life)
        })
        .collect();
    let plan = match share {
        true => search(&lives),
        false => Plan::of(&lives, (0..lives.len()).collect(), false),
    };
    for (&buffer, offset) in plan.order.iter().zip(&plan.offsets) {
        buffers[buffer].offset = *offset;
    }
    plan.total
}

/// An order of buffers, and what it leads to.
struct Plan {
    order: Vec<usize>,
    /// In this order.
    offsets: Vec<usize>,
    total: usize,
}

impl Plan {
    fn of(lives: &[(usize, Life)], order: Vec<usize>, share: bool) -> Plan {
        let in_order: Vec<(usize, Life)> = order.iter().map(|&buffer| lives[buffer]).collect();
        let (offsets, total) = first_fit(&in_order, share);
        Plan {
            order,
            offsets,
            total,
        }
    }
}

/// The most elements that are alive at one time.
fn most_alive(lives: &[(usize, Life)]) -> usize {
    let points = lives.iter().map(|(_, life)| life.last + 1).max();
    // How many elements begin to live at each point, and how many lived until the one before.
    let mut changes = vec![(0, 0); points.map_or(0, |points| points + 1)];
    for (len, life) in lives {
        changes[life.first].0 += len;
        changes[life.last + 1].1 += len;
    }
    let mut alive = 0;
    let alive = changes.iter().map(|(begins, ended)| {
        alive = alive + begins - ended;
        alive
    });
    alive.max().unwrap_or(0)
}

fn search(lives: &[(usize, Life)]) -> Plan {
    let by = |key: &dyn Fn(&(usize, Life)) -> (Reverse<usize>, usize)| {
        let mut order: Vec<usize> = (0..lives.len()).collect();
        order.sort_by_key(|&buffer| (key(&lives[buffer]), buffer));
        Plan::of(lives, order, true)
    };
    let span = |life: &Life| life.last - life.first + 1;
    let least = most_alive(lives);
    let mut best = by(&|(len, life)| (Reverse(*len), life.first));
    let orders: [&dyn Fn(&(usize, Life)) -> (Reverse<usize>, usize); 3] = [
        &|(len, life)| (Reverse(len * span(life)), life.first),
        &|(len, life)| (Reverse(span(life)), *len),
        &|(_, life)| (Reverse(0), life.first),
    ];
    for order in orders {
        if best.total > least {
            let plan = by(order);
            if plan.total < best.total {
                best = plan;
            }
        }
    }
    let mut random = Random(1);
    let mut rounds = EFFORT / lives.len().pow(2).max(1);
    while best.total > least && rounds > 0 {
        rounds -= 1;
        // A buffer at the end of the arena comes earlier.
        let ends = best.order.iter().zip(&best.offsets).enumerate();
        let last: Vec<usize> = ends
            .filter(|(_, (buffer, offset))| **offset + lives[**buffer].0 == best.total)
            .map(|(place, _)| place)
            .collect();
        let from = last[random.below(last.len())];
        let mut order = best.order.clone();
        let buffer = order.remove(from);
        order.insert(random.below(from + 1), buffer);
        // So does any other now and then, which opens ways that lead through plans of the same length.
        if random.below(4) == 0 {
            let buffer = order.remove(random.below(order.len()));
            order.insert(random.below(order.len() + 1), buffer);
        }
        let plan = Plan::of(lives, order, true);
        if plan.total <= best.total {
            best = plan;
        }
    }
    best
}

/// A linear congruential generator, with Knuth's constants.
struct Random(u64);

impl Random {
    /// A number below `end`; 0 if there is none.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}
