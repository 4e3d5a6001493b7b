//! Grey pictures as numbers: sizes, windows, stroke widths.

/// A grey picture, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Grey {
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// `height × width` values.
    pub values: Vec<f64>,
}

/// A rectangle in the plane of a picture, whose pixel `(y, x)` is the unit square from there on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The upper edge.
    pub top: f64,
    /// The left edge.
    pub left: f64,
    /// From the upper edge to the lower.
    pub height: f64,
    /// From the left edge to the right.
    pub width: f64,
}

impl Grey {
    /// A picture of zeros.
    pub fn zeros(height: usize, width: usize) -> Self {
        Self { height, width, values: vec![0.0; height * width] }
    }

    /// The value in row `y`, column `x`.
    pub fn at(&self, y: usize, x: usize) -> f64 {
        self.values[y * self.width + x]
    }

    /// The value in row `y`, column `x`, or 0 outside the picture.
    fn at_or_0(&self, y: isize, x: isize) -> f64 {
        let inside =
            (0..self.height as isize).contains(&y) && (0..self.width as isize).contains(&x);
        if inside { self.at(y as usize, x as usize) } else { 0.0 }
    }

    /// The picture with each value replaced.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { values: self.values.iter().map(|&value| f(value)).collect(), ..*self }
    }

    /// The largest value, at least 0.
    pub fn largest(&self) -> f64 {
        self.values.iter().copied().fold(0.0, f64::max)
    }

    /// The places within one row and one column of place `i`, itself among them.
    pub fn neighbours(&self, i: usize) -> impl Iterator<Item = usize> + use<> {
        let (y, x, width) = (i / self.width, i % self.width, self.width);
        let columns = x.saturating_sub(1)..self.width.min(x + 2);
        let rows = y.saturating_sub(1)..self.height.min(y + 2);
        rows.flat_map(move |y| columns.clone().map(move |x| y * width + x))
    }

    /// Rows as columns.
    pub fn transposed(&self) -> Self {
        let at = |i: usize| self.at(i % self.height, i / self.height);
        let values = (0..self.values.len()).map(at).collect();
        Self { height: self.width, width: self.height, values }
    }

    /// The smallest rectangle that holds every value above 0, if there is one.
    pub fn box_of_ink(&self) -> Option<Area> {
        let rows = || (0..self.height).filter(|&y| (0..self.width).any(|x| self.at(y, x) > 0.0));
        let columns = || (0..self.width).filter(|&x| (0..self.height).any(|y| self.at(y, x) > 0.0));
        let (top, left) = (rows().next()? as f64, columns().next()? as f64);
        let (bottom, right) =
            (rows().next_back()? as f64 + 1.0, columns().next_back()? as f64 + 1.0);
        Some(Area { top, left, height: bottom - top, width: right - left })
    }

    /// `area` of the picture as `height × width` pixels, each the mean of what it covers. Outside
    /// the picture all is 0.
    pub fn resample(&self, area: Area, height: usize, width: usize) -> Self {
        let rows = overlaps(area.top, area.height, height, self.height);
        let columns = overlaps(area.left, area.width, width, self.width);
        // First along x, then along y.
        let mut narrow = Self::zeros(self.height, width);
        for y in 0..self.height {
            for (x, column) in columns.iter().enumerate() {
                narrow.values[y * width + x] = column.iter().map(|(p, w)| w * self.at(y, *p)).sum();
            }
        }
        let mut small = Self::zeros(height, width);
        for (y, row) in rows.iter().enumerate() {
            for x in 0..width {
                small.values[y * width + x] = row.iter().map(|(p, w)| w * narrow.at(*p, x)).sum();
            }
        }
        small
    }

    /// The picture with at most `longest` pixels along its longer side.
    pub fn reduced(&self, longest: usize) -> Self {
        let longer = self.height.max(self.width);
        if longer <= longest {
            return self.clone();
        }
        let side = |side: usize| (side * longest / longer).max(1);
        let (height, width) = (self.height as f64, self.width as f64);
        let all = Area { top: 0.0, left: 0.0, height, width };
        self.resample(all, side(self.height), side(self.width))
    }

    /// The whole picture in `height × width` pixels with its proportions kept, in their middle; as
    /// it is, if it has this size.
    pub fn fitted(&self, height: usize, width: usize) -> Self {
        let [high, wide] = [self.height, self.width].map(|side| side as f64);
        let step = (high / height as f64).max(wide / width as f64);
        let (tall, broad) = (step * height as f64, step * width as f64);
        let (top, left) = ((high - tall) / 2.0, (wide - broad) / 2.0);
        if (self.height, self.width) == (height, width) {
            return self.clone();
        }
        self.resample(Area { top, left, height: tall, width: broad }, height, width)
    }

    /// The picture as `height × width` pixels, at least as many as it has, by bilinear
    /// interpolation between the centres of its pixels.
    pub fn enlarged(&self, height: usize, width: usize) -> Self {
        // The pixel before a place, the one after it, and how far the place is from the first.
        let place = |i: usize, count: usize, pixels: usize| {
            let place = (i as f64 + 0.5) * pixels as f64 / count as f64 - 0.5;
            let place = place.clamp(0.0, (pixels - 1) as f64);
            let before = place as usize;
            (before, (before + 1).min(pixels - 1), place - before as f64)
        };
        let mut large = Self::zeros(height, width);
        let columns: Vec<_> = (0..width).map(|x| place(x, width, self.width)).collect();
        for (y, row) in large.values.chunks_exact_mut(width).enumerate() {
            let (upper, lower, down) = place(y, height, self.height);
            for (value, &(left, right, along)) in row.iter_mut().zip(&columns) {
                let on = |y| self.at(y, left) + along * (self.at(y, right) - self.at(y, left));
                *value = on(upper) + down * (on(lower) - on(upper));
            }
        }
        large
    }

    /// The closing by a square window that reaches so far in each direction: the smallest of the
    /// largest values. Outside the picture its border goes on.
    pub fn closed(&self, reach: usize) -> Self {
        let (height, width) = (self.height + 4 * reach, self.width + 4 * reach);
        let inside = |i: usize, side: usize| i.saturating_sub(2 * reach).min(side - 1);
        let at = |i: usize| self.at(inside(i / width, self.height), inside(i % width, self.width));
        let mut picture = Self { height, width, values: (0..height * width).map(at).collect() };
        for largest in [true, true, false, false] {
            picture = picture.extremes(reach, largest).transposed();
        }
        picture
    }

    /// The largest or smallest of each `2 reach + 1` successive values of a row. The largest of
    /// n + k values is the larger one of two largest of n, k apart, for k up to n.
    fn extremes(&self, reach: usize, largest: bool) -> Self {
        let pick = |a: f64, b: f64| if (a > b) == largest { a } else { b };
        let mut result = Self { values: Vec::new(), width: self.width - 2 * reach, ..*self };
        for row in self.values.chunks_exact(self.width) {
            let (mut row, mut window) = (row.to_vec(), 1);
            while window < 2 * reach + 1 {
                let step = window.min(2 * reach + 1 - window);
                for x in 0..row.len() - step {
                    row[x] = pick(row[x], row[x + step]);
                }
                row.truncate(row.len() - step);
                window += step;
            }
            result.values.extend(row);
        }
        result
    }

    /// Each value becomes the smallest (`f64::min`) or the largest (`f64::max`) within `radius` of
    /// it: strokes lose or gain that much on each side.
    pub fn within(&self, radius: f64, pick: fn(f64, f64) -> f64) -> Self {
        let r = radius as isize;
        let offsets = (-r..=r).flat_map(|y| (-r..=r).map(move |x| (y, x)));
        let disk: Vec<_> =
            offsets.filter(|(y, x)| ((y * y + x * x) as f64) <= radius * radius).collect();
        let value = |i: usize| {
            let (y, x) = ((i / self.width) as isize, (i % self.width) as isize);
            disk.iter().map(|(dy, dx)| self.at_or_0(y + dy, x + dx)).reduce(pick).unwrap_or(0.0)
        };
        Self { values: (0..self.values.len()).map(value).collect(), ..*self }
    }

    /// The mean width of strokes: twice their area over their outline, which the edges of pixels
    /// overestimate by 4 / π on average. Strokes are the values of at least a half.
    pub fn stroke_width(&self) -> f64 {
        let (mut area, mut edges) = (0.0, 0.0);
        for y in 0..=self.height as isize {
            for x in 0..=self.width as isize {
                let on = self.at_or_0(y, x) >= HALF;
                area += f64::from(u8::from(on));
                edges += f64::from(u8::from(on != (self.at_or_0(y, x - 1) >= HALF)));
                edges += f64::from(u8::from(on != (self.at_or_0(y - 1, x) >= HALF)));
            }
        }
        if area > 0.0 { 2.0 * area / (edges * std::f64::consts::FRAC_PI_4) } else { 0.0 }
    }

    /// How many strokes a row crosses, on average over the rows with strokes, which are the values
    /// of at least a half.
    pub fn strokes_in_a_row(&self) -> f64 {
        let starts = |row: &[f64]| {
            let is_start = |&x: &usize| row[x] >= HALF && (x == 0 || row[x - 1] < HALF);
            (0..row.len()).filter(is_start).count()
        };
        let counts: Vec<_> = self.values.chunks_exact(self.width).map(starts).collect();
        let rows = counts.iter().filter(|&&count| count > 0).count();
        counts.iter().sum::<usize>() as f64 / rows.max(1) as f64
    }
}

/// Half of the ink, but for rounding: an edge that is half covered all along lies on one side.
pub(crate) const HALF: f64 = 0.5 - 1e-9;

/// For each of `count` equal parts of a stretch: which of `pixels` it overlaps, and by what share
/// of the part.
fn overlaps(start: f64, length: f64, count: usize, pixels: usize) -> Vec<Vec<(usize, f64)>> {
    let step = length / count as f64;
    let part = |i: usize| {
        let (from, to) = (start + i as f64 * step, start + (i + 1) as f64 * step);
        let first = from.max(0.0) as usize;
        let last = (to.ceil().max(0.0) as usize).min(pixels);
        let share = |p: usize| (to.min(p as f64 + 1.0) - from.max(p as f64)) / step;
        (first..last).map(|p| (p, share(p))).collect()
    };
    (0..count).map(part).collect()
}
