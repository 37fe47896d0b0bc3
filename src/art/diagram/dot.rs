//! Graphviz's dot, read by layout-rs and written as a Mermaid flowchart.
//!
//! Shapes, clusters, dashed and bold lines, arrows at both ends, labels and colours are carried over. What
//! a flowchart can't show is refused, never dropped: records, HTML labels, ports.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use layout::gv::DotParser;
use layout::gv::parser::lexer::{Lexer, Token};
use layout::gv::parser::ast::{
    ArrowKind, AttrStmtTarget, AttributeList, EdgeStmt, Graph, NodeId, Stmt,
};

use super::{Fault, failing_line};

type Attributes = BTreeMap<String, String>;

/// The flowchart that shows the same graph.
///
/// # Errors
/// What layout-rs can't read, and what a flowchart can't show.
pub(super) fn flowchart(source: &str) -> Result<String, Fault> {
    let graph = read(source)?;
    let mut chart = Chart { direction: "TB", ..Chart::default() };
    let defaults = Defaults::default();
    let drawn = chart.graph(&graph, defaults, 0).and_then(|()| {
        let mut out = format!("flowchart {}\n", chart.direction);
        chart.write_cluster(0, &mut out)?;
        Ok(out + &chart.edges + &chart.link_styles)
    });
    drawn.map_err(|fault| Fault { line: line_of(source, &fault.reason), ..fault })
}

/// The graph as layout-rs reads it. Its parser panics at what its lexer refuses, so the lexer is asked first.
fn read(source: &str) -> Result<Graph, Fault> {
    let mut lexer = Lexer::from_string(source);
    loop {
        match lexer.next_token() {
            Token::EOF => break,
            Token::Error(at) => {
                let line = 1 + source.chars().take(at.saturating_sub(1)).filter(|c| *c == '\n').count();
                let reason = match source.chars().nth(at.saturating_sub(2)) {
                    Some('<') => "a label in HTML can't be drawn",
                    _ => "a character that dot doesn't have here, or a string without its end",
                };
                let reason = reason.to_owned();
                return Err(Fault { line: Some(line), reason });
            }
            _ => {}
        }
    }
    let reason = |head: &str| DotParser::new(head).process().err().map(|message| reason(&message));
    match DotParser::new(source).process() {
        Ok(graph) => Ok(graph),
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
    edges: String,
    edge_count: usize,
    link_styles: String,
}

impl Chart {
    /// Takes in a graph or subgraph; `cluster` is the 1-based cluster it stands in, 0 for none.
    fn graph(&mut self, graph: &Graph, mut defaults: Defaults, cluster: usize) -> Result<(), Fault> {
        for statement in &graph.list.list {
            match statement {
                Stmt::Attribute(it) => match it.target {
                    AttrStmtTarget::Node => merge(&mut defaults.node, &it.list),
                    AttrStmtTarget::Edge => merge(&mut defaults.edge, &it.list),
                    AttrStmtTarget::Graph => self.graph_attributes(&it.list, cluster),
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

    fn graph_attributes(&mut self, list: &AttributeList, cluster: usize) {
        let mut attributes = Attributes::new();
        merge(&mut attributes, list);
        match attributes.get("rankdir").map(String::as_str) {
            Some("LR") => self.direction = "LR",
            Some("RL") => self.direction = "RL",
            Some("BT") => self.direction = "BT",
            _ => {}
        }
        if let Some(cluster) = cluster.checked_sub(1).and_then(|at| self.clusters.get_mut(at)) {
            cluster.attributes.extend(attributes);
        }
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
            let line = line(&attributes, matches!(kind, ArrowKind::Arrow));
            let label = attributes.get("label").filter(|label| !label.is_empty());
            let label = label.map(|label| Ok(format!("|{}|", quoted(label)?))).transpose()?;
            let _ = writeln!(self.edges, "  n{from} {line}{} n{to}", label.unwrap_or_default());
            if let Some(color) = attributes.get("color") {
                let _ = writeln!(self.link_styles, "  linkStyle {} stroke:{color}", self.edge_count);
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
        }
        Ok(())
    }
}

fn merge(into: &mut Attributes, list: &AttributeList) {
    into.extend(list.iter().cloned());
}

/// Mermaid's sign for a line: its ends and its stroke.
fn line(attributes: &Attributes, directed: bool) -> String {
    let usual = if directed { "forward" } else { "none" };
    let (left, right) = match attributes.get("dir").map_or(usual, String::as_str) {
        "both" => ("<", ">"),
        "back" => ("<", ""),
        "none" => ("", ""),
        _ => ("", ">"),
    };
    let stroke = match attributes.get("style").map(String::as_str) {
        Some("dashed" | "dotted") => "-.-",
        Some("bold") => "==",
        _ => "--",
    };
    // An open end takes one more dash: `---`, but `-->`.
    let open = if right.is_empty() && stroke != "-.-" { stroke.get(..1).unwrap_or_default() } else { "" };
    format!("{left}{stroke}{open}{right}")
}

fn write_node(at: usize, node: &Node, out: &mut String) -> Result<(), Fault> {
    let get = |key: &str| node.attributes.get(key).map(String::as_str);
    let label = get("label").filter(|label| *label != "\\N").unwrap_or(&node.name);
    let label = quoted(label)?;
    let style = get("style").unwrap_or_default();
    let (open, close) = match get("shape").unwrap_or("ellipse") {
        "box" | "rect" | "rectangle" | "square" | "Msquare" if style.contains("rounded") => ("(", ")"),
        "box" | "rect" | "rectangle" | "square" | "Msquare" | "note" | "plaintext" | "none" => ("[", "]"),
        "cylinder" => ("[(", ")]"),
        "diamond" | "Mdiamond" => ("{", "}"),
        "circle" | "point" => ("((", "))"),
        "doublecircle" => ("(((", ")))"),
        "hexagon" => ("{{", "}}"),
        "parallelogram" => ("[/", "/]"),
        "ellipse" | "oval" | "egg" => ("([", "])"),
        shape => return Err(Fault::new(&format!("shape `{shape}` can't be drawn"))),
    };
    let _ = writeln!(out, "  n{at}{open}{label}{close}");
    let mut looks = Vec::new();
    if style.contains("filled") {
        looks.push(format!("fill:{}", get("fillcolor").or(get("color")).unwrap_or("lightgrey")));
    }
    looks.extend(get("color").map(|color| format!("stroke:{color}")));
    if !looks.is_empty() {
        let _ = writeln!(out, "  style n{at} {}", looks.join(","));
    }
    Ok(())
}

/// A label in Mermaid's quotes. dot's `\n`, `\l` and `\r` end lines.
fn quoted(label: &str) -> Result<String, Fault> {
    if label.trim_start().starts_with('<') {
        return Err(Fault::new(&format!("the label in HTML `{}` can't be drawn", label.trim())));
    }
    let lines = label.replace("\\l", "\\n").replace("\\r", "\\n");
    Ok(format!("\"{}\"", lines.trim_end_matches("\\n").replace('"', "#quot;").replace("\\n", "<br/>")))
}
