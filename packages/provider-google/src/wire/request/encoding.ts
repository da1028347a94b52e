import type { ToolNames } from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

import type { ModelRules } from '../model-rules.ts';

/** What the encoders of a request have in common. */
export interface Encoding {
  /** The id of the provider, whose entry in `providerOptions` is sent. */
  readonly provider: string;
  readonly rules: ModelRules;
  readonly names: ToolNames;
  readonly warn: Warn;
}
