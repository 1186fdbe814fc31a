/** Types that several of the page's modules share, and what the vendored sign-in library offers. */

/** `config.json` (easy_crm/website_config.py). */
export interface PageConfig {
  environment: string;
  region: string;
  userPoolId: string;
  userPoolClientId: string;
  cognitoEndpoint: string;
  uploadOrigin: string;
  apiBase: string;
  maxUploadBytes: number;
  /** where people of the organisation may sign in as well */
  identityProvider?: { name: string; address: string };
}

/** What Cognito answers for a code (RFC 6749, 5.1). */
export interface Tokens {
  id_token: string;
  access_token: string;
  refresh_token: string;
}

/** Who is signed in; `role` is the highest that the user has. */
export interface User {
  id: string;
  email: string;
  role: "admin" | "member" | "viewer" | null;
  /** signed in at the identity provider, not by password */
  isFromProvider: boolean;
}

/** How a value is compared; docs/searching.md says what each means. */
export type Comparison = "contains" | "equals" | "startsWith" | "in" | "empty" | "notEmpty" | "before" | "after" | "less" | "more" | "between";

/** A condition as the API takes and answers it. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: string; op: Comparison; value?: string; values?: string[] };

/** One condition on a field; it has as many values as the comparison takes. */
export interface ListFilter {
  op: Comparison;
  values: string[];
}

/** A column of the list, with its width in pixels; null for the usual one. */
export interface ViewColumn {
  field: string;
  width: number | null;
}

/** What the list of leads shows. */
export interface ListView {
  /** id of the saved view that this is, or has begun as; "" for none */
  view: string;
  q: string;
  /** by field */
  filters: Record<string, ListFilter>;
  /** a condition as JSON, which no filter of a column can say; "" for none */
  where: string;
  /** a field, "-" before it for descending */
  sort: string;
  page: number;
  pageSize: number;
}

/** One thing that is wrong with a form. */
export interface FormError {
  /** of the field */
  id?: string;
  /** id of the field to go on with, where none is known to be wrong */
  next?: string;
  field?: string;
  message: string;
  /** beside the field, where the label need not be repeated */
  short?: string;
  /** a link or button after the message */
  action?: unknown;
}

/** The parts of amazon-cognito-identity-js that the page uses. */
export interface CognitoError {
  code?: string;
  name?: string;
  message?: string;
}

export interface CognitoSession {
  getIdToken(): { getJwtToken(): string; decodePayload(): Record<string, unknown> };
  getRefreshToken(): unknown;
}

export interface CognitoCallbacks {
  onSuccess(session: CognitoSession): void;
  onFailure(error: CognitoError): void;
  newPasswordRequired?(): void;
  mfaRequired?(): void;
  totpRequired?(): void;
  mfaSetup?(): void;
}

/** The library hands on whatever the service answers; for a session it is one. */
export type CognitoDone = (error: CognitoError | null, session: CognitoSession) => void;

export interface CognitoUser {
  authenticateUser(details: unknown, callbacks: CognitoCallbacks): void;
  completeNewPasswordChallenge(password: string, attributes: object, callbacks: CognitoCallbacks): void;
  sendMFACode(code: string, callbacks: CognitoCallbacks, kind?: string): void;
  associateSoftwareToken(callbacks: { associateSecretCode(key: string): void; onFailure(error: CognitoError): void }): void;
  verifySoftwareToken(code: string, device: string, callbacks: CognitoCallbacks): void;
  forgotPassword(callbacks: {
    onSuccess(): void;
    inputVerificationCode(): void;
    onFailure(error: CognitoError): void;
  }): void;
  confirmPassword(code: string, password: string, callbacks: { onSuccess(): void; onFailure(error: CognitoError): void }): void;
  getSession(done: CognitoDone): void;
  refreshSession(token: unknown, done: CognitoDone): void;
  setSignInUserSession(session: CognitoSession): void;
  changePassword(current: string, next: string, done: (error: CognitoError | null) => void): void;
  signOut(): void;
}

/** What the library sends to start or renew a session. */
export interface CognitoRequest {
  ClientId: string;
  AuthFlow: string;
  AuthParameters: Record<string, string>;
}

export interface CognitoPool {
  client: {
    fetchOptions?: RequestInit;
    request(operation: string, body: object, done: CognitoDone): void;
    requestWithRetry(operation: string, body: CognitoRequest, done: CognitoDone): void;
  };
  getCurrentUser(): CognitoUser | null;
}

export interface CognitoLibrary {
  CognitoUserPool: new (settings: { UserPoolId: string; ClientId: string; endpoint: string }) => CognitoPool;
  CognitoUser: new (settings: { Username: string; Pool: CognitoPool }) => CognitoUser;
  CognitoUserSession: new (tokens: { IdToken: unknown; AccessToken: unknown; RefreshToken: unknown }) => CognitoSession;
  CognitoIdToken: new (token: { IdToken: string }) => unknown;
  CognitoAccessToken: new (token: { AccessToken: string }) => unknown;
  CognitoRefreshToken: new (token: { RefreshToken: string }) => unknown;
  AuthenticationDetails: new (details: { Username: string; Password: string }) => unknown;
}

declare global {
  var AmazonCognitoIdentity: CognitoLibrary;
  /** Not in every browser. */
  var trustedTypes: { createPolicy(name: string, rules: { createScriptURL(text: string): string }): { createScriptURL(text: string): unknown } } | undefined;

  interface HTMLElementTagNameMap {
    "crm-app": import("../js/components/app.js").App;
    "crm-password": import("../js/components/shell/password-dialog.js").PasswordDialog;
    "crm-confirm": import("../js/components/shell/confirm.js").Confirm;
    "crm-key-list": import("../js/components/shell/key-list.js").KeyList;
    "crm-lead-group": import("../js/components/duplicates/lead-group.js").LeadGroup;
    "crm-lead-table": import("../js/components/leads/lead-table.js").LeadTable;
    "crm-toasts": import("../js/components/shell/toasts.js").Toasts;
    "crm-bulk-edit": import("../js/components/leads/bulk-edit.js").BulkEdit;
    "crm-lead-form": import("../js/components/leads/lead-form.js").LeadForm;
  }
}
