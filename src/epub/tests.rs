//! What an EPUB of ours promises, read back from its files.

use std::collections::{BTreeMap, BTreeSet};

use super::sample::{Maker, full, settings, short};
use super::*;
use crate::book::{self, Block, Inline, Role};

/// The files of a book as text; pictures and fonts are left out.
fn texts(book: &Book, settings: &Settings, pages: Option<&Pages>) -> BTreeMap<String, String> {
    let made = files(book, &Fonts::embedded(), settings, pages);
    let internal: Vec<&Diagnostic> =
        made.problems.iter().filter(|one| matches!(one.problem, Problem::Internal { .. })).collect();
    assert!(internal.is_empty(), "{internal:?}");
    made.value.into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

/// Every value of an attribute in a file, as written.
fn values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    text.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Start tags of a file by their names.
fn tags<'a>(text: &'a str, wanted: &[&str]) -> Vec<&'a str> {
    let starts = text.split('<').skip(1).filter_map(|rest| rest.split([' ', '>', '/']).next());
    starts.filter(|name| wanted.contains(name)).collect()
}

/// Whether every tag that is opened is closed, in order.
fn is_balanced(text: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(closed) if open.pop() != Some(closed) => return false,
            None if !tag.starts_with(['?', '!']) && !tag.ends_with('/') => open.push(name),
            _ => {}
        }
    }
    open.is_empty()
}

#[test]
fn every_link_leads_to_an_id_that_is_there_once() {
    let book = full();
    let files = texts(&book, &settings(), None);
    let ids: BTreeMap<&str, Vec<&str>> =
        files.iter().map(|(path, text)| (path.as_str(), values(text, "id"))).collect();
    for (path, ids) in &ids {
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
    }
    let all = super::files(&book, &Fonts::embedded(), &settings(), None).value;
    let mut links = 0;
    for (path, text) in &files {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for href in
            values(text, "href").into_iter().chain(values(text, "src")).filter(|href| !href.contains(':'))
        {
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = match (file, file.strip_prefix("../")) {
                ("", _) => path.clone(),
                (_, Some(up)) => format!("OEBPS/{up}"),
                (file, None) => format!("{folder}/{file}"),
            };
            assert!(all.contains_key(&target), "{path}: {href}");
            let known = ids.get(target.as_str()).is_some_and(|ids| ids.contains(&fragment));
            assert!(fragment.is_empty() || known, "{path}: {href}");
            links += 1;
        }
    }
    assert!(links > 60, "{links}");
}

#[test]
fn every_file_is_balanced_and_has_one_h1_and_no_level_is_skipped() {
    let tight = Settings { longest_file: 2000, ..settings() };
    for settings in [settings(), tight] {
        for (path, text) in
            texts(&full(), &settings, None).iter().filter(|(path, _)| path.ends_with(".xhtml"))
        {
            assert!(is_balanced(text), "{path}: {text}");
            let levels = tags(text, &["h1", "h2", "h3", "h4", "h5", "h6"]);
            let bare = path.ends_with("cover.xhtml") || path.ends_with("dedication.xhtml");
            assert_eq!(levels.iter().filter(|name| **name == "h1").count(), usize::from(!bare), "{path}");
            for pair in levels.windows(2) {
                assert!(pair[1].as_bytes()[1] <= pair[0].as_bytes()[1] + 1, "{path}: {levels:?}");
            }
        }
    }
}

#[test]
fn a_long_chapter_is_cut_at_its_sections_and_nothing_is_lost() {
    let book = full();
    let (whole, cut) =
        (texts(&book, &settings(), None), texts(&book, &Settings { longest_file: 2000, ..settings() }, None));
    assert!(whole.contains_key("OEBPS/text/every-element.xhtml"));
    assert!(!whole.contains_key("OEBPS/text/runs-of-text.xhtml"));
    let section = &cut["OEBPS/text/runs-of-text.xhtml"];
    assert!(section.contains(
        "<h1 id=\"runs-of-text_title\" class=\"level-2\"><span class=\"number\">1.1</span> Runs of text</h1>"
    ));
    assert!(section.contains("href=\"figures.xhtml#fig-1-1\""), "{section}");
    let words = |files: &BTreeMap<String, String>| {
        let text =
            files.iter().filter(|(path, _)| path.starts_with("OEBPS/text/")).map(|(_, text)| plain(text));
        let mut words: Vec<String> =
            text.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
        words.sort();
        words
    };
    assert_eq!(words(&whole), words(&cut));
}

