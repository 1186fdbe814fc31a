/** The check of every address that is made of data. */

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "blob:"]);

/**
 * @param {string} address
 * @returns {string} the address when it is relative or of a harmless scheme, "#" otherwise: `javascript:` would run
 */
export function safeUrl(address) {
  try {
    return SAFE_SCHEMES.has(new URL(address, document.baseURI).protocol) ? address : "#";
  } catch {
    return "#";
  }
}
