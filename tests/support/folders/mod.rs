//! Folders: temporary ones, some with data sets, and the one with MNIST.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The archives of MNIST.
pub fn mnist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist")
}

/// The four names, in the order in which [`Folder::with_set`] takes the contents.
pub const NAMES: [&str; 4] = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
];

/// A folder that is removed when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("backprop-test-{}-{number}", process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a new folder");
        Self(path)
    }

    /// A folder with four files of the usual names.
    pub fn with_set(contents: [Vec<u8>; 4]) -> Self {
        let folder = Self::new();
        for (name, content) in NAMES.iter().zip(contents) {
            folder.write(name, &content);
        }
        folder
    }

    pub fn write(&self, name: &str, content: &[u8]) -> &Self {
        fs::write(self.0.join(name), content).expect("a new file");
        self
    }

    pub fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.0.join(name)).expect("the file is there");
        self
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path as an argument of a command.
    pub fn arg(&self) -> &str {
        self.0.to_str().expect("a path in Unicode")
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The bytes of a file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Every file's name and bytes, in the order of the names, but for what a killed run did not
    /// finish writing, and for run.txt, which says how long a run took.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let is_result = |name: &String| !name.starts_with(".backprop-") && name != "run.txt";
        let names = self.names().into_iter().filter(is_result);
        let file = |name: String| {
            let bytes = fs::read(self.0.join(&name)).expect("a file");
            (name, bytes)
        };
        names.map(file).collect()
    }

    /// The names of what is in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("the folder is there");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> =
            entries.map(|entry| name(entry).into_string().expect("Unicode")).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that is left in the system's temporary files does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An IDX file.
pub fn idx(code: u8, dims: &[u32], elements: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, code, dims.len() as u8];
    dims.iter().for_each(|size| file.extend(size.to_be_bytes()));
    file.extend(elements);
    file
}

/// `count` images of `height` x `width` pixels that count up from 0.
pub fn images(count: u32, height: u32, width: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..count * height * width).map(|k| k as u8).collect();
    idx(8, &[count, height, width], &pixels)
}

/// A file of labels.
pub fn labels(labels: &[u8]) -> Vec<u8> {
    idx(8, &[labels.len() as u32], labels)
}

/// Three training and two test images of 2 x 3 pixels, labels 0 to 4.
pub fn small_set() -> [Vec<u8>; 4] {
    [images(3, 2, 3), labels(&[4, 0, 1]), images(2, 2, 3), labels(&[3, 2])]
}

/// As many images as MNIST has, each of one black pixel: they take little time and teach nothing.
pub fn quick_set() -> Folder {
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let alike = |count: u32| idx(8, &[count, 1, 1], &vec![255; count as usize]);
    Folder::with_set([alike(60_000), digits(60_000), alike(10_000), digits(10_000)])
}
