//! The numbers in a record, one after the other.

/// Takes numbers, lowest byte first, off the front of a slice; `None` where it ends.
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    /// The fields from byte `at` of `file` on.
    pub fn at(file: &'a [u8], at: u64) -> Option<Self> {
        Some(Self(file.get(usize::try_from(at).ok()?..)?))
    }

    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// `Some` if the next number is `signature`.
    pub fn signature(&mut self, signature: u32) -> Option<()> {
        (self.u32()? == signature).then_some(())
    }
}
