import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createInvalidRequestReply } from '../errors/error-reply.ts';
import { modelsFaults } from '../faults/models-faults.ts';
import { openAiFaults } from '../faults/openai-fault.ts';
import type { ServerState } from './server-state.ts';

const modelsFaultNames = listFaultNamesOn(openAiFaults, 'models');

/** `GET /v1/models`: lists the models. */
export function handleModels(state: ServerState): Reply {
  const fault = state.faults.take(modelsFaultNames, 'models-none');
  const reply =
    applyFault(modelsFaults, fault, undefined) ??
    createJsonReply(200, { object: 'list', data: state.settings.models.map(describeModel) });
  return { ...reply, notes: { fault: fault?.kind } };
}

/** `GET /v1/models/{id}`. The id may be URL-encoded and may contain slashes. */
export function handleModel(
  { settings }: { readonly settings: Pick<ServerState['settings'], 'models'> },
  encodedId: string,
): Reply {
  const id = decodeId(encodedId);
  if (settings.models.includes(id)) return createJsonReply(200, describeModel(id));
  return createInvalidRequestReply(404, `The model '${id}' does not exist`, {
    param: 'model',
    code: 'model_not_found',
  });
}

export function describeModel(id: string): object {
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'emulator' };
}

function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
