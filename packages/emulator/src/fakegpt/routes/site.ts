import type { ConversationStore } from '../conversation-store.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import type { FaultQueue } from '../faults/fault-queue.ts';
import type { SessionStore } from '../session-store.ts';

/** What the routes of one emulated site share. */
export interface Site {
  readonly settings: FakeGptSettings;
  readonly faults: FaultQueue;
  readonly sessions: SessionStore;
  readonly conversations: ConversationStore;
}
