//! What becomes of a batch's gradients: they are accumulated and clipped, weights are decayed, updated and averaged.

use crate::clipping::{Gradients, norms};
use crate::kernels::team::Team;
use crate::kernels::vector;
use crate::optimizers::{
    Averaging, MAX_SCALARS, MAX_SLOTS, MAX_SUMS, Optimizer, Update, WeightDecay,
};
use crate::storage::{Region, TensorEntry};
use std::ops::Range;

/// Elements that one thread updates at once: what is done with them one after the other finds them in its cache.
const AT_ONCE: usize = 1 << 14;

/// A model's trained parameters and their gradients.
#[derive(Debug)]
pub struct Trained<'a> {
    /// The model's tensors.
    pub table: &'static [TensorEntry],
    /// The name of the last layer that has parameters.
    pub last_layer: &'static str,
    /// The parameters.
    pub parameters: &'a mut [f32],
    /// Their gradients.
    pub gradients: &'a mut [f32],
}

/// Something that is kept from one batch to the next.
#[derive(Debug)]
pub enum Piece<'a> {
    /// Numbers.
    Floats(&'a mut [f32]),
    /// A count.
    Count(&'a mut u64),
}

/// What an optimizer and its settings keep and work in.
///
/// A [`Training`](super::Training) has one. A loop of one's own that calls [`Model::step`](crate::model::Model::step) can have one, too: it calls
/// [`reserve`](Self::reserve) first, and [`step`](Self::step) with the gradients of each batch.
#[derive(Debug, Default)]
pub struct Optimization {
    slots: [Vec<f32>; MAX_SLOTS],
    slot_names: &'static [&'static str],
    scalars: [f32; MAX_SCALARS],
    scalar_names: &'static [&'static str],
    /// The sum of the gradients since the last update.
    accumulated: Vec<f32>,
    averages: Vec<f32>,
    /// What clipping keeps.
    kept: Vec<f32>,
    /// Number of updates done.
    updates: u64,
    /// Number of batches in `accumulated`.
    waiting: u64,
    /// What norms and clipping work in.
    room: Vec<f32>,
    /// The sums of runs of a tensor.
    sums: Vec<[f64; MAX_SUMS]>,
    /// The parameters that decay, in runs that don't adjoin.
    decaying: Vec<Range<usize>>,
    /// Whether each update measures the norm of the gradients.
    pub measures_norm: bool,
    /// The Euclidean norm of all gradients of the last update, before they were clipped, if it was measured.
    pub norm: Option<f32>,
}

