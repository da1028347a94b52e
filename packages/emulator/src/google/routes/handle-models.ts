import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, createNotFound } from '../errors/google-errors.ts';
import { googleFaults } from '../faults/google-fault.ts';
import { modelsFaults } from '../faults/models-faults.ts';
import type { ServerState } from './server-state.ts';

const modelsFaultNames = listFaultNamesOn(googleFaults, 'models');
const defaultPageSize = 50;

/** `GET /v1beta/models`: lists the models in pages of `pageSize`. The token of a page is its position. */
export function handleModels(
  state: ServerState,
  { pageSize, pageToken }: Readonly<Record<string, string>>,
): Reply {
  const fault = state.faults.take(modelsFaultNames, 'models-none');
  const { models } = state.settings;
  const start = Number(pageToken) || 0;
  const end = start + (Number(pageSize) || defaultPageSize);
  const list = {
    models: models.slice(start, end).map(describeModel),
    ...(end < models.length && { nextPageToken: String(end) }),
  };
  const reply = applyFault(modelsFaults, fault, undefined) ?? createJsonReply(200, list);
  return { ...reply, notes: { fault: fault?.kind } };
}

/** `GET /v1beta/models/{id}`. */
export function handleModel({ settings }: ServerState, model: string): Reply {
  if (settings.models.includes(model)) return createJsonReply(200, describeModel(model));
  return createErrorReply(createNotFound(model));
}

/** Models whose name contains `embedding` cannot chat. */
function describeModel(id: string): object {
  const isChat = !id.includes('embedding');
  return {
    name: id.includes('/') ? id : `models/${id}`,
    version: '001',
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: isChat ? ['generateContent', 'countTokens'] : ['embedContent'],
    thinking: isChat,
  };
}
