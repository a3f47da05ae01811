/// <reference lib="es2020" />
/// <reference lib="esnext.disposable" />

/**
 * Heap snapshots, of files or of this process: classes by retained size, why an object is alive, what has grown. The command
 * `npx gc-tracker` asks the same questions: docs/command.md.
 *
 * @module
 */

/** How far the reading of a snapshot is. */
export interface HeapProgress {
  /** Bytes read so far (of a gzipped file: decompressed ones). */
  done: number;
  /** The size of the file in bytes; 0 if a snapshot is being taken. */
  total: number;
}

/** An `AbortSignal`, whoever declares that. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

/** A `URL` with the protocol `file:`, whoever declares that. */
export interface FileURL {
  readonly href: string;
  readonly protocol: string;
}

/** Options of {@link openHeapSnapshot}. */
export interface OpenOptions {
  /** Called about ten times a second while the snapshot is read, and once at the end. */
  onProgress?: ((progress: HeapProgress) => void) | undefined;
  /** Ends the reading; the promise is rejected with the signal's reason. */
  signal?: Signal | undefined;
}

/** Options of {@link takeHeapSnapshot}. */
export interface TakeOptions extends OpenOptions {
  /**
   * Whether node ids go on in the next snapshot, so that the two can be compared object by object; false by
   * default. V8 then goes on to record how objects move, which makes allocation up to 6 times slower
   * (measured on Node 22 and 26) until a snapshot is taken without this option.
   */
  keepIds?: boolean | undefined;
}

/** A place in a script; line and column count from 0. */
export interface Location {
  scriptId: number;
  line: number;
  column: number;
}

/** Totals of a snapshot. */
export interface Summary {
  nodeCount: number;
  edgeCount: number;
  stringCount: number;
  /** The sum of all shallow sizes, in bytes. */
  shallowSize: number;
  /** Memory that V8 counts outside the nodes, in bytes. */
  extraNativeBytes: number;
  /** Nodes that no path leads to; V8 writes a few of them. */
  unreachableCount: number;
  /** Their shallow sizes, in bytes. */
  unreachableSize: number;
  /** By type of node, the largest first. */
  types: { type: string; count: number; shallowSize: number }[];
}

/** The objects of one class. Nodes whose shallow size is 0 are left out. */
export interface ClassInfo {
  /** The class; `(string)`, `(system)` and the like for other nodes than objects. */
  name: string;
  /** Where its constructor is; classes of the same name are told apart by it. */
  location: Location | null;
  count: number;
  /** Sum of shallow sizes, in bytes. */
  shallowSize: number;
  /** What would be freed with all of them, in bytes; what one of them holds for another counts once. */
  retainedSize: number;
  /** The least distance; null if none of them can be reached. */
  distance: number | null;
}

/** A node of which only the distance has been computed. */
export interface NearNode {
  /** The number after the `@` in DevTools. */
  id: number;
  /** Of a string its text (V8 writes 1,024 characters at most), of a plain object its properties. */
  name: string;
  /** V8's type of node: `object`, `closure`, `string`, `array`, `native`, … */
  type: string;
  /**
   * The least number of edges from a user root (the global object), which is at 1; 100,000,000 and more if
   * only V8's own roots hold it; null if it cannot be reached.
   */
  distance: number | null;
  /** Where the function or the object's constructor is. */
  location: Location | null;
}

/** A node, with its sizes. */
export interface NodeInfo extends NearNode {
  /** The class that {@link HeapSnapshot.classes} counts it to. */
  className: string;
  /** In bytes, with the V8 internals that only it owns. */
  shallowSize: number;
  /** What would be freed with it, in bytes. */
  retainedSize: number;
  edgeCount: number;
  /** Of DOM nodes and the like: whether it is not part of the document any more. */
  detached: boolean;
}

/** A reference. */
export interface EdgeInfo {
  type: 'context' | 'element' | 'property' | 'internal' | 'hidden' | 'shortcut' | 'weak';
  /** A number for elements and hidden edges. */
  name: string | number;
}

