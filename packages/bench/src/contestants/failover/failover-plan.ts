/** How the first target fails, and what the attempt log must contain. */
export interface FailoverPlan {
  readonly prompt: string;
  /** Expected error code of the first attempt. */
  readonly code: string;
  /** Timeout for a first target that sends nothing. */
  readonly timeout?: { readonly name: 'firstContentMs' | 'headersMs'; readonly ms: number };
}
