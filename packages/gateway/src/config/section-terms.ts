/** What error messages of the section call the overrides and functions that a user can use. */
export interface SectionTerms {
  /** The path of `SectionOverrides.host`. */
  readonly host: string;
  /** The path of `SectionOverrides.port`. */
  readonly port: string;
  /** What returns the entry of a key. */
  readonly createKey: string;
}

/** The terms of an app. */
export const libraryTerms: SectionTerms = {
  host: 'overrides.host',
  port: 'overrides.port',
  createKey: '`createKey()`',
};
