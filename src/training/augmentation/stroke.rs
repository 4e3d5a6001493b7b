//! Thicker and thinner strokes: another pen.
//!
//! Each pixel moves towards the largest value among itself and its four neighbours, by a share t of
//! the difference, or towards the smallest: grey dilation and erosion by a cross (J. Serra, *Image
//! Analysis and Mathematical Morphology*, 1982), of which t = 1 is all. That makes a stroke up to a
//! pixel wider or narrower on each side; MNIST's are two pixels wide, most between 1.3 and 3.

/// Writes to `out` the image in `padded` (a border of 0 around it, of one pixel at the left and the
/// top, two at the right), dilated by the share `t`, or eroded by `-t`.
pub(super) fn change(t: f64, padded: &[f64], width: usize, out: &mut [f64]) {
    let stride = width + 3;
    for (y, row) in out.chunks_exact_mut(width).enumerate() {
        for (x, new) in row.iter_mut().enumerate() {
            let at = (y + 1) * stride + x + 1;
            let (old, beside) = (padded[at], [at - stride, at - 1, at + 1, at + stride]);
            let farthest = if t > 0.0 { f64::max } else { f64::min };
            let end = beside.iter().fold(old, |end, &i| farthest(end, padded[i]));
            *new = old + t.abs() * (end - old);
        }
    }
}
