import { stringify } from 'yaml';
import type { ExportNote } from '../../../shared/exporting.ts';
import { authsOf, prettyJson } from './auths.ts';
import type { Sheet } from './document.ts';
import type { ExportInput, Render } from './form.ts';

/** What the installer of a connected cluster wants; the first is for telemetry alone. */
const EXPECTED = ['cloud.openshift.com', 'quay.io', 'registry.redhat.io'];

function pullSecretOf({ entries, email }: ExportInput, sheet: Sheet) {
  const auths = authsOf(sheet, entries, 'kubernetes', email);
  const isComplete = EXPECTED.every((key) => Object.hasOwn(auths, key));
  const notes: ExportNote[] = [
    'encoded-only',
    ...(isComplete ? [] : ['pull-secret-incomplete' as const]),
  ];
  return { value: { auths }, notes };
}

export const pullSecret: Render = (input, sheet) => {
  const { value, notes } = pullSecretOf(input, sheet);
  return { text: prettyJson(value), notes };
};

export const pullSecretLine: Render = (input, sheet) => {
  const { value, notes } = pullSecretOf(input, sheet);
  return { text: `${JSON.stringify(value)}\n`, notes };
};

/** The member of `install-config.yaml`, which takes one line. */
export const installConfig: Render = (input, sheet) => {
  const { value, notes } = pullSecretOf(input, sheet);
  const text = stringify(
    { pullSecret: JSON.stringify(value) },
    { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' },
  );
  return { text, notes };
};
