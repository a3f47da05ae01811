//! What the parts of a graph are numbered by. A number is a position in the snapshot; people see node ids instead.

use crate::heap::column::index_type;

index_type! {
    /// A node.
    NodeIndex
}

index_type! {
    /// An edge. Edges are in the order of the nodes that they start from.
    EdgeIndex
}

index_type! {
    /// A string.
    StringIndex
}

index_type! {
    /// A location. Nodes with the same index have the same location.
    LocationIndex
}
