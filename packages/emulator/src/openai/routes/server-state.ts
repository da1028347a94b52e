import type { ScriptRun } from '../../scripts/script-run.ts';
import type { OpenAiScriptStep } from '../faults/openai-fault.ts';
import type { OpenAiSettings } from '../openai-settings.ts';

/** The settings of the server, and the script run that the request selected. */
export interface ServerState extends ScriptRun<OpenAiScriptStep> {
  readonly settings: OpenAiSettings;
}
