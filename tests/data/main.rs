//! From files and pictures to images and labels.
//! Each file is one promise.

#[path = "../support/mod.rs"]
mod support;

mod bad_data;
mod built_in_model;
mod csv_data;
mod data_folder;
mod data_memory;
mod dataset;
mod dataset_forms;
mod hard_pictures;
mod picture_folders;
mod preparation;
mod prepare;
mod reading_order;
mod ruling;
