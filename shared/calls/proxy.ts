import { z } from 'zod';
import { proxyRoute, proxySettings } from '../proxy.ts';
import { type CallSchemas, nothing } from './part.ts';

/** A password to keep; null forgets it, left out keeps the one that is there. */
const password = z.string().min(1).max(4096).nullable().optional();
const state = z.strictObject({
  settings: proxySettings,
  /** Null where the store cannot say, as it is locked. */
  hasPassword: z.boolean().nullable(),
  /** The variables of this app's environment that count, without any login in them. */
  environment: z.array(z.strictObject({ name: z.string().max(16), value: z.string().max(8192) })),
});

export const calls = {
  'proxy.get': { input: nothing, output: state },
  'proxy.set': { input: z.strictObject({ settings: proxySettings, password }), output: state },
  /** Which way a request to a registry would go, by the app's settings and by the tools' environment. */
  'proxy.test': {
    input: z.strictObject({
      host: z.string().min(1).max(512),
      plainHttp: z.boolean(),
      /** To test before they are saved. */
      settings: proxySettings,
    }),
    output: z.strictObject({ app: proxyRoute, tools: proxyRoute }),
  },
} as const satisfies CallSchemas<'proxy'>;
