//! Hand-drawn graphs whose answers can be read off. In a drawing `->` is a property, `~>` a weak edge, `=>` a shortcut and
//! `#>` an element; `(x)` is a synthetic node, `[x]` an array, `{x}` a hidden node, `<x>` external string data, and all
//! others are objects. `entry t k v` is the WeakMap entry of table t, key k and value v.
//!
//! Node number n has the size 2^n, so a size says which nodes it includes.

use crate::heap::analysis::distance::{SYSTEM, UNREACHABLE};
use crate::heap::graph::NodeIndex;
use crate::heap::graph::sizes::Sizes;
use crate::heap::snapshot::Snapshot;
use crate::heap::tests::sample::{Sample, at};

struct Drawing {
    names: Vec<String>,
    snapshot: Snapshot,
}

fn draw(drawing: &str) -> Drawing {
    let mut names = vec!["root".to_owned()];
    let mut sample = Sample::new();
    sample.nodes[0].size = 1;
    let mut node = |sample: &mut Sample, name: &str| {
        names.iter().position(|known| known == name).unwrap_or_else(|| {
            let (kind, text) = match (name.as_bytes()[0], name) {
                (_, "(dom)") => ("synthetic", "(Document DOM trees)"),
                (b'(', _) => ("synthetic", name),
                (_, "[descriptors]") => ("array", "(map descriptors)"),
                (b'[', _) => ("array", name),
                (_, "{realm}") => ("hidden", "system / NativeContext"),
                (b'{', _) => ("hidden", name),
                (b'<', _) => ("native", "system / ExternalStringData"),
                _ => ("object", name),
            };
            names.push(name.to_owned());
            sample.node(kind, text, 1 << (names.len() - 1))
        })
    };
    for statement in drawing.split([';', '\n']).map(str::trim).filter(|statement| !statement.is_empty()) {
        let words: Vec<&str> = statement.split_whitespace().collect();
        if words[0] == "entry" {
            let [table, key, value] = [1, 2, 3].map(|index| node(&mut sample, words[index]));
            sample.ephemeron(table, key, value);
            continue;
        }
        let from = node(&mut sample, words[0]);
        let kind = match words[1] {
            "->" => "property",
            "~>" => "weak",
            "=>" => "shortcut",
            "#>" => "element",
            other => panic!("{other} in {statement}"),
        };
        for word in &words[2..] {
            // The name of an edge may precede its target, with `=`.
            let (name, to) = word.split_once('=').unwrap_or(("1", word));
            let to = node(&mut sample, to);
            sample.edge(from, kind, name, to);
        }
    }
    Drawing { names, snapshot: Snapshot::new(sample.graph()) }
}

impl Drawing {
    /// The dominator tree. Checks that retained sizes agree with it.
    fn tree(&self) -> String {
        let retained = &self.snapshot.domination().unwrap().retained;
        let (tree, size) = self.subtree(at(0));
        assert_eq!(retained.get(at(0)), size);
        tree
    }

    fn subtree(&self, node: NodeIndex) -> (String, u64) {
        let domination = self.snapshot.domination().unwrap();
        let mut size = self.snapshot.shallow().unwrap().get(node);
        let mut parts = Vec::new();
        for (child, &dominator) in domination.dominators.iter() {
            if dominator == node && child != node {
                let (part, more) = self.subtree(child);
                parts.push(part);
                size += more;
            }
        }
        assert_eq!(domination.retained.get(node), size);
        let name = &self.names[node.get() as usize];
        let tree = if parts.is_empty() { name.clone() } else { format!("{name}({})", parts.join(" ")) };
        (tree, size)
    }

