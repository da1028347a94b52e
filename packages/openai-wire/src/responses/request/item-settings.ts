import type { ToolNames } from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../../quirks.ts';
import type { Receiver } from '../../request/tool-call-pairs.ts';

/** What the encoder of items needs to know about the request. */
export interface ItemSettings extends Receiver {
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly names: ToolNames;
  readonly systemRole: 'system' | 'developer';
}
