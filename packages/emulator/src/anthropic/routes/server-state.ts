import type { ScriptRun } from '../../scripts/script-run.ts';
import type { AnthropicSettings } from '../anthropic-settings.ts';
import type { AnthropicScriptStep } from '../faults/anthropic-fault.ts';

/** The settings of the server, and the script run that the request selected. */
export interface ServerState extends ScriptRun<AnthropicScriptStep> {
  readonly settings: AnthropicSettings;
}
