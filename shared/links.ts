import { z } from 'zod';

/** A link that the app may open in the system browser; the addresses live in main. */
export const LINKS = [
  'red-hat-developer-program',
  'red-hat-trial',
  'red-hat-service-accounts',
  'red-hat-registry-authentication',
  'red-hat-support-case',
  'quay-robot-accounts',
  'docker-hub-tokens',
  'github-tokens',
] as const;
export const link = z.enum(LINKS);
export type Link = z.infer<typeof link>;
