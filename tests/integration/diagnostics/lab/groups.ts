import type { CauseCase } from './case.ts';
import { LOGIN_CASES } from './login-cases.ts';
import { NAME_AND_CONNECTION_CASES } from './network-cases.ts';
import { PROXY_CASES } from './proxy-cases.ts';
import { REGISTRY_CASES } from './registry-cases.ts';
import { TLS_CASES } from './tls-cases.ts';

/** The cases by the name of the group that is run together. */
export const GROUPS: ReadonlyMap<string, readonly CauseCase[]> = new Map([
  ['network', [...NAME_AND_CONNECTION_CASES, ...TLS_CASES]],
  ['registry', [...PROXY_CASES, ...REGISTRY_CASES, ...LOGIN_CASES]],
]);
