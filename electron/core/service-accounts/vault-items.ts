/** The items of the store that belong to Red Hat's accounts; no credential has such an id. */

/** The refresh token of the sign-in. */
export const RED_HAT_SESSION = 'red-hat-session';
/** The secrets of the rotations that are under way, as JSON by user name. */
export const PENDING_SECRETS = 'rotation-secrets';