/// The tensors that are trained.
fn trained(table: &'static [TensorEntry]) -> impl Iterator<Item = &'static TensorEntry> {
    table
        .iter()
        .filter(|entry| entry.region == Region::Trainable)
}

/// Makes a vector that long, touched first by the threads that will work on it.
fn lengthen(values: &mut Vec<f32>, len: usize, start: f32, team: &Team) {
    if values.len() == len {
        return;
    }
    *values = Vec::new();
    *values = vec![0.0; len];
    team.split_chunks([values], AT_ONCE, |_, [values]| values.fill(start));
}

impl Optimization {
    /// Takes the memory that an optimizer needs for a model of these tensors. What it has already stays.
    ///
    /// # Panics
    /// If the optimizer has more slots, scalars or sums than there may be.
    pub fn reserve(
        &mut self,
        optimizer: &dyn Optimizer,
        table: &'static [TensorEntry],
        team: &Team,
    ) {
        let count = trained(table).map(TensorEntry::len).sum();
        let settings = optimizer.settings();
        self.slot_names = optimizer.slots();
        self.scalar_names = optimizer.scalars();
        assert!(
            self.slot_names.len() <= MAX_SLOTS,
            "an optimizer has at most {MAX_SLOTS} slots"
        );
        assert!(
            self.scalar_names.len() <= MAX_SCALARS,
            "an optimizer has at most {MAX_SCALARS} scalars"
        );
        assert!(
            optimizer.sums() <= MAX_SUMS,
            "an optimizer has at most {MAX_SUMS} sums over a tensor"
        );
        for (number, slot) in self.slots.iter_mut().enumerate() {
            let len = if number < self.slot_names.len() {
                count
            } else {
                0
            };
            lengthen(slot, len, optimizer.start(number), team);
        }
        let len_if = |wanted| if wanted { count } else { 0 };
        let accumulates = settings.accumulation > 1;
        lengthen(&mut self.accumulated, len_if(accumulates), 0.0, team);
        let averages = settings.averaging.is_some();
        lengthen(&mut self.averages, len_if(averages), 0.0, team);
        let clipping = settings.clipping;
        let kept = clipping.map_or(0, |clipping| clipping.kept(table));
        lengthen(&mut self.kept, kept, 0.0, team);
        self.make_room(clipping.map_or(0, |clipping| clipping.room(table)));
        if self.measures_norm {
            self.make_room(norms::room(count));
        }
        if optimizer.sums() > 0 {
            let longest = trained(table).map(TensorEntry::len).max().unwrap_or(0);
            self.sums.resize(longest.div_ceil(AT_ONCE), [0.0; MAX_SUMS]);
        }
        self.decaying.clear();
        if let Some(decay) = settings.weight_decay {
            find_decaying(&mut self.decaying, &decay, table);
        }
    }

    fn make_room(&mut self, len: usize) {
        if self.room.len() < len {
            self.room.resize(len, 0.0);
        }
    }

    /// Shows everything that is kept from one batch to the next, piece by piece, each with its name: to write it to a file, or to put in
    /// what was read from one, after [`reserve`](Self::reserve).
    pub fn state(&mut self, visit: &mut dyn FnMut(&str, Piece<'_>)) {
        for (name, slot) in self.slot_names.iter().zip(&mut self.slots) {
            visit(&format!("optimizer.{name}"), Piece::Floats(slot));
        }
        for (name, scalar) in self.scalar_names.iter().zip(&mut self.scalars) {
            let piece = Piece::Floats(std::slice::from_mut(scalar));
            visit(&format!("optimizer.{name}"), piece);
        }
        for (name, values) in [
            ("accumulated", &mut self.accumulated),
            ("averages", &mut self.averages),
            ("clipping", &mut self.kept),
        ] {
            if !values.is_empty() {
                visit(name, Piece::Floats(values));
            }
        }
        visit("updates", Piece::Count(&mut self.updates));
        visit("waiting", Piece::Count(&mut self.waiting));
    }

    /// Exchanges weights and averages. False if there are none.
    pub fn swap_averages(&mut self, parameters: &mut [f32]) -> bool {
        let any = self.updates > 0 && self.averages.len() == parameters.len();
        if any {
            parameters.swap_with_slice(&mut self.averages);
        }
        any
    }

    /// Replaces weights by their averages, if there are any.
    pub fn take_averages(&mut self, parameters: &mut [f32]) {
        if self.updates > 0 && self.averages.len() == parameters.len() {
            parameters.copy_from_slice(&self.averages);
        }
    }

    /// A batch's gradients come in, after `batches` others. They, or with those of batches before the mean of all, make an update. The
    /// gradients are used up.
    ///
    /// # Panics
    /// If parameters and gradients aren't those of the tensors that memory was taken for.
    pub fn step(
        &mut self,
        optimizer: &dyn Optimizer,
        batches: u64,
        trained: Trained<'_>,
        team: &Team,
    ) {
        let settings = optimizer.settings();
        self.norm = None;
        if settings.accumulation > 1
            && !self.accumulate(settings.accumulation, trained.gradients, team)
        {
            return;
        }
        self.updates += 1;
        let Trained {
            table,
            last_layer,
            parameters,
            gradients,
        } = trained;
        if self.measures_norm {
            self.make_room(norms::room(gradients.len()));
            self.norm = Some(norms::norm(team, gradients, &mut self.room) as f32);
        }
        if let Some(clipping) = settings.clipping {
            clipping.clip(Gradients {
                step: self.updates,
                table,
                last_layer,
                parameters,
                gradients,
                room: &mut self.room,
                kept: &mut self.kept,
                team,
            });
        }
        let scalars = &mut self.scalars[..self.scalar_names.len()];
        optimizer.advance(self.updates, scalars);
        let learning_rate = optimizer.learning_rate(batches);
        let decay = settings.weight_decay.map_or(0.0, |decay| decay.rate);
        let rule = Rule {
            optimizer,
            step: self.updates,
            learning_rate,
            scalars,
            shrinkage: (learning_rate * decay) as f32,
            decaying: &self.decaying,
            averaging: settings.averaging,
            gradients,
        };
        let [a, b, c, d] = &mut self.slots;
        let parts = [parameters, &mut self.averages, a, b, c, d];
        if optimizer.sums() == 0 {
            rule.update(parts, team);
        } else {
            rule.update_tensors(parts, table, &mut self.sums, team);
        }
    }

    /// Adds the gradients to those that wait. True if that makes an update: then they have become the mean of all.
    fn accumulate(&mut self, batches: u64, gradients: &mut [f32], team: &Team) -> bool {
        self.waiting += 1;
        let parts = [gradients, &mut self.accumulated];
        if self.waiting < batches {
            team.split_chunks(parts, AT_ONCE, |_, [gradients, sums]| {
                vector::add(gradients, sums);
            });
            return false;
        }
        let share = 1.0 / self.waiting as f32;
        self.waiting = 0;
        team.split_chunks(parts, AT_ONCE, |_, [gradients, sums]| {
            vector::add(sums, gradients);
            vector::scale(share, gradients);
            sums.fill(0.0);
        });
        true
    }
}

/// Parameters, averages and slots; what there is none of is empty.
type Parts<'a> = [&'a mut [f32]; 2 + MAX_SLOTS];

/// An update of all parameters.
struct Rule<'a> {
    optimizer: &'a dyn Optimizer,
    step: u64,
    learning_rate: f64,
    scalars: &'a [f32],
    /// The product of learning rate and weight decay.
    shrinkage: f32,
    decaying: &'a [Range<usize>],
    averaging: Option<Averaging>,
    gradients: &'a [f32],
}

