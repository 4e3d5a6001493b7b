//! The page computes what this crate computes, and works, in a real browser: on a phone's width and
//! a wide one, in both languages, for networks of any depth; by mouse, finger and key; and writes
//! nothing on the console. The tests, `tests/page/*.js`, are written into the page, with the results
//! of this crate. `make page-test` runs it and leaves pictures in `out/page-test` to be looked at;
//! `cargo test` does not, since it needs Chromium.

#[path = "page/browser.rs"]
mod browser;
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
use browser::Browser;
use folders::Folder;
use program::backprop;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use support::{folders, program};

/// Fewer checks than this mean that tests are missing.
const FEWEST: usize = 500;

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

/// Holds a page with the tests in it to them, in some windows.
fn check(page: &str, network: &str, windows: &[(&str, usize)]) {
    for &(language, width) in windows {
        let place = format!("{network}, {language}, {width} pixels");
        let mut browser = Browser::open(page, language, width);
        let report = browser.evaluate("document.querySelector('#self-test').textContent");
        quiet(&browser);
        let counts: Vec<_> = report.split_whitespace().take(4).collect();
        let ["self-test:", held, "of", all] = counts[..] else { panic!("{place}: {report}") };
        assert_eq!(held, all, "{place}: {report}");
        let all: usize = all.parse().expect("a number");
        assert!(all >= FEWEST, "{place}: at least {FEWEST} checks, found {all}");
        let noted = report.contains(&format!("the window is {width} pixels wide"));
        assert!(noted, "{place}: another width: {report}");
        println!("{place}: {report}");
    }
}

#[test]
fn the_page_passes_its_test_at_both_widths() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = Model::read(&root.join("data/model/mnist.npz")).expect("a model");
    let data = mnist::load(&folders::mnist(), Some(1), None).expect("MNIST");
    let page = with_tests(written(), &model, &data);
    check(&page, "built in", &[("ko", 360), ("en", 1280)]);
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
        let html = page.html(&AtomicUsize::new(0)).expect("a page");
        check(&with_tests(&html, &model, &data), &shape, &[("ko", 360)]);
    }
}

/// The page as readers get it.
fn written() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| {
        let out = Folder::new();
        backprop(["page", "--out", out.arg()]).done();
        out.read("index.html")
    })
}

const DIGIT: &str = "document.querySelector('#answer-digit').textContent";

/// Expects that nothing came onto the console.
fn quiet(browser: &Browser) {
    assert!(browser.console.is_empty(), "the console is not empty: {:#?}", browser.console);
}

