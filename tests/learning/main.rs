//! The network: its derivatives, its training, its arithmetic, its random numbers.
//! Each file is one promise.

#[path = "../support/mod.rs"]
mod support;

mod confusion;
mod distortion;
mod distortion_bits;
mod divergence;
mod dropout;
mod elementary;
mod examples;
mod few_threads;
mod forward_backward;
mod gradients;
mod losses;
mod matrix;
mod misuse;
mod one_hot;
mod random_laws;
mod stalled;
mod trainer;
mod update_rules;
mod vector_widths;
mod xorshift;
