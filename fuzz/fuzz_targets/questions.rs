//! All questions, about some nodes and about one that does not exist.

use gc_tracker::heap::error::Error;
use gc_tracker::heap::query::{NodeFilter, Question, Sort, Ties, answer, diff, diff_nodes};
use gc_tracker::heap::snapshot::Snapshot;

const NO_ID: u64 = 1 << 40;

/// Panics if a question is not answered.
pub fn ask(snapshot: &Snapshot) {
    let graph = snapshot.graph();
    for question in general() {
        answer(snapshot, &question).unwrap();
    }
    let ids = graph.ids.values();
    for id in [ids[0], ids[ids.len() / 3], ids[ids.len() / 2], ids[ids.len() - 1]] {
        for question in about(u64::from(id)) {
            answer(snapshot, &question).unwrap();
        }
    }
    for question in about(NO_ID) {
        assert_eq!(answer(snapshot, &question), Err(Error::NodeNotFound(NO_ID)));
    }
}

/// Compares two snapshots. Nothing differs between a snapshot and itself.
pub fn compare(base: &Snapshot, current: &Snapshot) {
    for (one, other) in [(base, current), (current, base)] {
        diff(one, other).unwrap();
        for key in other.classes().unwrap().keys.values().iter().take(3) {
            diff_nodes(one, other, &key.name, Some(3)).unwrap();
        }
    }
    if has_unique_ids(current) {
        let nothing = r#"{"comparable":true,"classes":[]}"#;
        assert_eq!(diff(current, current).unwrap(), nothing);
    }
}

fn has_unique_ids(snapshot: &Snapshot) -> bool {
    let mut ids = snapshot.graph().ids.values().to_vec();
    ids.sort_unstable();
    ids.windows(2).all(|pair| pair[0] != pair[1])
}

fn general() -> Vec<Question> {
    let classes = |sort| Question::Classes { top: Some(20), sort: Some(sort), name: None };
    let find = |class_name: &str, kind: &str, sort| {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (class_name, kind) = (text(class_name), text(kind));
        Question::Find(NodeFilter { class_name, name: None, kind, top: Some(5), sort })
    };
    vec![
        Question::Analyze,
        Question::Summary,
        classes(Sort::Retained),
        classes(Sort::Shallow),
        classes(Sort::Count),
        Question::Classes { top: None, sort: None, name: Some("Object".to_owned()) },
        find("", "", None),
        find("Object", "object", Some(Sort::Shallow)),
        Question::DuplicateStrings { top: None },
        Question::DetachedContexts,
    ]
}

fn about(id: u64) -> Vec<Question> {
    vec![
        Question::Node { id },
        Question::RetainingPath { id, max: 3, ties: if id % 2 == 0 { Ties::Name } else { Ties::NodeOrder } },
        Question::Retainers { id, top: Some(5) },
        Question::Edges { id },
        Question::Dominators { id },
        Question::Dominated { id, top: Some(5) },
    ]
}
