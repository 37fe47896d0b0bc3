//! Content streams run as far as places, colours and widths of lines go (ISO 32000-1, 8 and 9).

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::font::Face;
use super::object::{Reader, name, number, string};
use super::space::{self, Space};
use super::{Area, Page, Picture, Rule, Run};

/// Forms inside forms that are followed.
const DEEPEST: usize = 16;
/// A filled box thinner than this, and longer than `LONG`, is a line, pt.
const THIN: f64 = 2.0;
const LONG: f64 = 6.0;

/// Runs a page's content; `corner` is the upper left corner of its trim in the file's own coordinates.
pub fn run<'a>(
    reader: Reader<'a>,
    faces: &'a BTreeMap<ObjectId, Face>,
    resources: Option<&'a Dictionary>,
    content: &[u8],
    corner: (f64, f64),
    page: &mut Page,
) {
    let state = State { matrix: Matrix([1.0, 0.0, 0.0, -1.0, -corner.0, corner.1]), ..State::default() };
    let mut machine = Machine {
        reader,
        faces,
        resources,
        state,
        saved: Vec::new(),
        text: Matrix::ONE,
        line: Matrix::ONE,
        path: Path::default(),
        spoken: Vec::new(),
        depth: 0,
        page,
    };
    machine.stream(content);
    page.spaces.sort_unstable();
    page.spaces.dedup();
}

/// An affine map, as the six numbers of `cm`.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `outer`.
    fn then(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, outer.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// How much it enlarges, in the mean of both directions.
    fn scale(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let found = super::numbers(operands);
        Some(Self(found.get(..6)?.try_into().ok()?))
    }
}

/// What `q` saves.
#[derive(Clone)]
struct State<'a> {
    matrix: Matrix,
    fill: Option<Space>,
    stroke: Option<Space>,
    width: f64,
    face: Option<&'a Face>,
    size: f64,
    between: f64,
    word: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    mode: u8,
}

