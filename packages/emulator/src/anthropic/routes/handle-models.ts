import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, createNotFound } from '../errors/anthropic-errors.ts';
import { anthropicFaults } from '../faults/anthropic-fault.ts';
import { modelsFaults } from '../faults/models-faults.ts';
import { rulesOf } from '../request/model-rules.ts';
import type { ServerState } from './server-state.ts';

const modelsFaultNames = listFaultNamesOn(anthropicFaults, 'models');
const defaultLimit = 20;

/** `GET /v1/models`: lists the models in pages of `limit`, after the id `after_id`. */
export function handleModels(
  state: ServerState,
  { limit, after_id: after }: Readonly<Record<string, string>>,
): Reply {
  const fault = state.faults.take(modelsFaultNames, 'models-none');
  const { models } = state.settings;
  const start = after === undefined ? 0 : models.indexOf(after) + 1;
  const end = start + (Number(limit) || defaultLimit);
  const page = models.slice(start, end);
  const list = {
    data: page.map(describeModel),
    has_more: end < models.length,
    first_id: page[0] ?? null,
    last_id: page.at(-1) ?? null,
  };
  const reply = applyFault(modelsFaults, fault, undefined) ?? createJsonReply(200, list);
  return { ...reply, notes: { fault: fault?.kind } };
}

/** `GET /v1/models/{id}`. */
export function handleModel({ settings }: ServerState, id: string): Reply {
  if (settings.models.includes(id)) return createJsonReply(200, describeModel(id));
  return createErrorReply(404, createNotFound(`model: ${id}`));
}

function describeModel(id: string): object {
  const { maxTokens, efforts, jsonSchema, thinking } = rulesOf(id);
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-01-01T00:00:00Z',
    lifecycle: 'active',
    max_input_tokens: 200_000,
    max_tokens: maxTokens,
    capabilities: {
      image_input: support(true),
      pdf_input: support(true),
      structured_outputs: support(jsonSchema),
      effort: support(efforts.length > 0),
      thinking: support(thinking.length > 0),
    },
  };
}

function support(supported: boolean): object {
  return { supported };
}
