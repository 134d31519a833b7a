import { isConnectionBase } from '../../../shared/red-hat-settings.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { RouteFor } from '../proxy/route.ts';
import { LIMITS, NoAnswer, Transport, type TransportRequest } from '../registry/transport.ts';
import { NO_TRUST, secureContextFor } from '../registry/trust.ts';
import type { Answer } from '../registry/wire/http.ts';

/** One request to a place that the user configured, and its answer. */
export type Send = (url: URL, request: TransportRequest, signal: AbortSignal) => Promise<Answer>;

/**
 * Requests over the transport of the registries: the same limits, the same proxies, no redirect to
 * another origin. Each has a connection of its own, so that nothing outlives it.
 *
 * @returns throws RED_HAT_UNREACHABLE, the proxy's password's codes, CANCELLED
 */
export function createSend({
  host,
  route,
}: {
  readonly host: Host;
  readonly route: RouteFor;
}): Send {
  const secureContext = () => secureContextFor(NO_TRUST, host);
  return async (url, request, signal) => {
    if (!isConnectionBase(`${url.origin}/`)) throw new Failure('RED_HAT_SETTINGS_INVALID');
    const transport = new Transport({
      secureContext,
      proxyContext: secureContext,
      limits: LIMITS,
      route,
      signal,
    });
    try {
      return await transport.send(url, request);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NoAnswer)) throw error;
      const { host: at, reason } = error;
      throw new Failure(
        'RED_HAT_UNREACHABLE',
        { host: at, reason },
        { retryable: true, cause: error },
      );
    } finally {
      transport.close();
    }
  };
}
