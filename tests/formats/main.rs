//! Bytes in, values out: archives, arrays, models, pictures, charts.
//! Each file is one promise.

#[path = "../support/mod.rs"]
mod support;

mod any_size;
mod gzip;
mod idx;
mod inflate;
mod inflate_faults;
mod jpeg;
mod jpeg_faults;
mod model_file;
mod model_file_faults;
mod mutated_input;
mod mutated_pictures;
mod npy;
mod npz;
mod output_files;
mod picture_kinds;
mod png;
mod png_faults;
mod png_writer;
mod pnm;
mod svg_writer;
mod unending_input;
mod zip;