impl Rule<'_> {
    /// Updates parameters wherever they are cut.
    fn update(&self, parts: Parts<'_>, team: &Team) {
        team.split_chunks(
            parts,
            AT_ONCE,
            |first, [parameters, averages, slots @ ..]| {
                self.decay(first, parameters);
                self.optimizer
                    .update(self.call(first, parameters, slots, &[]));
                self.average(parameters, averages);
            },
        );
    }

    /// Updates one tensor after the other, after it has been measured.
    fn update_tensors(
        &self,
        mut parts: Parts<'_>,
        table: &'static [TensorEntry],
        runs: &mut [[f64; MAX_SUMS]],
        team: &Team,
    ) {
        let wanted = self.optimizer.sums();
        for entry in trained(table) {
            let runs = &mut runs[..entry.len().div_ceil(AT_ONCE)];
            let of_tensor = part(&mut parts, entry);
            team.measure_chunks(
                of_tensor,
                AT_ONCE,
                runs,
                |first, [parameters, _, slots @ ..], sums| {
                    let first = entry.offset + first;
                    *sums = [0.0; MAX_SUMS];
                    self.decay(first, parameters);
                    let call = self.call(first, parameters, slots, &[]);
                    self.optimizer.measure(call, &mut sums[..wanted]);
                },
            );
            let mut sums = [0.0; MAX_SUMS];
            for run in runs {
                for (sum, of_run) in sums.iter_mut().zip(run) {
                    *sum += *of_run;
                }
            }
            team.split_chunks(
                part(&mut parts, entry),
                AT_ONCE,
                |first, [parameters, averages, slots @ ..]| {
                    let call = self.call(entry.offset + first, parameters, slots, &sums[..wanted]);
                    self.optimizer.update(call);
                    self.average(parameters, averages);
                },
            );
        }
    }

    fn call<'a>(
        &'a self,
        first: usize,
        parameters: &'a mut [f32],
        slots: [&'a mut [f32]; MAX_SLOTS],
        sums: &'a [f64],
    ) -> Update<'a> {
        Update {
            step: self.step,
            learning_rate: self.learning_rate,
            gradients: &self.gradients[first..first + parameters.len()],
            parameters,
            slots,
            scalars: self.scalars,
            sums,
        }
    }

    /// Makes those of the parameters from number `first` smaller that decay.
    fn decay(&self, first: usize, parameters: &mut [f32]) {
        let end = first + parameters.len();
        let from = self.decaying.partition_point(|run| run.end <= first);
        for run in &self.decaying[from..] {
            if run.start >= end {
                break;
            }
            let run = run.start.max(first) - first..run.end.min(end) - first;
            let decaying = &mut parameters[run];
            vector::shrink(self.shrinkage, decaying);
        }
    }

    /// Brings averages up to date.
    fn average(&self, parameters: &mut [f32], averages: &mut [f32]) {
        let Some(averaging) = self.averaging else {
            return;
        };
        if self.step == 1 {
            averages.copy_from_slice(parameters);
        } else {
            vector::average(averaging.momentum as f32, parameters, averages);
        }
        let overwrites = |every: u64| every > 0 && self.step.is_multiple_of(every);
        if averaging.overwrite_every.is_some_and(overwrites) {
            parameters.copy_from_slice(averages);
        }
    }
}

/// The elements of a tensor.
fn part<'a>(parts: &'a mut Parts<'_>, entry: &TensorEntry) -> Parts<'a> {
    parts.each_mut().map(|part| match part.len() {
        0 => &mut [],
        _ => &mut part[entry.offset..entry.offset + entry.len()],
    })
}

/// Finds the parameters that decay.
fn find_decaying(runs: &mut Vec<Range<usize>>, decay: &WeightDecay, table: &'static [TensorEntry]) {
    for entry in trained(table).filter(|entry| decay.includes(entry.name)) {
        let end = entry.offset + entry.len();
        match runs.last_mut() {
            Some(run) if run.end == entry.offset => run.end = end,
            _ => runs.push(entry.offset..end),
        }
    }
}

#[cfg(test)]
mod tests;
