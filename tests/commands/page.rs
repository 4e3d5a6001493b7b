//! `page` writes one well-formed file that asks for nothing from outside, says everything in
//! Korean and in English, takes any network that reads digits, and has the same bytes every time.
//! What the page does in a browser is tested there: `make page-test`.

use crate::support::{folders, program, xml};
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::mnist;
use backprop::network::Model;
use backprop::page::Page;
use backprop::page::trained::{IMAGES, Trained};
use backprop::random::Xorshift;
use backprop::training::Recipe;
use folders::{Folder, images, labels};
use program::{Run, backprop};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use xml::{Part, parts, well_formed};

/// Runs `page`, and gives the text of the page if there is one.
fn page(flags: &[&str]) -> (Run, Option<String>) {
    let out = Folder::new();
    let run = backprop([&["page", "--out", out.arg()], flags].concat());
    let written = out.names() == ["index.html", "run.txt"];
    (run, written.then(|| out.read("index.html")))
}

/// The page of the built-in network.
fn built_in() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| page(&[]).1.expect("a page"))
}

/// The page without its first line, the text of its style and its scripts, which are no XML.
fn markup() -> String {
    let document = built_in().strip_prefix("<!DOCTYPE html>\n").expect("a document type");
    let mut rest = document;
    let mut markup = String::new();
    for (start, end) in ["<style>", "<script"].into_iter().zip(["</style>", "</script>"]) {
        while let Some(at) = rest.find(start) {
            let open = at + rest[at..].find('>').expect("the tag ends") + 1;
            markup += &rest[..open];
            rest = &rest[at..][rest[at..].find(end).expect("the element ends")..];
        }
    }
    markup + rest
}

#[test]
fn the_page_is_well_formed_and_links_to_what_is_there() {
    let markup = markup();
    well_formed(&markup).expect("sound markup");
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for part in parts(&markup) {
        let Part::Start { attributes, .. } = part else { continue };
        for (name, value) in attributes {
            match name {
                "id" => assert!(ids.insert(value), "two elements have the id {value}"),
                "href" => links.extend(value.strip_prefix('#')),
                "for" | "aria-labelledby" | "aria-describedby" => links.push(value),
                _ => {}
            }
        }
    }
    for link in links {
        assert!(ids.contains(link), "no element has the id {link}");
    }
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let mut page = built_in().to_string();
    let namespaces = ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
    let data = ["src=\"data:image/png;base64,", "<link rel=\"icon\" href=\"data:"];
    for inside in namespaces.iter().chain(&data) {
        page = page.replace(inside, "");
    }
    for address in [
        "http:",
        "https:",
        "\"//",
        "'//",
        "src=",
        ".src",
        "@import",
        "url(",
        "<link",
        "<iframe",
        "fetch(",
        "XMLHttpRequest",
        "import(",
        "WebSocket",
        "EventSource",
        "sendBeacon",
    ] {
        if let Some(at) = page.find(address) {
            let line = page[..at].lines().count();
            panic!("line {line} of the page has {address}");
        }
    }
    let bytes = built_in().len();
    assert!(bytes <= 1_500_000, "at most 1.5 MB, found {bytes} bytes");
}

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    language: Option<&'a str>,
    /// Whether its text is the same in both languages.
    is_same: bool,
    /// The language of its last child, if that is marked with one.
    last_child: Option<&'a str>,
    has_text: bool,
}

