import type { Attempt } from '@understudy/core';

import type { Output } from '../../cli-ports.ts';
import { formatTable } from '../attempts-table.ts';
import { formatTimeline } from './format-timeline.ts';

/** The ledger of a chat: a timeline on a terminal, plain aligned lines elsewhere. */
export function formatAttempts(attempts: readonly Attempt[], output: Output): string {
  return output.isTTY === true ? formatTimeline(attempts, output) : formatTable(attempts);
}
