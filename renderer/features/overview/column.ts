import type { TargetPlace } from '../../../shared/target.ts';

/** A target and what it is called in the head of its column. */
export interface Column {
  readonly place: TargetPlace;
  readonly name: string;
}
