/**
 * What the sign-in service refuses, as sentences for people.
 *
 * @typedef {import("../../types/page").CognitoError} CognitoError
 */

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

/** @type {Record<string, string>} */
const SENTENCES = {
  NotAuthorizedException: "The email address or password is incorrect.",
  UserNotFoundException: "The email address or password is incorrect.",
  PasswordResetRequiredException: "Your password has to be reset: use “Forgot password?” below.",
  UserNotConfirmedException: "This account is not confirmed yet. Ask the person who invited you.",
  TooManyRequestsException: "Too many attempts. Please wait a few minutes, then try again.",
  LimitExceededException: "Too many attempts. Please wait a few minutes, then try again.",
  CodeMismatchException: "That code is incorrect. Check it and try again.",
  ExpiredCodeException: "That code has expired. Request a new one.",
  EnableSoftwareTokenMFAException: "That code is incorrect. Check it and try again.",
  NetworkError: "The sign-in service could not be reached. Check your connection and try again.",
};

/** Errors for which the sign-in service has a better sentence than ours. */
const SERVICE_SENTENCES = new Set(["InvalidPasswordException", "InvalidParameterException", "UserLambdaValidationException"]);

/** @param {CognitoError} error */
export function sessionError(error) {
  const code = error.code ?? error.name ?? "unknown";
  if (/disabled/i.test(error.message ?? "")) return new SessionError(code, "This account is disabled. Ask an admin of your CRM.");
  if (/attempts exceeded/i.test(error.message ?? "")) return new SessionError(code, SENTENCES.TooManyRequestsException);
  const sentence = SERVICE_SENTENCES.has(code) && error.message ? error.message : SENTENCES[code];
  return new SessionError(code, sentence ?? "You could not be signed in. Please try again in a moment.");
}

/** @param {CognitoError} error */
export function endOrNetwork(error) {
  if (error.code === "NetworkError") return sessionError(error);
  return new SessionError("ended", "Your session has ended. Please sign in again.");
}

/** @param {CognitoError} error */
export function passwordError(error) {
  if (error.code === "NotAuthorizedException") return new SessionError(error.code, "The current password is incorrect.");
  return sessionError(error);
}
