//! How the four files may be called.

/// Training images and labels, test images and labels.
pub(super) const ROLES: [Role; 4] = [
    Role { sets: &["train"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["train"], content: "labels", kind: "idx1-ubyte" },
    // EMNIST's test files are called "test".
    Role { sets: &["t10k", "test"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["t10k", "test"], content: "labels", kind: "idx1-ubyte" },
];

/// What one of the four files is for; its names follow from that.
pub(super) struct Role {
    sets: &'static [&'static str],
    content: &'static str,
    kind: &'static str,
}

impl Role {
    /// The names it may have after the prefix, the preferred first: unpacked before packed, which
    /// is slower to read; the dash before the dot that some unpackers write for it.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for ending in ["", ".gz"] {
            for mark in ["-", "."] {
                for set in self.sets {
                    names.push(format!("{set}-{}{mark}{}{ending}", self.content, self.kind));
                }
            }
        }
        names
    }
}
