//! Photographs, scans and drawings of digits, made from MNIST's test images: the same bytes for the
//! same seed.
//!
//! [`cases::CASES`] lists the kinds: of `one` digit, of `several`. A picture is a sheet of
//! [`Paper`] on which everything is painted, lines first, then digits ([`ink`]); light and grain
//! come last.

pub mod cases;
pub mod ink;
mod one;
mod several;

use backprop::format::crc32::Crc32;
use backprop::format::png::write_grey;
use backprop::format::zlib;
use backprop::random::{Random, Xorshift};

/// Red, green and blue from 0 to 1.
pub type Colour = [f64; 3];

/// A place: down from the top, then right from the left, in pixels.
pub type Point = [f64; 2];

/// Pixels with alpha, row by row.
pub struct Paper {
    pub height: usize,
    pub width: usize,
    pub pixels: Vec<[u8; 4]>,
}

impl Paper {
    /// An empty sheet.
    pub fn new(height: usize, width: usize, colour: Colour) -> Self {
        let [red, green, blue] = colour.map(|value| byte(255.0 * value));
        Self { height, width, pixels: vec![[red, green, blue, 255]; height * width] }
    }

    /// An empty transparent ground.
    pub fn transparent(height: usize, width: usize) -> Self {
        Self { height, width, pixels: vec![[0; 4]; height * width] }
    }

    /// Top left and bottom right.
    pub fn corners(&self) -> [Point; 2] {
        [[0.0; 2], [self.height as f64, self.width as f64]]
    }

    /// Paints over the pixels between two corners as strongly as `strength` says for their
    /// middles: 0 leaves them as they are, 1 hides them.
    pub fn paint(
        &mut self,
        [from, to]: [Point; 2],
        colour: Colour,
        mut strength: impl FnMut(Point) -> f64,
    ) {
        let clip = |edge: f64, side: usize| (edge.max(0.0) as usize).min(side);
        for y in clip(from[0], self.height)..clip(to[0].ceil(), self.height) {
            for x in clip(from[1], self.width)..clip(to[1].ceil(), self.width) {
                let over = strength([y as f64 + 0.5, x as f64 + 0.5]);
                if over > 0.0 {
                    let pixel = &mut self.pixels[y * self.width + x];
                    let below = f64::from(pixel[3]) / 255.0 * (1.0 - over);
                    for (old, new) in pixel.iter_mut().zip(colour) {
                        let mixed = 255.0 * new * over + f64::from(*old) * below;
                        *old = byte(mixed / (over + below));
                    }
                    pixel[3] = byte(255.0 * (over + below));
                }
            }
        }
    }

