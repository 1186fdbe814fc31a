/**
 * What the API answers. Written by hand for as long as docs/openapi.json calls every answer a string; then each type
 * here becomes an alias of the generated one, such as `export type LeadPage = Answers["GET /leads"]`.
 */

import type { Outcome, Policy, Reverted, TargetField } from "./api";

export type { AnnouncedFile, ConfirmedMapping, LeadChanges, Outcome, Policy, Reverted, TargetField } from "./api";

/** The one shape of an error. */
export interface ErrorAnswer {
  error: {
    /** for programs; never changes */
    code: string;
    /** a sentence for the user */
    message: string;
    /** field to what is wrong with it, or further data: the `leadId` of the lead that holds an email address */
    fields?: Record<string, string>;
  };
}

export interface Lead {
  leadId: string;
  firstName: string;
  lastName: string;
  title: string;
  company: string;
  email: string;
  phone: string;
  remarks: string;
  sourceFile: string;
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  updatedAt: string;
  /** counts the changes; a change may name it */
  version: number;
  /** fields that are cut in a list because it would be too long */
  shortened?: string[];
}

/** GET /leads */
export interface LeadPage {
  leads: Lead[];
  total: number;
  page: number;
  pageSize: number;
  /** ISO 8601 */
  freshAsOf: string;
}

/** POST /leads/bulk */
export interface BulkResult {
  /** lead IDs */
  deleted: string[];
  failed: { leadId: string; code: string; message: string }[];
}

/** A lead's fields at one moment; null where the lead had none. */
export type LeadValues = Record<string, string | null>;

/** One change of a lead. */
export interface LeadEvent {
  /** ISO 8601, with a # and what sets apart events of the same moment after it */
  at: string;
  event: string;
  /** email address of who did it; null for an import */
  by: string | null;
  importId: string | null;
  row: number | null;
  sourceFile: { before: string | null; after: string | null };
  before: LeadValues | null;
  after: LeadValues | null;
}

/** GET /leads/{id}/history */
export interface LeadHistory {
  events: LeadEvent[];
}

export type ImportStatus =
  | "waiting"
  | "reading"
  | "review"
  | "importing"
  | "cancelling"
  | "completed"
  | "completed_with_errors"
  | "failed"
  | "cancelled";

export interface Totals extends Record<Outcome, number> {
  rows: number;
}

export interface ColumnMapping {
  /** 0-based position in the sheet */
  column: number;
  /** "" when the column has none */
  header: string;
  field: TargetField;
  /** how its cells become the field, "" for as they are */
  transform: string;
  /** 0 to 1 */
  confidence: number;
  decidedBy: "user" | "memory" | "rules" | "model";
}

export interface ImportedSheet {
  index: number;
  name: string;
  /** why it is left out, null when it is not */
  skipped: string | null;
  /** as the spreadsheet numbers them; one for each row of the header */
  headerRows: number[];
  dataRows: number;
  mapping: ColumnMapping[];
}

export interface Undo extends Record<Reverted, number> {
  status: "undoing" | "undone";
  batches: { total: number; done: number };
}

/** GET /imports/{id}, and what its actions answer; `sheets` and `notes` are empty in lists. */
export interface ImportRecord {
  importId: string;
  fileName: string;
  /** bytes */
  size: number;
  status: ImportStatus;
  /** why it failed */
  reason: string | null;
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  updatedAt: string;
  /** ISO 8601 */
  finishedAt: string | null;
  owner: { id: string; email: string };
  /** whether who asks may cancel, undo and so on */
  canControl: boolean;
  policy: Policy;
  /** ISO 3166 code */
  region: string | null;
  extractFreeText: boolean;
  totals: Totals;
  /** percent */
  progress: number;
  etaSeconds: number | null;
  batches: { total: number; done: number };
  sheets: ImportedSheet[];
  notes: string[];
  undo: Undo | null;
}

/** GET /imports */
export interface ImportList {
  imports: ImportRecord[];
  cursor?: string;
}

/** POST /imports */
export interface AnnouncedImport {
  importId: string;
  /** a presigned POST: the form's fields in their order, the file last */
  upload: { url: string; fields: Record<string, string>; maxBytes: number };
}

export interface LedgerRow {
  sheet: number;
  sheetName: string;
  /** as the spreadsheet numbers it */
  row: number;
  outcome: Outcome;
  reason: string | null;
  leadId: string | null;
}

/** GET /imports/{id}/rows */
export interface LedgerPage {
  rows: LedgerRow[];
  cursor?: string;
}

export interface UndoneLead {
  leadId: string;
  result: Reverted;
  /** null when it does not exist any more */
  lead: Lead | null;
}

/** GET /imports/{id}/undo */
export interface UndoneLeads {
  leads: UndoneLead[];
  cursor?: string;
}

/** POST /exports */
export interface StartedExport {
  exportId: string;
}

/** GET /exports/{id} */
export type ExportState = { status: "pending" | "failed" } | { status: "ready"; url: string; rows: number };

export interface LeadQuery {
  text?: string;
  filters?: { field: string; op: string; value: string }[];
  groupBy?: string | null;
  sort?: { field: string; descending: boolean };
}

export interface Group {
  value: string;
  count: number;
}

/** POST /chat; a question that was not understood has no query and no count, but examples. */
export interface ChatAnswer {
  query: LeadQuery | null;
  text: string;
  count: number | null;
  rows?: Lead[];
  groups?: Group[];
  examples?: string[];
}
