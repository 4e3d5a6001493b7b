//! Bytes to values and back; nothing here knows of learning.
//!
//! Archives: [`inflate`], [`gzip`], [`zlib`], [`zip`], [`crc32`]. Arrays: [`idx`], [`npy`], [`npz`].
//! Pictures: [`picture`] (any kind), [`png`], [`pnm`], [`rgba`]. And [`base64`], [`open_file`],
//! [`write_file`], [`mod@shown`] (foreign text in messages).

pub mod base64;
pub mod crc32;
pub mod gzip;
pub mod idx;
pub mod inflate;
pub mod npy;
pub mod npz;
pub mod open_file;
pub mod picture;
pub mod png;
pub mod pnm;
pub mod rgba;
pub mod shown;
pub mod write_file;
pub mod zip;
pub mod zlib;