/** A reference and the node at its other end. */
export interface Link {
  edge: EdgeInfo;
  node: NearNode;
}

/** Why a node is alive. */
export interface RetainingPath {
  /** The distance of the node. */
  distance: number | null;
  /** From the root (which is left out) to the node: an edge and the node that it leads to. */
  steps: Link[];
}

/** A node of {@link HeapSnapshot.dominatorTree}. */
export interface DominatorBranch {
  /** The immediate dominator, as an index in the answer; null for the root. */
  parent: number | null;
  node: NodeInfo;
  /** How the immediate dominator refers to the node; null if it does so by way of others only. */
  edge: EdgeInfo | null;
  /**
   * What the node immediately dominates beside other branches, at most six classes, the largest first; the last
   * one's `className` is null if it stands for all others.
   */
  rest: { className: string | null; count: number; retainedSize: number }[];
}

/** A text that several nodes hold. */
export interface DuplicateString {
  /** The text, cut off by V8 at 1,024 characters. */
  value: string;
  count: number;
  /** Sum of shallow sizes, in bytes. */
  shallowSize: number;
  /** Sum of retained sizes, in bytes. */
  retainedSize: number;
  ids: number[];
}

/** How a class changed. Sizes are shallow ones, in bytes. */
export interface ClassChange {
  name: string;
  location: Location | null;
  /** New objects; null if the snapshots are not comparable object by object. So are the next three. */
  addedCount: number | null;
  removedCount: number | null;
  addedSize: number | null;
  removedSize: number | null;
  countDelta: number;
  sizeDelta: number;
}

/** What changed from one snapshot to another. */
export interface HeapDiff {
  /** Whether node ids go on from one snapshot to the other, so that objects could be compared. */
  comparable: boolean;
  /** Classes that changed, what grew most first. */
  classes: ClassChange[];
}

/** All results by node, a row a node in the order of the file. */
export interface HeapColumns {
  /** Node ids. */
  id: Uint32Array;
  /** In bytes. */
  shallowSize: Float64Array;
  /** In bytes. */
  retainedSize: Float64Array;
  /** -1 for what cannot be reached. */
  distance: Int32Array;
  /** Node ids of immediate dominators; the root's is itself. */
  dominator: Uint32Array;
}

/** An option of questions with long answers. */
export interface TopOption {
  /** How many there may be in the answer; all by default. */
  top?: number | undefined;
}

/** An option of questions for the largest. */
export interface SortOption {
  /** What is largest first; `retained` by default. */
  sort?: 'retained' | 'shallow' | 'count' | undefined;
}

/** `123` or `'@123'`. */
export type NodeId = number | string;

/**
 * A heap snapshot, in native memory of which V8 is told. Questions are answered on other threads; each
 * computes what it needs and has not been computed. Sizes, distances and classes are DevTools'.
 *
 * All methods reject with `ERR_GC_TRACKER_DISPOSED` after `dispose`, with `ERR_GC_TRACKER_NODE_NOT_FOUND` for
 * an id that no node has, and with a TypeError `ERR_GC_TRACKER_INVALID_OPTIONS` for bad arguments.
 */
export class HeapSnapshot implements Disposable {
  private constructor();
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly stringCount: number;
  readonly disposed: boolean;

