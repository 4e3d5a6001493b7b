//! Stub.

pub mod write_file;
