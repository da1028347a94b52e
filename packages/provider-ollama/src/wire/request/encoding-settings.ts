import type { Warn } from '@understudy/provider-utils/internal';

/** What the encoding of messages and tools depends on. */
export interface EncodingSettings {
  /** The id of the provider. Its entries in `providerOptions` are merged into messages and tools. */
  readonly provider: string;
  readonly warn: Warn;
}
