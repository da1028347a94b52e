import type { ScriptRun } from '../../scripts/script-run.ts';
import type { GoogleScriptStep } from '../faults/google-fault.ts';
import type { GoogleSettings } from '../google-settings.ts';

/** The settings of the server, and the script run that the request selected. */
export interface ServerState extends ScriptRun<GoogleScriptStep> {
  readonly settings: GoogleSettings;
}
