/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Analyzes heap snapshots, from files or of this process: classes by retained size, why an object is alive,
 * what has grown. The command `npx gc-tracker` gives the same results: docs/command.md.
 *
 * @module
 */

/** How much of a snapshot has been read. */
export interface HeapProgress {
  /** The number of bytes read so far. For a compressed file, decompressed bytes. */
  done: number;
  /** The size of the file in bytes. 0 while a snapshot is taken. */
  total: number;
}

/** The parts of an `AbortSignal` that are used. It works with or without the DOM types. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

/** A `URL` with the protocol `file:`. It works with or without the DOM types. */
export interface FileURL {
  readonly href: string;
  readonly protocol: string;
}

/** Options of {@link openHeapSnapshot}. */
export interface OpenOptions {
  /** Is called about ten times a second while the snapshot is read, and once at the end. */
  onProgress?: ((progress: HeapProgress) => void) | undefined;
  /** Aborts the reading. The promise then rejects with the signal's reason. */
  signal?: Signal | undefined;
}

/** Options of {@link takeHeapSnapshot}. */
export interface TakeOptions extends OpenOptions {
  /**
   * Whether the next snapshot uses the same node ids, so that the two can be compared object by object. V8
   * then keeps recording how objects move, which makes allocation up to 6 times slower (measured on Node 22
   * and 26) until a snapshot is taken without this option. Default: `false`.
   */
  keepIds?: boolean | undefined;
}

/** A place in a script. Lines and columns count from 0. */
export interface Location {
  scriptId: number;
  line: number;
  column: number;
}

/** The totals of a snapshot. */
export interface Summary {
  nodeCount: number;
  edgeCount: number;
  stringCount: number;
  /** The sum of all shallow sizes, in bytes. */
  shallowSize: number;
  /** Memory that V8 counts outside of the nodes, in bytes. */
  extraNativeBytes: number;
  /** The number of nodes that no path leads to. V8 writes a few of them. */
  unreachableCount: number;
  /** The sum of their shallow sizes, in bytes. */
  unreachableSize: number;
  /** The totals for each type of node, the largest first. */
  types: { type: string; count: number; shallowSize: number }[];
}

/** The objects of one class, without nodes whose shallow size is 0. */
export interface ClassInfo {
  /** The name of the class. Nodes that are not objects have names like `(string)` and `(system)`. */
  name: string;
  /** The place of its constructor. It distinguishes classes of the same name. */
  location: Location | null;
  count: number;
  /** The sum of the shallow sizes, in bytes. */
  shallowSize: number;
  /** How much memory would be freed together with all of them, in bytes. Shared memory counts once. */
  retainedSize: number;
  /** The smallest distance, or null if none of them can be reached. */
  distance: number | null;
}

/** A node without sizes: only its distance has been computed. */
export interface NearNode {
  /**
   * The number after the `@` in DevTools. Of several nodes with one id in the file, the first keeps it, and the
   * others have numbers that the file does not use.
   */
  id: number;
  /**
   * The name. For a string, its text (V8 writes at most 1,024 characters). For a plain object, its
   * properties.
   */
  name: string;
  /** V8's type of node: `object`, `closure`, `string`, `array`, `native`, … */
  type: string;
  /**
   * The smallest number of edges from a user root (the global object, whose distance is 1). 100,000,000 or
   * more if only V8's own roots hold it. Null if it cannot be reached.
   */
  distance: number | null;
  /** The place of the function, or of the object's constructor. */
  location: Location | null;
}

/** A node with its sizes. */
export interface NodeInfo extends NearNode {
  /** The class in which {@link HeapSnapshot.classes} counts it. */
  className: string;
  /** The size of the node in bytes, including the V8 internals that only it owns. */
  shallowSize: number;
  /** How much memory would be freed together with it, in bytes. */
  retainedSize: number;
  edgeCount: number;
  /** Whether it is a DOM node, or the like, that is no longer part of the document. */
  detached: boolean;
}

/** A reference from one node to another. */
export interface EdgeInfo {
  type: 'context' | 'element' | 'property' | 'internal' | 'hidden' | 'shortcut' | 'weak';
  /** The name of the reference. A number for elements and hidden edges. */
  name: string | number;
}

/** A reference, and the node at its other end. */
export interface Link {
  edge: EdgeInfo;
  node: NearNode;
}

/** A path of references that keeps a node alive. */
export interface RetainingPath {
  /** The distance of the node. */
  distance: number | null;
  /**
   * The edges from the root to the node, each with the node that it leads to. The root itself is left out.
   */
  steps: Link[];
}

