//! Graphviz's dot, read by layout-rs and written as a Mermaid flowchart.
//!
//! Shapes, clusters, dashed and bold lines, arrows at both ends, labels and colours are carried over. Type, sizes
//! and distances ([`HINTS`]) are the book's. Everything else is refused, never dropped: records, HTML labels, ports,
//! ranks, attributes and values that dot doesn't have.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use layout::gv::DotParser;
use layout::gv::parser::lexer::{Lexer, Token};
use layout::gv::parser::ast::{
    ArrowKind, AttrStmtTarget, AttributeList, EdgeStmt, Graph, NodeId, Stmt,
};

use super::{Fault, color, failing_line};

type Attributes = BTreeMap<String, String>;

/// The flowchart that shows the same graph.
///
/// # Errors
/// What layout-rs can't read, and what a flowchart can't show.
pub(super) fn flowchart(source: &str) -> Result<String, Fault> {
    let (graph, kind) = read(source)?;
    let mut chart = Chart { direction: "TB", kind, ..Chart::default() };
    let defaults = Defaults::default();
    let drawn = chart.graph(&graph, defaults, 0).and_then(|()| {
        let mut out = format!("flowchart {}\n", chart.direction);
        chart.write_cluster(0, &mut out)?;
        Ok(out + &chart.edges + &chart.looks)
    });
    drawn.map_err(|fault| Fault { line: line_of(source, &fault.reason), ..fault })
}

/// The graph as layout-rs reads it. Its parser panics at what its lexer refuses, so the lexer is asked first.
fn read(source: &str) -> Result<(Graph, Kind), Fault> {
    let mut lexer = Lexer::from_string(source);
    let mut kind = Kind::default();
    loop {
        match lexer.next_token() {
            Token::EOF => break,
            Token::StrictKW => kind.strict = true,
            Token::DigraphKW => kind.directed = true,
            Token::Error(at) => {
                let line = 1 + source.chars().take(at.saturating_sub(1)).filter(|c| *c == '\n').count();
                let reason = match source.chars().nth(at.saturating_sub(1)) {
                    Some('<') => "a label in HTML can't be drawn".to_owned(),
                    Some(c) if at < source.chars().count() => format!("`{c}` can't stand here outside quotes"),
                    Some(_) | None => "a string without its end".to_owned(),
                };
                return Err(Fault { line: Some(line), reason });
            }
            _ => {}
        }
    }
    let reason = |head: &str| DotParser::new(head).process().err().map(|message| reason(&message));
    match DotParser::new(source).process() {
        Ok(graph) => Ok((graph, kind)),
        Err(message) => {
            let said = self::reason(&message);
            Err(Fault { line: failing_line(source, &said, reason), reason: said })
        }
    }
}

/// layout-rs's reason, in our words where its own are none.
fn reason(message: &str) -> String {
    match message {
        "port" => "expected the name of a node".to_owned(),
        "Unsupported token" | "Unknown token" => "expected a statement".to_owned(),
        message => message.trim_end_matches(['.', ' ']).replacen("Expected", "expected", 1).replacen("Can't", "can't", 1),
    }
}

/// The first line that holds the name that a reason gives in backticks.
fn line_of(source: &str, reason: &str) -> Option<usize> {
    let name = reason.split('`').nth(1)?;
    source.lines().position(|line| line.contains(name)).map(|at| at + 1)
}

/// What the words before the first brace say.
#[derive(Debug, Clone, Copy, Default)]
struct Kind {
    directed: bool,
    /// No edge is drawn twice.
    strict: bool,
}

/// Attributes of type, size and distance, which are the book's.
const HINTS: [&str; 34] = [
    "fontname", "fontsize", "fontpath", "labelfontsize", "labelfontname", "nodesep", "ranksep", "size", "ratio", "margin", "pad",
    "dpi", "resolution", "splines", "overlap", "concentrate", "compound", "newrank", "ordering", "weight", "minlen",
    "len", "width", "height", "fixedsize", "group", "labelloc", "labeljust", "labelfloat", "nslimit", "charset", "layout", "center", "id",
];

