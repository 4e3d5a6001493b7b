//! How the four files may be called.

/// Training images and labels, test images and labels.
pub(super) const ROLES: [Role; 4] = [
    Role { sets: &["train"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["train"], content: "labels", kind: "idx1-ubyte" },
    // EMNIST calls its test files so.
    Role { sets: &["t10k", "test"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["t10k", "test"], content: "labels", kind: "idx1-ubyte" },
];

/// What one of the four files is for, and so how it may be called.
pub(super) struct Role {
    sets: &'static [&'static str],
    content: &'static str,
    kind: &'static str,
}

impl Role {
    /// The names it may have after the prefix, the preferred first: unpacked before packed, since
    /// it reads faster; a dash before the dot that some unpackers put in its place.
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
