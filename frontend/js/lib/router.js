/**
 * Addresses within the page: `#/leads?q=acme&page=2`. The part after the # never reaches a server, so any
 * static host will do, and back, forward, reload and bookmarks work.
 */

import { searchParams } from "./params.js";

/** @typedef {import("./params.js").Params} Params */
/** @typedef {{path: string, parts: string[], params: URLSearchParams}} Route */

/**
 * The current address.
 * @returns {Route}
 */
export function currentRoute() {
  const [path, query = ""] = location.hash.replace(/^#/, "").split("?", 2);
  const parts = path.split("/").filter(Boolean).map(decode);
  return { path: `/${parts.join("/")}`, parts, params: new URLSearchParams(query) };
}

/**
 * The address of a place: href("/leads", {q: "acme"}) → "#/leads?q=acme". Empty values are left out.
 * @param {string} path
 * @param {URLSearchParams|Params} params
 */
export function href(path, params = {}) {
  const entries = [...(params instanceof URLSearchParams ? params : searchParams(params))];
  const query = new URLSearchParams(entries.filter(([, value]) => value !== ""));
  const text = query.toString();
  return `#${path}${text ? `?${text}` : ""}`;
}

/**
 * Goes to a place.
 * @param {string} path
 * @param {Params} params
 * @param {{replace?: boolean}} options `replace`: the current place is not kept in the history
 */
export function go(path, params = {}, { replace = false } = {}) {
  const target = href(path, params);
  if (target === location.hash) return;
  if (replace) {
    history.replaceState(history.state, "", target);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = target;
  }
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
