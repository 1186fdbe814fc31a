/**
 * What every component may use, put together once by `main.js`.
 *
 * @typedef {object} AppContext
 * @property {import("../types/page").PageConfig} config
 * @property {import("./services/session.js").Session} session
 * @property {import("./services/provider-sign-in.js").ProviderSignIn} provider
 * @property {import("./services/connection.js").Connection} connection
 * @property {import("./services/api.js").Api} api
 * @property {import("./services/uploads.js").Uploads} uploads
 * @property {import("./services/fields.js").Fields} fields
 * @property {import("./services/views.js").Views} views
 * @property {import("./services/import-names.js").ImportNames} importNames
 * @property {import("./services/jobs.js").Jobs} jobs
 * @property {() => Promise<void>} signInAgain asks the user to sign in; resolves when they have
 */

export const app = /** @type {AppContext} */ ({});
