import { FILES } from './files.ts';
import { HELPERS } from './helpers.ts';
import { KEYS } from './keys.ts';
import { PARSING } from './parsing.ts';
import { REGISTRIES_CONF } from './registries-conf.ts';
import type { LookupRow } from './row.ts';
import { VALUES } from './values.ts';

/** What podman, skopeo and buildah find. */
export const LOOKUP_ROWS: readonly LookupRow[] = [
  ...PARSING,
  ...VALUES,
  ...KEYS,
  ...FILES,
  ...HELPERS,
  ...REGISTRIES_CONF,
];
