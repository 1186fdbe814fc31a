/**
 * Who is signed in. Wraps the vendored amazon-cognito-identity-js: sign-in by SRP, so that the password never
 * leaves the browser; tokens are kept in localStorage by the library and refreshed when they run out. It is fetched when
 * it is needed first.
 */

import { t } from "../lib/texts.js";
import { cognitoLibrary } from "./cognito-library.js";
import { LIMIT_MS, limitRequests } from "./cognito-requests.js";
import { endOrNetwork, passwordError, SessionError, sessionError } from "./session-errors.js";
import { StoredSession, readUser } from "./stored-session.js";

/**
 * @typedef {import("../../types/page").CognitoCallbacks} CognitoCallbacks
 * @typedef {import("../../types/page").CognitoDone} CognitoDone
 * @typedef {import("../../types/page").CognitoLibrary} CognitoLibrary
 * @typedef {import("../../types/page").CognitoPool} CognitoPool
 * @typedef {import("../../types/page").CognitoError} CognitoError
 * @typedef {import("../../types/page").CognitoSession} CognitoSession
 * @typedef {import("../../types/page").CognitoUser} CognitoUser
 * @typedef {{step: "done"|"newPassword"|"code"|"setUpApp", key?: string}} NextStep `key`: what an authenticator app needs
 */

export class Session {
  #config;
  #load;
  #limit;
  #stored;
  /** @type {Promise<{library: CognitoLibrary, pool: CognitoPool}>|null} */
  #opened = null;
  /** @type {{user: CognitoUser, kind?: string}|null} a sign-in that needs another step */
  #pending = null;
  /** @type {Map<string, CognitoDone[]>} who waits for a renewal, by the refresh token that it uses up */
  #renewals = new Map();

  /**
   * @param {import("../../types/page").PageConfig} config
   * @param {() => Promise<CognitoLibrary>} load fetches the vendored library
   * @param {number} limit milliseconds that one request may take
   */
  constructor(config, load = cognitoLibrary, limit = LIMIT_MS) {
    this.#config = config;
    this.#load = load;
    this.#limit = limit;
    this.#stored = new StoredSession(config.userPoolClientId);
    /** @type {import("../../types/page").User|null} */
    this.user = null;
    this.wasSignedIn = false;
  }

