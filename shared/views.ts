import type { MenuItem } from './events.ts';

/** Where the views of the page are, as its router spells them. */
export const VIEW_PATHS: Readonly<Record<MenuItem, string>> = {
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
};
