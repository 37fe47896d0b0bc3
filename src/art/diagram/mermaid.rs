//! Mermaid, drawn by merman.

use merman::svg::{SvgPipeline, SvgRenderOptions};
use merman::{
    Engine, MermaidConfig, OperationControl, ParseOptions, RenderOutput, RenderRequest, Renderer,
    SvgEnvironment, SvgRequest,
};
use serde_json::json;

use super::{FAMILY, Fault, failing_line, measure};
use crate::fonts::Fonts;

/// How merman hides frames that have neither fill nor stroke. Their opacity says nothing, but would make a
/// file for a printer one with transparency.
pub(super) const HIDDEN: &str = "fill:none;stroke:none;opacity:0;";
const BARE: &str = "fill:none;stroke:none;";

/// The drawing.
///
/// # Errors
/// merman's reason, which mostly names no line.
pub(super) fn draw(source: &str, id: &str, fonts: &Fonts) -> Result<String, Fault> {
    render(source, id, fonts).map_err(|fault| {
        let reason = |head: &str| render(head, id, fonts).err().map(|fault| fault.reason);
        let line = fault.line.or_else(|| failing_line(source, &fault.reason, reason));
        Fault { line, ..fault }
    })
}

fn render(source: &str, id: &str, fonts: &Fonts) -> Result<String, Fault> {
    let engine = Engine::new().with_site_config(MermaidConfig::from_value(config()));
    let renderer = Renderer::new().with_engine(engine).with_parse_options(ParseOptions::strict());
    let environment = SvgEnvironment::deterministic().with_text_measurement_policy(measure::policy(fonts)?);
    let options = SvgRenderOptions { diagram_id: Some(id.to_owned()), ..SvgRenderOptions::default() };
    let request =
        SvgRequest { pipeline: Some(SvgPipeline::resvg_safe()), options, environment, ..SvgRequest::default() };
    let request = RenderRequest::svg(source, OperationControl::new(), request);
    match renderer.render(request) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.svg().replace(HIDDEN, BARE)),
        Ok(_) => Err(Fault::new("there is no diagram in it")),
        Err(error) => Err(Fault::new(&error.to_string())),
    }
}

/// Theme `neutral` is black, white and greys. The default least width of a node (120) would make circles of
/// short labels enormous. HTML labels, measured by us and turned into SVG text by the pipeline, are placed
/// better than merman's own SVG labels.
pub(super) fn config() -> serde_json::Value {
    json!({
        "theme": "neutral",
        "fontFamily": format!("\"{FAMILY}\""),
        "htmlLabels": true,
        "look": "classic",
        "layout": "dagre",
        "flowchart": { "htmlLabels": true, "minNodeWidth": 0 },
        "class": { "htmlLabels": true },
        "state": { "htmlLabels": true, "minNodeWidth": 0 },
        "er": { "htmlLabels": true },
    })
}
