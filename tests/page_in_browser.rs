//! The page computes what this crate computes, and works, in a real browser: on a phone's width and
//! a wide one, in both languages, for networks of any depth; and writes nothing on the console. The
//! tests, `tests/page/*.js`, are written into the page, with the results of this crate. `make
//! page-test` runs it; `cargo test` does not, since it needs Chromium.

#[path = "page/cases.rs"]
mod cases;
#[path = "page/drawing.rs"]
mod drawing;
#[path = "page/examples.rs"]
mod examples;
mod support;

use backprop::mnist;
use backprop::mnist::Mnist;
use backprop::network::{Activation, Init, Loss, Model};
use backprop::page::Page;
use backprop::page::trained::Trained;
use backprop::random::Xorshift;
use backprop::training::Recipe;
use folders::Folder;
use program::backprop;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicUsize;
use std::thread;
use std::time::{Duration, Instant};
use support::{folders, program};

/// How long Chromium may take; it takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// Fewer checks than this mean that tests are missing.
const FEWEST: usize = 500;

/// Chromium's program: what CHROMIUM names, or one of the usual names on the path.
fn chromium() -> PathBuf {
    if let Some(path) = env::var_os("CHROMIUM").filter(|path| !path.is_empty()) {
        return path.into();
    }
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
        .expect(
            "Chromium, which is missing: install it (Debian: apt-get install chromium) or name \
             its program in CHROMIUM",
        )
}

/// Opens a page in a window of this width and gives the document and what Chromium reported.
fn open(page: &Path, language: &str, width: usize) -> (String, String) {
    let folder = Folder::new();
    let output = |name| File::create(folder.path().join(name)).expect("a new file");
    let mut profile = std::ffi::OsString::from("--user-data-dir=");
    profile.push(folder.path().join("profile"));
    let mut browser = Command::new(chromium())
        .args(["--headless", "--disable-gpu", "--dump-dom", "--enable-logging=stderr"])
        // Root has no sandbox. The page is our own.
        .arg("--no-sandbox")
        // A window is at least 500 pixels wide, except when it fills a narrow screen.
        .args([&format!("--screen-info={{{width}x900}}"), "--start-maximized"])
        .arg(profile)
        .arg(format!("file://{}?lang={language}", page.display()))
        .stdin(Stdio::null())
        .stdout(output("document"))
        .stderr(output("log"))
        .spawn()
        .expect("Chromium starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = browser.try_wait().expect("it can be waited for") {
            break status;
        }
        if start.elapsed() > PATIENCE {
            browser.kill().expect("it is killed");
            browser.wait().expect("it has ended");
            panic!("Chromium was killed after {PATIENCE:?}; it wrote\n{}", folder.read("log"));
        }
        thread::sleep(Duration::from_millis(50));
    };
    let (document, log) = (folder.read("document"), folder.read("log"));
    assert!(status.success(), "Chromium failed: {status}\n{log}");
    (document, log)
}

/// The page with the tests in it: the results of this crate as data, and the scripts of
/// `tests/page` at the end of the function that holds the page's own.
fn with_tests(page: &str, model: &Model, data: &Mnist) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("a script");
    let entries = fs::read_dir(&folder).expect("the tests").map(|entry| entry.expect("a file"));
    let names = entries.map(|entry| entry.file_name().into_string().expect("Unicode"));
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".js")).collect();
    names.sort_by_key(|name| (name != "self_test.js", name.clone()));
    let tests: String = names.iter().map(|name| read(name)).collect();
    let cases = cases::cases(&Trained::new(model, data));
    let (start, end) = page.rsplit_once("})();\n</script>").expect("the scripts end");
    let (start, scripts) = start.rsplit_once("<script>").expect("the scripts begin");
    format!(
        "{start}<script type=\"application/json\" id=\"cases\">{cases}</script>\n\
         <script>{scripts}{tests}runSelfTests();\n}})();\n</script>{end}"
    )
}

/// Holds the page in a folder to its test.
fn check(out: &Folder, network: &str, windows: &[(&str, usize)]) {
    for &(language, width) in windows {
        let place = format!("{network}, {language}, {width} pixels");
        let (document, log) = open(&out.path().join("index.html"), language, width);
        let errors: Vec<_> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
        assert!(errors.is_empty(), "{place}: the console is not empty: {errors:#?}");

        let report = document.split_once("\nself-test: ").or(document.split_once(">self-test: "));
        let report = report.and_then(|(_, after)| after.split("</pre>").next());
        let report = report.unwrap_or_else(|| panic!("{place}: no report of a self-test"));
        let counts: Vec<_> = report.split_whitespace().take(3).collect();
        let [held, "of", all] = counts[..] else { panic!("{place}: no count in {report}") };
        assert_eq!(held, all, "{place}: self-test: {report}");
        let all: usize = all.parse().expect("a number");
        assert!(all >= FEWEST, "{place}: at least {FEWEST} checks, found {all}");
        let noted = report.contains(&format!("the window is {width} pixels wide"));
        assert!(noted, "{place}: another width: {report}");
        println!("{place}: self-test: {report}");
    }
}

#[test]
fn the_page_passes_its_test_at_both_widths_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = Folder::new();
    backprop(["page", "--out", out.arg()]).done();
    let model = Model::read(&root.join("data/model/mnist.npz")).expect("a model");
    let data = mnist::load(&folders::mnist(), Some(1), None).expect("MNIST");
    out.write("index.html", with_tests(&out.read("index.html"), &model, &data).as_bytes());
    check(&out, "built in", &[("ko", 360), ("en", 360), ("ko", 1280), ("en", 1280)]);
}

#[test]
fn so_does_the_page_of_any_other_network() {
    // Of the tutorial's training images a few: the network is what differs here.
    let data = mnist::load(&folders::mnist(), Some(1000), None).expect("MNIST");
    let tanh = Recipe { activation: Activation::Tanh, init: Init::Xavier, ..Recipe::default() };
    let squared = Loss::SquaredError;
    for recipe in [
        Recipe { hidden: vec![], bias: false, ..Recipe::default() },
        Recipe { hidden: vec![20, 12], ..Recipe::default() },
        Recipe { hidden: vec![12], loss: squared, output: Activation::Sigmoid, ..tanh },
    ] {
        let recipe = Recipe { epochs: 3, learning_rate: 0.1, ..recipe };
        let network = recipe.train(&data.train, Xorshift::new(1)).expect("no divergence");
        let shape = network.shape();
        let (flags, seed) = (String::new(), String::new());
        let model =
            Model { image_size: Some((28, 28)), flags, seed, ..Model::new(network, recipe.loss) };
        let page = Page { model: &model, data: &data, threads: 2 };
        let out = Folder::new();
        let html = page.html(&AtomicUsize::new(0)).expect("a page");
        out.write("index.html", with_tests(&html, &model, &data).as_bytes());
        check(&out, &shape, &[("ko", 360)]);
    }
}
