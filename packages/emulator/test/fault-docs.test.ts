import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { anthropicFaults } from '../src/anthropic/faults/anthropic-fault.ts';
import { fakeGptFaults } from '../src/fakegpt/faults/fakegpt-fault.ts';
import { errorNames } from '../src/faults/error-name.ts';
import type { FaultDefinition, FaultTable } from '../src/faults/fault-table.ts';
import type { ParameterDefinition } from '../src/faults/parameter-definition.ts';
import { googleFaults } from '../src/google/faults/google-fault.ts';
import { ollamaFaults } from '../src/ollama/faults/ollama-fault.ts';
import { responsesFaults } from '../src/openai-responses/faults/responses-fault.ts';
import { openAiFaults } from '../src/openai/faults/openai-fault.ts';
import { listRejectedForms, rejectedForms } from '../src/openai/request/errors/rejected-forms.ts';

const path = fileURLToPath(new URL('../../../docs/emulator.md', import.meta.url));
const hint =
  'The fault tables have changed. Run "npx vitest run --project unit packages/emulator/test/fault-docs --update".';

/** The title of each group, and the values of `on` of its faults. */
type Groups = Readonly<Record<string, readonly string[]>>;

const openAiGroups: Groups = {
  '`GET /v1/models`': ['models'],
  '`POST /v1/chat/completions`, with and without a stream': ['chat'],
  '`POST /v1/chat/completions` with a stream': ['stream'],
  '`POST /v1/chat/completions` without a stream': ['non-stream'],
};

const responsesGroups: Groups = {
  '`GET /v1/models`': ['models'],
  '`POST /v1/responses`, with and without a stream': ['chat'],
  '`POST /v1/responses` with a stream': ['stream'],
  '`POST /v1/responses` without a stream': ['non-stream'],
};

const anthropicGroups: Groups = {
  '`GET /v1/models`': ['models'],
  '`POST /v1/messages`, with and without a stream': ['chat'],
  '`POST /v1/messages` with a stream': ['stream'],
  '`POST /v1/messages` without a stream': ['non-stream'],
};

const googleGroups: Groups = {
  '`GET /v1beta/models`': ['models'],
  '`streamGenerateContent` and `generateContent`': ['chat'],
  '`streamGenerateContent`': ['stream'],
  '`generateContent`': ['non-stream'],
};

const ollamaGroups: Groups = {
  '`GET /api/tags`': ['tags'],
  '`POST /api/show`': ['show'],
  '`POST /api/chat`, with and without a stream': ['chat'],
  '`POST /api/chat` with a stream': ['stream'],
  '`POST /api/chat` without a stream': ['non-stream'],
};

const fakeGptGroups: Groups = {
  '`GET /api/loads`': ['loads'],
  '`POST /auth/login`': ['login'],
  '`GET /api/auth/session`': ['session'],
  '`POST /api/conversation`': ['chat', 'stream'],
};

it('docs/emulator.md lists the faults of the tables', async () => {
  const page = readFileSync(path, 'utf8');
  const start = page.slice(0, page.indexOf('### OpenAI faults'));
  const sections = [
    '### OpenAI faults',
    ...formatGroups(openAiFaults, openAiGroups),
    '### OpenAI Responses faults',
    ...formatGroups(responsesFaults, responsesGroups),
    '### Anthropic faults',
    ...formatGroups(anthropicFaults, anthropicGroups),
    '### Gemini faults',
    ...formatGroups(googleFaults, googleGroups),
    '### Ollama faults',
    ...formatGroups(ollamaFaults, ollamaGroups),
    '### FakeGpt faults',
    ...formatGroups(fakeGptFaults, fakeGptGroups),
  ];
  await expect(`${start}${sections.join('\n\n')}\n`, hint).toMatchFileSnapshot(path);
});

it('docs/emulator.md lists the forms of rejected requests and the names of errors', () => {
  const page = readFileSync(path, 'utf8');
  const section = page.split('### Rejected requests\n')[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(listRejectedForms().map((name) => [`\`${name}\``, rejectedForms[name].description]));
  const [, errors = ''] = /The parameter `error` is (.*?)\.\s/u.exec(page) ?? [];
  expect([...errors.matchAll(/`([a-z-]+)`/gu)].map(([, name]) => name)).toEqual(errorNames);
});

it.each([
  [openAiFaults, openAiGroups],
  [responsesFaults, responsesGroups],
  [anthropicFaults, anthropicGroups],
  [googleFaults, googleGroups],
  [ollamaFaults, ollamaGroups],
  [fakeGptFaults, fakeGptGroups],
] as const)('each fault is in one of the groups', (table: FaultTable, groups) => {
  const listed = Object.values(groups).flat();
  expect(Object.values(table).filter(({ on }) => !listed.includes(on))).toEqual([]);
});

function formatGroups(table: FaultTable, groups: Groups): readonly string[] {
  return Object.entries(groups).flatMap(([title, kinds]) => {
    const faults = Object.entries(table).filter(([, { on }]) => kinds.includes(on));
    return [`${title}:`, faults.map(([name, fault]) => formatFault(name, fault)).join('\n')];
  });
}

function formatFault(name: string, fault: FaultDefinition): string {
  const details = [
    ...(fault.position ? ['position'] : []),
    ...Object.entries(fault.parameters ?? {}).map(formatParameter),
  ];
  const suffix = details.length === 0 ? '' : ` (${details.join('; ')})`;
  return `- \`${name}\`${suffix}: ${fault.description}`;
}

function formatParameter([name, definition]: readonly [string, ParameterDefinition]): string {
  const values = 'oneOf' in definition ? definition.oneOf.join(' or ') : undefined;
  const fallback = definition.default === undefined ? undefined : `default ${definition.default}`;
  return [`\`${name}\``, values, fallback].filter((part) => part !== undefined).join(', ');
}