/// The characters of a file's body, entities and all.
fn plain(text: &str) -> String {
    let body = text.split_once("<body").map_or(text, |(_, body)| body);
    body.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn the_weight_of_a_file_is_near_its_size() {
    let book = full();
    let files = texts(&book, &settings(), None);
    let plan = chunk::plan(&book, settings().longest_file);
    let leaf = plan.leaves.iter().find(|leaf| leaf.path == "text/every-element.xhtml").expect("the chapter");
    let size = files["OEBPS/text/every-element.xhtml"].len();
    assert!(leaf.weight * 5 > size * 4 && leaf.weight * 4 < size * 5, "{} for {size}", leaf.weight);
}

#[test]
fn two_builds_are_the_same_bytes() {
    let (book, fonts) = (full(), Fonts::embedded());
    let one = bind(&book, &fonts, &settings(), None, &|_, _, _| {}).value;
    let two = bind(&book, &fonts, &settings(), None, &|_, _, _| {}).value;
    assert!(!one.bytes.is_empty() && one.bytes == two.bytes);
    let files: Vec<&str> = one.files.values().map(String::as_str).collect();
    assert!(files.contains(&"OEBPS/text/every-element.xhtml"));
}

#[test]
fn a_page_is_marked_at_its_very_character() {
    let mut m = Maker::default();
    let (text, code) =
        (m.text("A quorum — exactly"), m.line(&[(Some(book::Class::Keyword), "let"), (None, " x;")], false));
    let Inline::Text(inside) = &text else { panic!("text") };
    let at = |span, offset, folio: &str, page| PageStart { folio: folio.into(), page, span, listing: None, offset };
    let mut listing = m.listing(vec![code]);
    listing.language = None;
    let starts = vec![
        at(inside.span, 9, "xi", 10),
        at(inside.span, 13, "12", 11),
        PageStart { listing: Some(listing.span), ..at(listing.lines[0].span, 4, "13", 12) },
        at(Span::top(FileId(9)), 0, "14", 13),
    ];
    let run = m.run(vec![text]);
    let book = short(vec![run, Block::Listing(listing)], m);
    let pages = Pages { starts, isbn: Some("9781402894640".into()) };
    let files = texts(&book, &settings(), Some(&pages));
    let text = &files["OEBPS/text/one.xhtml"];
    let mark = |folio: &str| {
        format!(
            "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-{folio}\" aria-label=\"{folio}\"></span>"
        )
    };
    assert!(text.contains(&format!("<p>A quorum {}— {}exactly</p>", mark("xi"), mark("12"))), "{text}");
    assert!(text.contains(&format!("<span class=\"keyword\">let</span> {}x;\n", mark("13"))), "{text}");
    let nav = &files["OEBPS/nav.xhtml"];
    assert!(nav.contains("<li><a href=\"text/one.xhtml#page-xi\">xi</a></li>\n<li><a href=\"text/one.xhtml#page-12\">12</a></li>"));
    assert!(!nav.contains("page-14"), "a page that begins nowhere in the EPUB is not in its list");
    assert!(
        files["OEBPS/content.opf"]
            .contains("<meta property=\"pageBreakSource\">urn:isbn:9781402894640</meta>")
    );
}

#[test]
fn a_page_number_that_is_an_anchor_too_stays_apart() {
    let mut m = Maker::default();
    let section = m.section("1.1", "Page 7", vec![]);
    let text = m.text("Text");
    let Inline::Text(inside) = &text else { panic!("text") };
    let starts = vec![PageStart { folio: "7".into(), page: 6, span: inside.span, listing: None, offset: 0 }];
    let run = m.run(vec![text]);
    let book = short(vec![run, section], m);
    let text = &texts(&book, &settings(), Some(&Pages { starts, isbn: None }))["OEBPS/text/one.xhtml"];
    assert!(text.contains("id=\"page-7_\"") && text.contains("id=\"page-7\""), "{text}");
}

#[test]
fn the_package_says_what_the_book_says() {
    let opf = &texts(&full(), &settings(), None)["OEBPS/content.opf"];
    for part in [
        "<package xml:lang=\"en-GB\" version=\"3.0\" ",
        " unique-identifier=\"epub-id-1\">",
        "<dc:identifier id=\"epub-id-1\">urn:isbn:9781402894626</dc:identifier>",
        "<dc:title id=\"title\">Every Element &amp; More</dc:title>",
        "<dc:title id=\"subtitle\">A sampler</dc:title>",
        "<dc:creator id=\"creator-2\">Bo Binder</dc:creator>",
        "<meta property=\"dcterms:modified\">2026-11-22T00:00:00Z</meta>",
        "<meta property=\"schema:accessibilityFeature\">alternativeText</meta>",
        "<meta property=\"schema:accessibilityFeature\">MathML</meta>",
        "href=\"text/every-element.xhtml\" properties=\"mathml svg\"/>",
        "<itemref idref=\"nav\" linear=\"no\"/>",
    ] {
        assert!(opf.contains(part), "{part} in {opf}");
    }
    assert!(!opf.contains("conformsTo") && !opf.contains("pageBreakSource"));
    assert!(is_balanced(opf));
}

#[test]
fn of_a_link_that_no_epub_may_have_the_text_stays() {
    let book = full();
    let made = files(&book, &Fonts::embedded(), &settings(), None);
    let text = String::from_utf8(made.value["OEBPS/text/every-element.xhtml"].clone()).expect("text");
    assert!(text.contains("no scheme we know") && !text.contains("javascript"));
}

#[test]
fn code_can_be_read_by_day_and_by_night() {
    let (day, night) = STYLE.split_once("@media (prefers-color-scheme: dark)").expect("a night");
    for (name, style) in [("day", day), ("night", night)] {
        let grounds: Vec<f64> = [rule(style, "pre"), rule(style, "pre mark.line")]
            .map(|rule| luminance(value(rule, "background-color")))
            .into();
        let mut checked = 0;
        let plain = rule(style, "pre");
        for selector in book::Class::ALL.iter().map(|class| format!("pre .{}", class.name())) {
            for ink in [rule(style, &selector), plain, rule(style, "pre [data-line]::before")] {
                let ink = luminance(value(ink, "color"));
                for ground in &grounds {
                    let contrast = (ink.max(*ground) + 0.05) / (ink.min(*ground) + 0.05);
                    assert!(contrast >= 4.5, "{name}: {selector} {contrast:.2}");
                    checked += 1;
                }
            }
        }
        assert_eq!(checked, book::Class::ALL.len() * 6);
    }
}

#[test]
fn marked_text_has_its_own_ink_on_its_own_ground() {
    for selector in ["span.mark", "ins", "del"] {
        for indent in ["\n", "\n  "] {
            let (_, own) = STYLE.split_once(&format!("{indent}{selector} {{")).expect(selector);
            let own = own.split_once('}').expect("a rule").0;
            let ground = own.split_once("background").and_then(|(_, rest)| rest.split_once('#')).expect("a ground").1;
            let (ink, ground) = (luminance(value(own, "color")), luminance(&format!("#{ground}")));
            assert!((ink.max(ground) + 0.05) / (ink.min(ground) + 0.05) >= 4.5, "{selector} {{{own}}}");
        }
    }
}

#[test]
fn lines_and_frames_are_told_by_more_than_a_ground() {
    assert!(value(rule(STYLE, "pre .added > .sign::before"), "content") == "\"+\"");
    assert!(value(rule(STYLE, "pre .removed > .sign::before"), "content") == "\"\\2212\"");
    let (day, night) = STYLE.split_once("@media (prefers-color-scheme: dark)").expect("a night");
    for style in [day, night] {
        let line = rule(style, "pre mark.line");
        let border = line.split_once("border-inline-start").and_then(|(_, rest)| rest.split_once('#')).expect("a bar").1;
        let (bar, ground) = (luminance(&format!("#{border}")), luminance(value(line, "background-color")));
        assert!((bar.max(ground) + 0.05) / (bar.min(ground) + 0.05) >= 3.0, "{line}");
    }
    let others = STYLE.split('}').filter(|rule| !rule.contains("mark.line"));
    for declaration in others.flat_map(|rule| rule.split(';')).filter(|one| one.contains("border")) {
        assert!(!declaration.contains('#') && !declaration.contains("rgb"), "{declaration} has an ink of its own");
    }
}

#[test]
fn headings_of_a_file_begin_with_one_of_the_first_level_and_leave_none_out() {
    for (path, text) in texts(&full(), &settings(), None).iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let levels: Vec<u8> =
            tags(text, &["h1", "h2", "h3", "h4", "h5", "h6"]).iter().map(|name| name.as_bytes()[1] - b'0').collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), usize::from(!levels.is_empty()), "{path}: {levels:?}");
        assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1) && levels.first().is_none_or(|first| *first == 1), "{path}: {levels:?}");
    }
}

