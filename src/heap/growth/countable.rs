//! Which nodes count: those that a program has made. How V8 stores them changes as they grow.

use crate::heap::graph::{Graph, NodeIndex, StringIndex};

/// What nodes of a type are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Internal,
    Value,
    Object,
}

/// Which nodes count among those that the objects of a group hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountRule {
    /// Objects only. For V8's roots and its own nodes directly below them: strings and the like are there in caches.
    Objects,
    /// No nodes. For V8's and Node.js's lists.
    Nothing,
    /// No nodes, and none below these. For what has a bound.
    Never,
    /// Objects and values.
    All,
}

/// Tells which nodes of a graph count.
pub(super) struct Countable<'a> {
    graph: &'a Graph,
    role_of_type: Vec<Role>,
    /// The name of contexts, V8's own objects for the variables of functions.
    contexts: Vec<StringIndex>,
}

impl Countable<'_> {
    pub(super) fn new(graph: &Graph) -> Countable<'_> {
        let role = |name: &String| match name.as_str() {
            "synthetic" | "hidden" | "array" | "code" | "object shape" => Role::Internal,
            "object" | "closure" | "native" => Role::Object,
            _ => Role::Value,
        };
        Countable {
            graph,
            role_of_type: graph.node_types.iter().map(role).collect(),
            contexts: graph.strings.find("system / Context"),
        }
    }

    fn role(&self, node: NodeIndex) -> Role {
        self.role_of_type[self.graph.kinds[node] as usize]
    }

    /// Whether a node counts among those that are held by objects with this rule.
    pub(super) fn contains(&self, node: NodeIndex, rule: CountRule) -> bool {
        match self.role(node) {
            Role::Object => !matches!(rule, CountRule::Nothing | CountRule::Never) && !self.is_context(node),
            Role::Value => rule == CountRule::All,
            Role::Internal => false,
        }
    }

    fn is_context(&self, node: NodeIndex) -> bool {
        self.contexts.binary_search(&self.graph.names[node]).is_ok()
    }

    /// The rule of a node that is held by objects with the rule `above`.
    pub(super) fn below(&self, node: NodeIndex, above: CountRule) -> CountRule {
        if self.role(node) == Role::Internal || above == CountRule::Never { above } else { CountRule::All }
    }
}
