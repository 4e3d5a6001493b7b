//! Whether there is room for what is to be held: Rust's vectors end the program where there is
//! none.

use std::hint::black_box;
use std::io::{Error, ErrorKind};

/// Whether the system hands out so many bytes now; they are given back at once, and none is
/// touched.
pub fn is_room(bytes: u128) -> bool {
    let mut room = Vec::<u8>::new();
    let given = usize::try_from(bytes).is_ok_and(|bytes| room.try_reserve_exact(bytes).is_ok());
    // Or else the compiler sees that nothing uses the room, and does not ask for it.
    black_box(room);
    given
}

/// Makes room for `more` elements, or says that there is none.
pub(super) fn grow<T>(list: &mut Vec<T>, more: usize) -> Result<(), Error> {
    list.try_reserve(more).map_err(|_| Error::from(ErrorKind::OutOfMemory))
}