/** A node of {@link HeapSnapshot.dominatorTree}. */
export interface DominatorBranch {
  /** The index of the immediate dominator in the result, or null for the root. */
  parent: number | null;
  node: NodeInfo;
  /** The reference from the immediate dominator to the node, or null if there is no direct one. */
  edge: EdgeInfo | null;
  /**
   * What else the node immediately dominates, by class: at most six classes, the largest first. The
   * `className` of the last one is null if it stands for all other classes.
   */
  rest: { className: string | null; count: number; retainedSize: number }[];
}

/** A text that several string nodes contain. */
export interface DuplicateString {
  /** The text. V8 truncates it at 1,024 characters. */
  value: string;
  count: number;
  /** The sum of the shallow sizes, in bytes. */
  shallowSize: number;
  /** The sum of the retained sizes, in bytes. */
  retainedSize: number;
  /** The node ids of the strings. */
  ids: number[];
}

/** How a class changed. All sizes are shallow sizes, in bytes. */
export interface ClassChange {
  name: string;
  location: Location | null;
  /**
   * The number of new objects. This and the next three are null if the snapshots cannot be compared object by
   * object.
   */
  addedCount: number | null;
  removedCount: number | null;
  addedSize: number | null;
  removedSize: number | null;
  countDelta: number;
  sizeDelta: number;
}

/** What changed between two snapshots. */
export interface HeapDiff {
  /** Whether both snapshots use the same node ids, so that objects were compared one by one. */
  comparable: boolean;
  /** The classes that changed, the one that grew most first. */
  classes: ClassChange[];
}

/** All results for each node. Index i of each array belongs to node i in the order of the file. */
export interface HeapColumns {
  /** Node ids. */
  id: Uint32Array;
  /** Shallow sizes, in bytes. */
  shallowSize: Float64Array;
  /** Retained sizes, in bytes. */
  retainedSize: Float64Array;
  /** Distances. -1 for nodes that cannot be reached. */
  distance: Int32Array;
  /** Node ids of the immediate dominators. The root's is its own id. */
  dominator: Uint32Array;
}

/** An option of methods with long results. */
export interface TopOption {
  /** The maximum number of results. Default: all. */
  top?: number | undefined;
}

/** An option of methods that return the largest results first. */
export interface SortOption {
  /** The size or count to sort by, the largest first. Default: `'retained'`. */
  sort?: 'retained' | 'shallow' | 'count' | undefined;
}

/** A node id: `123` or `'@123'`. */
export type NodeId = number | string;

/**
 * A heap snapshot, in native memory that is reported to V8. The methods run on other threads. Each computes
 * what it needs and keeps it for the others. Sizes, distances and classes are the same as in DevTools.
 *
 * All methods reject with `ERR_GC_TRACKER_DISPOSED` after `dispose`, with `ERR_GC_TRACKER_NODE_NOT_FOUND` if
 * no node has the id, with `ERR_GC_TRACKER_ANSWER_TOO_LARGE` if the answer has more than 268,435,440 bytes as
 * JSON, and with a TypeError `ERR_GC_TRACKER_INVALID_OPTIONS` if an argument is invalid.
 */
export class HeapSnapshot implements Disposable {
  private constructor();
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly stringCount: number;
  readonly disposed: boolean;

