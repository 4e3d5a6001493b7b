//! Bytes to values and back; nothing here knows of learning.

pub mod crc32;
pub mod gzip;
pub mod idx;
pub mod inflate;
pub mod write_file;
