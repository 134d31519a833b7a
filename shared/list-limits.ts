/*
 * Limits that the page knows too. They are apart from the schemas that use them, which the page does
 * not load.
 */

/** So many credentials are in one page of the list. */
export const PAGE_ROWS = 50;

/** How many profiles there may be, and how many credentials in each. */
export const PROFILES_MAX = 100;
export const PROFILE_CREDENTIALS_MAX = 500;

/** A pull secret at the most: Kubernetes takes no larger secret. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const PULL_SECRET_BYTES_MAX = 1024 * 1024;
