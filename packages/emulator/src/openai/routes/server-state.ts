import type { ScriptRun } from '../../scripts/script-run.ts';
import type { OpenAiScriptStep } from '../faults/openai-fault.ts';
import type { OpenAiSettings } from '../openai-settings.ts';

/** What a route works with: the vendor, and the script that the request takes part in. */
export interface ServerState extends ScriptRun<OpenAiScriptStep> {
  readonly settings: OpenAiSettings;
}
