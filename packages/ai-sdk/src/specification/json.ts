/** A JSON value as the AI SDK types it. */
export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** A JSON object as the AI SDK types it. */
export interface JsonRecord {
  [key: string]: Json;
}

/** Data of providers, by namespace. */
export type Metadata = Record<string, JsonRecord>;
