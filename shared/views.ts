/** What leads to a view: items of the menu and of the palette, links, command lines; and where it is, as the router spells it. */
export const VIEW_PATHS = {
  'log-in': '/login',
  overview: '/overview',
  credentials: '/',
  targets: '/targets',
  'pull-secrets': '/pull-secrets',
  'service-accounts': '/service-accounts',
  profiles: '/profiles',
  diagnosis: '/diagnosis',
  lookup: '/lookup',
  activity: '/activity',
  import: '/import',
  export: '/export',
  settings: '/settings',
  about: '/settings',
} as const satisfies Readonly<Record<string, string>>;

type View = keyof typeof VIEW_PATHS;
export const MENU_ITEMS = Object.keys(VIEW_PATHS) as [View, ...View[]];
