//! How the four files may be called.

/// Training images and labels, test images and labels.
pub(super) const ROLES: [Role; 4] = [
    Role { sets: &["train"], content: "images", kinds: &["idx3-ubyte"] },
    Role { sets: &["train"], content: "labels", kinds: LABELS },
    // EMNIST's test files are called "test".
    Role { sets: &["t10k", "test"], content: "images", kinds: &["idx3-ubyte"] },
    Role { sets: &["t10k", "test"], content: "labels", kinds: LABELS },
];

/// QMNIST's labels are a table of integers.
const LABELS: &[&str] = &["idx1-ubyte", "idx2-int"];

/// What one of the four files is for; its names follow from that.
pub(super) struct Role {
    sets: &'static [&'static str],
    content: &'static str,
    kinds: &'static [&'static str],
}

impl Role {
    /// The names it may have after the prefix, the preferred first: unpacked before packed, which
    /// is slower to read; the dash before the dot that some unpackers write for it.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for ending in ["", ".gz"] {
            for mark in ["-", "."] {
                for set in self.sets {
                    let name = |kind| format!("{set}-{}{mark}{kind}{ending}", self.content);
                    names.extend(self.kinds.iter().map(name));
                }
            }
        }
        names
    }
}
