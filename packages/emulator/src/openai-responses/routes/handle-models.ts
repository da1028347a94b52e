import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { modelsFaults } from '../../openai/faults/models-faults.ts';
import { describeModel } from '../../openai/routes/handle-models.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { responsesFaults } from '../faults/responses-fault.ts';
import type { ServerState } from './server-state.ts';

const modelsFaultNames = listFaultNamesOn(responsesFaults, 'models');

/** `GET /v1/models`: lists the models. */
export function handleModels({ faults, settings }: ServerState): Reply {
  const fault = faults.take(modelsFaultNames, 'models-none');
  const list = { object: 'list', data: settings.models.map(describeModel) };
  const reply = applyFault(modelsFaults, fault, undefined) ?? createJsonReply(200, list);
  return { ...reply, notes: { fault: fault?.kind } };
}
