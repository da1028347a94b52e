import type { ScriptRun } from '../../scripts/script-run.ts';
import type { ConversationStore } from '../conversation-store.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import type { FakeGptScriptStep } from '../faults/fakegpt-fault.ts';
import type { SessionStore } from '../session-store.ts';

/** What a route works with: the site, and the script that the request takes part in. */
export interface ServerState extends ScriptRun<FakeGptScriptStep> {
  readonly settings: FakeGptSettings;
  readonly sessions: SessionStore;
  readonly conversations: ConversationStore;
}
