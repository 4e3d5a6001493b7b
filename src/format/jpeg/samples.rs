//! From held blocks to samples, and to as many columns and rows as the picture has.
//!
//! A component of smaller sampling factors than another has fewer samples than there are pixels.
//! Where it has half of them, a pixel is 3/4 of the nearest sample and 1/4 of the next one, in both
//! directions; elsewhere it is the nearest one. That is libjpeg's way (`jdsample.c`), in which
//! halves are rounded up and down in turn, so that the mean stays.

use super::header::{Component, Header};
use super::idct::{Block, idct};

impl Component {
    /// Turns the next row of blocks into samples.
    pub fn put(&mut self, blocks: &[Block]) {
        let size = 8 * self.stride;
        self.samples.resize(2 * self.factors[1] * size, 0);
        let place = self.done % (2 * self.factors[1]) * size;
        for (column, block) in blocks.iter().enumerate() {
            let samples = &mut self.samples[place + 8 * column..];
            idct(block, self.steps.as_ref().unwrap_or(&[0; 64]), samples, self.stride);
        }
        self.done += 1;
    }

    /// Writes one channel of row `y` of the picture, of samples that are there.
    pub fn write(&self, y: usize, header: &Header, channel: usize, row: &mut [[u8; 4]]) {
        let half = [0, 1].map(|axis| 2 * self.factors[axis] == header.largest[axis]);
        let full = [0, 1].map(|axis| self.factors[axis] == header.largest[axis]);
        let is_smooth = match half {
            [true, high] => (high || full[1]) && self.size[0] > 2,
            [false, _] => full[0],
        };
        let half = half.map(|half| half && is_smooth);
        // The nearest sample for a pixel, and the next one, which is the same if it has no weight.
        let around = |axis: usize, i: usize| {
            let near = i * self.factors[axis] / header.largest[axis];
            let next = if half[axis] { (near + i % 2 * 2).saturating_sub(1) } else { near };
            [near, next.min(self.size[axis] - 1)]
        };
        let line = |y: usize| &self.samples[y % (16 * self.factors[1]) * self.stride..];
        let [near, next] = around(1, y).map(line);
        // A single component is grey; of three the others follow.
        let set = |pixel: &mut [u8; 4], sample| match channel {
            0 => *pixel = [sample, sample, sample, 255],
            _ => pixel[channel] = sample,
        };
        if full[0] && !half[1] {
            return row.iter_mut().zip(near).for_each(|(pixel, &sample)| set(pixel, sample));
        }
        for (x, pixel) in row.iter_mut().enumerate() {
            let [a, b] = around(0, x).map(|x| 3 * usize::from(near[x]) + usize::from(next[x]));
            let rounding = match half {
                [true, true] => 8 - x % 2,
                [true, false] => 4 + x % 2 * 4,
                [false, _] => 4 + y % 2 * 4,
            };
            set(pixel, ((3 * a + b + rounding) / 16) as u8);
        }
    }
}
