/** The account of the embedded demo registry. Public on purpose: it opens nothing but that. */
export const DEMO_ACCOUNT = { username: '1234567|demo', password: 'pullkeeper-demo' } as const;
/** The one repository it serves. */
export const DEMO_REPOSITORY = 'demo/hello';
