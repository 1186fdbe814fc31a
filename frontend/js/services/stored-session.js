/** What the sign-in library keeps in localStorage, read without it: a page whose session is good needs no more. */

/** Seconds before a token runs out in which it is renewed all the same: clocks differ. */
const LAST_S = 60;

/** The groups of the user pool, the highest first. */
const ROLES = /** @type {const} */ (["admin", "member", "viewer"]);

export class StoredSession {
  #prefix;

  /** @param {string} clientId of the user pool */
  constructor(clientId) {
    this.#prefix = `CognitoIdentityServiceProvider.${clientId}`;
  }

  /** Where the library keeps who is signed in. */
  get lastUser() {
    return `${this.#prefix}.LastAuthUser`;
  }

  /** Whether anybody has signed in here and not out again. */
  get isThere() {
    return localStorage.getItem(this.lastUser) !== null;
  }

  /**
   * The id token with its claims, as long as it holds for a while.
   * @returns {{token: string, claims: Record<string, unknown>}|null}
   */
  good() {
    const token = localStorage.getItem(`${this.#prefix}.${localStorage.getItem(this.lastUser)}.idToken`);
    const claims = token ? claimsOf(token) : null;
    return token && claims && Number(claims.exp) - LAST_S > Date.now() / 1000 ? { token, claims } : null;
  }

  /** Forgets all of it. */
  clear() {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`${this.#prefix}.`))) localStorage.removeItem(key);
  }
}

/**
 * @param {string} token
 * @returns {Record<string, unknown>|null} null for anything that is no token
 */
function claimsOf(token) {
  try {
    const body = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(body, (letter) => letter.charCodeAt(0))));
  } catch {
    return null;
  }
}

/**
 * @param {Record<string, unknown>} claims of the id token
 * @returns {import("../../types/page").User}
 */
export function readUser(claims) {
  const groups = /** @type {string[]} */ (claims["cognito:groups"] ?? []);
  return Object.freeze({
    id: String(claims.sub),
    email: String(claims.email ?? claims["cognito:username"] ?? ""),
    role: ROLES.find((name) => groups.includes(name)) ?? null,
    isFromProvider: "identities" in claims,
  });
}