#[test]
fn a_reader_draws_points_and_types() {
    let mut page = Browser::open(written(), "ko", 768);

    // Two digits, by mouse and by finger; the finger does not scroll the page.
    page.draw("#pad", &[[0.3, 0.2], [0.5, 0.2], [0.7, 0.2], [0.6, 0.5], [0.5, 0.85]], false);
    page.wait(DIGIT, "7");
    page.click("#clear");
    page.wait(DIGIT, "?");
    page.call("Emulation.setTouchEmulationEnabled", "\"enabled\":true");
    page.show("#pad");
    let before = page.evaluate("scrollY");
    page.draw("#pad", &[[0.5, 0.15], [0.5, 0.4], [0.5, 0.6], [0.5, 0.85]], true);
    page.wait(DIGIT, "1");
    assert_eq!(page.evaluate("scrollY"), before, "drawing by finger scrolls the page");
    page.call("Emulation.setTouchEmulationEnabled", "\"enabled\":false");

    // Symbol and figure light each other up, and go out.
    page.click("#example-next");
    let lit = "[...document.querySelectorAll('#example .lit')].map((node) => node.tagName).join()";
    page.show("#example-now");
    page.mouse("mouseMoved", "#example-now [data-part=w1]", [0.5, 0.5]);
    page.wait(&format!("/^g,SPAN/.test({lit})"), "true");
    page.mouse("mouseMoved", ".chapters", [0.5, 0.5]);
    page.wait(lit, "");
    page.mouse("mouseMoved", "#example-figure [data-part=x1]", [0.5, 0.5]);
    page.wait(&format!("/^g,SPAN/.test({lit})"), "true");

    // Sliders, buttons and edges by key.
    let focus = |page: &mut Browser, selector: &str| {
        page.show(selector);
        page.evaluate(&format!("document.querySelector('{selector}').focus()"));
    };
    for (selector, key, value, expected) in [
        ("#curve-w", "ArrowRight", "document.querySelector('#curve-w').value", "-2.49"),
        (
            "#example-next",
            "Enter",
            "document.querySelectorAll('#example .marked').length > 0",
            "true",
        ),
        ("#graph-next", " ", "document.querySelectorAll('#graph .now').length > 0", "true"),
        (
            ".edge[data-part=v]",
            "Enter",
            "document.querySelectorAll('.edge.backward[data-part=v]').length",
            "1",
        ),
    ] {
        focus(&mut page, selector);
        page.press(key);
        page.wait(value, expected);
    }

    // An exercise, with the numbers that the page gives.
    let box_of = "#exercise-three input";
    let right = page.evaluate(
        "(([y, t]) => ((y - t) * y * (1 - y)).toFixed(4))([...document.querySelectorAll(\
         '#exercise-three .given')].slice(-2).map((one) => one.textContent.split('=')[1].trim()))",
    );
    page.click(box_of);
    right.chars().for_each(|key| page.press(&key.to_string()));
    page.wait("document.querySelector('#exercise-three .box [role=status]').className", "update");

    // The language stays in the address, with the chapter behind it, and after the page is loaded anew.
    page.click(".languages [hreflang=en]");
    page.wait("document.documentElement.lang", "en");
    page.click(".chapters [href='#mistakes']");
    page.wait("location.search + location.hash", "?lang=en#mistakes");
    page.call("Page.reload", "");
    let place = "document.querySelector('#mistakes')?.getBoundingClientRect().top";
    page.wait(&format!("document.documentElement?.lang + (Math.abs({place}) < 99)"), "entrue");
    quiet(&page);
}

#[test]
fn every_control_is_reached_by_key_and_seen() {
    let mut page = Browser::open(written(), "ko", 1280);
    let script = include_str!("page/look/focus.js");
    let mut faults = Vec::new();
    for stops in 0.. {
        page.press("Tab");
        let fault = page.evaluate(script);
        if fault == "end" {
            break;
        }
        faults.extend(Some(fault).filter(|fault| !fault.is_empty()));
        assert!(stops < 500, "Tab does not come to an end");
    }
    let missed = "[...window.unreached].map((node) => node.outerHTML.slice(0, 120)).join('\\n')";
    assert_eq!(page.evaluate(missed), "", "Tab does not reach these");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn it_can_be_read_at_any_width_and_in_any_colours() {
    let mut page = Browser::open(written(), "ko", 1280);
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("out/page-test");
    fs::create_dir_all(&pictures).expect("a folder");
    let chapters = "[...document.querySelectorAll('main > section')].map((chapter) => chapter.id)";
    let chapters = page.evaluate(chapters);
    let mut faults = Vec::new();
    for (width, scheme, forced) in [
        (320, "light", false),
        (320, "dark", false),
        (768, "light", false),
        (768, "dark", true),
        (1280, "light", false),
        (1280, "dark", false),
    ] {
        page.look(width, scheme, forced);
        for language in ["ko", "en"] {
            page.evaluate(&format!("document.querySelector('[hreflang={language}]').click()"));
            let found = page.evaluate(include_str!("page/look/audit.js"));
            let place = format!("{width} pixels, {scheme}, forced: {forced}, {language}");
            faults.extend(found.lines().map(|fault| format!("{place}: {fault}")));
        }
        page.evaluate("document.querySelector('[hreflang=ko]').click()");
        for chapter in chapters.split(',') {
            let kind = if forced { "forced" } else { scheme };
            let png = page.picture(&format!("#{chapter}"));
            fs::write(pictures.join(format!("{chapter}-{width}-{kind}.png")), png).expect("a file");
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    quiet(&page);
}
