//! A file that is no PNG, PGM or PPM picture is named for what it is, with the way to convert it.

use backprop::format::picture::{OtherKind, PictureError, decode};
use backprop::format::png::{PngError, write_grey};
use backprop::format::pnm::PnmError;

#[test]
fn png_pgm_and_ppm_are_read() {
    for file in [&write_grey(1, 1, &[7])[..], b"P2 1 1 255 7", b"P5#c\n1 1 255 \x07"] {
        assert_eq!(decode(file).expect("a sound file").pixels, [[7, 7, 7, 255]]);
    }
    for file in [&b"P3\n1 1 255 1 2 3"[..], b"P6\t1 1 255 \x01\x02\x03"] {
        assert_eq!(decode(file).expect("a sound file").pixels, [[1, 2, 3, 255]]);
    }
    // A PNG picture copied as text: CR LF became LF.
    assert_eq!(decode(b"\x89PNG\n\x1a\n"), Err(PictureError::Png(PngError::Signature)));
    assert_eq!(decode(b"P5 1 1 "), Err(PictureError::Pnm(PnmError::HeaderCutShort)));
}

#[test]
fn other_kinds_are_recognised() {
    use OtherKind::*;
    let utf_8_mark = b"\xEF\xBB\xBF<svg>";
    let cases: [(&[u8], OtherKind); 35] = [
        (b"", Empty),
        (b"P1 1 1 1", PbmOrPam),
        (b"P4\n1 1\n\x80", PbmOrPam),
        (b"P7\nWIDTH 1", PbmOrPam),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", Jpeg),
        (b"\xFF\xD8\xFF\xE1\0\x10Exif\0", Jpeg),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Heic),
        (b"\0\0\0\x18ftypheix\0\0\0\0mif1heix", Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Heic),
        (b"\0\0\0\x14ftypmsf1\0\0\0\0hevc", Heic),
        (b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf", Avif),
        (b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf", Avif),
        (b"\0\0\0\x14ftypavis\0\0\0\0mif1", Avif),
        (b"RIFF\x24\0\0\0WEBPVP8 ", WebP),
        (b"GIF87a\x01\0", Gif),
        (b"GIF89a\x01\0", Gif),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", Bmp),
        (b"II*\0\x08\0\0\0", Tiff),
        (b"MM\0*\0\0\0\x08", Tiff),
        (b"II+\0\x08\0\0\0", Tiff),
        (b"MM\0+\0\x08\0\0", Tiff),
        (b"%PDF-1.7\n", Pdf),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", Svg),
        (b"<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg>", Svg),
        (b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"><svg>", Svg),
        (utf_8_mark, Svg),
        (b"<SVG><foreignObject><html>", Svg),
        (b"<!DOCTYPE html><html>", Html),
        (b"<!doctype HTML>\n<title>", Html),
        (b"\n\n <HTML lang=\"ko\">", Html),
        (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Html),
        (b"<!-- saved --><html><body><svg>", Html),
        (b"<!doctype html><svg>", Html),
        (b"<?xml version=\"1.0\"?><plist>", Xml),
        (b"<?xml?>", Xml),
    ];
    for (file, kind) in cases {
        assert_eq!(decode(file), Err(PictureError::Other(kind)), "{}", file.escape_ascii());
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
        b"GIF88a",
        b"%!PS-Adobe",
        b"\0\0\0\x18ftypisom\0\0\0\0isomavc1",
        b"\0\0\0\x10ftypqt  \0\0\0\0heic",
        b"\0\0\0\x01ftyp",
        b"\0\0\0\0ftypheic",
        b"<b>bold</b>",
        b"digit,probability",
        b"\x1F\x8B\x08\0",
    ] {
        let start = file[..file.len().min(8)].to_vec();
        assert_eq!(decode(file), Err(PictureError::Unknown(start)), "{}", file.escape_ascii());
    }
    // A tag far behind the start does not count.
    let far = [&b"<b>"[..], &[b' '; 5000], b"<svg>"].concat();
    assert_eq!(decode(&far), Err(PictureError::Unknown(b"<b>     ".to_vec())));
}

#[test]
fn messages_say_what_was_expected_and_found_and_what_to_do() {
    let message = |file: &[u8]| decode(file).expect_err("a fault").to_string();
    let expected = "expected a PNG, PGM or PPM picture, found ";
    let cases: [(&[u8], &str); 5] = [
        (b"\xFF\xD8\xFF\xE0", "a JPEG picture; convert it: magick photo.jpg photo.png"),
        (b"%PDF-1.7", "a PDF document; convert its first page: pdftoppm -png -singlefile a.pdf a"),
        (b"<html>", "a web page; save the picture itself, not the page that shows it"),
        (b"", "an empty file; save the picture again"),
        (b"\x1F\x8B\x08\0rest...", "a file that begins \"\\x1f\\x8b\\x08\\x00rest\""),
    ];
    for (file, found) in cases {
        assert_eq!(message(file), format!("{expected}{found}"));
    }
    assert_eq!(
        message(b"P5 5000 5000 255\n"),
        "cannot read this PGM or PPM picture: expected 1 to 16777216 pixels, found 5000 x 5000; \
         save it in another size"
    );
    assert_eq!(
        message(&write_grey(1, 1, &[7])[..30]),
        "cannot read this PNG picture: the file ends too early; save or copy it again"
    );
}
