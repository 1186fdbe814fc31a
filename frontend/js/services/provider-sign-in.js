/**
 * Signing in at the organisation's identity provider: the authorization-code flow with PKCE (RFC 7636) through Cognito,
 * for environments that have a provider. The browser leaves the page and comes back with a code, which is exchanged for
 * the same tokens that a sign-in by password gives.
 */

import { t } from "../lib/texts.js";
import { SessionError } from "./session-errors.js";

const DONE = "easy-crm.signed-in";
const BEGUN = "easy-crm.sign-in:";
/** People may take that long at the provider. Cognito gives them less. */
const LONGEST_MS = 15 * 60 * 1000;
const NOT_COMPLETED = t("signIn.notCompleted");

/** @typedef {{verifier: string, place: string, at: number}} Begun what is kept while somebody is at the provider */

export class ProviderSignIn {
  #provider;
  #clientId;
  #session;

  /**
   * @param {object} parts
   * @param {import("../../types/page").PageConfig} parts.config
   * @param {import("./session.js").Session} parts.session
   */
  constructor({ config, session }) {
    this.#provider = config.identityProvider ?? null;
    this.#clientId = config.userPoolClientId;
    this.#session = session;
  }

  /** What people call the provider; null when there is none. */
  get name() {
    return this.#provider?.name ?? null;
  }

  /**
   * Goes to the provider.
   * @param {{beside?: boolean}} options `beside`: in a tab of its own, so that what is on the screen stays
   */
  async begin({ beside = false } = {}) {
    const state = random();
    const verifier = random();
    forgetOld();
    /** @type {Begun} */
    const begun = { verifier, place: location.hash, at: Date.now() };
    // Other tabs see it too: the provider may answer in one that has been opened for it.
    localStorage.setItem(BEGUN + state, JSON.stringify(begun));
    const address = this.#address("oauth2/authorize", {
      response_type: "code",
      client_id: this.#clientId,
      redirect_uri: here(),
      scope: "openid email",
      identity_provider: this.name ?? "",
      state,
      code_challenge: base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))),
      code_challenge_method: "S256",
    });
    if (beside) open(address, "_blank", "noopener");
    else location.assign(address);
  }

  /**
   * Completes a sign-in if the address says that the provider has answered.
   * @throws {SessionError} when it refused, or when the answer is not for a sign-in that began in this browser
   */
  async complete() {
    const answer = new URLSearchParams(location.search);
    const state = answer.get("state");
    if (!this.#provider || !state || !(answer.has("code") || answer.has("error"))) return;
    const begun = taken(state);
    // A code works once. Without it, a reload does not try again.
    history.replaceState(history.state, "", location.pathname + (begun?.place ?? ""));
    if (!begun) throw new SessionError("state", NOT_COMPLETED);
    const code = answer.get("code");
    if (!code) throw new SessionError("refused", t("signIn.refused", { name: this.name ?? "" }));
    await this.#session.begin(await this.#tokens(code, begun.verifier));
    localStorage.setItem(DONE, String(Date.now()));
  }

  /**
   * Calls back when somebody has signed in in another tab.
   * @param {() => void} callback
   * @param {AbortSignal} signal
   */
  onElsewhere(callback, signal) {
    // Not a BroadcastChannel: its messages overtake the tokens, which reach other tabs with the storage's own events.
    addEventListener("storage", (event) => event.key === DONE && callback(), { signal });
  }

  /** Where signing out leads: past Cognito, which would otherwise let the next person in without asking. */
  get signOutAddress() {
    return this.#address("logout", { client_id: this.#clientId, logout_uri: here() });
  }

  /**
   * @param {string} code
   * @param {string} verifier
   * @returns {Promise<import("../../types/page").Tokens>}
   */
  async #tokens(code, verifier) {
    const form = { grant_type: "authorization_code", client_id: this.#clientId, redirect_uri: here(), code, code_verifier: verifier };
    /** @type {Response} */
    let response;
    try {
      response = await fetch(this.#address("oauth2/token", {}), { method: "POST", body: new URLSearchParams(form) });
    } catch {
      throw new SessionError("NetworkError", t("signInErrors.NetworkError"));
    }
    if (!response.ok) throw new SessionError("code", NOT_COMPLETED);
    return response.json();
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} query
   */
  #address(path, query) {
    const address = new URL(path, `${this.#provider?.address}/`);
    address.search = new URLSearchParams(query).toString();
    return address.href;
  }
}

/** The page's own address, as the user pool knows it. */
function here() {
  return new URL("/", location.href).href;
}

/** 256 random bits, as RFC 7636 recommends for a verifier. */
function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {ArrayBuffer|Uint8Array} bytes */
function base64url(bytes) {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * What began with this state, which is forgotten: each answer counts once.
 * @param {string} state
 * @returns {Begun|null}
 */
function taken(state) {
  const kept = localStorage.getItem(BEGUN + state);
  localStorage.removeItem(BEGUN + state);
  /** @type {Begun|null} */
  const begun = kept && JSON.parse(kept);
  return begun && Date.now() - begun.at < LONGEST_MS ? begun : null;
}

/** Forgets sign-ins that nobody came back from. */
function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(BEGUN)) continue;
    /** @type {Begun} */
    const begun = JSON.parse(localStorage.getItem(key) ?? "");
    if (Date.now() - begun.at >= LONGEST_MS) localStorage.removeItem(key);
  }
}