/// Refuses attributes that aren't among these.
fn known(attributes: &Attributes, drawn: &[&str]) -> Result<(), Fault> {
    match attributes.keys().find(|key| !drawn.contains(&key.as_str()) && !HINTS.contains(&key.as_str())) {
        Some(key) => Err(Fault::new(&format!("attribute `{key}` can't be drawn"))),
        None => Ok(()),
    }
}

/// The value of an attribute, one of these or nothing; an alias's place in the list is its first name's.
fn one_of<'a>(attributes: &'a Attributes, key: &str, values: &[&str]) -> Result<Option<&'a str>, Fault> {
    match attributes.get(key).map(String::as_str) {
        Some(value) if !values.contains(&value) => Err(Fault::new(&format!("{key} `{value}` can't be drawn"))),
        value => Ok(value),
    }
}

/// The words of `style`, each one of these.
fn styles<'a>(attributes: &'a Attributes, values: &[&str]) -> Result<Vec<&'a str>, Fault> {
    let style = attributes.get("style").map(String::as_str).unwrap_or_default();
    let words: Vec<&str> = style.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    match words.iter().find(|word| !values.contains(word)) {
        Some(word) => Err(Fault::new(&format!("style `{word}` can't be drawn"))),
        None => Ok(words),
    }
}

/// `stroke:red` and the like, for the attributes that are set.
fn css(attributes: &Attributes, pairs: &[(&str, &str)]) -> Result<Vec<String>, Fault> {
    let mut looks = Vec::new();
    for (key, property) in pairs {
        let Some(value) = attributes.get(*key) else { continue };
        let right = if *property == "stroke-width" { value.parse::<f32>().is_ok() } else { color(value) };
        if !right {
            return Err(Fault::new(&format!("{key} `{value}` can't be drawn")));
        }
        looks.push(format!("{property}:{value}"));
    }
    Ok(looks)
}

/// Attributes that `node [..]` and `edge [..]` set for what follows.
#[derive(Clone, Default)]
struct Defaults {
    node: Attributes,
    edge: Attributes,
}

struct Node {
    name: String,
    attributes: Attributes,
    cluster: usize,
}

struct Cluster {
    within: usize,
    attributes: Attributes,
}

#[derive(Default)]
struct Chart {
    direction: &'static str,
    nodes: Vec<Node>,
    clusters: Vec<Cluster>,
    kind: Kind,
    edges: String,
    edge_count: usize,
    joined: BTreeSet<(usize, usize)>,
    looks: String,
}

impl Chart {
    /// Takes in a graph or subgraph; `cluster` is the 1-based cluster it stands in, 0 for none.
    fn graph(&mut self, graph: &Graph, mut defaults: Defaults, cluster: usize) -> Result<(), Fault> {
        for statement in &graph.list.list {
            match statement {
                Stmt::Attribute(it) => match it.target {
                    AttrStmtTarget::Node => merge(&mut defaults.node, &it.list),
                    AttrStmtTarget::Edge => merge(&mut defaults.edge, &it.list),
                    AttrStmtTarget::Graph => self.graph_attributes(&it.list, cluster)?,
                },
                Stmt::Node(it) => {
                    let mut attributes = defaults.node.clone();
                    merge(&mut attributes, &it.list);
                    self.node(&it.id, attributes, cluster, true)?;
                }
                Stmt::Edge(it) => self.edge(it, &defaults, cluster)?,
                Stmt::SubGraph(it) => {
                    let inner = if it.name.starts_with("cluster") {
                        self.clusters.push(Cluster { within: cluster, attributes: Attributes::new() });
                        self.clusters.len()
                    } else {
                        cluster
                    };
                    self.graph(it, defaults.clone(), inner)?;
                }
            }
        }
        Ok(())
    }

    fn graph_attributes(&mut self, list: &AttributeList, cluster: usize) -> Result<(), Fault> {
        let mut attributes = Attributes::new();
        merge(&mut attributes, list);
        match cluster.checked_sub(1).and_then(|at| self.clusters.get_mut(at)) {
            Some(cluster) => {
                known(&attributes, &["label", "style", "color", "fillcolor", "bgcolor", "fontcolor", "penwidth"])?;
                cluster.attributes.extend(attributes);
            }
            None => {
                known(&attributes, &["rankdir"])?;
                match one_of(&attributes, "rankdir", &["TB", "LR", "RL", "BT"])? {
                    Some("LR") => self.direction = "LR",
                    Some("RL") => self.direction = "RL",
                    Some("BT") => self.direction = "BT",
                    Some(_) | None => {}
                }
            }
        }
        Ok(())
    }

