//! The tutorial as printed: its two programs, with their own mistakes kept, and the mended forms.

pub mod notebook;
