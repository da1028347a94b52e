/** The features of a provider. A target that lacks a feature of the request is skipped. */
export interface ProviderCapabilities {
  readonly tools: boolean;
  readonly images: boolean;
  readonly files: boolean;
  /** Responses in JSON, with or without a schema. */
  readonly json: boolean;
}
