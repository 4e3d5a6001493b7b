//! Images, kept as the pixels that are not zero.
//!
//! Of MNIST's 784 pixels 150 are not zero on average. A zero adds nothing to a weighted sum and
//! nothing to a gradient, so an image is kept as two lists: where ink is, and how much. The lists
//! of all images lie one after the other ("compressed sparse rows"):
//!
//! ```text
//! image i:  places[starts[i]..starts[i + 1]]   positions in the row-major image, ascending
//!             inks[starts[i]..starts[i + 1]]   their bytes, 1 to 255
//! ```

use super::GROWTH;
use crate::matrix::Entry;

/// The grey value of each byte: the byte divided by 255, so 0 to 1. A look-up is cheaper than a
/// division, and gives the same bits.
const GREY: [f64; 256] = {
    let mut grey = [0.0; 256];
    let mut byte = 0;
    while byte < 256 {
        grey[byte] = byte as f64 / 255.0;
        byte += 1;
    }
    grey
};

/// Grey images of one size, 0 white paper, 255 full ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    height: usize,
    width: usize,
    starts: Vec<usize>,
    places: Vec<u32>,
    inks: Vec<u8>,
}

impl Images {
    /// No images yet, of `height` x `width` pixels.
    ///
    /// # Panics
    /// If an image would have 2^32 pixels or more.
    pub fn new(height: usize, width: usize) -> Self {
        let pixels = height.checked_mul(width).expect("the number of pixels fits a usize");
        assert!(u32::try_from(pixels).is_ok(), "at most 2^32 - 1 pixels, not {height} x {width}");
        Self { height, width, starts: vec![0], places: Vec::new(), inks: Vec::new() }
    }

    /// Appends an image, given as all its pixels, row by row.
    ///
    /// # Panics
    /// If there are not height x width `pixels`.
    pub fn push(&mut self, pixels: &[u8]) {
        assert_eq!(pixels.len(), self.pixels(), "an image of the others' size");
        // White comes in long runs: one comparison skips eight pixels.
        let (eights, rest) = pixels.as_chunks::<8>();
        for (k, eight) in eights.iter().enumerate() {
            if u64::from_ne_bytes(*eight) != 0 {
                self.push_inked(8 * k, eight);
            }
        }
        self.push_inked(8 * eights.len(), rest);
        self.starts.push(self.places.len());
    }

    /// The same where there may not be enough memory for the image, and all images may take at most
    /// so many bytes. After a fault there are none.
    pub(super) fn push_within(&mut self, pixels: &[u8], most: u64) -> Result<(), String> {
        let inked = pixels.iter().filter(|&&ink| ink != 0).count();
        let reserved = self.starts.try_reserve(1);
        let reserved = reserved.and_then(|()| self.places.try_reserve(inked));
        let reserved = reserved.and_then(|()| self.inks.try_reserve(inked));
        let pushed = reserved.map(|()| self.push(pixels));
        let (count, bytes) = (self.len(), self.memory());
        if pushed.is_ok() && bytes <= most {
            return Ok(());
        }
        *self = Self::new(self.height, self.width); // there may be no memory for the message
        Err(match pushed {
            Err(_) => format!(
                "expected memory for all images, found none after the first {count}, which take \
                 {bytes} bytes; take fewer, or end other programs"
            ),
            Ok(()) => format!(
                "expected images that take at most {most} bytes of memory, found that the first \
                 {count} take more; take fewer, or unpack the file (gzip -d): it may grow by \
                 {GROWTH} bytes for each of its bytes"
            ),
        })
    }

    /// Gives back the memory that no image needs.
    pub(super) fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.places.shrink_to_fit();
        self.inks.shrink_to_fit();
    }

    /// How many bytes the lists hold.
    pub fn memory(&self) -> u64 {
        (size_of_val(&self.starts[..]) + size_of_val(&self.places[..]) + self.inks.len()) as u64
    }

    /// Appends those of `pixels` that are not zero; the first pixel lies at `place`.
    fn push_inked(&mut self, place: usize, pixels: &[u8]) {
        for (place, &ink) in (place as u32..).zip(pixels) {
            if ink != 0 {
                self.places.push(place);
                self.inks.push(ink);
            }
        }
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of an image.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Columns of an image.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels of an image.
    pub fn pixels(&self) -> usize {
        self.height * self.width
    }

    /// The pixels of image `i` that are not zero: their places, ascending, and their bytes.
    pub fn nonzero(&self, i: usize) -> (&[u32], &[u8]) {
        let range = self.starts[i]..self.starts[i + 1];
        (&self.places[range.clone()], &self.inks[range])
    }

    /// Image `i` as a network takes it: place and grey value of each pixel that is not zero.
    pub fn entries(&self, i: usize) -> impl ExactSizeIterator<Item = Entry> + '_ {
        let (places, inks) = self.nonzero(i);
        let inked = places.iter().zip(inks);
        inked.map(|(&column, &ink)| Entry { column, value: GREY[usize::from(ink)] })
    }

    /// All pixels of image `i`, row by row.
    pub fn bytes(&self, i: usize) -> Vec<u8> {
        let mut bytes = vec![0; self.pixels()];
        let (places, inks) = self.nonzero(i);
        for (&place, &ink) in places.iter().zip(inks) {
            bytes[place as usize] = ink;
        }
        bytes
    }

    /// All pixels of image `i` as the network sees them: divided by 255, so 0 to 1.
    pub fn dense(&self, i: usize) -> Vec<f64> {
        self.bytes(i).into_iter().map(|ink| GREY[usize::from(ink)]).collect()
    }

    /// Drops all images but the first `count`.
    pub fn truncate(&mut self, count: usize) {
        let end = self.starts[count];
        self.starts.truncate(count + 1);
        self.places.truncate(end);
        self.inks.truncate(end);
    }

    /// A copy of the images at these places.
    pub(super) fn picked(&self, places: impl ExactSizeIterator<Item = usize> + Clone) -> Self {
        let mut picked = Self::new(self.height, self.width);
        // A list that grows by doubling would take up to twice the memory.
        let inks = places.clone().map(|i| self.starts[i + 1] - self.starts[i]).sum();
        picked.places.reserve_exact(inks);
        picked.inks.reserve_exact(inks);
        picked.starts.reserve_exact(places.len());
        for i in places {
            let (places, inks) = self.nonzero(i);
            picked.places.extend(places);
            picked.inks.extend(inks);
            picked.starts.push(picked.places.len());
        }
        picked
    }

    /// Images whose rows are these ones' columns.
    pub(super) fn transposed(&self) -> Self {
        let (height, width) = (self.height, self.width);
        let mut transposed = Self::new(width, height);
        for i in 0..self.len() {
            let bytes = self.bytes(i);
            let pixel = |place: usize| bytes[place % height * width + place / height];
            transposed.push(&(0..bytes.len()).map(pixel).collect::<Vec<_>>());
        }
        transposed
    }
}
