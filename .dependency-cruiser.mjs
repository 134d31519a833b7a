/** The import table of ARCHITECTURE.md, as errors. Barrels and `ipcMain` are biome's to refuse (biome.json). */

/** @type {{dependencyTypes: import('dependency-cruiser').DependencyType[]}} */
const NODE = { dependencyTypes: ['core'] };

/**
 * @param {string} name
 * @param {string} comment
 * @param {import('dependency-cruiser').IForbiddenRuleType['from']} from
 * @param {import('dependency-cruiser').IForbiddenRuleType['to']} to
 * @returns {import('dependency-cruiser').IForbiddenRuleType & {name: string}}
 */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @param {...string} names npm packages */
const packages = (...names) => `^node_modules/(${names.join('|')})/`;

const PRODUCT = '^(shared|electron|renderer)/';

export default {
  forbidden: [
    never(
      'no-cycles',
      'A module that needs itself has no bottom to read from.',
      {},
      { circular: true },
    ),
    never('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    never(
      'no-utils',
      'A module is named for what it is about.',
      {},
      { path: '(^|/)(utils?|common|misc)[./]' },
    ),
    never(
      'no-dev-packages',
      'What ships may import only what ships; Electron itself is the runtime.',
      { path: PRODUCT },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: packages('electron'),
      },
    ),
    never(
      'product-alone',
      'The product knows neither its tests nor its build.',
      { path: PRODUCT },
      { path: '^(tests|build)/' },
    ),

    never(
      'shared-alone',
      'shared is what both sides speak: it knows no side.',
      { path: '^shared/' },
      { path: '^(electron|renderer)/' },
    ),
    never('shared-no-node', 'shared runs in the renderer too.', { path: '^shared/' }, NODE),
    never(
      'shared-packages',
      'shared is pure TypeScript and zod.',
      { path: '^shared/' },
      { path: '^node_modules/', pathNot: packages('zod') },
    ),

    never(
      'renderer-no-main',
      'The renderer speaks the contract and nothing else.',
      { path: '^renderer/' },
      { path: '^electron/' },
    ),
    never('renderer-no-node', 'The renderer is a sandboxed page.', { path: '^renderer/' }, NODE),
    never(
      'renderer-packages',
      'Packages of the main side stay there.',
      { path: '^renderer/' },
      { path: packages('electron', 'electron-store', 'keytar', 'koffi', 'undici') },
    ),
    never(
      'features-apart',
      'Features meet in app.tsx; what two of them need is a component.',
      { path: '^renderer/features/([^/]+)/' },
      {
        path: '^renderer/(app|main)\\.tsx$|^renderer/features/',
        pathNot: '^renderer/features/$1/',
      },
    ),
    never(
      'components-below-features',
      'A component serves any feature.',
      { path: '^renderer/(?!features/|app\\.tsx$|main\\.tsx$)' },
      { path: '^renderer/(features/|app\\.tsx$)' },
    ),

    never(
      'preload-names-only',
      'The preload is a bridge: names of calls and events, and Electron.',
      { path: '^electron/preload\\.ts$' },
      { pathNot: ['^shared/channels\\.ts$', packages('electron')] },
    ),

    never(
      'core-alone',
      'core is the product without Electron.',
      { path: '^electron/core/' },
      { path: '^electron/(?!core/)' },
    ),
    never(
      'core-no-electron',
      'A command line could import core.',
      { path: '^electron/core/' },
      { path: packages('electron', 'electron-store', 'react', 'react-dom') },
    ),
    never(
      'keytar-in-its-worker',
      'keytar can crash or hang its process: it has one of its own.',
      { pathNot: '^electron/keychain-worker\\.ts$' },
      { path: packages('keytar') },
    ),
    never(
      'worker-alone',
      'The keychain worker is a process of its own.',
      { path: '^electron/keychain-worker\\.ts$' },
      { path: '^electron/(?!core/)' },
    ),

    never(
      'ipc-below-main',
      'ipc knows core and the contract.',
      { path: '^electron/ipc/' },
      { path: '^electron/(?!core/|ipc/)' },
    ),
    never(
      'ipc-packages',
      'ipc needs Electron and nothing else.',
      { path: '^electron/ipc/' },
      { path: '^node_modules/', pathNot: packages('electron', 'zod') },
    ),

    never(
      'desktop-below-main',
      'desktop is wired to the rest in main.ts.',
      { path: '^electron/desktop/' },
      { path: '^electron/(?!core/|desktop/)' },
    ),
    never(
      'desktop-core-types',
      "desktop takes core's types, and its failures to throw; what it does with core is given to it by main.ts.",
      { path: '^electron/desktop/' },
      {
        path: '^electron/core/',
        pathNot: '^electron/core/(failure|storage)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'desktop-packages',
      'desktop needs Electron and its store.',
      { path: '^electron/desktop/' },
      { path: '^node_modules/', pathNot: packages('electron', 'electron-store', 'zod') },
    ),
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
