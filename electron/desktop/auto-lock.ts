/** What Electron's `powerMonitor` has of it. */
export interface PowerMonitor {
  /** Seconds since the user did something, in any program. */
  getSystemIdleTime(): number;
  on(event: 'suspend' | 'lock-screen', listener: () => void): unknown;
  removeListener(event: 'suspend' | 'lock-screen', listener: () => void): unknown;
}

export interface AutoLockOptions {
  readonly monitor: PowerMonitor;
  /** Hears of a locked screen where the monitor does not tell; returns what ends that. */
  readonly onScreenLock: (locked: () => void) => () => void;
  readonly lock: () => void;
}

export interface AutoLockRules {
  /** Minutes without the user until it locks; 0 for never. */
  readonly idleMinutes: number;
  /** Whether it locks with the screen and when the machine is suspended. */
  readonly withScreen: boolean;
}

/** Locks when the user is away. A timer runs to the moment when that could be; nothing is polled. */
export class AutoLock {
  #timer: NodeJS.Timeout | undefined;
  #stopScreen: (() => void) | null = null;

  constructor(private readonly options: AutoLockOptions) {}

  /** Goes by these rules from now on. */
  follow({ idleMinutes, withScreen }: AutoLockRules): void {
    this.stop();
    const { monitor, onScreenLock, lock } = this.options;
    if (withScreen) {
      monitor.on('suspend', lock);
      monitor.on('lock-screen', lock);
      this.#stopScreen = onScreenLock(lock);
    }
    if (idleMinutes > 0) this.#wait(idleMinutes * 60);
  }

  stop(): void {
    const { monitor, lock } = this.options;
    clearTimeout(this.#timer);
    monitor.removeListener('suspend', lock);
    monitor.removeListener('lock-screen', lock);
    this.#stopScreen?.();
    this.#stopScreen = null;
  }

  #wait(limitSeconds: number): void {
    const { monitor, lock } = this.options;
    const left = limitSeconds - monitor.getSystemIdleTime();
    if (left <= 0) lock();
    // After it locked the next moment is a whole limit away: the user has to come back first.
    const next = left > 0 ? left : limitSeconds;
    this.#timer = setTimeout(() => this.#wait(limitSeconds), next * 1000);
    this.#timer.unref();
  }
}