    /// Enters a node, or adds to what is known of it; gives its place in the list.
    fn node(&mut self, id: &NodeId, attributes: Attributes, cluster: usize, said: bool) -> Result<usize, Fault> {
        if id.port.is_some() {
            return Err(Fault::new(&format!("`{}` names a port, which can't be drawn", id.name)));
        }
        if let Some(at) = self.nodes.iter().position(|node| node.name == id.name) {
            if let Some(node) = self.nodes.get_mut(at) {
                if said {
                    node.attributes.extend(attributes);
                }
                if node.cluster == 0 {
                    node.cluster = cluster;
                }
            }
            return Ok(at);
        }
        self.nodes.push(Node { name: id.name.clone(), attributes, cluster });
        Ok(self.nodes.len() - 1)
    }

    fn edge(&mut self, edge: &EdgeStmt, defaults: &Defaults, cluster: usize) -> Result<(), Fault> {
        let mut attributes = defaults.edge.clone();
        merge(&mut attributes, &edge.list);
        let mut from = self.node(&edge.from, defaults.node.clone(), cluster, false)?;
        for (target, kind) in &edge.to {
            let to = self.node(target, defaults.node.clone(), cluster, false)?;
            let directed = matches!(kind, ArrowKind::Arrow);
            if directed != self.kind.directed {
                let (is, sign) = if directed { ("graph", "->") } else { ("digraph", "--") };
                return Err(Fault::new(&format!("`{sign}` can't stand in a {is}")));
            }
            let pair = if directed { (from, to) } else { (from.min(to), from.max(to)) };
            if !self.joined.insert(pair) && self.kind.strict {
                from = to;
                continue;
            }
            let line = line(&attributes, directed)?;
            let label = attributes.get("label").filter(|label| !label.is_empty());
            let label = label.map(|label| Ok(format!("|{}|", quoted(label)?))).transpose()?;
            let _ = writeln!(self.edges, "  n{from} {line}{} n{to}", label.unwrap_or_default());
            let looks = css(&attributes, &[("color", "stroke"), ("fontcolor", "color"), ("penwidth", "stroke-width")])?;
            if !looks.is_empty() {
                let _ = writeln!(self.looks, "  linkStyle {} {}", self.edge_count, looks.join(","));
            }
            self.edge_count += 1;
            from = to;
        }
        Ok(())
    }

    fn write_cluster(&self, cluster: usize, out: &mut String) -> Result<(), Fault> {
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.cluster == cluster) {
            write_node(at, node, out)?;
        }
        for (at, inner) in self.clusters.iter().enumerate().filter(|(_, it)| it.within == cluster) {
            let label = inner.attributes.get("label").map_or(" ", String::as_str);
            let _ = writeln!(out, "  subgraph c{at}[{}]", quoted(label)?);
            self.write_cluster(at + 1, out)?;
            out.push_str("  end\n");
            let looks = looks(&inner.attributes, "bgcolor")?;
            if !looks.is_empty() {
                let _ = writeln!(out, "  style c{at} {}", looks.join(","));
            }
        }
        Ok(())
    }
}

fn merge(into: &mut Attributes, list: &AttributeList) {
    into.extend(list.iter().cloned());
}

