//! Bytes to values and back; nothing here knows of learning.
//!
//! Archives: [`inflate`], [`gzip`], [`zlib`], [`zip`], [`crc32`]. Arrays: [`npy`], [`npz`].
//! Pictures, [`rows`] by row: [`picture`] (any kind), [`png`], [`jpeg`], [`pnm`],
//! [`exif`]. And [`base64`], [`json`], [`open_file`], [`write_file`], [`room`] (memory),
//! [`mod@shown`] (foreign text in messages).

pub mod base64;
pub mod crc32;
pub mod exif;
pub mod gzip;
pub mod inflate;
pub mod jpeg;
pub mod json;
pub mod npy;
pub mod npz;
pub mod open_file;
pub mod picture;
pub mod png;
pub mod pnm;
pub mod room;
pub mod rows;
pub mod shown;
pub mod write_file;
pub mod zip;
pub mod zlib;
