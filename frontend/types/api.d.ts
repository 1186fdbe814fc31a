/** Made from docs/openapi.json by `python -m easy_crm.reference.api_types`: do not edit. */

/** The file that the user is about to upload. */
export interface AnnouncedFile {
  /** let DeepSeek read texts that hold several values at once, such as notes */
  extractFreeText?: boolean;
  fileName: string;
  policy?: Policy;
  /** ISO 3166 code for phones without a prefix */
  region?: string | null;
  /** wait until a person has confirmed the mapping */
  review?: boolean;
  /** bytes */
  size: number;
}

/** An import whose file is awaited. */
export interface AnnouncedImport {
  importId: string;
  upload: Upload;
}

/** Batches of a job, and how many of them are done. */
export interface BatchProgress {
  done: number;
  total: number;
}

/** One action on many leads. */
export interface BulkAction {
  action: "delete";
  leadIds: string[];
}

/** What became of each lead of a bulk action. */
export interface BulkResult {
  /** Ids of leads. */
  deleted: string[];
  failed: FailedDeletion[];
}

/** What a question was understood to ask, and the exact answer over all leads. */
export interface ChatAnswer {
  /** Leads that were found; null when the question was not understood. */
  count: number | null;
  /** Questions that can be asked, when this one was not understood. */
  examples: string[];
  /** Every change up to this moment is in the answer. */
  freshAsOf: string | null;
  /** The largest groups, when the question asks for groups. */
  groups: LeadGroup[] | null;
  /** Null when the question was not understood. */
  query: ChatQuery | null;
  readBy: ReadBy;
  /** The first leads, when the question asks for leads. */
  rows: Lead[] | null;
  /** The answer in words, or what can be asked. */
  text: string;
}

/** The query that a question was understood to ask. */
export interface ChatQuery {
  /** Conditions that must all hold. */
  filters: QueryFilter[];
  /** The field whose values are counted. */
  groupBy: string | null;
  intent: Intent;
  page: number;
  /** Leads or groups that are shown; 0 for the count alone. */
  pageSize: number;
  sort: QuerySort;
  /** Words that must all occur somewhere in a lead; empty for any lead. */
  text: string;
}

/** A column of a sheet and the field that it goes to. */
export interface ColumnMapping {
  /** 0-based. */
  column: number;
  confidence: number;
  decidedBy: DecidedBy;
  field: TargetField;
  /** As the sheet shows it; empty when there is none. */
  header: string;
  /** How cells become the field; empty when they are taken as they are. */
  transform: string;
}

/** How a field is compared; case and accents never matter. */
export type Comparison = "contains" | "equals" | "startsWith" | "empty" | "notEmpty";

/** What the user decided in the review. */
export interface ConfirmedMapping {
  sheets?: SheetCorrection[];
}

/** Who decided a column's field, strongest first. */
export type DecidedBy = "user" | "memory" | "rules" | "model";

/** The body of every answer that is no success. */
export interface ErrorAnswer {
  error: ErrorDetail;
}

/** Why a request was refused. */
export interface ErrorDetail {
  /** For programs: never changes. */
  code: string;
  /** What is wrong, field by field. Left out when no field is at fault. */
  fields?: Record<string, string>;
  /** For people: what happened and what to do. */
  message: string;
}

/** How far an export is. */
export interface Export {
  /** Leads in the file; null until it is ready. */
  rows: number | null;
  status: ExportStatus;
  /** Where the file can be fetched for 15 minutes; null until it is ready. */
  url: string | null;
}

/** Whether an export's file is there. */
export type ExportStatus = "pending" | "ready" | "failed";

/** A lead that is not deleted, and why. */
export interface FailedDeletion {
  code: string;
  leadId: string;
  message: string;
}

/** The API is up. */
export interface Health {
  status: "ok";
}

/** An import with its totals and progress. */
export interface Import {
  batches: BatchProgress;
  /** Whether the person who asks may correct, cancel, end or undo it. */
  canControl: boolean;
  createdAt: string;
  /** What the rest takes at the pace so far; null while none is known. */
  etaSeconds: number | null;
  /** Whether DeepSeek may read texts that hold several values at once. */
  extractFreeText: boolean;
  fileName: string;
  finishedAt: string | null;
  importId: string;
  /** Sentences for the report. Empty in lists, and until the file is read. */
  notes: string[];
  owner: ImportOwner;
  policy: Policy;
  /** Per cent; 100 only once the import has ended. */
  progress: number;
  /** Why it failed. */
  reason: string | null;
  /** ISO 3166 code for phones without a prefix. */
  region: string | null;
  /** Empty in lists, and until the file is read. */
  sheets: ImportSheet[];
  /** Bytes. */
  size: number;
  status: ImportStatus;
  totals: ImportTotals;
  undo: ImportUndo | null;
  updatedAt: string;
}

