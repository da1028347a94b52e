import type { Quirks } from './quirks.ts';

/** What is known of an answer before its body. */
export interface DecodeSettings {
  readonly provider: string;
  /** The model that was asked for; the vendor's own word for it goes before. */
  readonly model: string;
  readonly quirks?: Quirks | undefined;
  readonly requestId?: string | undefined;
  /** In lower case. */
  readonly rateLimitHeaders?: Readonly<Record<string, string>> | undefined;
}
