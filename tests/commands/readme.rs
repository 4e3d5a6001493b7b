//! What the READMEs show is what is there: code, output, and every file, command, flag and `make`
//! target that they name. The Korean README shows the same as the English one, and the tests'
//! README has every test.

use crate::support::{folders, program};
use backprop::cli::COMMANDS;
use backprop::cli::args::Flag;
use folders::Folder;
use program::{program, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const ENGLISH: Readme = Readme { path: "README.md", text: include_str!("../../README.md") };
const KOREAN: Readme = Readme {
    path: "data/document/README.ko.md",
    text: include_str!("../../data/document/README.ko.md"),
};

struct Readme {
    path: &'static str,
    text: &'static str,
}

impl Readme {
    /// The blocks between lines of three backticks, each with its language and its text.
    fn blocks(&self) -> Vec<(&str, &str)> {
        let blocks = self.text.split("```").skip(1).step_by(2);
        blocks.map(|block| block.split_once('\n').expect("a block has lines")).collect()
    }

    /// All text outside the blocks.
    fn prose(&self) -> String {
        self.text.split("```").step_by(2).collect()
    }

    /// The lines of all blocks.
    fn block_lines(&self) -> Vec<&str> {
        self.text.split("```").skip(1).step_by(2).flat_map(str::lines).collect()
    }

    /// The code in the first cell of each row of each table.
    fn first_cells(&self) -> Vec<Vec<&str>> {
        let rows = self.text.lines().filter_map(|line| line.strip_prefix("| "));
        rows.map(|row| code(row.split('|').next().unwrap_or_default())).collect()
    }
}

/// The parts of a text between backticks.
fn code(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_rust_shown_is_the_plain_epoch_and_the_librarys_example() {
    let epoch = include_str!("../../src/document/epoch.rs").to_string();
    let library = include_str!("../../src/lib.rs").replace("//! ", "").replace("//!", "");
    let sources = [("src/document/epoch.rs", epoch), ("the doc of src/lib.rs", library)];

    let blocks = ENGLISH.blocks().into_iter().filter(|(language, _)| *language == "rust");
    let blocks: Vec<&str> = blocks.map(|(_, block)| block).collect();
    assert_eq!(blocks.len(), sources.len(), "README.md: the number of blocks of Rust");
    for (block, (name, source)) in blocks.into_iter().zip(sources) {
        for line in block.lines() {
            let found = source.lines().any(|of_source| of_source == line);
            assert!(found, "README.md shows a line that is not in {name}: {line}");
        }
        assert!(source.contains(block), "README.md: the lines stand otherwise in {name}:\n{block}");
    }
}

#[test]
fn the_output_shown_is_the_output() {
    let shown = ENGLISH
        .blocks()
        .into_iter()
        .find_map(|(_, block)| block.strip_prefix("$ make reproduce\n").map(str::lines));
    let mut shown = shown.expect("README.md shows the output of make reproduce");
    let folder = Folder::new();
    let output = run(program().arg("reproduce").current_dir(folder.path())).done().stdout;
    let mut printed = output.lines();
    while let Some(line) = shown.next() {
        if line == "..." {
            let next = shown.next();
            let found = printed.any(|line| Some(line) == next);
            assert!(found, "README.md shows a line that is not printed: {next:?}");
        } else {
            assert_eq!(printed.next(), Some(line), "printed (left), in README.md (right)");
        }
    }
    assert_eq!(printed.next(), None, "printed, but not in README.md");

    let call = "$ backprop predict data/document/five.png\n";
    let shown = ENGLISH.blocks().into_iter().find_map(|(_, block)| block.split_once(call));
    let (_, shown) = shown.expect("README.md shows the output of predict");
    let picture = ["predict", "data/document/five.png"];
    let printed = run(program().args(picture).current_dir(root())).done().stdout;
    assert_eq!(printed, shown, "printed (left), in README.md (right)");
}

#[test]
fn every_file_named_is_there() {
    for path in [
        ENGLISH.path,
        KOREAN.path,
        "data/document/README.md",
        "data/mnist/README.md",
        "data/published/README.md",
        "tests/README.md",
        "tests/benchmark/README.md",
        "tests/compare/README.md",
    ] {
        let text = fs::read_to_string(root().join(path)).expect(path);
        let folder = root().join(path).parent().expect("a file is in a folder").to_path_buf();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            let found = folder.join(target).exists();
            assert!(found, "{path} links to {target}, which is not there");
        }
        for name in code(&text) {
            if ["src/", "tests/", "data/"].iter().any(|folder| name.starts_with(folder)) {
                assert!(root().join(name).exists(), "{path} names {name}, which is not there");
            }
        }
    }
}

#[test]
fn the_table_of_promises_has_every_test() {
    let table = fs::read_to_string(root().join("tests/README.md")).expect("tests/README.md");
    let is_name = |name: &&str| name.ends_with(".rs") && !name.contains('/');
    let named: BTreeSet<_> = code(&table).into_iter().filter(is_name).map(String::from).collect();
    let mut tests = BTreeSet::from(["page_in_browser.rs".to_string()]);
    for program in ["tutorial", "learning", "formats", "data", "commands"] {
        let folder = root().join("tests").join(program);
        let main = fs::read_to_string(folder.join("main.rs")).expect(program);
        for entry in fs::read_dir(folder).expect(program) {
            let name = entry.expect("an entry").file_name().into_string().expect("a name");
            if name != "main.rs" {
                let line = format!("mod {};\n", name.trim_end_matches(".rs"));
                assert!(main.contains(&line), "tests/{program}/main.rs leaves out {name}");
                tests.insert(name);
            }
        }
    }
    let missing: Vec<_> = tests.difference(&named).collect();
    assert!(missing.is_empty(), "tests/README.md has no row for {missing:?}");
    let gone: Vec<_> = named.difference(&tests).collect();
    assert!(gone.is_empty(), "tests/README.md names {gone:?}, which are not there");
}

#[test]
fn every_command_is_named_and_every_one_named_is_there() {
    let makefile = include_str!("../../Makefile");
    for readme in [ENGLISH, KOREAN] {
        let (path, prose) = (readme.path, readme.prose());
        for command in COMMANDS {
            let row = format!("\n| `backprop {}` |", command.name);
            assert!(prose.contains(&row), "{path} has no row for backprop {}", command.name);
        }
        // A flag belongs to the command that was named last.
        let mut last = None;
        for text in code(&prose) {
            let words: Vec<&str> = text.split_whitespace().collect();
            let flags = match words[..] {
                ["make", target, ..] => {
                    let found = makefile.contains(&format!("\n{target}:"));
                    assert!(found, "{path} names {text}: the Makefile has no target {target}");
                    continue;
                }
                ["backprop", "help", name] | ["backprop", name, ..] => {
                    last = COMMANDS.iter().find(|command| command.name == name);
                    assert!(last.is_some(), "{path} names {text}: there is no command {name}");
                    &words[2..]
                }
                _ if text.starts_with("--") => &words[..],
                _ => continue,
            };
            let command = last.unwrap_or_else(|| panic!("{path} names {text} before any command"));
            for flag in flags.iter().filter_map(|word| word.strip_prefix("--")) {
                let mut lines = command.flags.iter().filter(|line| line.starts_with("--"));
                let found = lines.any(|line| Flag::new(line).name == flag);
                let name = command.name;
                assert!(found, "{path} names --{flag}, which is no flag of backprop {name}");
            }
        }
    }
}

#[test]
fn the_korean_readme_has_the_same_sections_rows_and_code() {
    let sections = |readme: Readme| readme.text.matches("\n## ").count();
    assert_eq!(sections(ENGLISH), sections(KOREAN), "sections, English (left), Korean (right)");
    same("code in the first cell of a row", ENGLISH.first_cells(), KOREAN.first_cells());
    same("line of a block", ENGLISH.block_lines(), KOREAN.block_lines());
}

/// Both lists are equal, or the first difference is shown.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, english: Vec<T>, korean: Vec<T>) {
    for (english, korean) in english.iter().zip(&korean) {
        assert_eq!(english, korean, "{what}, English (left), Korean (right)");
    }
    assert_eq!(english.len(), korean.len(), "number: {what}, English (left), Korean (right)");
}
