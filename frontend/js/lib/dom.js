/** Small helpers around the DOM. */

import { safeUrl } from "./safe-url.js";

/** Calls `run` once no further call has come for some time. */
export function debounced(run, milliseconds) {
  let timer;
  return (...all) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...all), milliseconds);
  };
}

/** Saves a file under a name, without leaving the page. */
export function saveAs(address, name) {
  const link = document.createElement("a");
  link.href = safeUrl(address);
  link.download = name;
  link.rel = "noopener";
  document.body.append(link);
  link.click();
  link.remove();
}

/** Saves what a Blob holds. */
export function saveBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  saveAs(address, name);
  // The browser has begun the download by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Reads a setting of this device; `fallback` when there is none or it cannot be read. */
export function readSetting(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(`easy-crm.${name}`)) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a setting on this device; a browser that refuses loses only the setting. */
export function keepSetting(name, value) {
  try {
    localStorage.setItem(`easy-crm.${name}`, JSON.stringify(value));
  } catch {
    // Private windows may refuse.
  }
}