/** The person who started an import. */
export interface ImportOwner {
  email: string;
  id: string;
}

/** One page of the imports, newest first. */
export interface ImportPage {
  /** Where the next page starts; null on the last one. */
  cursor: string | null;
  imports: Import[];
}

/** What became of one row of an import. */
export interface ImportRow {
  /** The lead that the row became, changed or matched. */
  leadId: string | null;
  outcome: Outcome;
  /** Why, for outcomes other than created and updated. */
  reason: string | null;
  /** The row's number in the sheet; 0 when the row itself is lost. */
  row: number;
  /** Index of the sheet. */
  sheet: number;
  sheetName: string;
}

/** One page of an import's rows, in the order of the file. */
export interface ImportRowPage {
  /** Where the next page starts; null on the last one. */
  cursor: string | null;
  rows: ImportRow[];
}

/** A sheet of the file: what was found and how its columns are mapped. */
export interface ImportSheet {
  dataRows: number;
  /** 0-based columns whose texts the model may read. */
  freeText: number[];
  /** Numbers of the rows that hold the header. */
  headerRows: number[];
  index: number;
  /** Empty for a skipped sheet. */
  mapping: ColumnMapping[];
  name: string;
  /** Why the sheet is skipped; null when it is read. */
  skipped: string | null;
}

/** The state of an import. The last four are final and never change again. */
export type ImportStatus = "waiting" | "reading" | "review" | "importing" | "cancelling" | "completed" | "completed_with_errors" | "failed" | "cancelled";

/** Rows of the file, and how many of them had each outcome so far. */
export interface ImportTotals {
  cancelled: number;
  created: number;
  rejected: number;
  rows: number;
  skipped: number;
  superseded: number;
  unchanged: number;
  updated: number;
}

/** The undo of an import, and how many leads had each result so far. */
export interface ImportUndo {
  batches: BatchProgress;
  gone: number;
  kept: number;
  removed: number;
  restored: number;
  status: UndoStatus;
}

/** The kind of answer that the question wants. */
export type Intent = "count" | "list" | "group" | "distinct";

/** A lead. */
export interface Lead {
  /** `N/A` when there is none. */
  company: string;
  createdAt: string;
  /** `N/A` when there is none. */
  email: string;
  /** `N/A` when there is none. */
  firstName: string;
  /** `N/A` when there is none. */
  lastName: string;
  /** The lead's name for good, whatever happens to its email. */
  leadId: string;
  /** `N/A` when there is none. */
  phone: string;
  /** `N/A` when there is none. */
  remarks: string;
  /** Fields that are cut because the list is too long for one answer. */
  shortened: string[];
  /** The file that wrote the values last; empty for a lead made by hand. */
  sourceFile: string;
  /** `N/A` when there is none. */
  title: string;
  updatedAt: string;
  /** Counts the changes. An edit may name it to be refused if it is outdated. */
  version: number;
}

/** Fields that are to change; those that are not named stay. */
export interface LeadChanges {
  company?: string | null;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  phone?: string | null;
  remarks?: string | null;
  title?: string | null;
  /** refuse the change unless the lead still has this version */
  version?: number | null;
}

/** One change of a lead. */
export interface LeadEvent {
  /** Null when no lead was left. */
  after: LeadValues | null;
  at: string;
  /** Null when there was no lead. */
  before: LeadValues | null;
  /** The person's email address. */
  by: string | null;
  event: LeadEventKind;
  /** The import that made the change, or that was taken back. */
  importId: string | null;
  /** The row of that import's file. */
  row: number | null;
  sourceFile: SourceFileChange;
}

/** What happened to a lead, as far as people want to know. That a row found a lead unchanged is in the history too, but only for undo. */
export type LeadEventKind = "created" | "overwritten" | "edited" | "deleted" | "restored" | "undone";

/** The fields of a lead that a person writes; empty and null mean that there is no value. */
export interface LeadFields {
  company?: string | null;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  phone?: string | null;
  remarks?: string | null;
  title?: string | null;
}

