//! Zip archives: what is in one, new and changed ones, and the right sizes and checksums.

use backprop::format::crc32::crc32;
use backprop::format::zip;
use backprop::random::Xorshift;

use crate::arrays::npy_file;
use crate::grammar::{bytes, one_in, pick};
use crate::mutation::{below, mutate};
use crate::streams::{deflate, inflated};

/// Unpacks every member.
pub fn read_zip(file: &[u8]) -> Result<usize, String> {
    let members = zip::members(file).map_err(|error| error.to_string())?;
    let mut total = 0;
    for member in members {
        total += member.read().map_err(|error| error.to_string())?.len();
    }
    Ok(total)
}

/// An archive of some members of these names.
pub fn any_members(random: &mut Xorshift, names: &[&str]) -> Vec<u8> {
    let mut members = Vec::new();
    for name in names {
        if !one_in(3, random) {
            members.push(new_member(name.to_string(), random));
        }
    }
    archive(&members)
}

/// One of the archives, with members that are replaced, damaged, renamed or not there.
pub fn changed_members(random: &mut Xorshift, archives: &[&[u8]], names: &[&str]) -> Vec<u8> {
    let file = pick(random, archives);
    let mut members = Vec::new();
    for member in zip::members(file).expect("a sound archive") {
        let content = member.read().expect("a sound member");
        let mut new = (member.name, 0, content);
        match below(random, 12) {
            0 => new = new_member(new.0, random),
            1 => mutate(&mut new.2, random),
            2 => new.0 = pick(random, names).to_string(),
            3 => continue,
            _ => {}
        }
        members.push(new);
    }
    archive(&members)
}

/// A member's name, the method that packed it, and its bytes.
type Member = (String, u16, Vec<u8>);

fn new_member(name: String, random: &mut Xorshift) -> Member {
    match below(random, 6) {
        0 => (name, 8, deflate(random)),
        1 => (name, 0, bytes(random, 50)),
        _ => (name, 0, npy_file(random)),
    }
}

/// An archive with the right sizes and checksums.
pub fn archive(members: &[Member]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, method, packed) in members {
        let offset = file.len() as u32;
        let common = [20, 0, *method, 0, 33].map(u16::to_le_bytes).concat();
        let sizes = [0, packed.len() as u32, packed.len() as u32].map(u32::to_le_bytes).concat();
        let lengths = [name.len() as u16, 0].map(u16::to_le_bytes).concat();
        let common = [common, sizes, lengths].concat();
        file.extend([b"PK\x03\x04", &*common, name.as_bytes(), packed].concat());
        directory.extend([b"PK\x01\x02\x14\0", &*common, &[0; 10]].concat());
        directory.extend([&offset.to_le_bytes(), name.as_bytes()].concat());
    }
    let (at, length) = (file.len() as u32, directory.len() as u32);
    let count = (members.len() as u16).to_le_bytes();
    file.extend(directory);
    file.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count].concat());
    file.extend([&length.to_le_bytes()[..], &at.to_le_bytes(), &[0, 0]].concat());
    repair_zip(&file)
}

/// Sets the CRC-32 and the size of each member in the directory.
pub fn repair_zip(file: &[u8]) -> Vec<u8> {
    let mut repaired = file.to_vec();
    let entries = (0..file.len()).filter(|&at| file[at..].starts_with(b"PK\x01\x02"));
    for at in entries {
        // The fields of the entry, and of the local header (APPNOTE.TXT, sections 4.3.12, 4.3.7).
        let Some(content) = content(file, at) else { continue };
        repaired[at + 16..][..4].copy_from_slice(&crc32(&content).to_le_bytes());
        if field::<4>(file, at + 24) != Some(u32::MAX as usize) {
            repaired[at + 24..][..4].copy_from_slice(&(content.len() as u32).to_le_bytes());
        }
    }
    repaired
}

/// What the member with this directory entry holds, if its bytes are there.
fn content(file: &[u8], at: usize) -> Option<Vec<u8>> {
    let (method, packed) = (field::<2>(file, at + 10)?, field::<4>(file, at + 20)?);
    let local = field::<4>(file, at + 42)?;
    let (name, extra) = (field::<2>(file, local + 26)?, field::<2>(file, local + 28)?);
    let packed = file.get(local + 30 + name + extra..)?.get(..packed)?;
    Some(if method == 8 { inflated(packed) } else { packed.to_vec() })
}

/// A number of N bytes, the lowest first.
fn field<const N: usize>(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at + N)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}
