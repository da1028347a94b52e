import type { ScriptRun } from '../../scripts/script-run.ts';
import type { OllamaScriptStep } from '../faults/ollama-fault.ts';
import type { LoadedModels } from '../loaded-models.ts';
import type { OllamaSettings } from '../ollama-settings.ts';

/** The settings of the server, its loaded models, and the script run that the request selected. */
export interface ServerState extends ScriptRun<OllamaScriptStep> {
  readonly settings: OllamaSettings;
  readonly loaded: LoadedModels;
}