  /**
   * Computes distances, dominators and retained sizes now, instead of when they are first needed. Resolves
   * with the retained size of the root, in bytes, which is that of all nodes.
   */
  analyze(): Promise<{ retainedSize: number }>;
  /** Resolves with the totals. Does not compute dominators. */
  summary(): Promise<Summary>;
  /** Resolves with the objects by class, as in the Summary of DevTools. */
  classes(
    options?: (TopOption & SortOption & { name?: string | undefined }) | undefined,
  ): Promise<ClassInfo[]>;
  /** Resolves with the nodes that match all criteria, the largest first. Default of `top`: `20`. */
  find(
    options?:
      | (TopOption &
          SortOption & {
            className?: string | undefined;
            name?: string | undefined;
            type?: string | undefined;
          })
      | undefined,
  ): Promise<NodeInfo[]>;
  /** Resolves with one node. */
  node(id: NodeId): Promise<NodeInfo>;
  /**
   * Resolves with a shortest path from the root to a node. With `max`, it adds further paths, up to `max` in
   * all, which differ from the first as near to the node as possible. The array is empty if the node cannot
   * be reached. Does not compute dominators. Default of `max`: `1`.
   *
   * If several paths are equally short, the choice may vary between runs of a program. With `byName`, it is
   * always the path whose references come first by name. The first such call reads all edges. Default of
   * `byName`: `false`.
   */
  retainingPath(
    id: NodeId,
    options?: { max?: number | undefined; byName?: boolean | undefined } | undefined,
  ): Promise<RetainingPath[]>;
  /**
   * Resolves with the references to a node, weak ones too, the nearest to the root first. Does not compute
   * dominators.
   */
  retainers(id: NodeId, options?: TopOption | undefined): Promise<Link[]>;
  /** Resolves with the references from a node. Does not compute dominators. */
  edges(id: NodeId): Promise<Link[]>;
  /** Resolves with the nodes that dominate a node, its immediate dominator first, the root last. */
  dominators(id: NodeId): Promise<NodeInfo[]>;
  /** Resolves with the nodes that a node immediately dominates, the largest first. */
  dominated(id: NodeId, options?: TopOption | undefined): Promise<NodeInfo[]>;
  /**
   * Resolves with the upper part of the dominator tree: the root and up to `top` nodes in all, each before
   * the nodes that it dominates. The node that retains most is always expanded next. A node has at most 60
   * branches. No branch is more than 40 levels below the root. No branch retains less than a quarter of an
   * even share of the heap. What else a node immediately dominates is counted by class. Default of `top`:
   * `1000`.
   */
  dominatorTree(options?: TopOption | undefined): Promise<DominatorBranch[]>;
  /**
   * Resolves with the texts that several string nodes contain, the largest retained size first. A string that
   * was built by `+=` counts once, not with the strings that it was built of.
   */
  duplicateStrings(options?: TopOption | undefined): Promise<DuplicateString[]>;
  /**
   * Resolves with the detached native contexts (in Node.js, vm contexts). Nothing holds their global object,
   * or the object that they were made from: only objects that were made in them keep them alive.
   */
  detachedContexts(): Promise<NodeInfo[]>;
  /**
   * Resolves with what changed since `base`. It compares object by object if both use the same node ids (they
   * were taken in one process, see {@link TakeOptions.keepIds}), otherwise by the totals of the classes.
   */
  diff(base: HeapSnapshot): Promise<HeapDiff>;
  /**
   * Resolves with the new and the removed objects of a class since `base`. Both are empty if objects cannot
   * be compared.
   */
  diffNodes(
    base: HeapSnapshot,
    className: string,
    options?: TopOption | undefined,
  ): Promise<{ added: NodeInfo[]; removed: NodeInfo[] }>;
  /** Resolves with all results for each node. */
  columns(): Promise<HeapColumns>;
  /** Frees the memory, after the calls that are in progress have ended. */
  dispose(): void;
  /** The same as {@link HeapSnapshot.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Opens a heap snapshot of Node.js 18 or later, or of Chrome, with up to 536,870,911 nodes and 4,294,967,294
 * edges. It may be compressed by gzip, brotli or, since Node.js 22.15, zstd. The file is not needed afterwards.
 *
 * All errors are rejections. If the signal aborts, it rejects with the signal's reason.
 *
 * @throws {Error} `ERR_GC_TRACKER_SNAPSHOT_READ`: the file does not exist, is a directory, or cannot be read.
 * @throws {Error} `ERR_GC_TRACKER_SNAPSHOT_INVALID`, `ERR_GC_TRACKER_SNAPSHOT_TRUNCATED`: the message has the
 *   byte offset. If the file is in another known format, it names that.
 * @throws {Error} `ERR_GC_TRACKER_OUT_OF_MEMORY`.
 * @throws {TypeError} `ERR_GC_TRACKER_INVALID_PATH`, `ERR_GC_TRACKER_INVALID_OPTIONS`.
 *
 * @example
 * const snapshot = await openHeapSnapshot('Heap.heapsnapshot');
 * const [largest] = await snapshot.classes({ top: 1 });
 * snapshot.dispose(); // or `using`
 */
export function openHeapSnapshot(
  path: string | FileURL,
  options?: OpenOptions | undefined,
): Promise<HeapSnapshot>;

/**
 * Takes a snapshot of this process (in a worker, of the worker) and reads it while V8 writes it. It makes no
 * file and no large string. V8 stops the thread meanwhile, and needs a multiple of the heap's size.
 *
 * Afterwards allocation is as fast as before, and the next snapshot has new node ids (see
 * {@link TakeOptions.keepIds}).
 */
export function takeHeapSnapshot(options?: TakeOptions | undefined): Promise<HeapSnapshot>;