impl Default for State<'_> {
    fn default() -> Self {
        Self {
            matrix: Matrix::ONE,
            fill: Some(Space::Gray),
            stroke: Some(Space::Gray),
            width: 1.0,
            face: None,
            size: 0.0,
            between: 0.0,
            word: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

/// The path in the making: the extent of each of its parts, on the page.
#[derive(Default)]
struct Path {
    parts: Vec<Area>,
}

impl Path {
    fn begin(&mut self, (x, y): (f64, f64)) {
        self.parts.push(Area { left: x, top: y, right: x, bottom: y });
    }

    fn add(&mut self, (x, y): (f64, f64)) {
        match self.parts.last_mut() {
            Some(area) => {
                area.left = area.left.min(x);
                area.right = area.right.max(x);
                area.top = area.top.min(y);
                area.bottom = area.bottom.max(y);
            }
            None => self.begin((x, y)),
        }
    }
}

/// Settings that let what is below shine through (ISO 32000-1, 11.6.4).
fn shines(settings: &Dictionary) -> bool {
    let value = |key: &[u8]| settings.get(key).ok();
    let opacity = [value(b"ca"), value(b"CA")].into_iter().flatten().filter_map(number).any(|share| share < 1.0);
    let plain = |mode: &Object| mode.as_name().is_ok_and(|name| [&b"Normal"[..], b"Compatible"].contains(&name));
    opacity || value(b"BM").is_some_and(|mode| !plain(mode)) || value(b"SMask").is_some_and(|mask| mask.as_name().is_err())
}

struct Machine<'a, 'p> {
    reader: Reader<'a>,
    faces: &'a BTreeMap<ObjectId, Face>,
    resources: Option<&'a Dictionary>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    text: Matrix,
    line: Matrix,
    path: Path,
    /// What open marks say their content is (`ActualText`); said once.
    spoken: Vec<Option<String>>,
    depth: usize,
    page: &'p mut Page,
}

impl<'a> Machine<'a, '_> {
    fn stream(&mut self, content: &[u8]) {
        let Ok(content) = Content::decode(content) else { return };
        for Operation { operator, operands } in &content.operations {
            let numbers = super::numbers(operands);
            self.graphics(operator, operands, &numbers);
            self.paths(operator, &numbers);
            self.colors(operator, operands, &numbers);
            self.texts(operator, operands, &numbers);
        }
    }

    fn graphics(&mut self, operator: &str, operands: &[Object], numbers: &[f64]) {
        match operator {
            "q" => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.state.matrix = matrix.then(self.state.matrix);
                }
            }
            "w" => self.state.width = numbers.first().copied().unwrap_or(1.0),
            "gs" => self.settings(operands),
            "Do" => self.object(operands),
            "BI" => {
                self.picture(operands.first().and_then(|image| image.as_stream().ok()).map(|image| &image.dict));
            }
            "BMC" => self.spoken.push(None),
            "BDC" => {
                let property = operands.get(1).and_then(|object| object.as_dict().ok());
                let text = property.and_then(|list| list.get(b"ActualText").ok()).and_then(|text| text.as_str().ok());
                self.spoken.push(text.map(string));
            }
            "EMC" => drop(self.spoken.pop()),
            _ => {}
        }
    }

    fn settings(&mut self, operands: &[Object]) {
        let found = self.resource(b"ExtGState", operands.first());
        let width = found.and_then(|object| self.reader.dictionary(object)).and_then(|it| it.get(b"LW").ok());
        if let Some(width) = width.and_then(number) {
            self.state.width = width;
        }
        if let Some(settings) = found.and_then(|object| self.reader.dictionary(object)) {
            self.page.transparent |= shines(settings);
        }
    }

    fn resource(&self, kind: &[u8], named: Option<&Object>) -> Option<&'a Object> {
        let list = self.reader.inner(self.resources?, kind)?;
        list.get(named?.as_name().ok()?).ok()
    }

    fn object(&mut self, operands: &[Object]) {
        let Some(stream) = self.resource(b"XObject", operands.first()).and_then(|it| self.reader.stream(it)) else {
            return;
        };
        match stream.dict.get(b"Subtype").ok().and_then(name).as_deref() {
            Some("Image") => self.picture(Some(&stream.dict)),
            Some("Form") if self.depth < DEEPEST => self.form(stream),
            _ => {}
        }
    }

    fn form(&mut self, stream: &'a Stream) {
        let (state, resources) = (self.state.clone(), self.resources);
        let (text, line) = (self.text, self.line);
        let matrix = stream.dict.get(b"Matrix").ok().and_then(|object| self.reader.follow(object).as_array().ok());
        if let Some(matrix) = matrix.and_then(|list| Matrix::of(list)) {
            self.state.matrix = matrix.then(self.state.matrix);
        }
        self.resources = self.reader.inner(&stream.dict, b"Resources").or(resources);
        self.depth += 1;
        let saved = std::mem::take(&mut self.saved);
        self.stream(&self.reader.bytes(stream));
        self.saved = saved;
        self.depth -= 1;
        (self.state, self.resources, self.text, self.line) = (state, resources, text, line);
    }

    fn picture(&mut self, image: Option<&Dictionary>) {
        let Some(image) = image else { return };
        let side = |long: &[u8], short: &[u8]| image.get(long).or_else(|_| image.get(short)).ok().and_then(number);
        let (Some(across), Some(down)) = (side(b"Width", b"W"), side(b"Height", b"H")) else { return };
        let [a, b, c, d, ..] = self.state.matrix.0;
        let inches = |x: f64, y: f64| (x.hypot(y) / 72.0).max(1e-6);
        let resolution = (across / inches(a, b)).min(down / inches(c, d));
        let mut extent = Path::default();
        for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            extent.add(self.state.matrix.apply(x, y));
        }
        let mask = image.get(b"ImageMask").or_else(|_| image.get(b"IM")).is_ok_and(|it| matches!(it, Object::Boolean(true)));
        let object = image.get(b"ColorSpace").or_else(|_| image.get(b"CS")).ok();
        let space = object.and_then(|object| space::of(self.reader, self.resources, object, 0));
        self.page.spaces.extend(if mask { self.state.fill } else { space });
        self.page.transparent |= image.has(b"SMask");
        self.page.painted = true;
        self.page.pictures.extend(extent.parts.first().map(|area| Picture { area: *area, resolution }));
    }

    fn paths(&mut self, operator: &str, numbers: &[f64]) {
        let to = self.state.matrix;
        match (operator, numbers) {
            ("m", [x, y]) => self.path.begin(to.apply(*x, *y)),
            ("l", [x, y]) => self.path.add(to.apply(*x, *y)),
            ("c", points @ [_, _, _, _, _, _]) | ("v" | "y", points @ [_, _, _, _]) => {
                points.chunks_exact(2).for_each(|pair| {
                    if let [x, y] = pair {
                        self.path.add(to.apply(*x, *y));
                    }
                });
            }
            ("re", [x, y, w, h]) => {
                self.path.begin(to.apply(*x, *y));
                self.path.add(to.apply(x + w, y + h));
            }
            ("S" | "s", _) => self.paint(false, true),
            ("f" | "F" | "f*", _) => self.paint(true, false),
            ("B" | "B*" | "b" | "b*", _) => self.paint(true, true),
            ("n", _) => self.path.parts.clear(),
            ("sh", _) => self.page.painted = true,
            _ => {}
        }
    }

    fn paint(&mut self, fill: bool, stroke: bool) {
        let parts = std::mem::take(&mut self.path.parts);
        if parts.is_empty() {
            return;
        }
        self.page.painted = true;
        if fill {
            self.page.spaces.extend(self.state.fill);
        }
        if stroke {
            self.page.spaces.extend(self.state.stroke);
        }
        let thickness = self.state.width * self.state.matrix.scale();
        for area in parts {
            let thin = area.width().min(area.height());
            let long = area.width().max(area.height());
            if stroke {
                self.page.rules.push(Rule { thickness, area });
            } else if thin < THIN && long > LONG {
                self.page.rules.push(Rule { thickness: thin, area });
            }
        }
    }

    fn colors(&mut self, operator: &str, operands: &[Object], numbers: &[f64]) {
        let black = |numbers: &[f64]| matches!(numbers, [c, m, y, _] if *c == 0.0 && *m == 0.0 && *y == 0.0);
        let process = if black(numbers) { Space::Black } else { Space::Cmyk };
        match operator {
            "g" => self.state.fill = Some(Space::Gray),
            "G" => self.state.stroke = Some(Space::Gray),
            "rg" => self.state.fill = Some(Space::Rgb),
            "RG" => self.state.stroke = Some(Space::Rgb),
            "k" => self.state.fill = Some(process),
            "K" => self.state.stroke = Some(process),
            "cs" => self.state.fill = self.space(operands),
            "CS" => self.state.stroke = self.space(operands),
            "scn" | "sc" => self.state.fill = self.color(self.state.fill, operands, process),
            "SCN" | "SC" => self.state.stroke = self.color(self.state.stroke, operands, process),
            "sh" => {
                let shading = self.resource(b"Shading", operands.first());
                self.page.spaces.extend(shading.and_then(|object| self.shading(object)));
            }
            _ => {}
        }
    }

    fn space(&self, operands: &[Object]) -> Option<Space> {
        space::of(self.reader, self.resources, operands.first()?, 0)
    }

    /// The space after a colour was chosen in it: that of a pattern is its shading's.
    fn color(&self, now: Option<Space>, operands: &[Object], process: Space) -> Option<Space> {
        if let Some(last) = operands.last().filter(|last| last.as_name().is_ok()) {
            let pattern = self.resource(b"Pattern", Some(last)).and_then(|object| self.reader.dictionary(object));
            return pattern.and_then(|pattern| pattern.get(b"Shading").ok()).and_then(|object| self.shading(object));
        }
        if matches!(now, Some(Space::Cmyk | Space::Black)) { Some(process) } else { now }
    }

    fn shading(&self, object: &'a Object) -> Option<Space> {
        let shading = self.reader.dictionary(object)?;
        space::of(self.reader, self.resources, shading.get(b"ColorSpace").ok()?, 0)
    }

    fn texts(&mut self, operator: &str, operands: &[Object], numbers: &[f64]) {
        let first = numbers.first().copied().unwrap_or(0.0);
        match operator {
            "BT" => (self.text, self.line) = (Matrix::ONE, Matrix::ONE),
            "Tf" => {
                let found = self.reader.inner_reference(self.resources, b"Font", operands.first());
                self.state.face = found.and_then(|id| self.faces.get(&id));
                self.state.size = first;
            }
            "Tc" => self.state.between = first,
            "Tw" => self.state.word = first,
            "Tz" => self.state.stretch = first / 100.0,
            "TL" => self.state.leading = first,
            "Ts" => self.state.rise = first,
            "Tr" => self.state.mode = first as u8,
            "Td" => self.next(first, numbers.get(1).copied().unwrap_or(0.0)),
            "TD" => {
                let down = numbers.get(1).copied().unwrap_or(0.0);
                self.state.leading = -down;
                self.next(first, down);
            }
            "T*" => self.next(0.0, -self.state.leading),
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            "Tj" | "TJ" => self.show(operands),
            "'" | "\"" => {
                if let [word, between, ..] = numbers {
                    (self.state.word, self.state.between) = (*word, *between);
                }
                self.next(0.0, -self.state.leading);
                self.show(operands);
            }
            _ => {}
        }
    }

    fn next(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    fn show(&mut self, operands: &[Object]) {
        let Some(face) = self.state.face else { return };
        let State { size, between, word, stretch, rise, mode, .. } = self.state;
        let to_page = self.text.then(self.state.matrix);
        let (mut at, mut end) = (0.0, 0.0);
        let (mut text, mut blanks, mut stops) = (String::new(), 0, Vec::new());
        for piece in operands.iter().flat_map(|operand| operand.as_array().map_or(std::slice::from_ref(operand), Vec::as_slice)) {
            if let Some(back) = number(piece) {
                at -= back / 1000.0 * size * stretch;
            }
            let Object::String(bytes, _) = piece else { continue };
            for (code, advance, says) in face.glyphs(bytes) {
                let word = if face.is_space(code) { word } else { 0.0 };
                stops.push((to_page.apply(at, rise).0 as f32, text.len()));
                at += (advance * size + between + word) * stretch;
                text.push_str(says);
                blanks += usize::from(code == 0 && face.has_blank());
                if !says.trim().is_empty() || says.is_empty() {
                    end = at;
                }
            }
        }
        self.text = Matrix([1.0, 0.0, 0.0, 1.0, at, 0.0]).then(self.text);
        let said = self.spoken.iter_mut().find_map(Option::take);
        // What a mark says has no glyphs of its own: it stands from the first to the last of them.
        stops.truncate(if said.is_some() { 1 } else { stops.len() });
        let text = said.unwrap_or(text);
        // Invisible text is for searching.
        if mode == 3 || (text.trim().is_empty() && blanks == 0) {
            return;
        }
        let ((left, y), (right, other)) = (to_page.apply(0.0, rise), to_page.apply(end, rise));
        let upright = (other - y).abs() < 0.01 && right >= left;
        self.page.painted = true;
        self.page.spaces.extend(self.state.fill);
        let size = size * to_page.scale();
        self.page.runs.push(Run { left, right, y, size, upright, text, stops, blanks, face: face.name.clone() });
    }
}