    /// The nodes and their distances, the nearest first. `+` marks distances from the root.
    fn distances(&self) -> String {
        let mut all: Vec<(u32, &String)> =
            self.snapshot.distances().unwrap().values().iter().copied().zip(&self.names).collect();
        all.sort_by_key(|&(distance, _)| distance);
        let text = all.into_iter().map(|(distance, name)| match distance {
            UNREACHABLE => format!("{name} never"),
            SYSTEM.. => format!("{name} +{}", distance - SYSTEM),
            _ => format!("{name} {distance}"),
        });
        text.collect::<Vec<String>>().join(", ")
    }

    /// The nodes whose shallow size includes other nodes.
    fn owners(&self) -> String {
        let sizes: &Sizes = self.snapshot.shallow().unwrap();
        let within = |node: usize| {
            let others = (0..self.names.len()).filter(move |&other| other != node);
            let others = others.filter(move |&other| sizes.get(at(node)) >> other & 1 == 1);
            others.map(|other| self.names[other].as_str()).collect::<Vec<&str>>().join(" ")
        };
        let owners = (0..self.names.len()).filter(|&node| !within(node).is_empty());
        owners.map(|node| format!("{}: {}", self.names[node], within(node))).collect::<Vec<_>>().join("; ")
    }
}

#[test]
fn in_a_chain_each_dominates_the_next() {
    let chain = draw("root -> a; a -> b; b -> c");
    assert_eq!(chain.tree(), "root(a(b(c)))");
    assert_eq!(chain.distances(), "a 1, b 2, c 3, root +0");
}

#[test]
fn in_a_diamond_the_top_dominates_the_bottom() {
    let diamond = draw("root -> a; a -> b c; b -> d; c -> d; d -> e");
    assert_eq!(diamond.tree(), "root(a(b c d(e)))");
    assert_eq!(diamond.distances(), "a 1, b 2, c 2, d 3, e 4, root +0");
}

#[test]
fn what_two_user_roots_hold_neither_dominates() {
    assert_eq!(draw("root -> a b; a -> c; b -> c; c -> d").tree(), "root(a b c(d))");
}

#[test]
fn a_short_cut_moves_the_dominator_up() {
    let ladder = "root -> a; a -> b; b -> c; c -> d";
    assert_eq!(draw(&format!("{ladder}; a -> d")).tree(), "root(a(b(c) d))");
    assert_eq!(draw(&format!("{ladder}; root -> c")).tree(), "root(a(b) c(d))");
}

#[test]
fn the_entry_of_a_loop_dominates_it() {
    let circle = draw("root -> a; a -> b; b -> c; c -> a d");
    assert_eq!(circle.tree(), "root(a(b(c(d))))");
    assert_eq!(circle.distances(), "a 1, b 2, c 3, d 4, root +0");
    assert_eq!(draw("root -> a; a -> a b; b -> b root").tree(), "root(a(b))");
}

#[test]
fn a_loop_with_two_entries_is_dominated_from_outside() {
    assert_eq!(draw("root -> a; a -> b c; b -> c; c -> b d").tree(), "root(a(b c(d)))");
    assert_eq!(draw("root -> a b; a -> c; b -> d; c -> d; d -> c").tree(), "root(a b c d)");
}

#[test]
fn loops_in_loops() {
    let nested = "root -> a; a -> b; b -> c; c -> d b; d -> e; e -> d a f";
    assert_eq!(draw(nested).tree(), "root(a(b(c(d(e(f))))))");
    assert_eq!(draw(&format!("{nested}; root -> d")).tree(), "root(a(b(c)) d(e(f)))");
}

/// The semidominator of d is a, but b is a way around it.
#[test]
fn an_immediate_dominator_may_lie_above_the_semidominator() {
    assert_eq!(draw("root -> a; a -> b; b -> c; c -> d; a -> d; root -> b").tree(), "root(a b(c) d)");
}

