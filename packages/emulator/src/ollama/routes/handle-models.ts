import { createHash } from 'node:crypto';

import { applyFault, listFaultNamesOn } from '../../faults/fault-table.ts';
import { isRecord } from '../../is-record.ts';
import { createJsonReply } from '../../server/create-reply.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, messages } from '../errors.ts';
import { ollamaFaults } from '../faults/ollama-fault.ts';
import { showFaults, tagsFaults } from '../faults/tags-faults.ts';
import { type ResolvedModel, findModel } from '../ollama-model.ts';
import type { ServerState } from './server-state.ts';

const tagsFaultNames = listFaultNamesOn(ollamaFaults, 'tags');
const showFaultNames = listFaultNamesOn(ollamaFaults, 'show');

/** `GET /api/tags`: lists the installed models. */
export function handleTags(state: ServerState): Reply {
  const fault = state.faults.take(tagsFaultNames, 'tags-none');
  const models = state.settings.models.map((model) => describeModel(model, state));
  const reply = applyFault(tagsFaults, fault, undefined) ?? createJsonReply(200, { models });
  return { ...reply, notes: { fault: fault?.kind } };
}

/** `GET /api/ps`: lists the models that are loaded or being loaded. */
export function handleRunning(state: ServerState): Reply {
  const { settings, loaded } = state;
  const models = loaded.names.flatMap((name) => {
    const model = findModel(settings.models, name, settings.anyModel);
    if (!model) return [];
    const { contextTokens } = settings;
    const expiresAt = new Date(settings.now() + 300_000).toISOString();
    return [
      {
        ...describeModel(model, state),
        expires_at: expiresAt,
        size_vram: 5_000_000_000,
        context_length: contextTokens,
      },
    ];
  });
  return createJsonReply(200, { models });
}

/** `POST /api/show`: the details of a model. */
export function handleShow(state: ServerState, { body }: ReceivedRequest): Reply {
  const name = readName(body);
  if (name === '') return createErrorReply(400, 'model is required');
  const model = findModel(state.settings.models, name, state.settings.anyModel);
  if (!model) return createErrorReply(404, messages.modelNotFound(name));
  const fault = state.faults.take(showFaultNames, 'show-none');
  const reply = applyFault(showFaults, fault, undefined) ?? createJsonReply(200, showModel(model));
  return { ...reply, notes: { fault: fault?.kind } };
}

/** `name` is the field of older clients. */
function readName(body: unknown): string {
  if (!isRecord(body)) return '';
  const { model, name } = body;
  const given = model ?? name;
  return typeof given === 'string' ? given : '';
}

function showModel({ capabilities, contextTokens, family }: ResolvedModel): object {
  return {
    modelfile: '# An emulated model',
    template: '{{ .Prompt }}',
    details: createDetails(family),
    model_info: { 'general.architecture': family, [`${family}.context_length`]: contextTokens },
    capabilities,
    modified_at: '2026-11-01T12:00:00Z',
  };
}

function describeModel({ name, family }: ResolvedModel, { settings }: ServerState): object {
  return {
    name,
    model: name,
    modified_at: new Date(settings.now()).toISOString(),
    size: 5_000_000_000,
    digest: createHash('sha256').update(name).digest('hex'),
    details: createDetails(family),
  };
}

function createDetails(family: string): object {
  return {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: '8.2B',
    quantization_level: 'Q4_K_M',
  };
}
