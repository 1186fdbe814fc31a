/**
 * Keys of the table of leads, while the focus is in it: rows and cells are reached by arrows, and letters do what a press
 * does elsewhere.
 *
 * @typedef {object} Actions each with the number of the row
 * @property {(row: number) => void} open
 * @property {(row: number) => void} select
 * @property {(row: number) => void} remove
 * @property {(row: number, cell: HTMLTableCellElement) => void} edit
 */

const STEPS = /** @type {Record<string, [number, number]>} rows and cells to go */ ({
  j: [1, 0],
  k: [-1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
});

/**
 * Does what a key asks for.
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 */
export function pressKey(event, actions) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("textarea, select, input:not([type=checkbox])")) return;
  const rows = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("tbody tr")];
  const cell = target.closest("td");
  const row = rows.indexOf(/** @type {Element} */ (cell?.parentElement));
  if (act(event.key, row, cell, target, actions) || step(event.key, rows, row, cell)) event.preventDefault();
}

/**
 * The place to press keys in a cell: what can be pressed in it, else the cell.
 * @param {Element|undefined} cell
 */
export function focusCell(cell) {
  const place = cell?.querySelector("a, input") ?? cell;
  if (place instanceof HTMLElement) place.focus();
}

/**
 * @param {string} key
 * @param {number} row -1 outside of all rows
 * @param {HTMLTableCellElement|null} cell
 * @param {Element} target
 * @param {Actions} actions
 */
function act(key, row, cell, target, { open, select, remove, edit }) {
  if (row < 0 || !cell) return false;
  // Links and boxes do by themselves what Enter and Space ask of them.
  if (key === "Enter" && target === cell) open(row);
  else if (key === " " && !target.matches("input")) select(row);
  else if (key === "Delete") remove(row);
  else if (key === "e" || key === "F2") edit(row, cell);
  else return false;
  return true;
}

/**
 * @param {string} key
 * @param {Element[]} rows
 * @param {number} row -1 outside of all rows: the first one is next
 * @param {HTMLTableCellElement|null} cell
 */
function step(key, rows, row, cell) {
  const [down, right] = STEPS[key] ?? [0, 0];
  if (!(down || (right && row >= 0))) return false;
  const place = row < 0 ? rows[0]?.querySelector("a")?.closest("td")?.cellIndex ?? 0 : (cell?.cellIndex ?? 0) + right;
  focusCell(rows[Math.max(0, row + down)]?.children[place]);
  return true;
}
