//! Questions about snapshots and their answers, as JSON that JavaScript sees (see `heap.d.ts`). Nodes go by node id here.
//!
//! Uses all other rooms.

mod compare;
mod dominator_map;
mod request;
mod response;
mod view;

pub use self::compare::{diff, diff_nodes, growth};
pub use self::request::{NodeFilter, Question, Sort, Ties};
use self::response::{json, json_list};
use self::view::View;
use crate::heap::analysis::contexts::detached_contexts;
use crate::heap::error::Error;
use crate::heap::snapshot::Snapshot;

/// The answer to a question, as JSON.
pub fn answer(snapshot: &Snapshot, question: &Question) -> Result<String, Error> {
    let view = View::new(snapshot);
    match question {
        Question::Analyze => json(&view.analyze()?),
        Question::Summary => json(&view.summary()?),
        Question::Classes { top, sort, name } => {
            json(&view.classes(*top, sort.unwrap_or_default(), name.as_deref())?)
        }
        Question::Find(filter) => json_list(view.nodes(&view.find(filter)?)),
        Question::Node { id } => json(&view.node(view.by_id(*id)?)?),
        Question::RetainingPath { id, max, ties } => json_list(view.paths(view.by_id(*id)?, *max, *ties)?),
        Question::Retainers { id, top } => json_list(view.retainers(view.by_id(*id)?, *top)?),
        Question::Edges { id } => json_list(view.edges(view.by_id(*id)?)),
        Question::Dominators { id } => json_list(view.dominators(view.by_id(*id)?)?),
        Question::Dominated { id, top } => {
            let mut nodes = snapshot.children()?.of(view.by_id(*id)?).to_vec();
            view.largest(&mut nodes, *top, Sort::Retained)?;
            json_list(view.nodes(&nodes))
        }
        Question::DominatorTree { nodes } => json_list(dominator_map::branches(snapshot, &view, *nodes)?),
        Question::DuplicateStrings { top } => json_list(view.duplicate_strings(*top)?),
        Question::DetachedContexts => {
            let mut nodes = detached_contexts(snapshot.graph(), &snapshot.domination()?.dominators);
            view.largest(&mut nodes, None, Sort::Retained)?;
            json_list(view.nodes(&nodes))
        }
    }
}
