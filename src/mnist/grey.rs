//! Grey pictures as numbers, and what can be measured on them: thresholds, spots, stroke widths.

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

    /// The median of the pixels along the border.
    pub fn border_median(&self) -> f64 {
        let (last_row, last_column) = (self.height - 1, self.width - 1);
        let rows = (0..self.width).flat_map(|x| [(0, x), (last_row, x)]);
        let columns = (0..self.height).flat_map(|y| [(y, 0), (y, last_column)]);
        let mut border: Vec<_> = rows.chain(columns).map(|(y, x)| self.at(y, x)).collect();
        border.sort_by(f64::total_cmp);
        border[border.len() / 2]
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

    /// Each value becomes the smallest within `radius` of it: strokes lose that much on each side.
    pub fn erode(&self, radius: f64) -> Self {
        let r = radius as isize;
        let offsets = (-r..=r).flat_map(|y| (-r..=r).map(move |x| (y, x)));
        let disk: Vec<_> =
            offsets.filter(|(y, x)| ((y * y + x * x) as f64) <= radius * radius).collect();
        let mut eroded = Self::zeros(self.height, self.width);
        for y in 0..self.height {
            for x in 0..self.width {
                let near =
                    disk.iter().map(|(dy, dx)| self.at_or_0(y as isize + dy, x as isize + dx));
                eroded.values[y * self.width + x] = near.fold(f64::INFINITY, f64::min);
            }
        }
        eroded
    }

    /// Otsu's threshold for values from 0 to 1: it parts them into two classes whose means are as
    /// far apart as possible, weighted by their sizes (N. Otsu, "A threshold selection method from
    /// gray-level histograms", IEEE Transactions on Systems, Man and Cybernetics 9, 1979).
    pub fn threshold(&self) -> f64 {
        let mut counts = [0.0; 256];
        self.values.iter().for_each(|value| counts[(value * 255.0) as usize] += 1.0);
        let all = self.values.len() as f64;
        let sum: f64 = counts.iter().zip(0..).map(|(count, level)| count * f64::from(level)).sum();
        let (mut below, mut sum_below, mut widest, mut threshold) = (0.0, 0.0, 0.0, 0);
        for (level, count) in counts.iter().enumerate() {
            below += count;
            sum_below += count * level as f64;
            if below > 0.0 && below < all {
                let apart = sum_below / below - (sum - sum_below) / (all - below);
                let spread = below * (all - below) * apart * apart;
                if spread > widest {
                    (widest, threshold) = (spread, level);
                }
            }
        }
        threshold as f64 / 255.0
    }

    /// The connected spots of values above 0 (eight neighbours), the one with the largest sum
    /// first; at most 16 of them.
    pub fn spots(&self) -> Vec<Self> {
        let mut seen: Vec<_> = self.values.iter().map(|&value| value <= 0.0).collect();
        let mut spots = Vec::new();
        for start in 0..seen.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let (mut spot, mut next) = (vec![start], 0);
            while next < spot.len() {
                let (y, x) = (spot[next] / self.width, spot[next] % self.width);
                next += 1;
                for ny in y.saturating_sub(1)..self.height.min(y + 2) {
                    for nx in x.saturating_sub(1)..self.width.min(x + 2) {
                        if !std::mem::replace(&mut seen[ny * self.width + nx], true) {
                            spot.push(ny * self.width + nx);
                        }
                    }
                }
            }
            spots.push(spot);
        }
        let sum = |spot: &Vec<usize>| spot.iter().map(|&i| self.values[i]).sum::<f64>();
        spots.sort_by(|a, b| sum(b).total_cmp(&sum(a)));
        spots.truncate(MOST_SPOTS);
        let picture = |spot: Vec<usize>| {
            let mut picture = Self::zeros(self.height, self.width);
            spot.into_iter().for_each(|i| picture.values[i] = self.values[i]);
            picture
        };
        spots.into_iter().map(picture).collect()
    }

    /// The mean width of strokes: twice their area over their outline, which the edges of pixels
    /// overestimate by 4 / π on average. Strokes are the values of at least a half.
    pub fn stroke_width(&self) -> f64 {
        let (mut area, mut edges) = (0.0, 0.0);
        for y in 0..=self.height as isize {
            for x in 0..=self.width as isize {
                let on = self.at_or_0(y, x) >= 0.5;
                area += f64::from(u8::from(on));
                edges += f64::from(u8::from(on != (self.at_or_0(y, x - 1) >= 0.5)));
                edges += f64::from(u8::from(on != (self.at_or_0(y - 1, x) >= 0.5)));
            }
        }
        if area > 0.0 { 2.0 * area / (edges * std::f64::consts::FRAC_PI_4) } else { 0.0 }
    }
}

/// More spots than any digit has: a picture with so many is noise.
const MOST_SPOTS: usize = 16;

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
