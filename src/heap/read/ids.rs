//! Node ids, one for each node. All questions go by id, so a second node with an id would be out of reach, and whoever
//! walks from id to id could walk in a circle. V8 up to Node 20 makes ids of native nodes from the lower half of their
//! addresses, which two nodes can share; other tools make any. The first node keeps such an id, the others get unused ones.
//!
//! Linear: most ids are below 32 times the number of nodes and are bits of a set, the few others are sorted.

use crate::heap::column::{self, Column};
use crate::heap::error::Error;
use crate::heap::graph::NodeIndex;

/// Larger ids are sorted. The set takes no more memory than the ids.
const BITS_PER_NODE: usize = 32;

/// Replaces ids that an earlier node has.
pub fn make_unique(ids: &mut Column<NodeIndex, u32>) -> Result<(), Error> {
    let mut used: Vec<u64> = column::zeros((ids.len() * BITS_PER_NODE).div_ceil(64))?;
    let (mut large, mut repeated) = (Vec::new(), Vec::new());
    for (node, &id) in ids.iter() {
        match used.get_mut(id as usize / 64) {
            Some(word) => {
                let bit = 1 << (id % 64);
                if *word & bit != 0 {
                    repeated.push(node);
                }
                *word |= bit;
            }
            None => {
                column::reserve(&mut large, 1)?;
                large.push((id, node));
            }
        }
    }
    large.sort_unstable();
    let pairs = large.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    repeated.extend(pairs.map(|pair| pair[1].1));
    let mut unused = unused_even(&used);
    for node in repeated {
        ids[node] = unused.next().ok_or_else(|| Error::Internal("no node id is unused".to_owned()))?;
    }
    Ok(())
}

/// Even ids that are not in a set, the highest first. Odd ids are of what is in V8's heap and tell whether two snapshots are
/// of the same process.
fn unused_even(used: &[u64]) -> impl Iterator<Item = u32> {
    let ids = used.iter().enumerate().rev().flat_map(|(index, &word)| {
        let bits = (0..64u64).rev().filter(move |bit| bit % 2 == 0 && word & (1 << bit) == 0);
        bits.map(move |bit| index as u64 * 64 + bit)
    });
    ids.filter_map(|id| u32::try_from(id).ok())
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::make_unique;
    use crate::heap::column::Column;
    use crate::heap::graph::NodeIndex;

    fn unique(ids: &[u32]) -> Vec<u32> {
        let mut column: Column<NodeIndex, u32> = ids.to_vec().into();
        make_unique(&mut column).unwrap();
        column.into_values()
    }

    #[test]
    fn ids_of_one_node_each_stay() {
        for ids in [&[][..], &[0], &[1, 3, 5, 2, 4], &[u32::MAX, 7, u32::MAX - 1], &[64, 63, 95, 96, 97]] {
            assert_eq!(unique(ids), ids);
        }
    }

    #[test]
    fn the_first_node_keeps_an_id_that_several_have() {
        for ids in [&[1, 1, 1][..], &[9, u32::MAX, 9, u32::MAX, u32::MAX], &[0; 100], &[4_000_000_000; 100]] {
            let found = unique(ids);
            assert_eq!(found.iter().collect::<FxHashSet<_>>().len(), ids.len(), "{found:?}");
            for (at, id) in ids.iter().enumerate() {
                let is_first = !ids[..at].contains(id);
                assert_eq!(found[at] == *id, is_first, "{found:?}");
                assert!(is_first || found[at].is_multiple_of(2), "{found:?}");
            }
        }
    }
}
