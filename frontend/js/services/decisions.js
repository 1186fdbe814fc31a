/**
 * What a person has decided of one sheet of an import.
 *
 * @typedef {Record<string, string>} Texts by 0-based column
 * @typedef {object} SheetDecisions
 * @property {Texts} columns where columns go
 * @property {boolean} leftOut
 * @property {number[]} droppedRows
 * @property {Record<string, Texts>} cells by row number
 */

/** @type {SheetDecisions} */
export const UNDECIDED = { columns: {}, leftOut: false, droppedRows: [], cells: {} };

/**
 * With another text in a cell.
 * @param {SheetDecisions} decisions
 * @param {number} row
 * @param {number} column
 * @param {string|null} text null for that of the file
 * @returns {SheetDecisions}
 */
export function withCell(decisions, row, column, text) {
  const others = without(decisions.cells[row] ?? {}, column);
  const texts = text === null ? others : { ...others, [column]: text };
  const rest = without(decisions.cells, row);
  return { ...decisions, cells: Object.keys(texts).length ? { ...rest, [row]: texts } : rest };
}

/**
 * With a row as the file has it.
 * @param {SheetDecisions} decisions
 * @param {number} row
 * @returns {SheetDecisions}
 */
export function asInFile(decisions, row) {
  const droppedRows = decisions.droppedRows.filter((one) => one !== row);
  return { ...decisions, droppedRows, cells: without(decisions.cells, row) };
}

/**
 * @template T
 * @param {Record<string, T>} values
 * @param {number} key
 * @returns {Record<string, T>}
 */
function without(values, key) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== String(key)));
}
