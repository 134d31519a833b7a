/** Runs electron-builder for package.mjs; its one argument is the options of `builderConfig`, as JSON. */
import { join } from 'node:path';
import { build } from 'electron-builder';
import { builderConfig } from './electron-builder.config.mjs';
import { ROOT } from './process.mjs';

process.env.CUSTOM_FPM_PATH = join(ROOT, 'build/fpm-dpkg.mjs');
await build({ projectDir: ROOT, config: builderConfig(JSON.parse(process.argv[2] ?? '{}')) });
