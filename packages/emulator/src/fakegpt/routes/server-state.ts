import type { ScriptRun } from '../../scripts/script-run.ts';
import type { ConversationStore } from '../conversation-store.ts';
import type { FakeGptSettings } from '../fakegpt-settings.ts';
import type { FakeGptScriptStep } from '../faults/fakegpt-fault.ts';
import type { SessionStore } from '../session-store.ts';

/** The state of the server, and the script run that the request selected. */
export interface ServerState extends ScriptRun<FakeGptScriptStep> {
  readonly settings: FakeGptSettings;
  readonly sessions: SessionStore;
  readonly conversations: ConversationStore;
}
