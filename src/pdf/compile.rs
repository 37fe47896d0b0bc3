//! One unit's source to laid-out pages.
//!
//! This is Typst's own `compile` (its crate `typst`, `compile_impl`) with one difference: elements are
//! located under a key of the unit's. Typst tells elements apart by where they stand in *one* document;
//! two chapters that show the same picture would give it the same location, and joined they would share
//! a link target and a tag. With a key for each unit that can't happen.

use comemo::Track;
use ecow::EcoVec;
use typst::World;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector, Location, Locator, MAX_ITERS};
use typst::utils::{Protected, hash128};
use typst_layout::PagedDocument;

use super::world::Desk;

/// Lays out a unit; `key` is its alone in the book.
pub fn compile(desk: &Desk, key: &str) -> Warned<SourceResult<PagedDocument>> {
    let mut sink = Sink::new();
    let output = compiled(desk, key, &mut sink);
    Warned { output, warnings: sink.warnings() }
}

fn compiled(desk: &Desk, key: &str, sink: &mut Sink) -> SourceResult<PagedDocument> {
    let library = desk.shared.library();
    let world: &dyn World = desk;
    let traced = Traced::default();
    let content = typst_eval::eval(
        world.track(),
        library,
        traced.track(),
        sink.track_mut(),
        Route::default().track(),
        &desk.main,
    )?
    .content();
    let base = StyleChain::new(&library.styles);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let styles = base.chain(&target);
    let place = Location::new(hash128(key));

    // Until no element's place changes any more; most units have nothing that asks for one.
    let mut before: Option<PagedDocument> = None;
    for round in 1.. {
        let empty = EmptyIntrospector;
        let known: &dyn Introspector = match &before {
            Some(document) => Output::introspector(document),
            None => &empty,
        };
        let constraint = comemo::Constraint::new();
        let mut inner = Sink::new();
        let mut engine = Engine {
            library,
            world: world.track(),
            introspector: Protected::new(known.track_with(&constraint)),
            traced: traced.track(),
            sink: inner.track_mut(),
            route: Route::default(),
        };
        let document = lay_out(&mut engine, &content, place, styles)?;
        if constraint.validate(Output::introspector(&document)) || round >= MAX_ITERS {
            let delayed = inner.delayed();
            sink.extend_from_sink(inner);
            return if delayed.is_empty() { Ok(document) } else { Err(delayed) };
        }
        before = Some(document);
    }
    Err(EcoVec::<SourceDiagnostic>::new())
}

fn lay_out(
    engine: &mut Engine,
    content: &Content,
    place: Location,
    styles: StyleChain,
) -> SourceResult<PagedDocument> {
    typst_layout::layout_document_for_bundle(engine, content, Locator::synthesize(place), styles)
}
