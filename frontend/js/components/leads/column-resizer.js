/** The edge of a column's header, by which the column is made wider; the menu of columns does so by keyboard. */

import { html } from "../../lib/lit.js";

/** Pixels: below this, nothing of a value can be read. */
const NARROWEST = 56;
const WIDEST = 800;

/**
 * @param {string} field
 * @param {(field: string, width: number, over: boolean) => void} resize told with each move, and once it is over
 */
export function columnEdge(field, resize) {
  return html`<span class="column-edge" aria-hidden="true" data-hook=${`edge-${field}`} @pointerdown=${(/** @type {PointerEvent} */ event) => drag(event, field, resize)}></span>`;
}

/**
 * @param {PointerEvent} event
 * @param {string} field
 * @param {(field: string, width: number, over: boolean) => void} resize
 */
function drag(event, field, resize) {
  const edge = /** @type {HTMLElement} */ (event.currentTarget);
  const head = edge.closest("th");
  if (event.button !== 0 || !head) return;
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  const before = contentWidth(head.closest("table")?.tBodies[0]?.rows[0]?.cells[head.cellIndex] ?? head);
  const direction = getComputedStyle(head).direction === "rtl" ? -1 : 1;
  const widthAt = (/** @type {PointerEvent} */ { clientX }) => Math.round(Math.min(WIDEST, Math.max(NARROWEST, before + direction * (clientX - event.clientX))));
  const move = (/** @type {PointerEvent} */ moved) => resize(field, widthAt(moved), false);
  edge.addEventListener("pointermove", move);
  edge.addEventListener("lostpointercapture", (last) => {
    edge.removeEventListener("pointermove", move);
    resize(field, widthAt(last), true);
  }, { once: true });
}

/** @param {HTMLElement} cell */
function contentWidth(cell) {
  const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(cell);
  return cell.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
}
