import type { Row } from './edge-cases.ts';

/** An edge case whose tool does not run here: why, and where our side of it is tested instead. */
export interface NotRunRow extends Row {
  readonly why: string;
  /** A test file that names the case; null where we have no part in it. */
  readonly ours: string | null;
}

const KUBERNETES = 'tests/conformance/kubernetes/rows.ts';

export const NOT_RUN_ROWS: readonly NotRunRow[] = [
  {
    ids: [69, 70],
    name: '--compat-auth-file',
    why: 'skopeo 1.14 and later have the option; Debian 12 has 1.9',
    ours: null,
  },
  {
    ids: [103],
    name: 'the tools wait for a helper that hangs',
    why: 'they wait for as long as it takes',
    ours: 'tests/integration/authfile/credential-helper.test.ts',
  },
  {
    ids: [110, 111, 112],
    name: 'the kubelet',
    why: 'no Debian package has it; the rows are from its source',
    ours: KUBERNETES,
  },
  {
    ids: [113],
    name: 'the machine-config operator',
    why: 'it runs in a cluster; the row is from its source',
    ours: KUBERNETES,
  },
];