#[test]
fn a_list_of_a_hundred_thousand_takes_no_stack() {
    let mut sample = Sample::new();
    for node in 1..100_000 {
        sample.node("object", "a", 1);
        sample.edge(node - 1, "property", "next", node);
    }
    let snapshot = Snapshot::new(sample.graph());
    let domination = snapshot.domination().unwrap();
    assert_eq!(domination.retained.get(at(1)), 99_999);
    assert_eq!(domination.dominators[at(99_999)], at(99_998));
    assert_eq!(snapshot.distances().unwrap()[at(99_999)], 99_999);
    assert_eq!(snapshot.paths().unwrap().find(at(99_999), 2)[0].len(), 99_999);
}

#[test]
fn weak_edges_keep_nothing_alive() {
    let weak = draw("root -> a; a -> b; b -> c; a ~> c; a ~> d");
    assert_eq!(weak.tree(), "root(a(b(c)) d)");
    assert_eq!(weak.distances(), "a 1, b 2, c 3, root +0, d never");
}

#[test]
fn shortcuts_dominate_only_from_the_root() {
    assert_eq!(draw("root -> a; a -> b; b -> c; a => c").tree(), "root(a(b(c)))");
    assert_eq!(draw("root -> a; a -> b; b -> c; root => c").tree(), "root(a(b) c)");
}

#[test]
fn distances_start_at_the_user_roots_and_then_at_the_root() {
    let two = draw("root -> (gc) global; (gc) -> a global; a -> b c; global -> c");
    assert_eq!(two.distances(), "global 1, c 2, root +0, (gc) +1, a +2, b +3");
}

#[test]
fn without_user_roots_distances_start_at_the_root() {
    assert_eq!(draw("root -> (gc); (gc) -> a").distances(), "root 0, (gc) 1, a 2");
}

#[test]
fn what_nothing_reaches_hangs_from_the_root() {
    let islands = draw("root -> a; x -> y; y -> z; z -> y");
    assert_eq!(islands.tree(), "root(a x(y(z)))");
    assert_eq!(islands.distances(), "a 1, root +0, x never, y never, z never");
    // Those that can be reached only from one another, each by itself.
    assert_eq!(draw("root -> a; x -> y; y -> x z; z -> a").tree(), "root(a x y z)");
}

#[test]
fn what_an_unreachable_node_reaches_is_not_dominated_by_others() {
    assert_eq!(draw("root -> a; a -> b; x -> b").tree(), "root(a b x)");
}

/// The realm of a page is behind a shortcut from the root; what V8 holds elsewhere does not count.
#[test]
fn the_page_is_dominated_by_the_page_alone() {
    let page = "root -> (gc); root => global; global -> a; a -> b";
    assert_eq!(draw(&format!("{page}; (gc) -> x; x -> b")).tree(), "root((gc)(x) global(a(b)))");
    assert_eq!(draw(&format!("{page}; (gc) -> b")).tree(), "root((gc) global(a(b)))");
    // The page may hold what is not its own only by making it so.
    assert_eq!(draw(&format!("{page}; (gc) -> x; b -> x")).tree(), "root((gc) global(a(b(x))))");
    // From the root everything counts.
    assert_eq!(draw(&format!("{page}; root -> b")).tree(), "root((gc) global(a) b)");
}

#[test]
fn dom_trees_are_a_page_too() {
    let dom = "root #> (gc) (dom); (dom) -> a; a -> b";
    assert_eq!(draw(&format!("{dom}; (gc) -> b")).tree(), "root((gc) (dom)(a(b)))");
    assert_eq!(draw(&format!("{dom}; (gc) -> b")).distances(), "(dom) 1, a 2, b 3, root +0, (gc) +1");
    // By another edge than an element, they are not.
    let other = dom.replace("#>", "->");
    assert_eq!(draw(&format!("{other}; (gc) -> b")).tree(), "root((gc) (dom)(a) b)");
}

#[test]
fn edges_that_dominate_nothing_make_page_owned_too() {
    // b belongs to the page by a's shortcut, so x does not count; nor does the shortcut.
    assert_eq!(draw("root -> x; root => a; a => b; x -> b").tree(), "root(x a b)");
    assert_eq!(draw("root -> x; a => b; x -> a b").tree(), "root(x(a b))");
}

