/** What the API says of leads and fields. */

import type { AnnouncedFile as AnnouncedFileAnswer, ChatAnswer as ChatAnswerAnswer, Import as ImportAnswer, UndoneLead as UndoneLeadAnswer } from "./api";

/** A further email or phone; the label is "" where there is none. */
export interface FurtherValue {
  value: string;
  label: string;
}

export type TypedValue = string | number | boolean | string[] | null;

export interface Lead {
  leadId: string;
  version: string;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  company: string | null;
  email: string | null;
  phone: string | null;
  notes: string | null;
  status: string | null;
  owner: string | null;
  tags: string[];
  emails: FurtherValue[];
  phones: FurtherValue[];
  extras: Record<string, string>;
  fields: Record<string, TypedValue>;
  sourceFile: string | null;
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
  shortened: string[];
}

/** Where a value comes from. */
export interface Origin {
  importId: string | null;
  fileName: string | null;
  sheet: number | null;
  row: number | null;
  column: number | null;
  at: string;
  by: string;
  isProtected: boolean;
}

export interface LeadDetail extends Lead {
  origins: Record<string, Origin>;
}

export type LeadEventKind = "created" | "updated" | "edited" | "deleted" | "restored" | "undone";

export interface LeadChange {
  path: string;
  before: string | null;
  after: string | null;
}

export interface LeadEvent {
  at: string;
  event: LeadEventKind;
  by: string;
  importId: string | null;
  fileName: string | null;
  sheet: number | null;
  row: number | null;
  changes: LeadChange[];
}

export interface LeadHistory {
  events: LeadEvent[];
}

export interface LeadPage {
  leads: Lead[];
  total: number;
  page: number;
  pageSize: number;
  freshAsOf: string | null;
}

export interface LeadChanges {
  firstName?: string | null;
  lastName?: string | null;
  title?: string | null;
  company?: string | null;
  email?: string | null;
  phone?: string | null;
  notes?: string | null;
  status?: string | null;
  owner?: string | null;
  tags?: string[];
  emails?: FurtherValue[];
  phones?: FurtherValue[];
  extras?: Record<string, string | null>;
  protect?: string[];
}

export type FieldType = "text" | "number" | "date" | "dateTime" | "choice" | "choices" | "yesNo" | "link" | "address";

/** A field of the owner's. */
export interface OwnField {
  key: string;
  label: string;
  type: FieldType;
  headers: string[];
  choices: string[];
  dayFirst: boolean | null;
}

export interface OwnFieldList {
  fields: OwnField[];
}

export interface FieldProposal {
  type: FieldType;
  dayFirst: boolean | null;
  choices: string[];
  reason: string;
  values: number;
  fitting: number;
}

export type Policy = "update" | "fill" | "replace" | "keep";
export type Rule = "always" | "ifEmpty" | "never";

/** What every row of an import says. */
export interface SetForAll {
  tags?: string[];
  status?: string;
  owner?: string;
}

export type Import = Omit<ImportAnswer, "policy"> & {
  policy: Policy;
  rules: Record<string, Rule>;
  set: SetForAll;
  changedValues: number;
};


export type AnnouncedFile = Omit<AnnouncedFileAnswer, "policy"> & { policy?: Policy; rules?: Record<string, Rule>; set?: SetForAll };

export type ImportPage = { imports: Import[]; cursor: string | null };

export type ChatAnswer = Omit<ChatAnswerAnswer, "rows"> & { rows: Lead[] | null };

export type UndoneLead = Omit<UndoneLeadAnswer, "lead"> & { lead: Lead | null };

export type UndoneLeadPage = { leads: UndoneLead[]; cursor: string | null };
