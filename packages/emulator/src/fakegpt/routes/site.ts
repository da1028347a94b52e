import type { FaultQueue } from '../../faults/fault-queue.ts';
import type { ConversationStore } from '../conversation-store.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import type { FakeGptFault } from '../faults/fakegpt-fault.ts';
import type { SessionStore } from '../session-store.ts';

/** What the routes of one emulated site share. */
export interface Site {
  readonly settings: FakeGptSettings;
  readonly faults: FaultQueue<FakeGptFault>;
  readonly sessions: SessionStore;
  readonly conversations: ConversationStore;
}
