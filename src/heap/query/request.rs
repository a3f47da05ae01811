//! A question as it comes from JavaScript: its name and what it needs. One type for all questions, since each type that
//! is read from JSON adds some kilobytes to the binary.

use serde::Deserialize;

use super::{NodeFilter, Question, Sort, Ties};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    ask: String,
    id: Option<u64>,
    top: Option<u64>,
    max: Option<u64>,
    nodes: Option<u64>,
    by_name: Option<bool>,
    sort: Option<String>,
    name: Option<String>,
    class_name: Option<String>,
    r#type: Option<String>,
}

impl TryFrom<Request> for Question {
    type Error = &'static str;

    fn try_from(request: Request) -> Result<Question, &'static str> {
        let Request { ask, id, top, max, nodes, by_name, sort, name, class_name, r#type: kind } = request;
        let id = id.ok_or("the question lacks 'id'");
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let top = top.map(count);
        let sort = match sort.as_deref() {
            None => None,
            Some("retained") => Some(Sort::Retained),
            Some("shallow") => Some(Sort::Shallow),
            Some("count") => Some(Sort::Count),
            Some(_) => return Err("there is no such order"),
        };
        Ok(match ask.as_str() {
            "analyze" => Question::Analyze,
            "summary" => Question::Summary,
            "classes" => Question::Classes { top, sort, name },
            "find" => Question::Find(NodeFilter { class_name, name, kind, top, sort }),
            "node" => Question::Node { id: id? },
            "retainingPath" => Question::RetainingPath {
                id: id?,
                max: count(max.ok_or("the question lacks 'max'")?),
                ties: if by_name.unwrap_or_default() { Ties::Name } else { Ties::NodeOrder },
            },
            "retainers" => Question::Retainers { id: id?, top },
            "edges" => Question::Edges { id: id? },
            "dominators" => Question::Dominators { id: id? },
            "dominated" => Question::Dominated { id: id?, top },
            "dominatorTree" => {
                Question::DominatorTree { nodes: count(nodes.ok_or("the question lacks 'nodes'")?) }
            }
            "duplicateStrings" => Question::DuplicateStrings { top },
            "detachedContexts" => Question::DetachedContexts,
            _ => return Err("there is no such question"),
        })
    }
}