#[test]
fn the_value_of_a_weak_map_entry_is_retained_by_its_key() {
    let entry = "root -> table key; entry table key value; value -> a";
    assert_eq!(draw(entry).tree(), "root(table key(value(a)))");
    // It comes after both of them.
    let far = draw("root -> table b; b -> key; entry table key value");
    assert_eq!(far.tree(), "root(table b(key(value)))");
    assert_eq!(far.distances(), "table 1, b 1, key 2, value 3, root +0");
    let far = draw("root -> key b; b -> c; c -> table; entry table key value");
    assert_eq!(far.distances(), "key 1, b 1, c 2, table 3, value 4, root +0");
}

#[test]
fn the_value_of_a_weak_map_entry_without_its_key_is_not_reached() {
    let ephemeron = draw("root -> table; entry table key value; value -> key");
    assert_eq!(ephemeron.distances(), "table 1, root +0, key never, value never");
    assert_eq!(ephemeron.tree(), "root(table key value)");
}

#[test]
fn entries_that_hold_one_anothers_keys() {
    let chained = draw("root -> table k1; entry table k1 k2; entry table k2 k3; entry table k3 end");
    assert_eq!(chained.tree(), "root(table k1(k2(k3(end))))");
    assert_eq!(chained.distances(), "table 1, k1 1, k2 2, k3 3, end 4, root +0");
}

#[test]
fn an_array_belongs_to_the_only_one_that_holds_it() {
    assert_eq!(draw("root -> a; a -> [list]; [list] -> b").owners(), "a: [list]");
    assert_eq!(draw("root -> a; a -> [list]; [list] -> [more] {map}").owners(), "a: [list] [more] {map}");
    assert_eq!(draw("root -> a; a -> <data>").owners(), "a: <data>");
    assert_eq!(draw("root -> a b; a -> [list]; b -> [list]").owners(), "");
    // Through one of them, but not only.
    assert_eq!(draw("root -> a b; a -> [list]; [list] -> [more]; b -> [more]").owners(), "a: [list]");
    assert_eq!(draw("root -> a b; a -> [list]; b ~> [list]").owners(), "a: [list]");
    assert_eq!(draw("root -> a; a -> [x]; [x] -> [y]; [y] -> [x]").owners(), "a: [x] [y]");
}

#[test]
fn nothing_belongs_to_the_root_and_its_like() {
    assert_eq!(draw("root -> (gc) [list] a; (gc) -> [other]").owners(), "");
    // Nor to anybody in a snapshot with V8's internals, which has no user roots.
    assert_eq!(draw("root -> (gc); (gc) -> a; a -> [list]").owners(), "");
}

#[test]
fn owned_sizes_are_retained_by_the_owner() {
    let owned = draw("root -> a; a -> [list] b; b -> [other]; [list] -> c");
    assert_eq!(owned.owners(), "a: [list]; b: [other]");
    assert_eq!(owned.tree(), "root(a([list](c) b([other])))");
}

#[test]
fn keys_of_descriptors_that_maps_share_are_no_way() {
    let shared = draw("root -> a; a -> [descriptors]; [descriptors] #> 0=b 1=c 4=d 5=e 7=f 10=g");
    assert_eq!(shared.distances(), "a 1, [descriptors] 2, b 3, c 3, e 3, root +0, d never, f never, g never");
}

#[test]
fn the_map_of_sloppy_functions_is_no_way_out_of_a_realm() {
    let realm = draw(
        "root -> {realm} {other}; {realm} -> sloppy_function_map=a map=b; {other} -> sloppy_function_map=c",
    );
    assert_eq!(realm.distances(), "{realm} 1, {other} 1, b 2, c 2, root +0, a never");
}
