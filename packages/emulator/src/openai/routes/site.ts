import type { FaultQueue } from '../../faults/fault-queue.ts';
import type { OpenAiFault } from '../faults/openai-fault.ts';
import type { OpenAiSettings } from '../openai-settings.ts';

/** What the routes of one emulated vendor share. */
export interface Site {
  readonly settings: OpenAiSettings;
  readonly faults: FaultQueue<OpenAiFault>;
}
