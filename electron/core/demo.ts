import type { DemoRegistry } from './demo-registry/demo-registry.ts';

/** The embedded registry, which is loaded and started when somebody wants to try the app with it. */
export class Demo {
  #registry: Promise<DemoRegistry> | undefined;

  /** The same one each time. */
  async start(): Promise<{ registry: string }> {
    this.#registry ??= import('./demo-registry/demo-registry.ts').then((module) =>
      module.startDemoRegistry(),
    );
    try {
      const { registry } = await this.#registry;
      return { registry };
    } catch (error) {
      this.#registry = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const registry = await this.#registry?.catch(() => undefined);
    await registry?.close();
  }
}
