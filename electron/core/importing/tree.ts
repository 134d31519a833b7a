/** A JSON or YAML value with where it is, in as much detail as an import looks at. Offsets are UTF-16 units. */
export type Tree = MapTree | ListTree | TextTree | ScalarTree;

export interface MapTree {
  readonly type: 'map';
  readonly start: number;
  readonly end: number;
  /** By name as written; where a name occurs twice, the last. A Map, so that no name means anything. */
  readonly members: ReadonlyMap<string, Tree>;
}
export interface ListTree {
  readonly type: 'list';
  readonly start: number;
  readonly items: readonly Tree[];
}
export interface TextTree {
  readonly type: 'text';
  readonly start: number;
  readonly text: string;
}
/** A number, a literal, nothing. */
export interface ScalarTree {
  readonly type: 'scalar';
  readonly start: number;
}

/** One document of a text. */
export interface Document {
  readonly root: Tree;
  /** Line and column, from 1, of an offset. */
  readonly place: (offset: number) => { line: number; column: number };
}

/** The text of a member; null where it is none. */
export function textOf(tree: Tree | undefined): string | null {
  return tree?.type === 'text' ? tree.text : null;
}

export function memberOf(tree: Tree | undefined, name: string): Tree | undefined {
  return tree?.type === 'map' ? tree.members.get(name) : undefined;
}