#[test]
fn every_text_stands_there_in_korean_and_in_english() {
    let markup = markup();
    let mut open: Vec<Open> = Vec::new();
    for part in parts(&markup) {
        match part {
            Part::Start { name, attributes, is_empty } => {
                let get = |name| attributes.iter().find(|found| found.0 == name).map(|a| a.1);
                for (name, value) in &attributes {
                    // Its name has to be found in either language, and without scripts.
                    let is_both = get("class") == Some("languages");
                    let in_korean = open.iter().any(|element| element.language == Some("ko"));
                    let korean = value.chars().any(is_hangul);
                    assert!(
                        !korean || *name == "data-ko" || is_both || in_korean,
                        "Korean in {name}={value:?}"
                    );
                }
                let twins = [get("data-ko"), get("data-en")].map(|text| text.is_some_and(is_said));
                assert!(twins[0] == twins[1], "one language is missing: {attributes:?}");
                let language = get("lang").filter(|_| name != "html");
                if let Some(parent) = open.last_mut() {
                    let before = parent.last_child.replace(language.unwrap_or_default());
                    check_neighbours(before, language, &format!("<{name}> {attributes:?}"));
                }
                let same_names = ["code", "math", "pre", "svg", "title", "style", "script"];
                let is_same = get("translate") == Some("no") || same_names.contains(&name);
                if !is_empty {
                    let last_child = None;
                    open.push(Open { name, language, is_same, last_child, has_text: false });
                }
            }
            Part::End => {
                let closed = open.pop().expect("well-formed");
                check_neighbours(closed.last_child, None, &format!("</{}>", closed.name));
                let is_said = closed.has_text || closed.language.is_none();
                assert!(is_said, "an empty <{} lang={:?}>", closed.name, closed.language);
                if let Some(parent) = open.last_mut() {
                    parent.has_text |= closed.has_text;
                }
            }
            Part::Text(text) => {
                let language = open.iter().rev().find_map(|element| element.language);
                let is_same = open.iter().any(|element| element.is_same);
                let korean = text.chars().any(is_hangul);
                assert!(!korean || is_same || language == Some("ko"), "Korean as such: {text}");
                let words = text.split(|c: char| !c.is_alphabetic());
                let marked = is_same || language.is_some();
                assert!(marked || words.map(str::len).max() < Some(2), "of no language: {text}");
                if let Some(parent) = open.last_mut() {
                    parent.has_text |= is_said(text);
                }
            }
        }
    }
}

/// Korean is followed by English, and English follows Korean.
fn check_neighbours(before: Option<&str>, language: Option<&str>, place: &str) {
    let is_right = (before == Some("ko")) == (language == Some("en"));
    assert!(is_right, "{place} is {language:?} after {before:?}: no pair of ko and en");
}

fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

/// A page on little data, which takes little time.
fn small_page(model: &Model, threads: usize) -> String {
    let data = mnist::load(&folders::mnist(), Some(300), Some(100)).expect("MNIST");
    let page = Page { model, data: &data, threads };
    page.html(&AtomicUsize::new(0)).expect("a page")
}

#[test]
fn who_wrote_which_half_is_said_of_mnists_own_test_images_alone() {
    let (whole, part) = (built_in(), small_page(&model(&[5]), 1));
    for said in ["고등학생이", "High-school students"] {
        assert!(whole.contains(said), "{said} is missing");
        assert!(!part.contains(said), "{said}, of the first 100 images");
    }
}

fn model(hidden: &[usize]) -> Model {
    let recipe = Recipe { hidden: hidden.to_vec(), ..Recipe::default() };
    let network = recipe.network(784, 10, &mut Xorshift::new(1));
    let (flags, seed) = (String::new(), String::new());
    Model { image_size: Some((28, 28)), flags, seed, ..Model::new(network, recipe.loss) }
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    let page = |threads| small_page(&model(&[20]), threads);
    let first = page(1);
    assert!(page(1) == first, "two runs wrote other bytes");
    assert!(page(2) == first, "two threads wrote other bytes");
}

#[test]
fn every_script_is_short_and_in_the_page_and_uses_its_own_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/scripts");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the scripts") {
        let path = entry.expect("an entry").path();
        let script = fs::read_to_string(&path).expect("a script");
        let (path, lines) = (path.display(), script.lines().count());
        assert!(lines <= 250, "{path}: at most 250 lines, found {lines}");
        assert!(built_in().contains(&script), "{path} is not in the page");
        // The scripts share one scope: a second function of the same name replaces the first.
        for line in script.lines() {
            let word = ["const ", "let ", "var ", "function ", "async function ", "class "]
                .into_iter()
                .find_map(|start| line.strip_prefix(start));
            let end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
            let Some(name) = word.and_then(|rest| rest.split(end).next()) else { continue };
            let is_pattern = name.is_empty();
            assert!(
                is_pattern || names.insert(name.to_string()),
                "{path}: {name} has been declared before"
            );
        }
    }
}

