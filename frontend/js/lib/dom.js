/** Small helpers around the DOM. */

import { safeUrl } from "./safe-url.js";

/**
 * A listener that hands on what a field holds.
 * @param {(value: string) => void} run
 */
export function withValue(run) {
  return (/** @type {Event} */ event) => run(/** @type {HTMLInputElement} */ (event.currentTarget).value);
}

/**
 * A listener that hands on whether a box is ticked.
 * @param {(checked: boolean) => void} run
 */
export function withChecked(run) {
  return (/** @type {Event} */ event) => run(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
}

/**
 * A listener that hands on the detail of a component's event.
 * @template T
 * @param {(detail: T) => void} run
 */
export function withDetail(run) {
  return (/** @type {CustomEvent<T>} */ event) => run(event.detail);
}

/**
 * Calls `run` once no further call has come for some time.
 * @template {unknown[]} A
 * @param {(...all: A) => void} run
 * @param {number} milliseconds
 * @returns {(...all: A) => void}
 */
export function debounced(run, milliseconds) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  return (...all) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...all), milliseconds);
  };
}

/**
 * Saves a file without leaving the page.
 * @param {string} address
 * @param {string} name
 */
export function saveAs(address, name) {
  const link = document.createElement("a");
  link.href = safeUrl(address);
  link.download = name;
  link.rel = "noopener";
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Reads a setting of this device.
 * @template T
 * @param {string} name
 * @param {T} fallback when there is none or it cannot be read
 * @returns {T}
 */
export function readSetting(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`easy-crm.${name}`) ?? "null") ?? fallback;
  } catch {
    return fallback;
  }
}

/**
 * Keeps a setting on this device; a browser that refuses loses only the setting.
 * @param {string} name
 * @param {unknown} value
 */
export function keepSetting(name, value) {
  try {
    localStorage.setItem(`easy-crm.${name}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse.
  }
}