/// The declarations of a selector.
fn rule<'a>(style: &'a str, selector: &str) -> &'a str {
    let start = style.find(&format!("\n{selector} {{")).or_else(|| style.find(&format!("\n  {selector} {{")));
    let rest = &style[start.unwrap_or_else(|| panic!("no rule for {selector}"))..];
    rest.split_once('{').and_then(|(_, rest)| rest.split_once('}')).expect("a rule").0
}

/// What a declaration gives.
fn value<'a>(rule: &'a str, property: &str) -> &'a str {
    let declarations = rule.split(';').filter_map(|one| one.trim().split_once(": "));
    declarations.filter(|(name, _)| *name == property).map(|(_, value)| value).next().expect("a value")
}

/// Relative luminance (WCAG 2.2, "relative luminance").
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
}

#[test]
fn headings_deeper_than_html_has_tell_their_level() {
    let mut m = Maker::default();
    let mut inner = vec![m.words("Deep.")];
    for level in (2..=8).rev() {
        inner = vec![m.section(&format!("1.{level}"), &format!("Level {level}"), inner)];
    }
    let text = &texts(&short(inner, m), &settings(), None)["OEBPS/text/one.xhtml"];
    assert_eq!(
        tags(text, &["h1", "h2", "h3", "h4", "h5", "h6"]),
        ["h1", "h2", "h3", "h4", "h5", "h6", "h6", "h6"]
    );
    assert_eq!(values(text, "aria-level"), ["7", "8"]);
}

