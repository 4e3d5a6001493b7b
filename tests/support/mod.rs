//! What several programs of tests share: a folder for each helper.

#![allow(dead_code, reason = "each program uses its own part")]

pub mod arrays;
pub mod deflate;
pub mod folders;
pub mod mutation;
pub mod naive;
pub mod paper;
pub mod pixels;
pub mod program;
pub mod xml;
