use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn gradient(width: u32, height: u32) -> DynamicImage {
    let shade = |n: u32, of: u32| u8::try_from(n * 255 / of).unwrap_or(0);
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        Rgb([shade(x, width), shade(y, height), 90])
    }))
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).expect("encodes");
    out.into_inner()
}

#[test]
fn every_raster_format_is_known_by_its_bytes_and_stays_as_it_is() {
    let formats = [
        (ImageFormat::Png, Format::Png),
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::Gif, Format::Gif),
        (ImageFormat::WebP, Format::Webp),
    ];
    for (written, wanted) in formats {
        let bytes = encoded(&gradient(40, 30), written);
        let picture = probe(&bytes).expect("a picture");
        assert_eq!((picture.format, picture.width, picture.height), (wanted, 40.0, 30.0));
        assert_eq!(picture.bytes, bytes);
    }
}

/// A PNG with a `pHYs` chunk put behind its header; nobody checks its CRC, decoders skip the chunk.
fn with_resolution(per_metre: u32) -> Vec<u8> {
    let png = encoded(&gradient(192, 96), ImageFormat::Png);
    let mut chunk = vec![0, 0, 0, 9];
    chunk.extend(b"pHYs");
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    let crc = crc(&chunk[4..]);
    chunk.extend(crc.to_be_bytes());
    [&png[..33], &chunk, &png[33..]].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[test]
fn a_stated_resolution_counts_where_it_is_sensible() {
    let doubled = probe(&with_resolution(7559)).expect("192 per inch");
    assert_eq!((doubled.width, doubled.height), (96.0, 48.0));
    let usual = probe(&with_resolution(2835)).expect("72 per inch");
    assert_eq!(usual.width, 192.0);
    let absurd = probe(&with_resolution(4_000_000)).expect("100,000 per inch");
    assert_eq!(absurd.width, 192.0);
}

#[test]
fn what_is_no_picture_says_what_it_is() {
    let refused = |bytes: &[u8]| probe(bytes).expect_err("no picture");
    assert_eq!(refused(b""), "the file is empty");
    assert!(refused(b"%PDF-1.7").starts_with("it is a PDF document"));
    assert!(refused(b"II*\0abcd").contains("TIFF"));
    assert!(refused(b"hello").contains("none of the formats"));
    let whole = encoded(&gradient(40, 30), ImageFormat::Png);
    assert!(probe(&whole[..whole.len() / 2]).is_err(), "cut in half");
    let jpeg = encoded(&gradient(40, 30), ImageFormat::Jpeg);
    assert!(probe(&jpeg[..40]).is_err(), "only a header");
}

#[test]
fn pictures_are_made_smaller_and_never_larger() {
    for (written, format) in [
        (ImageFormat::Png, Format::Png),
        (ImageFormat::Jpeg, Format::Jpeg),
        (ImageFormat::WebP, Format::Webp),
    ] {
        let bytes = encoded(&gradient(400, 100), written);
        let small = fit(&bytes, format, 200);
        let picture = probe(&small).expect("a picture");
        assert_eq!((picture.format, picture.width, picture.height), (format, 200.0, 50.0));
        assert_eq!(fit(&bytes, format, 200), small, "the same bytes each time");
        assert_eq!(fit(&bytes, format, 400), bytes);
        assert_eq!(fit(&bytes, format, 9000), bytes);
    }
}

#[test]
fn transparent_pixels_dont_bleed_into_edges() {
    let half =
        RgbaImage::from_fn(
            100,
            100,
            |x, _| {
                if x < 51 { Rgba([200, 0, 0, 255]) } else { Rgba([0, 255, 0, 0]) }
            },
        );
    let small = fit(&encoded(&DynamicImage::ImageRgba8(half), ImageFormat::Png), Format::Png, 50);
    let small = image::load_from_memory(&small).expect("a picture").into_rgba8();
    assert!(small.pixels().all(|pixel| pixel.0[3] == 0 || pixel.0[1] < 8), "no green shows");
    let opaque = RgbaImage::from_pixel(100, 100, Rgba([9, 9, 9, 255]));
    let small = fit(&encoded(&DynamicImage::ImageRgba8(opaque), ImageFormat::Png), Format::Png, 50);
    assert!(!image::load_from_memory(&small).expect("a picture").color().has_alpha());
}

/// A JPEG with an EXIF segment that says only `orientation`.
fn turned(orientation: u8) -> Vec<u8> {
    let jpeg = encoded(&gradient(40, 20), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn an_orientation_is_carried_out() {
    let picture = probe(&turned(6)).expect("a picture");
    assert_eq!((picture.width, picture.height), (20.0, 40.0));
    let again = probe(&picture.bytes).expect("a picture");
    assert_eq!((again.width, again.height), (20.0, 40.0));
    assert_eq!(again.bytes, picture.bytes);
    assert_eq!(probe(&turned(1)).expect("a picture").bytes, turned(1));
}

fn drawing(body: &str) -> String {
    format!("<svg xmlns=\"{}\" viewBox=\"0 0 120 60\">{body}</svg>", "http://www.w3.org/2000/svg")
}

#[test]
fn a_drawing_has_the_size_it_states() {
    let picture = probe(drawing("<rect width=\"5\" height=\"5\"/>").as_bytes()).expect("a drawing");
    assert_eq!((picture.format, picture.width, picture.height), (Format::Svg, 120.0, 60.0));
    let sized = "<?xml version=\"1.0\"?><!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1in\" \
                 height=\"36pt\"><path d=\"M0 0L5 5\"/></svg>";
    let picture = probe(sized.as_bytes()).expect("a drawing");
    assert_eq!((picture.width, picture.height), (96.0, 48.0));
}

#[test]
fn a_drawing_that_states_one_side_has_the_shape_of_its_view_box() {
    let sized = |sides: &str| drawing("<path d=\"M0 0L5 5\"/>").replace("viewBox", &format!("{sides} viewBox"));
    for (sides, stated) in [
        ("width=\"60pt\"", "height=\"30pt\""),
        ("height=\"30pt\"", "width=\"60pt\""),
        ("height=\"30pt\" width=\"100%\"", "width=\"60pt\""),
        ("width=\"60pt\" height=\"auto\"", "height=\"30pt\""),
    ] {
        let picture = probe(sized(sides).as_bytes()).expect("a drawing");
        assert_eq!((picture.width, picture.height), (80.0, 40.0), "{sides}");
        let kept = String::from_utf8(picture.bytes).expect("text");
        assert!(kept.contains(stated), "{kept}");
    }
    for sides in ["", "width=\"60pt\" height=\"60pt\"", "width=\"50%\""] {
        let drawing = sized(sides);
        assert_eq!(probe(drawing.as_bytes()).expect("a drawing").bytes, drawing.as_bytes(), "{sides}");
    }
}

#[test]
fn a_drawing_that_needs_something_from_outside_is_refused() {
    for body in [
        "<image href=\"https://example.com/a.png\"/>",
        "<image href=\"photo.jpg\"/>",
        "<use href=\"other.svg#a\"/>",
        "<style>@import url(\"a.css\");</style>",
        "<style>@font-face { src: url(https://example.com/f.woff2) }</style>",
        "<rect fill=\"url(other.svg#g)\"/>",
        "<rect style=\"fill: url('x.svg#g')\"/>",
        "<script>1</script>",
        "<rect onclick=\"x()\"/>",
        "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
    ] {
        assert!(probe(drawing(body).as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn a_drawing_may_link_and_use_its_own_parts() {
    let body = "<defs><linearGradient id=\"g\"/><path id=\"p\" d=\"M0 0\"/></defs><a \
                href=\"https://example.com\"><rect width=\"9\" height=\"9\" fill=\"url(#g)\"/></a><use \
                href=\"#p\"/><image href=\"data:image/png;base64,AA==\"/><text font-family=\"Times, serif\">x</text>";
    assert!(probe(drawing(body).as_bytes()).is_ok());
    assert!(probe(b"<html xmlns=\"http://www.w3.org/1999/xhtml\"/>").is_err());
    assert!(probe(b"<svg><rect/></svg>").is_err(), "no namespace");
    assert!(probe(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><rect></svg>").is_err(), "not well-formed");
}
