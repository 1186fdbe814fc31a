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

/** The decisions of all sheets of an import, and what of them the service has. */
export class Decided {
  /** @type {Map<number, SheetDecisions>} */
  #sheets = new Map();
  /** @type {Map<number, SheetDecisions>} */
  #kept = new Map();

  /** @param {number} index */
  of(index) {
    return this.#sheets.get(index) ?? UNDECIDED;
  }

  /**
   * @param {number} index
   * @param {Partial<SheetDecisions>} decided
   */
  add(index, decided) {
    this.#sheets.set(index, { ...this.of(index), ...decided });
  }

  /** As the service takes them, and what to call once it has. */
  toSend() {
    const sent = new Map(this.#sheets);
    const sheets = [...sent].map(([index, decisions]) => ({ index, ...decisions }));
    return { sheets, isKept: () => (this.#kept = sent) };
  }

  /**
   * Takes what the service has now, with what is not kept yet on top: where both have decided, it is as the service has it.
   * @param {(SheetDecisions & {index: number})[]} now
   * @returns {boolean} whether anything of it is not kept
   */
  take(now) {
    const theirs = new Map(now.map(({ index, ...decisions }) => [index, decisions]));
    const joined = [...new Set([...theirs.keys(), ...this.#sheets.keys()])].map((index) => [index, onTop(this.of(index), this.#kept.get(index) ?? UNDECIDED, theirs.get(index) ?? UNDECIDED)]);
    this.#sheets = new Map(/** @type {[number, SheetDecisions][]} */ (joined));
    this.#kept = theirs;
    return [...this.#sheets].some(([index, decisions]) => JSON.stringify(decisions) !== JSON.stringify(onTop(UNDECIDED, UNDECIDED, theirs.get(index) ?? UNDECIDED)));
  }
}

/**
 * What is decided of a sheet since `before`, on top of what somebody else has decided.
 * @param {SheetDecisions} mine
 * @param {SheetDecisions} before
 * @param {SheetDecisions} theirs
 * @returns {SheetDecisions}
 */
function onTop(mine, before, theirs) {
  const dropped = laidOn(asKeys(mine.droppedRows), asKeys(before.droppedRows), asKeys(theirs.droppedRows));
  const rows = new Set([mine, before, theirs].flatMap(({ cells }) => Object.keys(cells)));
  const cells = [...rows].map((row) => [row, laidOn(mine.cells[row] ?? {}, before.cells[row] ?? {}, theirs.cells[row] ?? {})]);
  return {
    columns: laidOn(mine.columns, before.columns, theirs.columns),
    leftOut: theirs.leftOut === before.leftOut ? mine.leftOut : theirs.leftOut,
    droppedRows: Object.keys(dropped).map(Number),
    cells: Object.fromEntries(cells.filter(([, texts]) => Object.keys(texts).length)),
  };
}

/**
 * @template T
 * @param {Record<string, T>} mine
 * @param {Record<string, T>} before
 * @param {Record<string, T>} theirs
 * @returns {Record<string, T>}
 */
function laidOn(mine, before, theirs) {
  const keys = [...new Set([mine, before, theirs].flatMap((values) => Object.keys(values)))];
  const pairs = keys.map((key) => [key, theirs[key] === before[key] ? mine[key] : theirs[key]]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** @param {number[]} rows @returns {Record<string, boolean>} */
function asKeys(rows) {
  return Object.fromEntries(rows.map((row) => [row, true]));
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
