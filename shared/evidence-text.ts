import { CHECK_REASONS, type CheckReason } from './credential.ts';
import type { Evidence } from './diagnosis.ts';
import { ERROR_CODES, type ErrorCode } from './errors.ts';
import { CANDIDATE_REASONS, type CandidateReason, CONSUMERS, type Consumer } from './lookup.ts';
import { ROUTE_RULES } from './proxy.ts';

/** What an evidence names; each has its words in every locale (`diagnosis.detail.<name>`). */
const DETAILS = [
  'address',
  'consumer',
  'contentType',
  'detail',
  'digest',
  'domain',
  'entry',
  'family',
  'fingerprint',
  'helper',
  'here',
  'host',
  'id',
  'issuer',
  'judged',
  'key',
  'mediaType',
  'ms',
  'name',
  'names',
  'notAfter',
  'notBefore',
  'owner',
  'path',
  'port',
  'position',
  'problem',
  'protocol',
  'proxy',
  'realm',
  'reason',
  'rule',
  'scheme',
  'seconds',
  'server',
  'service',
  'shape',
  'skewSeconds',
  'source',
  'status',
  'subject',
  'text',
  'there',
  'username',
  'value',
] as const;
type Detail = (typeof DETAILS)[number];

/** Values that have words of their own (`diagnosis.value.<value>`). */
const VALUES = [
  'vault',
  'pull-secret',
  'allow',
  'ask',
  'token-like',
  'password-like',
  'ENOTFOUND',
  'ENODATA',
  'ETIMEOUT',
  'ESERVFAIL',
  'EREFUSED',
  'ECONNREFUSED',
] as const;
type Value = (typeof VALUES)[number];

type Key =
  | `diagnosis.detail.${Detail}`
  | `diagnosis.value.${Value}`
  | `check.${CheckReason}.title`
  | `errors.${ErrorCode}.title`
  | `lookup.consumer.${Consumer}`
  | `lookup.why.${CandidateReason}`
  | `network.rule.${(typeof ROUTE_RULES)[number]}`;
/** Gives the words of a locale. */
export type Words = (key: Key, values: { value: string; detail: string }) => string;

/** What was seen, as names and values in the words of a locale; what has none stays as it came. */
export function evidenceText({ context }: Pick<Evidence, 'context'>, t: Words): string {
  const { rule, ...rest } = context;
  // The rule says its detail itself.
  const shown = rule === undefined ? rest : { ...rest, rule, detail: null };
  const pairs = Object.entries(shown).filter(([, value]) => value !== null && value !== '');
  return pairs
    .map(([name, value]) => {
      const text = valueText(name, String(value), context, t);
      return pairs.length === 1 || !isOne(name, DETAILS)
        ? text
        : t(`diagnosis.detail.${name}`, { value: text, detail: '' });
    })
    .join(' · ');
}

function valueText(name: string, value: string, context: Evidence['context'], t: Words): string {
  const values = { value, detail: String(context.detail ?? '') };
  switch (name) {
    case 'rule':
      if (!isOne(value, ROUTE_RULES)) return value;
      return t(`network.rule.${value}`, values);
    case 'consumer':
      return isOne(value, CONSUMERS) ? t(`lookup.consumer.${value}`, values) : value;
    case 'reason':
      return isOne(value, CANDIDATE_REASONS) ? t(`lookup.why.${value}`, values) : value;
    case 'ms':
      return `${value} ms`;
    case 'seconds':
    case 'skewSeconds':
      return `${value} s`;
    case 'family':
      return `IPv${value}`;
    case 'problem':
    case 'judged':
    case 'shape':
    case 'source':
      if (isOne(value, CHECK_REASONS)) return t(`check.${value}.title`, values);
      if (isOne(value, ERROR_CODES)) return t(`errors.${value}.title`, values);
      return isOne(value, VALUES) ? t(`diagnosis.value.${value}`, values) : value;
    default:
      return value;
  }
}

function isOne<T extends string>(value: string, list: readonly T[]): value is T {
  return (list as readonly string[]).includes(value);
}
