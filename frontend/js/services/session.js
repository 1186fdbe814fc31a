/**
 * Who is signed in. Wraps the vendored amazon-cognito-identity-js: sign-in by SRP, so that the password never
 * leaves the browser; tokens are kept in localStorage by the library and refreshed when they run out.
 */

const RANKS = { viewer: 1, member: 2, admin: 3 };

/** Signing in, or staying so, did not work; `message` is for the user. */
export class SessionError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const SENTENCES = {
  NotAuthorizedException: "The email address or the password is not right.",
  UserNotFoundException: "The email address or the password is not right.",
  PasswordResetRequiredException: "Your password has to be reset: use “Forgot password?” below.",
  UserNotConfirmedException: "This account is not confirmed yet. Ask the person who invited you.",
  TooManyRequestsException: "Too many attempts. Please wait a few minutes, then try again.",
  LimitExceededException: "Too many attempts. Please wait a few minutes, then try again.",
  CodeMismatchException: "That code is not right. Check it and try again.",
  ExpiredCodeException: "That code has run out. Ask for a new one.",
  EnableSoftwareTokenMFAException: "That code is not right. Check it and try again.",
  NetworkError: "The sign-in service could not be reached. Check your connection and try again.",
};

/** Answers of the sign-in service that hold a better sentence than ours. */
const OWN_WORDS = new Set(["InvalidPasswordException", "InvalidParameterException", "UserLambdaValidationException"]);

export class Session {
  #cognito;
  #pool;
  #pending = null;

  /**
   * @param {object} config config.json
   * @param {object} cognito the vendored library's module
   */
  constructor(config, cognito = globalThis.AmazonCognitoIdentity) {
    this.#cognito = cognito;
    this.#pool = new cognito.CognitoUserPool({
      UserPoolId: config.userPoolId,
      ClientId: config.userPoolClientId,
      endpoint: config.cognitoEndpoint,
    });
    // The library repeats a refused renewal for six seconds; a refusal is final, and the page repeats what is not.
    const { client } = this.#pool;
    client.requestWithRetry = (...all) => client.request(...all);
    this.user = null;
    this.wasSignedIn = false;
  }

  /**
   * Takes up the session of an earlier visit.
   * @returns {Promise<boolean>} whether there was a good one; `wasSignedIn` tells whether there was any
   */
  async restore() {
    this.wasSignedIn = Boolean(this.#pool.getCurrentUser());
    try {
      await this.token();
      return true;
    } catch (error) {
      if (error.code === "NetworkError") throw error;
      return false;
    }
  }

  /**
   * @returns {Promise<{step: "done" | "newPassword" | "code" | "setUpApp", key?: string}>} what comes next; `key` is
   *   what an authenticator app needs
   * @throws {SessionError}
   */
  signIn(email, password) {
    const user = this.#userNamed(email.trim());
    const details = new this.#cognito.AuthenticationDetails({ Username: email.trim(), Password: password });
    return this.#challenge(user, (callbacks) => user.authenticateUser(details, callbacks));
  }

  /** Second step of a sign-in with a temporary password. */
  setNewPassword(password) {
    const { user } = this.#pending;
    return this.#challenge(user, (callbacks) => user.completeNewPasswordChallenge(password, {}, callbacks));
  }

  /** Second step of a sign-in with a code from an app or a text message. */
  sendCode(code) {
    const { user, kind } = this.#pending;
    return this.#challenge(user, (callbacks) => user.sendMFACode(code.trim(), callbacks, kind));
  }

  /** Step after the first sign-in where everybody needs an authenticator app: the first code that the app shows. */
  confirmApp(code) {
    const { user } = this.#pending;
    return this.#challenge(user, (callbacks) => user.verifySoftwareToken(code.trim(), "Authenticator app", callbacks));
  }

  /** Has a code sent to the user's email address. */
  forgotPassword(email) {
    const user = this.#userNamed(email.trim());
    this.#pending = { user };
    return new Promise((resolve, reject) => {
      user.forgotPassword({ onSuccess: resolve, inputVerificationCode: resolve, onFailure: (e) => reject(sessionError(e)) });
    });
  }

  /** Sets a new password with the code from the email. */
  confirmForgotPassword(code, password) {
    return new Promise((resolve, reject) => {
      this.#pending.user.confirmPassword(code.trim(), password, { onSuccess: resolve, onFailure: (e) => reject(sessionError(e)) });
    });
  }

  /**
   * A valid id token.
   * @param {{renew?: boolean}} options `renew`: fetch a new one even if this one looks valid
   * @throws {SessionError} code "ended" when the user has to sign in again
   */
  async token({ renew = false } = {}) {
    const user = this.#pool.getCurrentUser();
    if (!user) throw new SessionError("ended", "Please sign in.");
    let session = await new Promise((resolve, reject) => {
      user.getSession((error, value) => (error ? reject(endOrNetwork(error)) : resolve(value)));
    });
    if (renew) {
      session = await new Promise((resolve, reject) => {
        user.refreshSession(session.getRefreshToken(), (error, value) => (error ? reject(endOrNetwork(error)) : resolve(value)));
      });
    }
    return this.#accept(session);
  }

  /** Forgets the tokens on this device. */
  signOut() {
    this.#pool.getCurrentUser()?.signOut();
    this.user = null;
  }

  #userNamed(email) {
    return new this.#cognito.CognitoUser({ Username: email, Pool: this.#pool });
  }

  #accept(session) {
    const token = session.getIdToken();
    this.user = readUser(token.decodePayload());
    return token.getJwtToken();
  }

  #challenge(user, start) {
    return new Promise((resolve, reject) => {
      const codeStep = (kind) => {
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

function readUser(claims) {
  const groups = claims["cognito:groups"] ?? [];
  const role = Object.keys(RANKS).filter((name) => groups.includes(name)).sort((a, b) => RANKS[b] - RANKS[a])[0] ?? null;
  return Object.freeze({
    id: claims.sub,
    email: claims.email ?? claims["cognito:username"] ?? "",
    role,
    mayEdit: role === "member" || role === "admin",
  });
}

function sessionError(error) {
  const code = error.code ?? error.name ?? "unknown";
  if (/disabled/i.test(error.message ?? "")) return new SessionError(code, "This account is switched off. Ask an admin of your CRM.");
  if (/attempts exceeded/i.test(error.message ?? "")) return new SessionError(code, SENTENCES.TooManyRequestsException);
  const sentence = OWN_WORDS.has(code) && error.message ? error.message : SENTENCES[code];
  return new SessionError(code, sentence ?? "Signing in did not work. Please try again in a moment.");
}

function endOrNetwork(error) {
  if (error.code === "NetworkError") return sessionError(error);
  return new SessionError("ended", "Your session has ended. Please sign in again.");
}
