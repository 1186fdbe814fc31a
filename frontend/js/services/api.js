/**
 * The HTTP API. Every call carries the id token, and every failure is an ApiError with a sentence for the user. A
 * session that ends in the middle is no failure: the call waits for a new sign-in and is then sent once more. Nor is a
 * connection that is lost while something is read: the call waits until it is back.
 *
 * @typedef {object} RequestOptions
 * @property {import("../lib/params.js").Params} [params] of the address
 * @property {unknown} [body] sent as JSON
 * @property {AbortSignal} [signal]
 * @property {string} [ifMatch] the version that a change is meant for; another one is refused with 412
 */

import { language } from "../lib/languages.js";
import { searchParams } from "../lib/params.js";
import { named, t } from "../lib/texts.js";

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
/** A little more than the 30 s after which API Gateway gives up itself. */
const LIMIT_MS = 35_000;

export class Api {
  #base;
  #session;
  #signInAgain;
  #connection;
  #fetch;
  #limit;

  /**
   * @param {object} parts
   * @param {string} parts.base
   * @param {import("./session.js").Session} parts.session
   * @param {() => Promise<void>} parts.signInAgain asks the user to sign in and resolves when they have
   * @param {Pick<import("./connection.js").Connection, "lose">} parts.connection
   * @param {typeof fetch} [parts.fetch]
   * @param {number} [parts.limit] milliseconds that one request may take
   */
  constructor({ base, session, signInAgain, connection, fetch: fetcher = (...all) => fetch(...all), limit = LIMIT_MS }) {
    this.#base = base.replace(/\/$/, "");
    this.#session = session;
    this.#signInAgain = signInAgain;
    this.#connection = connection;
    this.#fetch = fetcher;
    this.#limit = limit;
  }

  /**
   * GET as JSON; tried again when the network or the service hiccups, and once the connection is back.
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
    return this.#writing("POST", path, { body });
  }

  /**
   * @param {string} path
   * @param {unknown} body
   */
  put(path, body) {
    return this.#writing("PUT", path, { body });
  }

  /**
   * @param {string} path
   * @param {unknown} body
   * @param {Pick<RequestOptions, "ifMatch">} options
   */
  patch(path, body, { ifMatch } = {}) {
    return this.#writing("PATCH", path, { body, ifMatch });
  }

  /**
   * @param {string} path
   * @param {Pick<RequestOptions, "ifMatch">} options
   */
  delete(path, { ifMatch } = {}) {
    return this.#writing("DELETE", path, { ifMatch });
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
        if (!(error instanceof ApiError) || !RETRYABLE.has(error.status) || error.code === "timeout") throw error;
        await pause(wait, options.signal);
      }
    }
    try {
      return await this.#send(method, path, options);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
    await Promise.race([this.#connection.lose(), aborted(options.signal)]);
    return this.#send(method, path, options);
  }

  /**
   * What changes something is not sent again by itself: it may have arrived.
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} options
   */
  async #writing(method, path, options) {
    try {
      return await this.#send(method, path, options);
    } catch (error) {
      if (isUnreachable(error)) this.#connection.lose();
      throw error;
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} options
   * @returns {Promise<unknown>}
   */
  async #send(method, path, options) {
    let token;
    for (let attempt = 0; ; attempt += 1) {
      token = await this.#token(attempt === 1 ? token : undefined);
      const response = await this.#request(method, path, token, options);
      if (response.ok) return parsed(response);
      if (response.status !== 401 || attempt > 1) throw failure(response);
      // First a renewed token; when that is refused as well, the user.
      if (attempt === 1) await this.#signInAgain();
    }
  }

  /** @param {string} [refused] a token that another one is needed for */
  async #token(refused) {
    for (;;) {
      try {
        return await this.#session.token({ refused });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (!("code" in error) || error.code !== "ended") throw new ApiError(0, "network", error.message);
        await this.#signInAgain();
        refused = undefined;
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
    const query = params ? `?${searchParams(params)}` : "";
    /** @type {Record<string, string>} */
    const headers = { Authorization: token };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (ifMatch !== undefined) headers["If-Match"] = `"${ifMatch}"`;
    const limit = AbortSignal.timeout(this.#limit);
    try {
      const response = await this.#fetch(`${this.#base}${path}${query}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        cache: "no-store",
      });
      return { status: response.status, ok: response.ok, text: await response.text() };
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") throw error;
      if (limit.aborted) throw new ApiError(0, "timeout", t(method === "GET" ? "connection.noAnswer" : "connection.perhapsDone"));
      throw new ApiError(0, "network", t("connection.unreachable"));
    }
  }
}

/** @typedef {{status: number, ok: boolean, text: string}} Answer whole: the time limit counts for all of it */

/** @param {unknown} error */
function isUnreachable(error) {
  return error instanceof ApiError && error.code === "network";
}

/**
 * Rejects with an AbortError when the signal ends; never without one.
 * @param {AbortSignal} [signal]
 * @returns {Promise<never>}
 */
function aborted(signal) {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new DOMException("Aborted", "AbortError"));
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/**
 * @param {Answer} answer
 * @returns {unknown}
 */
function parsed({ status, text }) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(status, "unreadable", t("connection.unreadable"));
  }
}

/** @param {Answer} answer */
function failure({ status, text }) {
  /** @type {import("../../types/api").ErrorAnswer|null} */
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // A page of CloudFront, a proxy or a hotspot.
  }
  const error = answer?.error;
  if (error?.message) return new ApiError(status, error.code, translated(error), error.fields ?? {});
  return new ApiError(status, "http", named("httpErrors", String(status)) ?? t("httpErrors.other"));
}

/**
 * The API's sentences are in English and name what is concerned. Other languages have a more general one for each code.
 * @param {{code: string, message: string}} error
 */
export function translated({ code, message }) {
  return (language === "en" ? null : named("errors", code)) ?? message;
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
