import { type Daemon, startDaemon } from './tools-process.ts';

export interface Display {
  /** `:number` */
  readonly name: string;
  stop(): Promise<void>;
}

/** An X server without a screen. It picks a free number itself. */
export async function startDisplay(): Promise<Display> {
  const server: Daemon = await startDaemon(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp', '-noreset', '-ac'],
    /^(\d+)\n/m,
  );
  return { name: `:${server.ready[1]}`, stop: () => server.stop() };
}
