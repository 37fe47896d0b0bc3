//! Where a node stands in the TeX text.

use ratex_parser::ParseNode as Node;

/// Offset of a node in the TeX text, where the parser kept it.
pub(super) fn start(node: &Node) -> Option<usize> {
    match node {
        Node::Atom { loc, .. }
        | Node::MathOrd { loc, .. }
        | Node::TextOrd { loc, .. }
        | Node::OpToken { loc, .. }
        | Node::AccentToken { loc, .. }
        | Node::SpacingNode { loc, .. }
        | Node::OrdGroup { loc, .. }
        | Node::SupSub { loc, .. }
        | Node::GenFrac { loc, .. }
        | Node::Sqrt { loc, .. }
        | Node::Accent { loc, .. }
        | Node::AccentUnder { loc, .. }
        | Node::Op { loc, .. }
        | Node::OperatorName { loc, .. }
        | Node::Font { loc, .. }
        | Node::Text { loc, .. }
        | Node::Color { loc, .. }
        | Node::ColorToken { loc, .. }
        | Node::Size { loc, .. }
        | Node::Styling { loc, .. }
        | Node::Sizing { loc, .. }
        | Node::DelimSizing { loc, .. }
        | Node::LeftRight { loc, .. }
        | Node::LeftRightRight { loc, .. }
        | Node::Middle { loc, .. }
        | Node::Overline { loc, .. }
        | Node::Underline { loc, .. }
        | Node::Rule { loc, .. }
        | Node::Kern { loc, .. }
        | Node::Phantom { loc, .. }
        | Node::VPhantom { loc, .. }
        | Node::Smash { loc, .. }
        | Node::MClass { loc, .. }
        | Node::Array { loc, .. }
        | Node::Environment { loc, .. }
        | Node::Cr { loc, .. }
        | Node::Infix { loc, .. }
        | Node::Internal { loc, .. }
        | Node::Verb { loc, .. }
        | Node::Href { loc, .. }
        | Node::Url { loc, .. }
        | Node::Raw { loc, .. }
        | Node::HBox { loc, .. }
        | Node::HorizBrace { loc, .. }
        | Node::Enclose { loc, .. }
        | Node::Lap { loc, .. }
        | Node::MathChoice { loc, .. }
        | Node::RaiseBox { loc, .. }
        | Node::VCenter { loc, .. }
        | Node::XArrow { loc, .. }
        | Node::Pmb { loc, .. }
        | Node::Tag { loc, .. }
        | Node::NoNumber { loc, .. }
        | Node::Html { loc, .. }
        | Node::HtmlMathMl { loc, .. }
        | Node::IncludeGraphics { loc, .. }
        | Node::CdLabel { loc, .. }
        | Node::CdLabelParent { loc, .. }
        | Node::CdArrow { loc, .. }
        | Node::ProofTree { loc, .. } => loc.as_ref().map(|loc| loc.start),
    }
}
