/**
 * The HTTP API. Every call carries the id token, and every failure is an ApiError with a sentence for the user. A
 * session that ends in the middle is no failure: the call waits for a new sign-in and is then sent once more.
 *
 * @typedef {object} RequestOptions
 * @property {Record<string, string>} [params] of the address
 * @property {unknown} [body] sent as JSON
 * @property {AbortSignal} [signal]
 * @property {string} [ifMatch] the version that a change is meant for; another one is refused with 412
 */

/** The API refused or could not be reached. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} code
   * @param {string} message
   * @param {Record<string, string>} fields
   */
  constructor(status, code, message, fields = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

const READ_RETRIES_MS = [400, 1200];
const RETRYABLE = new Set([0, 429, 500, 502, 503, 504]);

export class Api {
  #base;
  #session;
  #signInAgain;
  #fetch;

  /**
   * @param {object} parts
   * @param {string} parts.base
   * @param {import("./session.js").Session} parts.session
   * @param {() => Promise<void>} parts.signInAgain asks the user to sign in and resolves when they have
   * @param {typeof fetch} [parts.fetch]
   */
  constructor({ base, session, signInAgain, fetch: fetcher = (...all) => fetch(...all) }) {
    this.#base = base.replace(/\/$/, "");
    this.#session = session;
    this.#signInAgain = signInAgain;
    this.#fetch = fetcher;
  }

  /**
   * GET as JSON; tried again when the network or the service hiccups.
   * @param {string} path
   * @param {Pick<RequestOptions, "params"|"signal">} options
   * @returns {Promise<unknown>}
   */
  get(path, { params, signal } = {}) {
    return this.#retrying("GET", path, { params, signal });
  }

  /**
   * @param {string} path
   * @param {unknown} [body]
   */
  post(path, body) {
    return this.#send("POST", path, { body });
  }

  /**
   * @param {string} path
   * @param {unknown} body
   */
  put(path, body) {
    return this.#send("PUT", path, { body });
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @param {Pick<RequestOptions, "ifMatch">} options
   */
  patch(path, body, { ifMatch } = {}) {
    return this.#send("PATCH", path, { body, ifMatch });
  }

  /**
   * @param {string} path
   * @param {Pick<RequestOptions, "ifMatch">} options
   */
  delete(path, { ifMatch } = {}) {
    return this.#send("DELETE", path, { ifMatch });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} options
   */
  async #retrying(method, path, options) {
    for (const wait of READ_RETRIES_MS) {
      try {
        return await this.#send(method, path, options);
      } catch (error) {
        if (!(error instanceof ApiError) || !RETRYABLE.has(error.status)) throw error;
        await pause(wait, options.signal);
      }
    }
    return this.#send(method, path, options);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} options
   * @returns {Promise<unknown>}
   */
  async #send(method, path, options) {
    for (let attempt = 0; ; attempt += 1) {
      const token = await this.#token(attempt === 1);
      const response = await this.#request(method, path, token, options);
      if (response.ok) return read(response);
      if (response.status !== 401 || attempt > 1) throw await failure(response);
      // First a renewed token; when that is refused as well, the user.
      if (attempt === 1) await this.#signInAgain();
    }
  }

  /** @param {boolean} renew */
  async #token(renew) {
    for (;;) {
      try {
        return await this.#session.token({ renew });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (!("code" in error) || error.code !== "ended") throw new ApiError(0, "network", error.message);
        await this.#signInAgain();
        renew = false;
      }
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} token
   * @param {RequestOptions} options
   */
  async #request(method, path, token, { params, body, signal, ifMatch }) {
    const query = params ? `?${new URLSearchParams(params)}` : "";
    /** @type {Record<string, string>} */
    const headers = { Authorization: token };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (ifMatch !== undefined) headers["If-Match"] = `"${ifMatch}"`;
    try {
      return await this.#fetch(`${this.#base}${path}${query}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        cache: "no-store",
      });
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") throw error;
      throw new ApiError(0, "network", "Easy CRM could not be reached. Check your connection and try again.");
    }
  }
}

/**
 * @param {Response} response
 * @returns {Promise<unknown>}
 */
async function read(response) {
  if (response.status === 204) return null;
  const text = await response.text();
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(response.status, "unreadable", "The service’s answer could not be read. Please try again.");
  }
}

/** @param {Response} response */
async function failure(response) {
  /** @type {import("../../types/api").ErrorAnswer|null} */
  const answer = await response.json().catch(() => null);
  const error = answer?.error;
  if (error?.message) return new ApiError(response.status, error.code, error.message, error.fields ?? {});
  return new ApiError(response.status, "http", sentence(response.status));
}

/**
 * For an answer that is not the API's: from CloudFront, a proxy, or a hotspot that wants a sign-in of its own. The API says
 * itself what an account may not do.
 * @param {number} status
 */
function sentence(status) {
  if (status === 401) return "Your session has ended. Please sign in again.";
  if (status === 403) return "Something between you and Easy CRM has blocked this. Try another network, or ask an admin of your CRM.";
  if (status === 404) return "This does not exist, or no longer does.";
  if (status === 413) return "That is more than the service accepts at once.";
  if (status === 405) return "This cannot be done at this address. Please reload the page.";
  if (status === 414) return "This asks for too much at once. Please use fewer or shorter filters.";
  if (status === 504) return "This took too long. Please try again in a moment.";
  if (status === 429) return "Too many requests at once. Please wait a moment, then try again.";
  return "Something went wrong on our side. Please try again in a moment.";
}

/**
 * Waits; rejects with an AbortError when the signal ends first.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("Aborted", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