    /// A straight stroke with round ends.
    pub fn line(&mut self, from: Point, to: Point, width: f64, colour: Colour) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let square = along[0] * along[0] + along[1] * along[1];
        let reach = width / 2.0 + 1.0;
        let corner = |pick: fn(f64, f64) -> f64, by: f64| {
            [pick(from[0], to[0]) + by, pick(from[1], to[1]) + by]
        };
        self.paint([corner(f64::min, -reach), corner(f64::max, reach)], colour, |[y, x]| {
            let (dy, dx) = (y - from[0], x - from[1]);
            let t = ((dy * along[0] + dx * along[1]) / square).clamp(0.0, 1.0);
            let distance = length([dy - t * along[0], dx - t * along[1]]);
            (width / 2.0 + 0.5 - distance).clamp(0.0, 1.0)
        });
    }

    /// A rectangle's outline.
    pub fn frame(&mut self, [from, to]: [Point; 2], width: f64, colour: Colour) {
        let corners = [from, [from[0], to[1]], to, [to[0], from[1]]];
        (0..4).for_each(|i| self.line(corners[i], corners[(i + 1) % 4], width, colour));
    }

    /// What the light and the camera do: every pixel times `light` at its middle, for a picture of
    /// height and width 1; then noise of this standard deviation.
    pub fn expose(&mut self, grain: f64, random: &mut Xorshift, light: impl Fn(Point) -> f64) {
        let (height, width) = (self.height as f64, self.width as f64);
        for y in 0..self.height {
            for x in 0..self.width {
                let factor = light([(y as f64 + 0.5) / height, (x as f64 + 0.5) / width]);
                let noise = 255.0 * grain * bell(random);
                for value in &mut self.pixels[y * self.width + x][..3] {
                    *value = byte(f64::from(*value) * factor + noise);
                }
            }
        }
    }

    /// Smooths with the weights 1, 2, 1 in both directions, so often: a standard deviation of
    /// `sqrt(times / 2)` pixels.
    pub fn blur(&mut self, times: usize) {
        let (height, width) = (self.height, self.width);
        for _ in 0..times {
            for down in [false, true] {
                let old = self.pixels.clone();
                let step = if down { width } else { 1 };
                for y in usize::from(down)..height - usize::from(down) {
                    for x in usize::from(!down)..width - usize::from(!down) {
                        let i = y * width + x;
                        let [before, here, after] = [old[i - step], old[i], old[i + step]];
                        self.pixels[i] = std::array::from_fn(|channel| {
                            let at = |pixel: [u8; 4]| u32::from(pixel[channel]);
                            ((at(before) + 2 * at(here) + at(after) + 2) / 4) as u8
                        });
                    }
                }
            }
        }
    }

    /// The file: RGB, with alpha where there is any.
    pub fn png(&self) -> Vec<u8> {
        self.file(None)
    }

    /// The file of a camera that was turned, with the EXIF orientation 3, 6 or 8 that tells how
    /// to turn the pixels back: by half a turn, clockwise, counterclockwise.
    pub fn turned_png(&self, orientation: u8) -> Vec<u8> {
        let (height, width) =
            if orientation == 3 { (self.height, self.width) } else { (self.width, self.height) };
        let mut turned = Self { height, width, pixels: Vec::with_capacity(self.pixels.len()) };
        for y in 0..height {
            for x in 0..width {
                let (from_y, from_x) = match orientation {
                    3 => (height - 1 - y, width - 1 - x),
                    6 => (x, height - 1 - y),
                    _ => (width - 1 - x, y),
                };
                turned.pixels.push(self.pixels[from_y * self.width + from_x]);
            }
        }
        turned.file(Some(orientation))
    }

    fn file(&self, orientation: Option<u8>) -> Vec<u8> {
        let channels = if self.pixels.iter().all(|pixel| pixel[3] == 255) { 3 } else { 4 };
        let size = [self.width, self.height].map(|side| (side as u32).to_be_bytes());
        let colour_type = if channels == 3 { 2 } else { 6 };
        let header = [size.as_flattened(), &[8, colour_type, 0, 0, 0]].concat();
        let mut lines = Vec::with_capacity(self.height * (1 + channels * self.width));
        for row in self.pixels.chunks(self.width) {
            lines.push(0); // no filter
            row.iter().for_each(|pixel| lines.extend(&pixel[..channels]));
        }
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, b"IHDR", &header);
        if let Some(orientation) = orientation {
            // TIFF, highest byte first: the header, then at 8 a directory of one entry, which is
            // tag 0x0112 (orientation), type 3 (16 bits), one value.
            let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
            chunk(&mut file, b"eXIf", &exif);
        }
        chunk(&mut file, b"IDAT", &zlib::store(&lines));
        chunk(&mut file, b"IEND", &[]);
        file
    }

    /// The file of a camera with many pixels: grey, so many times as high and wide, with a grain
    /// of 4 grey levels.
    pub fn enlarged_png(&self, times: usize, random: &mut Xorshift) -> Vec<u8> {
        let (height, width) = (self.height * times, self.width * times);
        // The two pixels around a place, and the share of the second in 256ths.
        let around = |place: usize, side: usize| {
            let middle = (256 * (2 * place + 1) / (2 * times)).saturating_sub(128);
            (middle / 256, (middle / 256 + 1).min(side - 1), (middle % 256) as u32)
        };
        let columns: Vec<_> = (0..width).map(|x| around(x, self.width)).collect();
        let grey = |y: usize, x: usize| u32::from(self.pixels[y * self.width + x][1]);
        let mut pixels = Vec::with_capacity(height * width);
        for y in 0..height {
            let (above, below, down) = around(y, self.height);
            for &(left, right, along) in &columns {
                let at = |x: usize| grey(above, x) * (256 - down) + grey(below, x) * down;
                let mixed = (at(left) * (256 - along) + at(right) * along) >> 16;
                // Four dice from 0 to 7.
                let noise = random.next_u64();
                let dice = (noise & 7) + (noise >> 3 & 7) + (noise >> 6 & 7) + (noise >> 9 & 7);
                pixels.push((mixed + dice as u32).saturating_sub(14).min(255) as u8);
            }
        }
        write_grey(width, height, &pixels)
    }
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(name);
    file.extend(data);
    let mut crc = Crc32::default();
    crc.update(name);
    crc.update(data);
    file.extend(crc.value().to_be_bytes());
}

fn byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// A nearly normal deviate from one draw: the sum of its eight bytes, whose mean is 1020 and whose
/// variance is 8 (256² - 1) / 12.
fn bell(random: &mut Xorshift) -> f64 {
    let sum: u32 = random.next_u64().to_le_bytes().map(u32::from).iter().sum();
    (f64::from(sum) - 1020.0) / 209.0
}

/// The distance from the origin.
pub fn length([y, x]: Point) -> f64 {
    (y * y + x * x).sqrt()
}

/// From 0 at -1 to 1 at 1, without a corner.
pub fn smooth(x: f64) -> f64 {
    let t = (x / 2.0 + 0.5).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A float between two bounds.
pub fn between(random: &mut Xorshift, low: f64, high: f64) -> f64 {
    low + (high - low) * random.uniform()
}

/// One of several.
pub fn one_of<T: Copy>(random: &mut Xorshift, choices: &[T]) -> T {
    choices[random.below(choices.len() as u64) as usize]
}
