/** Own fields, until docs/openapi.json has them. */

import type * as api from "./api";

export type TypedValue = string | number | boolean | string[] | null;
export type Lead = api.Lead & { fields: Record<string, TypedValue> };
export type LeadDetail = api.LeadDetail & { fields: Record<string, TypedValue> };
export type LeadPage = Omit<api.LeadPage, "leads"> & { leads: Lead[] };
export type FieldKind = "text" | "email" | "phone" | "longText" | "tags" | "choice" | "user";
export type FieldType = "text" | "number" | "date" | "dateTime" | "choice" | "choices" | "yesNo" | "link" | "address";

/** A field that every CRM has. */
export interface BuiltInField {
  key: string;
  label: string;
  type: FieldKind;
}

/** A field that the owner has added. */
export interface OwnField {
  key: string;
  label: string;
  type: FieldType;
  headers: string[];
  choices: string[];
  dayFirst: boolean | null;
  decimalComma: boolean | null;
}

export interface FieldList {
  builtIn: BuiltInField[];
  fields: OwnField[];
}

export interface FieldProposal {
  type: FieldType;
  dayFirst: boolean | null;
  decimalComma: boolean | null;
  choices: string[];
  reason: string;
  values: number;
  fitting: number;
}
