/** Made from docs/openapi.json by `python -m easy_crm.api_types`: do not edit. */

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

/** One action on many leads. */
export interface BulkAction {
  action: "delete";
  leadIds: string[];
}

/** What the user decided in the review. */
export interface ConfirmedMapping {
  sheets?: SheetCorrection[];
}

export interface HTTPValidationError {
  detail?: ValidationError[];
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

/** What became of a row: exactly one of these. */
export type Outcome = "created" | "updated" | "unchanged" | "superseded" | "rejected" | "skipped" | "cancelled";

/** What a row does to the lead that is already there. */
export type Policy = "overwrite" | "fill" | "skip";

/** A question about the leads. */
export interface Question {
  question: string;
}

export interface ResponseValidationError {
  detail?: ValidationError[];
}

/** What became of a lead in an undo. */
export type Reverted = "restored" | "removed" | "kept" | "gone";

/** The columns of one sheet that the user sets. */
export interface SheetCorrection {
  /** 0-based column to field */
  columns: Record<string, TargetField>;
  index: number;
}

/** Where a source column may go. The first seven are stored on a lead. */
export type TargetField = "firstName" | "lastName" | "title" | "company" | "email" | "phone" | "remarks" | "fullName" | "leadId";

export interface ValidationError {
  loc: (string | number)[];
  type: string;
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
  "POST /chat": string;
  "POST /exports": string;
  "GET /exports/{export_id}": string;
  "GET /health": string;
  "GET /imports": string;
  "POST /imports": string;
  "GET /imports/{import_id}": string;
  "POST /imports/{import_id}/cancel": string;
  "POST /imports/{import_id}/force-complete": string;
  "PUT /imports/{import_id}/mapping": string;
  "GET /imports/{import_id}/report.csv": string;
  "POST /imports/{import_id}/retry": string;
  "GET /imports/{import_id}/rows": string;
  "GET /imports/{import_id}/undo": string;
  "POST /imports/{import_id}/undo": string;
  "GET /leads": string;
  "POST /leads": string;
  "POST /leads/bulk": string;
  "DELETE /leads/{lead_id}": string;
  "GET /leads/{lead_id}": string;
  "PATCH /leads/{lead_id}": string;
  "GET /leads/{lead_id}/history": string;
  "POST /leads/{lead_id}/restore": string;
}