  /** The library and the user pool. */
  #open() {
    this.#opened ??= this.#fetch().catch((error) => {
      this.#opened = null;
      throw new SessionError("NetworkError", error.message);
    });
    return this.#opened;
  }

  async #fetch() {
    const library = await this.#load();
    const { userPoolId: UserPoolId, userPoolClientId: ClientId, cognitoEndpoint: endpoint } = this.#config;
    const pool = new library.CognitoUserPool({ UserPoolId, ClientId, endpoint });
    // The library retries a refused renewal for six seconds. A refusal is final; the page retries everything else itself.
    const { client } = pool;
    limitRequests(client, this.#limit);
    client.requestWithRetry = (operation, body, done) =>
      body.AuthFlow === "REFRESH_TOKEN_AUTH" ? this.#renew(client, body, done) : client.request(operation, body, done);
    return { library, pool };
  }

  /** Whether the user may change leads and import files. */
  get mayEdit() {
    return this.user?.role === "member" || this.user?.role === "admin";
  }

  /**
   * Restores the session of an earlier visit.
   * @returns {Promise<boolean>} whether there was a good one; `wasSignedIn` tells whether there was any
   */
  async restore() {
    this.wasSignedIn = this.#stored.isThere;
    try {
      await this.token();
      return true;
    } catch (error) {
      if (error instanceof SessionError && error.code === "NetworkError") throw error;
      return false;
    }
  }

  /**
   * @param {string} email
   * @param {string} password
   * @returns {Promise<NextStep>}
   * @throws {SessionError}
   */
  async signIn(email, password) {
    const { library } = await this.#open();
    const user = await this.#userNamed(email.trim());
    const details = new library.AuthenticationDetails({ Username: email.trim(), Password: password });
    return this.#challenge(user, (callbacks) => user.authenticateUser(details, callbacks));
  }

  /**
   * Second step of a sign-in with a temporary password.
   * @param {string} password
   */
  setNewPassword(password) {
    const { user } = this.#begun();
    return this.#challenge(user, (callbacks) => user.completeNewPasswordChallenge(password, {}, callbacks));
  }

  /**
   * Second step of a sign-in with a code from an app or a text message.
   * @param {string} code
   */
  sendCode(code) {
    const { user, kind } = this.#begun();
    return this.#challenge(user, (callbacks) => user.sendMFACode(code.trim(), callbacks, kind));
  }

  /**
   * Step after the first sign-in where everybody needs an authenticator app: the first code that the app shows.
   * @param {string} code
   */
  confirmApp(code) {
    const { user } = this.#begun();
    return this.#challenge(user, (callbacks) => user.verifySoftwareToken(code.trim(), "authenticator-app", callbacks));
  }

  /**
   * Has a code sent to the user's email address.
   * @param {string} email
   */
  async forgotPassword(email) {
    const user = await this.#userNamed(email.trim());
    return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      user.forgotPassword({ onSuccess: resolve, inputVerificationCode: resolve, onFailure: (e) => reject(sessionError(e)) });
    }));
  }

  /**
   * Sets a new password with the code from the email, also one that was asked for on another visit.
   * @param {string} email
   * @param {string} code
   * @param {string} password
   */
  async confirmForgotPassword(email, code, password) {
    const user = await this.#userNamed(email.trim());
    return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      user.confirmPassword(code.trim(), password, { onSuccess: resolve, onFailure: (e) => reject(sessionError(e)) });
    }));
  }

  /**
   * A valid id token.
   * @param {{refused?: string}} options `refused`: one that looks valid and is not; a newer one is given, or fetched
   * @throws {SessionError} code "ended" when the user has to sign in again
   */
  async token({ refused } = {}) {
    const kept = this.#stored.good();
    if (kept && kept.token !== refused) {
      this.user = readUser(kept.claims);
      return kept.token;
    }
    const user = this.#stored.isThere ? (await this.#open()).pool.getCurrentUser() : null;
    if (!user) throw new SessionError("ended", t("signIn.please"));
    let session = await asked((done) => user.getSession(done));
    if (session.getIdToken().getJwtToken() === refused) {
      const token = session.getRefreshToken();
      session = await asked((done) => user.refreshSession(token, done));
    }
    return this.#accept(session);
  }

  /**
   * Begins a session with tokens that were obtained elsewhere.
   * @param {import("../../types/page").Tokens} tokens
   */
  async begin({ id_token, access_token, refresh_token }) {
    const { library } = await this.#open();
    const session = new library.CognitoUserSession({
      IdToken: new library.CognitoIdToken({ IdToken: id_token }),
      AccessToken: new library.CognitoAccessToken({ AccessToken: access_token }),
      RefreshToken: new library.CognitoRefreshToken({ RefreshToken: refresh_token }),
    });
    const user = await this.#userNamed(String(session.getIdToken().decodePayload()["cognito:username"]));
    user.setSignInUserSession(session);
    this.#accept(session);
  }

  /**
   * Changes the password of who is signed in.
   * @param {string} current
   * @param {string} next
   * @throws {SessionError}
   */
  async changePassword(current, next) {
    await this.token();
    const user = (await this.#open()).pool.getCurrentUser();
    if (!user) throw new SessionError("ended", t("signIn.please"));
    // The library reads the session of this object from its storage first.
    await asked((done) => user.getSession(done));
    await /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      user.changePassword(current, next, (error) => (error ? reject(passwordError(error)) : resolve()));
    }));
  }

  /**
   * Tells when somebody signs in or out in another tab of this browser.
   * @param {(isSignedIn: boolean) => void} run
   * @param {AbortSignal} signal ends it
   */
  onElsewhere(run, signal) {
    addEventListener("storage", ({ key, newValue }) => {
      if (key === this.#stored.lastUser || key === null) run(Boolean(newValue));
    }, { signal });
  }

  /** Forgets the tokens on this device. */
  signOut() {
    this.#stored.clear();
    this.user = null;
  }

  /**
   * Renews the session by the operation of a pool that replaces refresh tokens, which refuses the library's own. The
   * answer has the same shape, and the library keeps the new refresh token in it. Calls that need a new token at the same
   * moment share one renewal.
   * @param {CognitoPool["client"]} client
   * @param {import("../../types/page").CognitoRequest} request the library's
   * @param {CognitoDone} done
   */
  #renew(client, { ClientId, AuthParameters: { REFRESH_TOKEN: token } }, done) {
    const waiting = this.#renewals.get(token);
    if (waiting) {
      waiting.push(done);
      return;
    }
    const all = [done];
    this.#renewals.set(token, all);
    client.request("GetTokensFromRefreshToken", { ClientId, RefreshToken: token }, (error, answer) => {
      this.#renewals.delete(token);
      for (const one of all) one(error, answer);
    });
  }

  #begun() {
    if (!this.#pending) throw new SessionError("ended", t("signIn.startAgain"));
    return this.#pending;
  }

  /** @param {string} email */
  async #userNamed(email) {
    const { library, pool } = await this.#open();
    return new library.CognitoUser({ Username: email, Pool: pool });
  }

  /** @param {CognitoSession} session */
  #accept(session) {
    const token = session.getIdToken();
    this.user = readUser(token.decodePayload());
    return token.getJwtToken();
  }

  /**
   * Runs a step of the sign-in and tells which one follows.
   * @param {CognitoUser} user
   * @param {(callbacks: CognitoCallbacks) => void} start
   * @returns {Promise<NextStep>}
   */
  #challenge(user, start) {
    return new Promise((resolve, reject) => {
      const codeStep = (/** @type {string} */ kind) => {
        this.#pending = { user, kind };
        resolve({ step: "code" });
      };
      start({
        onSuccess: (session) => {
          this.#pending = null;
          this.#accept(session);
          resolve({ step: "done" });
        },
        onFailure: (error) => reject(sessionError(error)),
        newPasswordRequired: () => {
          this.#pending = { user };
          resolve({ step: "newPassword" });
        },
        mfaRequired: () => codeStep("SMS_MFA"),
        totpRequired: () => codeStep("SOFTWARE_TOKEN_MFA"),
        mfaSetup: () =>
          user.associateSoftwareToken({
            associateSecretCode: (key) => {
              this.#pending = { user };
              resolve({ step: "setUpApp", key });
            },
            onFailure: (error) => reject(sessionError(error)),
          }),
      });
    });
  }
}

/**
 * @param {(done: (error: CognitoError|null, session: CognitoSession) => void) => void} start
 * @returns {Promise<CognitoSession>}
 */
function asked(start) {
  return new Promise((resolve, reject) => {
    start((error, session) => (error ? reject(endOrNetwork(error)) : resolve(session)));
  });
}
