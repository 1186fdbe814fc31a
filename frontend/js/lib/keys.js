/** Shortcuts: keys that do something wherever the focus is, except where they are typed. */

const TYPED_INTO = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])";

/**
 * Calls `run` when the key is pressed outside of fields and dialogs.
 * @param {string} key as KeyboardEvent.key says it
 * @param {() => boolean|void} run false where there was nothing to do: the key is the browser's then
 * @param {{signal: AbortSignal, control?: boolean}} options `control`: with Ctrl, or Cmd on a Mac
 */
export function onKey(key, run, { signal, control = false }) {
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== key || (event.ctrlKey || event.metaKey) !== control || event.altKey) return;
    if (event.target instanceof Element && event.target.matches(TYPED_INTO)) return;
    if (document.querySelector("dialog[open]")) return;
    if (run() !== false) event.preventDefault();
  };
  document.addEventListener("keydown", pressed, { signal });
}
