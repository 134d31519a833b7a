import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EDGE_CASES, type EdgeCase, type Row, titleOf } from './edge-cases.ts';
import { HELPER_ROWS } from './helpers/rows.ts';
import { KUBECTL_ROWS, KUBELET_ROWS, OPERATOR_ROWS } from './kubernetes/rows.ts';
import { DOCKER_ROWS } from './lookup/docker-rows.ts';
import { LOOKUP_ROWS } from './lookup/rows.ts';
import { NOT_RUN_ROWS } from './not-run.ts';
import { PLACE_ROWS } from './places/rows.ts';
import { PULL_ROWS, REGISTRY_ROW } from './protocol/pull-rows.ts';
import { PROTOCOL_ROWS } from './protocol/rows.ts';
import { AUTH_JSON_ROWS } from './writing/auth-json.ts';
import { DOCKER_CONFIG_ROWS } from './writing/docker-config.ts';

/** Rows that a real tool runs. */
const RUN: Readonly<Record<string, readonly Row[]>> = {
  'lookup by podman, skopeo, buildah': LOOKUP_ROWS,
  'lookup by docker': DOCKER_ROWS,
  'writing auth.json': AUTH_JSON_ROWS,
  'writing config.json': DOCKER_CONFIG_ROWS,
  places: PLACE_ROWS,
  'logins at a registry': PROTOCOL_ROWS,
  pulls: [...PULL_ROWS, REGISTRY_ROW],
  'credential helpers': HELPER_ROWS,
  kubectl: KUBECTL_ROWS,
};

const ALL = Object.keys(EDGE_CASES).map((id) => Number(id) as EdgeCase);

function idsOf(rows: readonly Row[]): Set<EdgeCase> {
  return new Set(rows.flatMap(({ ids }) => ids));
}

it('every edge case has a row, and what does not run here says why', () => {
  const run = idsOf(Object.values(RUN).flat());
  const notRun = idsOf(NOT_RUN_ROWS);
  const without = ALL.filter((id) => !run.has(id) && !notRun.has(id));
  expect(without.map((id) => `${id} ${EDGE_CASES[id]}`)).toEqual([]);
  expect([...notRun].filter((id) => run.has(id))).toEqual([]);

  const lines = Object.entries(RUN).map(([table, rows]) => `  ${rows.length} ${table}`);
  const count = Object.values(RUN).flat().length;
  console.log(
    [
      `${run.size} of ${ALL.length} edge cases in ${count} rows against the tools:`,
      ...lines,
      `${notRun.size} edge cases without their tool:`,
      ...NOT_RUN_ROWS.map((row) => `  ${titleOf(row)}: ${row.why}`),
    ].join('\n'),
  );
});

it.each(NOT_RUN_ROWS.filter(({ ours }) => ours !== null))(
  'our side of «$name» is tested',
  async ({ ids, ours }) => {
    const text = await readFile(fileURLToPath(new URL(`../../${ours}`, import.meta.url)), 'utf8');
    const rows = idsOf([...KUBELET_ROWS, ...OPERATOR_ROWS]);
    for (const id of ids) expect(rows.has(id) || text.includes(`7.${id} `), `7.${id}`).toBe(true);
  },
);