#[test]
fn a_heading_without_words_still_has_a_name_where_it_is_linked() {
    let mut m = Maker::default();
    let mut chapter = m.chapter(Role::Front, None, "gone", vec![]);
    chapter.heading.title.clear();
    let mut book = short(vec![], m);
    book.front.push(chapter);
    let files = texts(&book, &settings(), None);
    assert!(files["OEBPS/nav.xhtml"].contains("<a href=\"text/gone.xhtml#gone\">Chapter</a>"));
    assert!(files["OEBPS/toc.ncx"].contains("<text>Chapter</text>"));
    assert!(files["OEBPS/text/gone.xhtml"].contains("<title>Chapter</title>"));
}

#[test]
fn a_book_from_right_to_left_says_so() {
    let mut m = Maker::default();
    let listing = m.lines("f(x);");
    let lines = m.lines("-->");
    let blocks = vec![Block::Listing(m.listing(listing)), {
        let body = book::FigureBody::Art(book::Art { lines, alt: String::new() });
        m.figure(None, None, body)
    }];
    let mut book = short(blocks, m);
    book.meta.language = "he".into();
    let files = texts(&book, &settings(), None);
    let text = &files["OEBPS/text/one.xhtml"];
    assert!(text.contains("<pre tabindex=\"0\" dir=\"ltr\">") && text.contains(" direction=\"ltr\""), "code has a direction of its own: {text}");
    assert!(files["OEBPS/text/one.xhtml"].contains(" lang=\"he\" xml:lang=\"he\" dir=\"rtl\">"));
    assert!(files["OEBPS/content.opf"].contains("page-progression-direction=\"rtl\""));
}

#[test]
fn a_vector_cover_becomes_pixels_and_another_stays_what_it_is() {
    let mut book = full();
    let fonts = Fonts::embedded();
    let opf = |files: &BTreeMap<String, Vec<u8>>| {
        String::from_utf8(files["OEBPS/content.opf"].clone()).expect("text")
    };
    book.meta.cover = Some(book::AssetId(1));
    let vector = files(&book, &fonts, &settings(), None).value;
    assert_eq!(vector["OEBPS/images/_cover.png"].get(1..4), Some(&b"PNG"[..]));
    assert!(
        opf(&vector).contains("properties=\"cover-image\" id=\"cover-image\" href=\"images/_cover.png\"")
    );
    book.meta.cover = Some(book::AssetId(0));
    let pixels = files(&book, &fonts, &settings(), None).value;
    assert!(!pixels.contains_key("OEBPS/images/_cover.png"));
    assert!(opf(&pixels).contains("properties=\"cover-image\" id=\"cover-image\" href=\"images/red.png\""));
}