/** How many leads share a value. */
export interface LeadGroup {
  count: number;
  /** In its most frequent spelling; `N/A` for leads that have none. */
  value: string;
}

/** The changes of a lead, oldest first. */
export interface LeadHistory {
  events: LeadEvent[];
}

/** One page of the leads that a search finds. */
export interface LeadPage {
  /** Every change up to this moment is in it. */
  freshAsOf: string;
  leads: Lead[];
  page: number;
  pageSize: number;
  /** Leads on all pages. */
  total: number;
}

/** The seven values of a lead. */
export interface LeadValues {
  /** `N/A` when there is none. */
  company: string;
  /** `N/A` when there is none. */
  email: string;
  /** `N/A` when there is none. */
  firstName: string;
  /** `N/A` when there is none. */
  lastName: string;
  /** `N/A` when there is none. */
  phone: string;
  /** `N/A` when there is none. */
  remarks: string;
  /** `N/A` when there is none. */
  title: string;
}

/** What became of a row: exactly one of these. */
export type Outcome = "created" | "updated" | "unchanged" | "superseded" | "rejected" | "skipped" | "cancelled";

/** What a row does to the lead that is already there. */
export type Policy = "overwrite" | "fill" | "skip";

/** One condition on one field. */
export interface QueryFilter {
  field: string;
  op: Comparison;
  /** Null for the comparisons that take none. */
  value: string | null;
}

/** The order of the leads. */
export interface QuerySort {
  descending: boolean;
  field: string;
}

/** A question about the leads. */
export interface Question {
  question: string;
}

/** Who turned the question into a query. */
export type ReadBy = "model" | "rules";

/** The columns of one sheet that the user sets. */
export interface SheetCorrection {
  /** 0-based column to field */
  columns: Record<string, TargetField>;
  index: number;
}

/** The file of a lead's values before and after an event; null where no file is behind them. */
export interface SourceFileChange {
  after: string | null;
  before: string | null;
}

/** An export that is being written. */
export interface StartedExport {
  exportId: string;
}

/** Where a source column may go: a field of the lead, or one of the two that become fields of it. */
export type TargetField = "firstName" | "lastName" | "title" | "company" | "email" | "phone" | "remarks" | "fullName" | "leadId";

/** What became of a lead in an undo. */
export type UndoResult = "restored" | "removed" | "kept" | "gone";

/** The state of an import's undo. */
export type UndoStatus = "undoing" | "undone";

/** A lead and what an undo did to it. */
export interface UndoneLead {
  /** Null when it is not there any more. */
  lead: Lead | null;
  leadId: string;
  result: UndoResult;
}

/** One page of the leads that an undo met. */
export interface UndoneLeadPage {
  /** Where the next page starts; null on the last one. */
  cursor: string | null;
  leads: UndoneLead[];
}

/** A form that puts the file into S3, as it is to be posted within an hour. */
export interface Upload {
  /** The form's fields, to stand before the file. */
  fields: Record<string, string>;
  /** S3 refuses a larger file. */
  maxBytes: number;
  url: string;
}

/** Which leads and columns; without anything, all of both. */
export interface WantedExport {
  columns?: string[] | null;
  /** field to text that it contains */
  filters?: Record<string, string>;
  q?: string;
  sort?: string | null;
}

/** Operation to what it answers on success; null when the answer has no body. */
export interface Answers {
  "POST /chat": ChatAnswer;
  "POST /exports": StartedExport;
  "GET /exports/{exportId}": Export;
  "GET /health": Health;
  "GET /imports": ImportPage;
  "POST /imports": AnnouncedImport;
  "GET /imports/{importId}": Import;
  "POST /imports/{importId}/cancel": Import;
  "POST /imports/{importId}/force-complete": Import;
  "PUT /imports/{importId}/mapping": Import;
  "GET /imports/{importId}/report.csv": null;
  "POST /imports/{importId}/retry": Import;
  "GET /imports/{importId}/rows": ImportRowPage;
  "GET /imports/{importId}/undo": UndoneLeadPage;
  "POST /imports/{importId}/undo": Import;
  "GET /leads": LeadPage;
  "POST /leads": Lead;
  "POST /leads/bulk": BulkResult;
  "DELETE /leads/{leadId}": null;
  "GET /leads/{leadId}": Lead;
  "PATCH /leads/{leadId}": Lead;
  "GET /leads/{leadId}/history": LeadHistory;
  "POST /leads/{leadId}/restore": Lead;
}