#[test]
fn the_page_answers_what_predict_answers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = Model::read(&root.join("data/model/mnist.npz")).expect("a model");
    let data = mnist::load(&folders::mnist(), Some(1), None).expect("MNIST");
    let trained = Trained::new(&model, &data);
    // The first two classes, with their probabilities as `predict` prints them.
    let answer = |model: &Model, image: &[f64]| {
        let probabilities = model.answer(image).expect("finite numbers");
        let mut classes: Vec<_> = probabilities.into_iter().enumerate().collect();
        classes.sort_by(|a, b| b.1.total_cmp(&a.1));
        [0, 1].map(|place| (classes[place].0, format!("{:.1}", 100.0 * classes[place].1)))
    };
    let mut others = Vec::new();
    for i in 0..data.test.len() {
        let image = data.test.images.dense(i);
        let (ours, page) = (answer(&model, &image), answer(&trained.model, &image));
        assert_eq!(ours[0].0, page[0].0, "another class for test image {i}");
        if ours != page {
            assert!(i >= IMAGES, "test image {i} of the page: {ours:?}, but in the page {page:?}");
            others.push(i);
        }
    }
    assert!(others.len() <= 5, "other probabilities for the test images {others:?}");
}

#[test]
fn any_network_that_reads_digits_has_a_page() {
    for (hidden, shape) in [(&[][..], "784-10"), (&[9, 8], "784-9-8-10")] {
        let shape = format!("<code>{shape}</code>");
        assert!(small_page(&model(hidden), 1).contains(&shape), "a page of {shape}");
    }
}

/// A network of one layer whose weights are all `value`.
fn linear(value: f64, inputs: usize, outputs: usize) -> Folder {
    let values = Values::F64(vec![value; inputs * outputs]);
    let weights = Array { shape: vec![inputs, outputs], values };
    let folder = Folder::new();
    folder.write("model.npz", &npz::write(&[("W1".into(), weights)]).expect("it fits"));
    folder
}

#[test]
fn what_is_no_network_for_digits_is_refused() {
    let set = [images(10_000, 28, 28), labels(&[12; 10_000]), images(1, 28, 28), labels(&[3])];
    let letters = Folder::with_set(set);
    let mnist = folders::mnist();
    let mnist = mnist.to_str().expect("Unicode");
    for (model, data, message) in [
        (
            linear(0.5, 6, 10),
            mnist,
            "model.npz: layer 1 has weights for 6 inputs, found images of 28 x 28 pixels; choose \
             images of this model's size, or another model\n",
        ),
        (
            linear(0.5, 784, 9),
            mnist,
            "model.npz: the page needs 10 outputs, one for each digit, found 9; choose a model that \
             was trained on digits\n",
        ),
        (
            linear(f64::MAX, 784, 10),
            mnist,
            "model.npz: the outputs of layer 1 or their errors are no longer finite numbers: the \
             model's weights are too large; train it again\n",
        ),
        (
            linear(0.5, 784, 10),
            letters.arg(),
            "the page needs images of 28 x 28 pixels and labels 0 to 9, found 28 x 28 and labels \
             up to 12; choose the folder of MNIST\n",
        ),
    ] {
        let model = model.path().join("model.npz");
        let (run, page) = page(&["--data", data, "--model", model.to_str().expect("Unicode")]);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{run:?}");
        assert!(run.stderr.starts_with("error: ") && run.stderr.ends_with(message), "{run:?}");
        assert!(page.is_none(), "no page of a failed run");
    }
    // The library refuses them, too.
    let data = mnist::load(letters.path(), None, None).expect("letters");
    let network = Recipe::default().network(784, 13, &mut Xorshift::new(1));
    let of_letters = Model::new(network, Recipe::default().loss);
    for (model, fault) in [(&of_letters, "found 13"), (&model(&[5]), "labels up to 12")] {
        let page = Page { model, data: &data, threads: 1 };
        let found = page.html(&AtomicUsize::new(0)).expect_err("not of digits").to_string();
        assert!(found.contains(fault), "{found}");
    }
}