#[test]
fn a_drawing_is_one_piece_whose_lines_have_their_lengths() {
    let text = &texts(&full(), &settings(), None)["OEBPS/text/every-element.xhtml"];
    let drawing =
        text.split_once("<svg ").and_then(|(_, rest)| rest.split_once("</svg>")).expect("a drawing").0;
    assert!(
        drawing.contains("viewBox=\"0 0 174 60\"")
            && drawing.contains("aria-label=\"A client sends to a server.\"")
    );
    assert!(
        drawing.contains("<text y=\"9\" textLength=\"174\" lengthAdjust=\"spacingAndGlyphs\">┌──"),
        "{drawing}"
    );
    assert!(
        drawing.ends_with("textLength=\"66\" lengthAdjust=\"spacingAndGlyphs\">  a &lt; b &amp; c</text>"),
        "{drawing}"
    );
}

#[test]
fn a_note_and_its_marks_lead_to_each_other() {
    let text = &texts(&full(), &settings(), None)["OEBPS/text/every-element.xhtml"];
    let mark = |id: &str| {
        format!(
            "<sup class=\"mark\"><a epub:type=\"noteref\" role=\"doc-noteref\" id=\"{id}\" href=\"#fn-1\">1</a></sup>"
        )
    };
    assert!(text.contains(&(mark("fn-1-ref") + &mark("fn-1-ref-2"))));
    let back = |href: &str, sign: &str| {
        format!("<a role=\"doc-backlink\" class=\"back\" href=\"#{href}\">{sign}</a>")
    };
    let note = format!(
        "<aside id=\"fn-1\" epub:type=\"footnote\" role=\"doc-footnote\"><p>{} The note. It says more than one thing. {}</p>\n<p>In two",
        back("fn-1-ref", "1"),
        back("fn-1-ref-2", "↩")
    );
    assert!(text.contains(&note), "{text}");
}

#[test]
fn one_thread_and_many_give_the_same_files() {
    let (book, fonts) = (full(), Fonts::embedded());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let alone = pool.install(|| files(&book, &fonts, &settings(), None).value);
    assert!(alone == files(&book, &fonts, &settings(), None).value);
}

#[test]
fn a_page_that_begins_within_a_drawing_is_marked_at_its_line() {
    let mut m = Maker::default();
    let lines = m.lines("│ one\n│ two\n│ three");
    let body = book::FigureBody::Art(book::Art { lines: lines.clone(), alt: String::new() });
    let figure = m.figure(None, None, body);
    let Block::Figure(around) = &figure else { panic!("a figure") };
    let at = |line: usize, folio: &str| PageStart {
        folio: folio.into(),
        page: line,
        span: lines[line].span,
        listing: Some(around.span),
        offset: 0,
    };
    let starts = vec![at(0, "4"), at(2, "5")];
    let pages = Pages { starts, isbn: None };
    let text = &texts(&short(vec![figure], m), &settings(), Some(&pages))["OEBPS/text/one.xhtml"];
    let mark = |name: &str, folio: &str| {
        format!(
            "<{name} epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-{folio}\" aria-label=\"{folio}\">"
        )
    };
    assert!(text.contains(&format!("<figure>{}</span><svg ", mark("span", "4"))), "{text}");
    let within =
        mark("g", "5") + "<rect y=\"24\" width=\"1\" height=\"1\" fill=\"none\"/></g>\n<text y=\"33\"";
    assert!(text.contains(&within), "{text}");
}

#[test]
fn a_page_that_begins_with_a_reference_or_the_name_of_a_file_is_marked_before_it() {
    let mut m = Maker::default();
    let (anchor, before) = (m.anchor("sec"), m.text("Before "));
    let reference = m.reference(&anchor, "Section 1.1");
    let Inline::Ref(named) = &reference else { panic!("a reference") };
    let lines = m.lines("let x;");
    let mut listing = m.listing(lines);
    (listing.number, listing.caption, listing.file) = (None, Vec::new(), Some("main.rs".into()));
    let at = |span, listing, folio: &str, page| PageStart { folio: folio.into(), page, span, listing, offset: 0 };
    let starts = vec![at(named.span, None, "4", 1), at(listing.lines[0].span, Some(listing.span), "5", 2)];
    let run = m.run(vec![before, reference]);
    let book = short(vec![run, Block::Listing(listing)], m);
    let text = &texts(&book, &settings(), Some(&Pages { starts, isbn: None }))["OEBPS/text/one.xhtml"];
    for folio in ["4", "5"] {
        assert_eq!(text.matches(&format!("id=\"page-{folio}\"")).count(), 1, "{text}");
    }
    assert!(text.contains("aria-label=\"4\"></span><span class=\"xref\">Section 1.1</span>"), "{text}");
    assert!(text.contains("<figcaption><span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-5\""), "{text}");
}
