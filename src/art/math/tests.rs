//! Formulas through both engines: each must compile in print and in the export, and say the right thing.

use resvg::usvg::roxmltree::Document;
use typst::World;
use typst::diag::{FileResult, Warned};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId as TypstId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;

use super::*;
use crate::fonts::Fonts;
use crate::span::{FileId, Span};

/// A formula, and what its MathML must hold.
const FORMULAS: &[(&str, &str)] = &[
    // Fractions, roots, binomials.
    (r"\frac{a + 1}{2b}", "<mfrac><mrow><mi>𝑎</mi><mo>+</mo><mn>1</mn></mrow>"),
    (r"\tfrac12 + \dfrac{x}{y}", "<mstyle displaystyle=\"false\"><mfrac>"),
    (r"\cfrac{1}{1 + \cfrac{1}{x}}", "<mfrac>"),
    (r"\sqrt{2} + \sqrt[3]{x}", "<mroot><mi>𝑥</mi><mn>3</mn></mroot>"),
    (r"\binom{n}{k} + {m \choose 2}", "<mfrac linethickness=\"0\">"),
    (r"{a \over b}", "<mfrac><mi>𝑎</mi><mi>𝑏</mi></mfrac>"),
    // Scripts and primes.
    (r"x^2 + x_i + x_i^2", "<msubsup><mi>𝑥</mi><mi>𝑖</mi><mn>2</mn></msubsup>"),
    (r"2^{10} + 10^{-3} + 1.5^n", "<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>"),
    (r"f'(x) + g''_1", "<msubsup><mi>𝑔</mi><mn>1</mn><mo>″</mo></msubsup>"),
    (r"{}^{14}_{6}\mathrm{C}", "<msubsup>"),
    (r"x^{y^{z}}", "<msup><mi>𝑥</mi><msup>"),
    // Large operators and limits.
    (r"\sum_{i=1}^{n} i", "<munderover><mo lspace=\"0em\">∑</mo>"),
    (r"\int_0^\infty e^{-t}\,dt", "<msubsup><mo lspace=\"0em\">∫</mo><mn>0</mn><mi>∞</mi></msubsup>"),
    (r"\int\limits_0^1 f", "<munderover>"),
    (r"\sum\nolimits_k a_k", "<msub>"),
    (r"\prod_{p} \bigcup_j \bigoplus_m", "<mo"),
    (r"\iint_D f + \oint_C g", "∮"),
    (r"\sum_{\substack{i < n \\ j < m}} a_{ij}", "<mtable>"),
    (r"\lim_{n \to \infty} a_n", "lim</mo>"),
    (r"\max_{i} \min_j \sup_n \inf_m \limsup_{k} x_k", "lim\u{2009}sup"),
    (r"\sin x + \log_2 n + \gcd(a, b)", "log</mo>"),
    (r"\operatorname{lcm}(a, b)", "lcm</mo>"),
    (r"\operatorname*{arg\,max}_{\theta} L", "<munder>"),
    (r"\underset{x \in S}{\arg\max} f(x)", "<munder>"),
    // Delimiters.
    (r"\left( \frac{a}{b} \right)", "<mrow><mo>(</mo><mfrac>"),
    (r"\left\{ x \;\middle|\; x > 0 \right\}", "symmetric=\"true\">|</mo>"),
    (r"\left. \frac{df}{dx} \right|_{x=0}", "<mo>|</mo>"),
    (r"\left\lfloor n \right\rfloor + \lceil m \rceil", "<mo>⌊</mo>"),
    (r"\big( \Big[ \bigg\{ \Bigg|", "minsize=\"3em\""),
    (r"|x|^2 + \|v\| + \lvert y \rvert", "<msup><mo"),
    (r"\langle u, v \rangle", "⟨</mo>"),
    // Alphabets, words, accents.
    (r"\mathbb{R}^n \supset \mathbb{Z}", "<msup><mi>ℝ</mi><mi>𝑛</mi></msup>"),
    (r"\mathcal{O}(n) + \mathscr{F} + \mathfrak{g}", "𝔤"),
    (r"\mathbf{A}\mathbf{x} = \boldsymbol{\beta}", "<mi>𝐀</mi>"),
    (r"\mathrm{softmax}(z) + \mathsf{ACID} + \mathtt{id}", "<mtext>softmax</mtext>"),
    (r"\text{if } n > 0 \text{ and $k = 2^n$}", "<mtext>if\u{a0}</mtext>"),
    (r"\textbf{yes} + \textit{no} + \text{Größe, caf\'e, naïve}", "Größe, café, naïve"),
    (r"\hat{x} + \bar{y} + \vec{v} + \dot{a} + \ddot{b} + \tilde{n}", "<mo stretchy=\"false\">ˆ</mo>"),
    (r"\check{a} + \breve{b} + \acute{c} + \grave{d} + \mathring{e}", "˚"),
    (r"\widehat{abc} + \overrightarrow{AB}", "<mo stretchy=\"true\">→</mo>"),
    (r"\overline{A + B} + \underline{c}", "<mover class=\"overlined\"><mrow>"),
    (r"\underbrace{a + b}_{\text{two}} + \overbrace{c}^{n}", "⏟"),
    (r"\overbracket{a}^{b} + \underbracket{c}_{d}", "⎴"),
    // Relations, arrows, signs.
    (r"a \le b < c \neq d \approx e \equiv f", "<mo>≠</mo>"),
    (r"A \subseteq B \cup C \setminus D \ni x \notin E", "∉"),
    (r"a \not= b, c \not\in D, e \not\subset F", "⊄"),
    (r"p \land \lnot q \implies \forall x \exists y", "⟹"),
    (r"f\colon X \to Y, x \mapsto x^2", "↦"),
    (r"A \xrightarrow{f} B \xleftarrow[g]{h} C", "<munderover><mo"),
    (r"A \xRightarrow{} B", "⇒"),
    (r"a \overset{\text{def}}{=} b \underset{n}{\sim} c \stackrel{!}{=} d", "<mover>"),
    (r"\alpha \beta \Gamma \varepsilon \phi \varphi \Omega", "<mi>𝛼</mi>"),
    (r"a_1, \ldots, a_n; \cdots \vdots \ddots", "⋱"),
    (r"a \equiv b \pmod{n}, \quad c \bmod n", "<mtext>mod</mtext>"),
    (r"\hbar \ell \partial \infty \emptyset \nabla \aleph", "ℏ"),
    (r"5\% \times \$3 \pm 1{,}000 \# \& \_", "1"),
    // Matrices, cases, alignments.
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "<mo>(</mo><mrow><mtable><mtr><mtd><mn>1</mn></mtd>"),
    (r"\begin{bmatrix} a & \cdots \\ \vdots & \ddots \end{bmatrix}", "<mo>[</mo>"),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} + \begin{Vmatrix} x \end{Vmatrix}", "‖"),
    (r"\begin{bmatrix*}[r] -1 & 2 \\ 3 & -4 \end{bmatrix*}", "right-align"),
    (r"\left(\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}\right)", "<mtable>"),
    (r"\left[\begin{array}{cc|c} 1 & 0 & 3 \\ 0 & 1 & 4 \end{array}\right]", "<mtd class=\"rule-right\">"),
    (r"\begin{array}{|l|r|} \hline a & 1 \\ \hline b & 2 \\ \hline \end{array}", "rule-above"),
    (r"f(n) = \begin{cases} 1 & \text{if } n = 0 \\ n f(n-1) & \text{otherwise} \end{cases}", "<mo>{</mo>"),
    (r"\begin{dcases} \frac12 & n = 1 \\ 0 & n > 1 \end{dcases}", "<mstyle displaystyle=\"true\">"),
    (r"\begin{aligned} a &= b + c \\ &= d \end{aligned}", "class=\"multiline-equation aligned\""),
    (r"\begin{align*} a &= b & c &= d \\ e &= f & g &= h \end{align*}", "aligned"),
    (
        r"x = \left\{ \begin{aligned} a &= b \\ c &= \frac{d}{e} \end{aligned} \right.",
        "<mtable class=\"aligned\">",
    ),
    (r"\begin{gathered} a = b \\ c = d + e \end{gathered}", "class=\"multiline-equation\""),
    (r"\begin{split} a &= b \\ &\quad + c \end{split}", "<mspace width=\"1em\"/>"),
    (r"\begin{alignedat}{2} x &= 1 &\quad y &= 2 \end{alignedat}", "aligned"),
    // Strokes, frames, colours, spaces.
    (r"\cancel{x} + \bcancel{y} + \xcancel{z} + \sout{w}", "<mrow class=\"cancelled back\">"),
    (r"\boxed{E = mc^2}", "<mrow class=\"framed\">"),
    (r"\textcolor{blue}{x} + \textcolor{#ff8800}{y}", "<mstyle mathcolor=\"#ff8800\">"),
    (r"\phantom{abc} + \smash{y} + \mathstrut", "<mphantom>"),
    (r"a\,b\:c\;d\!e\quad f\qquad g\ h~i", "<mspace width=\"2em\"/>"),
    (r"E = mc^2 \tag{1.2}", "(1.2)"),
];

struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> TypstId {
        self.main.id()
    }

    fn source(&self, _: TypstId) -> FileResult<Source> {
        Ok(self.main.clone())
    }

    fn file(&self, _: TypstId) -> FileResult<Bytes> {
        Ok(Bytes::from_string(String::new()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Lays formulas out as print does; errors and warnings fail.
fn print(source: String) {
    let faces = Fonts::embedded();
    let bytes = faces.faces().iter().map(|face| Bytes::new(face.bytes.clone()));
    let fonts: Vec<Font> = bytes.flat_map(Font::iter).collect();
    let main = Source::detached(format!("#set text(font: \"Libertinus Serif\", fallback: false)\n{source}"));
    let library = LazyHash::new(Library::default());
    let press = Press { library, book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, main };
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&press);
    assert!(output.is_ok(), "{:?}", output.err());
    assert!(warnings.is_empty(), "{warnings:?}");
}

fn translated(tex: &str, display: bool) -> Formula {
    formula(tex, display).unwrap_or_else(|(at, problem)| panic!("{tex} at {at}: {problem:?}"))
}

/// The formula with its MathML.
fn both(tex: &str, display: bool) -> Formula {
    let mut formula = translated(tex, display);
    let problems = mathml::fill(&mut |see| see(&mut formula, display, Span::top(FileId(0))));
    assert!(problems.is_empty(), "{tex}: {problems:?}");
    formula
}

#[test]
fn every_formula_is_laid_out_in_print_with_the_faces_of_the_book() {
    let equations = FORMULAS.iter().map(|(tex, _)| format!("$ {} $\n", translated(tex, true).typst));
    print(format!(
        "#show math.equation: set text(font: \"New Computer Modern Math\")\n{}",
        equations.collect::<String>()
    ));
    let inline = FORMULAS.iter().filter(|(tex, _)| !tex.contains(r"\begin"));
    let equations = inline.map(|(tex, _)| format!("${}$\n\n", translated(tex, false).typst));
    print(format!(
        "#show math.equation: set text(font: \"New Computer Modern Math\")\n{}",
        equations.collect::<String>()
    ));
}

#[test]
fn every_formula_becomes_well_formed_mathml_that_says_it() {
    let mut formulas: Vec<Formula> = FORMULAS.iter().map(|(tex, _)| translated(tex, true)).collect();
    let problems =
        mathml::fill(&mut |see| formulas.iter_mut().for_each(|f| see(f, true, Span::top(FileId(0)))));
    assert!(problems.is_empty(), "{problems:?}");
    for (formula, (tex, wanted)) in formulas.iter().zip(FORMULAS) {
        let document = Document::parse(&formula.mathml).unwrap_or_else(|error| panic!("{tex}: {error}"));
        let root = document.root_element();
        assert!(root.has_tag_name(("http://www.w3.org/1998/Math/MathML", "math")), "{tex}");
        assert_eq!(root.attribute("alttext"), Some(*tex));
        assert_eq!(root.attribute("display"), Some("block"));
        assert!(formula.mathml.contains(wanted), "{tex}: no {wanted} in {}", formula.mathml);
    }
}

#[test]
fn elements_have_the_number_of_children_that_mathml_asks_for() {
    let arity = |name: &str| match name {
        "mfrac" | "mroot" | "msub" | "msup" | "munder" | "mover" => Some(2),
        "msubsup" | "munderover" => Some(3),
        _ => None,
    };
    for (tex, _) in FORMULAS {
        let formula = both(tex, true);
        let document = Document::parse(&formula.mathml).expect("well-formed");
        for node in document.descendants().filter(|node| node.is_element()) {
            let count = node.children().filter(|child| child.is_element()).count();
            if let Some(wanted) = arity(node.tag_name().name()) {
                assert_eq!(count, wanted, "{tex}: {}", formula.mathml);
            }
        }
    }
}

#[test]
fn formulas_in_the_run_of_text_are_inline() {
    let formula = both("a < b", false);
    assert!(!formula.mathml.contains("display="), "{}", formula.mathml);
    assert!(formula.mathml.contains("alttext=\"a &lt; b\""), "{}", formula.mathml);
    let same = both("a < b", false);
    assert_eq!(formula.mathml, same.mathml);
}

#[test]
fn typst_math_is_what_typst_would_be_written_as() {
    let typst = |tex| translated(tex, true).typst;
    assert_eq!(typst(r"2f + 1 \le n"), "2 f + 1 ≤ n");
    assert_eq!(typst(r"f(x)/2"), r"f \( x \) \/ 2");
    assert_eq!(typst(r"x_{ij}^2"), "attach(x, br: i j, tr: 2)");
    assert_eq!(typst(r"\sum_i x"), "attach(∑, b: i) x");
    assert_eq!(typst(r"\text{a } b"), "\"a\u{a0}\"b");
    assert_eq!(typst(r"\mathrm{id}(x)"), "#math.upright(\"id\")\\( x \\)");
    assert_eq!(typst(r"P(A|B)"), r#"P \( A class("normal", \|) B \)"#);
    assert_eq!(typst(r"|a|"), r#"class("opening", \|) a class("closing", \|)"#);
    assert_eq!(typst(r"\frac{}{x}"), "frac(#h(0pt), x)");
}

#[test]
fn numbers_of_the_parsers_own_are_left_out() {
    let formula = translated(r"\begin{align} a &= b \\ c &= d \tag{*} \end{align}", true);
    assert_eq!(formula.typst, "a & = b \\ c & = d wide \"(*)\"");
}

#[test]
fn unknown_names_are_said_at_their_place_with_the_nearest_known() {
    let fault = |tex: &str| match formula(tex, true) {
        Err((at, Problem::BadMath { reason })) => (at, reason),
        other => panic!("{tex}: {other:?}"),
    };
    let wanted = "unknown command `\\alpah`: did you mean `\\alpha`?";
    assert_eq!(fault(r"a + \alpah"), (4, wanted.to_owned()));
    assert_eq!(fault(r"\fracc{a}{b}"), (0, "unknown command `\\fracc`: did you mean `\\frac`?".to_owned()));
    assert_eq!(fault(r"é + \foobarbaz").0, 5);
    assert!(fault(r"\begin{pmatrx} 1 \end{pmatrx}").1.contains("did you mean `pmatrix`?"));
    assert!(fault(r"\begin{pmatrx} 1 \end{pmatrx}").0 == 7);
}

#[test]
fn what_cant_be_read_or_translated_is_refused_never_left_out() {
    for tex in [
        "",
        "  ",
        r"\frac{a}{b",
        r"a }",
        r"x^2^3",
        r"\left( x",
        r"\href{https://example.com}{x}",
        r"\rule{1em}{1em}",
        r"\raisebox{2pt}{x}",
        r"\rlap{x} y",
        r"\large x",
        r"\colorbox{red}{x}",
        r"\begin{CD} A @>>> B \end{CD}",
        r"\includegraphics{a.png}",
        r"\textcolor{nocolour}{x}",
    ] {
        assert!(formula(tex, true).is_err(), "{tex}");
    }
    assert!(formula(r"a \\ b", false).is_err(), "a line break in the run of text");
    assert!(formula(r"a \\ b", true).is_ok());
}

#[test]
fn whatever_comes_in_the_place_is_a_place_in_it() {
    for tex in
        [r"é\", "\\é", "€^", "{", "}", "&", "#", r"\begin{é}", r"\text{é", "\u{0}", "a\u{301}_{", "$x$"]
    {
        if let Err((at, _)) = formula(tex, true) {
            assert!(tex.is_char_boundary(at), "{tex}: {at}");
        }
    }
}

#[test]
fn a_formula_that_typst_refuses_takes_no_other_with_it() {
    let good = translated("a + b", true);
    let bad = Formula { typst: "nosuchname(".to_owned(), ..good.clone() };
    let mut formulas = [good.clone(), bad, good];
    let at = Span::new(FileId(0), 5, 9);
    let problems = mathml::fill(&mut |see| formulas.iter_mut().for_each(|f| see(f, true, at)));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].at, at);
    assert!(formulas[0].mathml.starts_with("<math ") && formulas[1].mathml.is_empty());
}

#[test]
fn the_style_sheet_has_what_the_export_asks_for() {
    let head = export::stylesheet().expect("a style sheet");
    let ours = include_str!("../../../styles/mathml.css");
    assert!(ours.contains(&head.replace(" i]", "]")), "Typst now asks for:\n{head}");
}
