import type { ScriptRun } from '../../scripts/script-run.ts';
import type { ResponsesScriptStep } from '../faults/responses-fault.ts';
import type { ItemStore } from '../response/item-store.ts';
import type { ResponsesSettings } from '../responses-settings.ts';

/** The settings of the server, and the script run that the request selected. */
export interface ServerState extends ScriptRun<ResponsesScriptStep> {
  readonly settings: ResponsesSettings;
  readonly items: ItemStore;
}
