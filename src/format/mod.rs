//! Bytes to values and back, knowing nothing of learning.

pub mod array_text;
pub mod crc32;
pub mod gzip;
pub mod idx;
pub mod inflate;
pub mod write_file;
