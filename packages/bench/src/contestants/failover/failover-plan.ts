/** A row: how the first target fails, and what is made of that. */
export interface FailoverPlan {
  readonly question: string;
  /** The code of the first attempt in the ledger. */
  readonly code: string;
  /** How long the first target may keep silent; undefined where it fails by itself. */
  readonly limit?: { readonly timeout: 'firstContentMs' | 'headersMs'; readonly ms: number };
}
