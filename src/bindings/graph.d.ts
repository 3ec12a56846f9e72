/** The graph of what is known: `memory.graph`, and what its methods and `memory.timeline` take and give. */
import type { Entity, Kind, Scope } from "./types.js";

/** One of the entities of a scope. */
export interface EntityItem extends Entity {
  /** How many memories name it. */
  memories: number;
}

/** A relation with the memory that states it, under the names its entities go by. */
export interface GraphRelation {
  subject: string;
  predicate: string;
  object: string;
  memoryId: string;
  /** When it was said: RFC 3339, as all times. */
  validFrom: string;
  /** When it ends by itself, if that was said. */
  validTo?: string;
  /** When it happened or began, if that was said. */
  eventTime?: string;
}

export interface Neighbor {
  entity: Entity;
  /** What leads to it from one step nearer, the newest first. */
  relations: GraphRelation[];
  /** In how many steps. */
  distance: number;
}

export interface Neighborhood {
  /** Whom the name was taken for; null if nobody is called so. */
  entity: Entity | null;
  /** Nearest first, of these the last told of. */
  neighbors: Neighbor[];
}

export interface GraphPath {
  /** The entities, from the first to the last. */
  path: Entity[];
  /** One a step. */
  relations: GraphRelation[];
}

export type LinkKind = "causal" | "temporal" | "semantic";

/** A memory that another one has to do with. */
export interface RelatedMemory {
  id: string;
  memory: string;
  kind: LinkKind;
  /** How closely, 0 to 1; compare it within a kind. */
  score: number;
  /** `causal`: the predicate (`caused_by`). `temporal`: `before`, `after` or `same time`. `semantic`: what counted most, `meaning`, `words` or `entities`. */
  reason: string;
  /** The names of the entities it goes by. */
  via: string[];
}

/** A version of a memory, as it is or was. */
export interface TimelineEntry {
  memoryId: string;
  version: number;
  memory: string;
  kind: Kind;
  /** Where it stands in time: when it happened, or where nobody said, when it was said. */
  at: string;
  eventTime?: string;
  /** When it was said. */
  validFrom: string;
  /** When it was replaced, deleted or over; absent while it holds. */
  validTo?: string;
  /** The text that replaced it. */
  replacedBy?: string;
}

export type TimelineOptions = Scope & {
  from?: string | Date;
  /** That moment left out. */
  to?: string | Date;
  /** 1 to 10,000. Default 100. */
  limit?: number;
};

/**
 * Entities and how they stand to each other, as current memories say: a relation holds as long as the version of the memory that states it.
 * Names are one entity if they are spelled alike, were said to be one (across scripts, too), or one is the given name that only the other
 * has; the person is `User`. An entity is named in any of these ways, by part of its name, by how it stands to the person ("my sister"), or
 * with one slip of the hand. `asOf`: what had been said by then.
 */
export class Graph {
  private constructor();
  /** Who and what is named, those most memories name first. `limit`: 1 to 10,000, default 100. */
  entities(options: Scope & { limit?: number; asOf?: string | Date }): Promise<EntityItem[]>;
  /** Who and what stands near an entity. `depth`: steps, 1 (default) to 4. `limit`: 1 to 1,000, default 50. */
  neighbors(entity: string, options: Scope & { depth?: number; limit?: number; asOf?: string | Date }): Promise<Neighborhood>;
  /** The shortest way between two entities, of several the newest; null if there is none of `maxDepth` (1 to 8, default 4) steps. */
  path(from: string, to: string, options: Scope & { maxDepth?: number; asOf?: string | Date }): Promise<GraphPath | null>;
  /**
   * What a memory has to do with others, closest first: `causal`, along relations that say why; `temporal`, before and after, of the same
   * entities or about then; `semantic`, by meaning, words and entities. Each kind asked for (default: all) has its share of `limit` (1 to
   * 1,000, default 20). Among the memories of its own scope, or of the one given. Error: `not_found`, also for a memory outside the scope.
   */
  related(memoryId: string, options?: Scope & { kinds?: LinkKind[]; limit?: number }): Promise<RelatedMemory[]>;
}
