/**
 * What the sign-in service refuses, as sentences for people.
 *
 * @typedef {import("../../types/page").CognitoError} CognitoError
 */

import { language } from "../lib/languages.js";
import { named, t } from "../lib/texts.js";

/** Signing in, or staying signed in, did not work. */
export class SessionError extends Error {
  /**
   * @param {string} code
   * @param {string} message for the user
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Errors for which the sign-in service has a better sentence than ours, in English. */
const SERVICE_SENTENCES = new Set(["InvalidPasswordException", "InvalidParameterException", "UserLambdaValidationException"]);

/** @param {CognitoError} error */
export function sessionError(error) {
  const code = error.code ?? error.name ?? "unknown";
  if (/disabled/i.test(error.message ?? "")) return new SessionError(code, t("signIn.disabled"));
  if (/attempts exceeded/i.test(error.message ?? "")) return new SessionError(code, t("signInErrors.TooManyRequestsException"));
  if (language === "en" && SERVICE_SENTENCES.has(code) && error.message) return new SessionError(code, error.message);
  return new SessionError(code, named("signInErrors", code) ?? t("signIn.unknown"));
}

/** @param {CognitoError} error */
export function endOrNetwork(error) {
  if (error.code === "NetworkError") return sessionError(error);
  return new SessionError("ended", t("app.endedBefore"));
}

/** @param {CognitoError} error */
export function passwordError(error) {
  if (error.code === "NotAuthorizedException") return new SessionError(error.code, t("signIn.wrongCurrent"));
  return sessionError(error);
}
