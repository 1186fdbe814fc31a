/**
 * What every component may use, put together once by `main.js`.
 * @type {{config: object, session: object, api: object, uploads: object, signInAgain: () => Promise<void>}}
 */
export const app = {};
