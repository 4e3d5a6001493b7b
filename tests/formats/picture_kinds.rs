//! A file that is no PNG, JPEG, PGM or PPM picture is named for what it is, with the way to convert
//! it.

use crate::support::pixels;
use backprop::format::png::write_grey;
use pixels::picture;

fn fault(file: &[u8]) -> String {
    picture(file).expect_err("a fault")
}

#[test]
fn png_pgm_and_ppm_are_read() {
    for file in [&write_grey(1, 1, &[7])[..], b"P2 1 1 255 7", b"P5#c\n1 1 255 \x07"] {
        assert_eq!(picture(file).expect("a sound file").pixels, [[7, 7, 7, 255]]);
    }
    for file in [&b"P3\n1 1 255 1 2 3"[..], b"P6\t1 1 255 \x01\x02\x03"] {
        assert_eq!(picture(file).expect("a sound file").pixels, [[1, 2, 3, 255]]);
    }
    // A PNG picture copied as text: CR LF became LF.
    let expected = "cannot read this PNG picture: expected PNG's first eight bytes, found others, as \
                    after copying it as text; save or copy it again";
    assert_eq!(fault(b"\x89PNG\n\x1a\n"), expected);
}

#[test]
fn other_kinds_are_recognised() {
    let [pbm, heic] = ["a PBM picture", "a HEIC picture"];
    let either = "a HEIC or AVIF picture";
    let [tiff, svg, html] = ["a TIFF picture", "an SVG drawing", "a web page"];
    let utf_8_mark = b"\xEF\xBB\xBF<svg>";
    let cases: [(&[u8], &str); 31] = [
        (b"", "an empty file"),
        (b"P1 1 1 1", pbm),
        (b"P4\n1 1\n\x80", pbm),
        (b"P7\nWIDTH 1", "a PAM picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", heic),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", either),
        (b"\0\0\0\x14ftypmsf1\0\0\0\0hevc", either),
        (b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf", "an AVIF picture"),
        (b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf", either),
        (b"\0\0\0\x14ftypavis\0\0\0\0mif1", "an AVIF picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"GIF87a\x01\0", "a GIF picture"),
        (b"GIF89a\x01\0", "a GIF picture"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "a BMP picture"),
        (b"II*\0\x08\0\0\0", tiff),
        (b"MM\0*\0\0\0\x08", tiff),
        (b"II+\0\x08\0\0\0", tiff),
        (b"MM\0+\0\x08\0\0", tiff),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", svg),
        (b"<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg>", svg),
        (b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"><svg>", svg),
        (utf_8_mark, svg),
        (b"<SVG><foreignObject><html>", svg),
        (b"<!DOCTYPE html><html>", html),
        (b"<!doctype HTML>\n<title>", html),
        (b"\n\n <HTML lang=\"ko\">", html),
        (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", html),
        (b"<!-- saved --><html><body><svg>", html),
        (b"<!doctype html><svg>", html),
    ];
    for (file, kind) in cases {
        let expected = format!("expected a PNG, JPEG, PGM or PPM picture, found {kind}; ");
        let found = fault(file);
        assert!(found.starts_with(&expected), "{}: {found}", file.escape_ascii());
    }
}

#[test]
fn other_files_are_of_no_known_kind() {
    for file in [
        &b"\x89PN"[..],
        b"P",
        b"P5",
        b"P51 1 255",
        b"P8 1 1 255",
        b"\xFF\xD8",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"BMW sells cars",
        b"GIF97a",
        b"<?xml version=\"1.0\"?><plist>",
        b"%!PS-Adobe",
        b"\0\0\0\x18ftypisom\0\0\0\0isomavc1",
        b"\0\0\0\x10ftypqt  \0\0\0\0heic",
        b"\0\0\0\x01ftyp",
        b"<b>bold</b>",
        b"digit,probability",
        b"\x1F\x8B\x08\0",
    ] {
        let start = file[..file.len().min(8)].escape_ascii();
        let what = format!(
            "expected a PNG, JPEG, PGM or PPM picture, found a file that begins \"{start}\""
        );
        assert_eq!(fault(file), what);
    }
    // A tag far behind the start does not count.
    let far = [&b"<b>"[..], &[b' '; 5000], b"<svg>"].concat();
    assert!(fault(&far).ends_with("found a file that begins \"<b>     \""));
}

#[test]
fn messages_say_what_was_expected_and_found_and_what_to_do() {
    let expected = "expected a PNG, JPEG, PGM or PPM picture, found ";
    let convert = "convert it: magick \"FILE[0]\" -auto-orient out.png (or convert for magick)";
    let cases: [(&[u8], &str); 6] = [
        (b"BM\x46\0\0\0\0\0\0\0", &format!("a BMP picture; {convert}")),
        (b"GIF89a", &format!("a GIF picture; {convert}")),
        (b"%PDF-1.7", "a PDF document; convert a page: pdftoppm -png -singlefile FILE out"),
        (b"<html>", "a web page; save the picture itself, not the page that shows it"),
        (b"", "an empty file; save the picture again"),
        (b"\x1F\x8B\x08\0rest...", "a file that begins \"\\x1f\\x8b\\x08\\x00rest\""),
    ];
    for (file, found) in cases {
        assert_eq!(fault(file), format!("{expected}{found}"));
    }
    assert_eq!(
        fault(b"P5 1 1 "),
        "cannot read this PGM or PPM picture: the file ends in its header; save or copy it again"
    );
    assert_eq!(
        fault(b"P5 50000 50000 255\n"),
        "cannot read this PGM or PPM picture: expected 1 to 268435456 pixels, found 50000 x 50000; \
         save it in another size"
    );
    assert_eq!(
        fault(&write_grey(1, 1, &[7])[..30]),
        "cannot read this PNG picture: the file ends too early; save or copy it again"
    );
}