  /**
   * Computes distances, dominators and retained sizes now, and not when they are first needed. Resolves with
   * the retained size of the root, in bytes: that of all nodes.
   */
  analyze(): Promise<{ retainedSize: number }>;
  /** Totals. Computes no dominators. */
  summary(): Promise<Summary>;
  /** Objects by class, as in DevTools' Summary. */
  classes(
    options?: (TopOption & SortOption & { name?: string | undefined }) | undefined,
  ): Promise<ClassInfo[]>;
  /** Nodes that have all that is given; 20 at most unless `top` says otherwise, the largest first. */
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
  /** What is known of a node. */
  node(id: NodeId): Promise<NodeInfo>;
  /**
   * Why a node is alive: a shortest path from the root, and up to `max` in all (1 by default) that leave it
   * as near to the node as possible. None if it cannot be reached. Computes no dominators.
   *
   * Which of equally short paths it is may be another in each run of a program. With `byName` (false by default) it is
   * the one whose references come first by name; the first time that costs a look at all edges.
   */
  retainingPath(
    id: NodeId,
    options?: { max?: number | undefined; byName?: boolean | undefined } | undefined,
  ): Promise<RetainingPath[]>;
  /** What refers to a node, weakly too: the nearest first. Computes no dominators. */
  retainers(id: NodeId, options?: TopOption | undefined): Promise<Link[]>;
  /** What a node refers to. Computes no dominators. */
  edges(id: NodeId): Promise<Link[]>;
  /** The nodes that dominate a node, the nearest first, the root last. */
  dominators(id: NodeId): Promise<NodeInfo[]>;
  /** The nodes that a node immediately dominates, the largest first. */
  dominated(id: NodeId, options?: TopOption | undefined): Promise<NodeInfo[]>;
  /**
   * The upper part of the dominator tree: the root, and in all up to `top` nodes (1,000 by default), a node before
   * what it dominates. Of all that have not been unfolded, the node that retains most is next. A node has at most 60
   * branches, no branch is more than 40 below the root, and none retains less than a quarter of an even share of the
   * heap; what else a node immediately dominates is counted by class.
   */
  dominatorTree(options?: TopOption | undefined): Promise<DominatorBranch[]>;
  /** Strings that several nodes hold, the largest retained size first. */
  duplicateStrings(options?: TopOption | undefined): Promise<DuplicateString[]>;
  /**
   * Native contexts (in Node.js, vm contexts) that are alive although nobody holds their global object or the
   * object that they were made from: only what was made in them keeps them alive.
   */
  detachedContexts(): Promise<NodeInfo[]>;
  /**
   * What changed since `base`: object by object if node ids go on (both taken in one process, see
   * {@link TakeOptions.keepIds}), otherwise by the totals of classes.
   */
  diff(base: HeapSnapshot): Promise<HeapDiff>;
  /** The new and the gone objects of a class since `base`; none if the two are not comparable by object. */
  diffNodes(
    base: HeapSnapshot,
    className: string,
    options?: TopOption | undefined,
  ): Promise<{ added: NodeInfo[]; removed: NodeInfo[] }>;
  /** All results by node. */
  columns(): Promise<HeapColumns>;
  /** Gives the memory back, once questions that are being answered are. */
  dispose(): void;
  /** The same as {@link HeapSnapshot.dispose}, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * Opens a heap snapshot: of Node.js 18 and later, of Chrome, gzipped or not, of any size up to 536,870,911
 * nodes and 4,294,967,294 edges. The file is read once and not needed afterwards.
 *
 * Rejects with a `code`: `ERR_GC_TRACKER_SNAPSHOT_READ` (no such file, a directory, I/O),
 * `ERR_GC_TRACKER_SNAPSHOT_INVALID` and `ERR_GC_TRACKER_SNAPSHOT_TRUNCATED` (with the byte offset),
 * `ERR_GC_TRACKER_OUT_OF_MEMORY`; with a TypeError `ERR_GC_TRACKER_INVALID_PATH` or `_INVALID_OPTIONS` for
 * bad arguments; with the signal's reason if it aborts.
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
 * Takes a snapshot of this process (in a worker: of the worker) and reads it while V8 writes it: no file
 * and no large string come about. V8 stops the thread meanwhile and needs a multiple of the heap's size.
 *
 * Afterwards allocation is as fast as before, and node ids start anew (see {@link TakeOptions.keepIds}).
 */
export function takeHeapSnapshot(options?: TakeOptions | undefined): Promise<HeapSnapshot>;