/// Mermaid's sign for a line: its ends and its stroke.
fn line(attributes: &Attributes, directed: bool) -> Result<String, Fault> {
    known(attributes, &["label", "dir", "style", "color", "fontcolor", "penwidth", "arrowhead", "arrowtail"])?;
    let usual = if directed { "forward" } else { "none" };
    let (left, right) = match one_of(attributes, "dir", &["forward", "back", "both", "none"])?.unwrap_or(usual) {
        "both" => ("<", ">"),
        "back" => ("<", ""),
        "none" => ("", ""),
        _ => ("", ">"),
    };
    let end = |key, sign| Ok(if one_of(attributes, key, &["normal", "vee", "none"])? == Some("none") { "" } else { sign });
    let (left, right) = (end("arrowtail", left)?, end("arrowhead", right)?);
    let stroke = match styles(attributes, &["solid", "dashed", "dotted", "bold"])?.first() {
        Some(&("dashed" | "dotted")) => "-.-",
        Some(&"bold") => "==",
        Some(_) | None => "--",
    };
    // An open end takes one more dash: `---`, but `-->`.
    let open = if right.is_empty() && stroke != "-.-" { stroke.get(..1).unwrap_or_default() } else { "" };
    Ok(format!("{left}{stroke}{open}{right}"))
}

fn write_node(at: usize, node: &Node, out: &mut String) -> Result<(), Fault> {
    known(&node.attributes, &["label", "shape", "style", "color", "fillcolor", "fontcolor", "penwidth"])?;
    let get = |key: &str| node.attributes.get(key).map(String::as_str);
    let label = get("label").filter(|label| *label != "\\N").unwrap_or(&node.name);
    let label = quoted(label)?;
    let rounded = styles(&node.attributes, &STYLES)?.contains(&"rounded");
    let (open, close) = match get("shape").unwrap_or("ellipse") {
        "box" | "rect" | "rectangle" | "square" if rounded => ("(", ")"),
        "box" | "rect" | "rectangle" | "square" | "plaintext" | "none" => ("[", "]"),
        "cylinder" => ("[(", ")]"),
        "diamond" => ("{", "}"),
        "circle" => ("((", "))"),
        "doublecircle" => ("(((", ")))"),
        "hexagon" => ("{{", "}}"),
        "parallelogram" => ("[/", "/]"),
        "ellipse" | "oval" | "egg" => ("([", "])"),
        shape => return Err(Fault::new(&format!("shape `{shape}` can't be drawn"))),
    };
    let _ = writeln!(out, "  n{at}{open}{label}{close}");
    let mut looks = looks(&node.attributes, "fillcolor")?;
    if matches!(get("shape"), Some("plaintext" | "none")) {
        looks.extend(["fill:none".to_owned(), "stroke:none".to_owned()]);
    }
    if !looks.is_empty() {
        let _ = writeln!(out, "  style n{at} {}", looks.join(","));
    }
    Ok(())
}

/// Styles of nodes and clusters.
const STYLES: [&str; 6] = ["filled", "rounded", "solid", "dashed", "dotted", "bold"];

/// How a node or a cluster looks. It is filled where `style` says so, a cluster also by its `bgcolor`.
fn looks(attributes: &Attributes, ground: &str) -> Result<Vec<String>, Fault> {
    let styles = styles(attributes, &STYLES)?;
    let mut looks = css(attributes, &[("color", "stroke"), ("fontcolor", "color"), ("penwidth", "stroke-width")])?;
    let filled = styles.contains(&"filled");
    let key = ["fillcolor", ground, "color"].into_iter().find(|key| attributes.contains_key(*key));
    match key {
        Some(key) if filled || key == "bgcolor" => looks.extend(css(attributes, &[(key, "fill")])?),
        Some(_) | None if filled => looks.push("fill:lightgrey".to_owned()),
        Some(_) | None => {}
    }
    if styles.contains(&"dashed") || styles.contains(&"dotted") {
        looks.push("stroke-dasharray:3".to_owned());
    }
    if styles.contains(&"bold") && !attributes.contains_key("penwidth") {
        looks.push("stroke-width:2".to_owned());
    }
    Ok(looks)
}

/// A label in Mermaid's quotes. dot's `\n`, `\l` and `\r` end lines.
fn quoted(label: &str) -> Result<String, Fault> {
    if label.trim_start().starts_with('<') {
        return Err(Fault::new(&format!("the label in HTML `{}` can't be drawn", label.trim())));
    }
    let lines = label.replace("\\l", "\\n").replace("\\r", "\\n");
    Ok(format!("\"{}\"", lines.trim_end_matches("\\n").replace('"', "#quot;").replace("\\n", "<br/>")))
}
