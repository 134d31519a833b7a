import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import { endpointOf, type ProxyServer, type Route } from '../../proxy/route.ts';
import { ProxyFailed } from '../../registry/connections.ts';
import type { Within } from '../../registry/wire/within.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { meantFor } from '../no-proxy-intent.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, warn } from '../probing.ts';
import { reach, reachProxy } from '../reach.ts';

/** Whether requests go through a proxy, the app's and the tools', and whether it lets them. */
export function proxyProbe(examination: Examination): ProbeSpec {
  const { route } = examination.facts;
  return {
    id: 'proxy',
    kind: 'proxy',
    target: route?.proxy?.url.host ?? null,
    limitMs: PROBE_LIMITS_MS.proxy,
    late: 'proxy-unreachable',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, limits: Within): Promise<Outcome> {
  const { facts, origin, deps } = examination;
  const { route, toolsRoute } = facts;
  if (route === null || toolsRoute === null) throw new Error('no route');
  const seen = [saw('app-route', shown(route)), saw('tools-route', shown(toolsRoute))];
  if (isUnusable(route)) {
    facts.reached = false;
    return fail('proxy-unusable', ...seen);
  }
  const noProxy = deps.host.env.NO_PROXY || deps.host.env.no_proxy || '';
  const meant = route.proxy === null ? null : meantFor(noProxy, endpointOf(origin));
  if (meant !== null) seen.push(saw('no-proxy-entry', { entry: meant }));

  if (route.proxy !== null) {
    const failure = await failureThrough(route.proxy, examination, limits, seen);
    facts.reached = failure === null;
    if (meant !== null) return warn('no-proxy-ineffective', ...seen);
    if (failure !== null) return fail(failure, ...seen);
    return toolsRoute.proxy === null && !isUnusable(toolsRoute)
      ? warn('proxy-app-only', ...seen)
      : pass(...seen);
  }
  if (isUnusable(toolsRoute)) return fail('proxy-unusable', ...seen);
  if (toolsRoute.proxy !== null) {
    const failure = await failureThrough(toolsRoute.proxy, examination, limits, seen);
    return failure === null ? warn('proxy-tools-only', ...seen) : fail(failure, ...seen);
  }
  if (route.why.rule === 'no-proxy' && !facts.reached) return warn('no-proxy-exempts', ...seen);
  return pass(...seen);
}

/** Null where the proxy lets the request through. */
async function failureThrough(
  proxy: ProxyServer,
  examination: Examination,
  limits: Within,
  seen: Evidence[],
): Promise<Cause | null> {
  const { origin } = examination;
  const context = () => examination.proxyContext();
  try {
    const isPlain = origin.protocol === 'http:';
    const socket = isPlain
      ? await reachProxy(proxy, context, limits)
      : await reach(endpointOf(origin), proxy, context, limits);
    socket.destroy();
    // What is handed to a proxy as plain HTTP is let through, or not, with the first request.
    if (!isPlain)
      seen.push(saw('proxy-answer', { proxy: proxy.url.host, status: 200, host: origin.host }));
    return null;
  } catch (error) {
    if (limits.signal.aborted || !(error instanceof ProxyFailed)) throw error;
    const { why, httpStatus: status } = error;
    seen.push(saw('proxy-answer', { proxy: proxy.url.host, status, host: origin.host }));
    return PROXY_CAUSES[why];
  }
}

export const PROXY_CAUSES: Readonly<Record<ProxyFailed['why'], Cause>> = {
  unusable: 'proxy-unusable',
  unreachable: 'proxy-unreachable',
  'authentication-required': 'proxy-authentication',
  refused: 'proxy-refuses-registry',
};

function isUnusable({ why }: Route): boolean {
  return why.rule === 'unusable' || why.rule === 'cgi';
}

function shown({ proxy, why }: Route): Evidence['context'] {
  const detail = why.rule === 'no-proxy' ? why.entry : 'source' in why ? why.source : '';
  return {
    proxy: proxy?.url.origin ?? null,
    rule: why.rule,
    detail,
    username: proxy?.credential?.username ?? null,
  };
}
