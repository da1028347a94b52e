import type { ChatRequest, ToolDefinition } from '@understudy/core';
import { parseJson } from '@understudy/provider-utils';

import { expectTrue, inCase } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { unusedServer } from '../../harness/mock-server.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { completeResponse } from '../../responses.ts';
import type { MockRequest } from '../../wire-format.ts';

type Settings = Partial<ChatRequest>;

const settings: Readonly<Record<string, Settings>> = {
  temperature: { temperature: 0.375 },
  topP: { topP: 0.625 },
  topK: { topK: 37 },
  maxOutputTokens: { maxOutputTokens: 321 },
  stop: { stop: ['canary-stop'] },
  seed: { seed: 918_273 },
  presencePenalty: { presencePenalty: 0.125 },
  frequencyPenalty: { frequencyPenalty: 0.25 },
  'reasoningEffort "low"': { reasoningEffort: 'low' },
  'reasoningEffort "xhigh"': { reasoningEffort: 'xhigh' },
  'reasoningEffort "max"': { reasoningEffort: 'max' },
};

const tool: ToolDefinition = {
  name: 'get_weather',
  inputSchema: {
    type: 'object',
    properties: { place: { type: 'string' } },
    required: ['place'],
    additionalProperties: false,
  },
};

const toolSettings: Readonly<Record<string, Settings>> = {
  toolChoice: { tools: [tool], toolChoice: 'required' },
  parallelToolCalls: { tools: [tool], parallelToolCalls: false },
  'strict of a tool': { tools: [{ ...tool, strict: true }] },
};

export const reportsUnsupportedSettings: Clause = {
  id: 'reports-unsupported-settings',
  rule: 'Each setting of a request changes the request to the vendor, or is reported in a `warning` event: `temperature`, `topP`, `topK`, `maxOutputTokens`, `stop`, `seed`, the penalties and each `reasoningEffort`; with tools also `toolChoice`, `parallelToolCalls` and `strict`.',
  requires: 'wire',
  async check(context) {
    await expectReported(context, {}, settings);
    const { tools } = context.provider(unusedServer).capabilities;
    if (tools) await expectReported(context, { tools: [tool] }, toolSettings);
  },
};

/** The values of a request, by the path of the field in the body. */
type RequestFields = ReadonlyMap<string, string>;

interface Sent {
  readonly fields: RequestFields;
  readonly warnings: readonly string[];
}

async function expectReported(
  context: ClauseContext,
  without: Settings,
  cases: Readonly<Record<string, Settings>>,
): Promise<void> {
  await using harness = await TestHarness.open(context, completeResponse);
  const baseline = await send(harness, without);
  const repeated = await send(harness, without);
  // Fields such as a random id differ between equal requests.
  const isStable = (name: string): boolean =>
    baseline.fields.get(name) === repeated.fields.get(name);
  for (const [name, changed] of Object.entries(cases)) {
    await inCase(name, async () => {
      const { fields, warnings } = await send(harness, changed);
      const names = [...new Set([...fields.keys(), ...baseline.fields.keys()])];
      const isSent = names
        .filter(isStable)
        .some((field) => fields.get(field) !== baseline.fields.get(field));
      const isReported = warnings.some((warning) => !baseline.warnings.includes(warning));
      const message =
        'expected the setting in the request to the vendor or a warning, received neither';
      expectTrue(isSent || isReported, message);
    });
  }
}

async function send(harness: TestHarness, request: Settings): Promise<Sent> {
  const { length } = harness.exchanges;
  const { warnings } = await harness.chat(request).response();
  const requests = harness.exchanges.slice(length).map((exchange) => exchange.request);
  return { fields: flattenRequest(requests), warnings };
}

/** Returns the path of each request, and the fields of its JSON body. Another body is one field. */
function flattenRequest(requests: readonly MockRequest[]): RequestFields {
  return new Map(
    requests.flatMap(({ path, body }, index) => [
      [`${index}.path`, path],
      ...flatten(`${index}.body`, parseJson(body) ?? body),
    ]),
  );
}

function flatten(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value) ?? '']];
  return Object.entries(value).flatMap(([name, field]) => flatten(`${path}.${name}`, field));
}
