import { type Session, session } from 'electron';

/** A session of its own: the page's has a proxy that is not there. No request is made with it. */
const PARTITION = 'system-proxy';
let opened: Promise<Session> | null = null;

/** What the desktop's proxy settings, or their PAC script, say of a URL, as PAC writes it. */
export async function resolveProxy(url: string): Promise<string> {
  opened ??= open();
  const system = await opened;
  return system.resolveProxy(url);
}

async function open(): Promise<Session> {
  const system = session.fromPartition(PARTITION);
  await system.setProxy({ mode: 'system' });
  return system;
}
