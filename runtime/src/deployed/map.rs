//! What lies where in the scratch of a prediction, and when.

#[cfg(feature = "std")]
mod svg;

use core::fmt;

/// Some elements of the scratch while they hold certain values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// The values that lie in it, one after the other in time.
    pub name: &'static str,
    /// The first element.
    pub offset: usize,
    /// Number of elements.
    pub len: usize,
    /// The call that writes to it first, counted from 0.
    pub first: usize,
    /// The last call that uses it.
    pub last: usize,
}

/// The scratch of a prediction over its calls.
///
/// As text each buffer is a line, with a bar from the call that writes it to the last that reads it.
#[derive(Clone, Copy, Debug)]
pub struct MemoryMap {
    /// The model.
    pub name: &'static str,
    /// The calls, in order.
    pub calls: &'static [&'static str],
    /// The buffers, in the order in which they are written.
    pub buffers: &'static [Buffer],
    /// Floats of all scratch. What isn't a buffer's is for the calls themselves.
    pub scratch: usize,
}

impl MemoryMap {
    /// The most floats that buffers hold at one call.
    pub fn most_alive(&self) -> usize {
        let alive = |call: usize| {
            let alive = self.buffers.iter();
            let alive = alive.filter(|buffer| (buffer.first..=buffer.last).contains(&call));
            alive.map(|buffer| buffer.len).sum()
        };
        (0..self.calls.len()).map(alive).max().unwrap_or(0)
    }

    /// The same as a drawing, calls from left to right and addresses from top to bottom: a file that browsers show.
    #[cfg(feature = "std")]
    pub fn svg(&self) -> std::string::String {
        svg::svg(self)
    }
}

impl fmt::Display for MemoryMap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = size_of::<f32>();
        writeln!(
            formatter,
            "{}: {} bytes of scratch, of which {} hold values at once",
            self.name,
            self.scratch * bytes,
            self.most_alive() * bytes
        )?;
        let name = |buffer: &Buffer| buffer.name.chars().count();
        let names = self.buffers.iter().map(name).max().unwrap_or(0).max(6);
        writeln!(
            formatter,
            "{:>10}  {:>10}  {:names$}  calls",
            "from byte", "to byte", "values"
        )?;
        for buffer in self.buffers {
            write!(
                formatter,
                "{:>10}  {:>10}  {:names$}  ",
                buffer.offset * bytes,
                (buffer.offset + buffer.len) * bytes,
                buffer.name
            )?;
            for call in 0..self.calls.len() {
                let is_alive = (buffer.first..=buffer.last).contains(&call);
                formatter.write_str(if is_alive { "█" } else { "·" })?;
            }
            writeln!(formatter)?;
        }
        for (number, call) in self.calls.iter().enumerate() {
            writeln!(formatter, "call {}: {call}", number + 1)?;
        }
        Ok(())
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    const fn buffer(name: &'static str, place: [usize; 2], calls: [usize; 2]) -> Buffer {
        Buffer {
            name,
            offset: place[0],
            len: place[1],
            first: calls[0],
            last: calls[1],
        }
    }

    const MAP: MemoryMap = MemoryMap {
        name: "Net",
        calls: &["dense_1 + relu", "dense_2", "a < b"],
        buffers: &[
            buffer("relu", [0, 8], [0, 1]),
            buffer("dense_2", [8, 2], [1, 2]),
        ],
        scratch: 12,
    };

    #[test]
    fn as_text_each_buffer_is_a_line() {
        let expected = "\
Net: 48 bytes of scratch, of which 40 hold values at once
 from byte     to byte  values   calls
         0          32  relu     ██·
        32          40  dense_2  ·██
call 1: dense_1 + relu
call 2: dense_2
call 3: a < b
";
        assert_eq!(MAP.to_string(), expected);
    }

    #[test]
    fn as_a_drawing_each_buffer_is_a_rectangle() {
        let svg = MAP.svg();
        assert_eq!(svg.matches("<g>").count(), 2);
        assert!(svg.contains("<title>relu: bytes 0 to 32</title><rect x=\"72\" y=\"32.0\" width=\"96\" height=\"213.3\""));
        assert!(svg.contains("<rect x=\"120\" y=\"245.3\" width=\"96\" height=\"53.3\""));
        assert!(svg.contains(">a &lt; b</text>"));
        // Every element is closed.
        for element in ["svg", "g", "text", "title"] {
            let opened = svg.matches(&format!("<{element}>")).count()
                + svg.matches(&format!("<{element} ")).count();
            assert_eq!(
                svg.matches(&format!("</{element}>")).count(),
                opened,
                "{element}"
            );
        }
    }
}
