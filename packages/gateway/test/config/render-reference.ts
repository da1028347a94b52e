import { z } from 'zod';

import { sectionSchema } from '../../src/config/gateway-schema.ts';

/** The JSON Schema of the section, as it is published. */
export function renderSchema(): z.core.JSONSchema.BaseSchema {
  const schema = z.toJSONSchema(sectionSchema, { io: 'input' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://unpkg.com/@understudy/gateway/gateway.schema.json',
    title: 'Understudy gateway',
    description: 'The section "gateway" of understudy.config.json.',
    type: 'object',
    properties: schema.properties ?? {},
    additionalProperties: false,
  };
}

const introduction = `# Gateway configuration

After reading this page, you can write the section \`gateway\` of \`understudy.config.json\`, which configures
[\`understudy serve\`](gateway.md). Other commands ignore the section. This page is generated from
[\`@understudy/gateway/gateway.schema.json\`](../packages/gateway/gateway.schema.json), which editors can use for
completion. The other sections of the file are described in [Command line](cli.md#configuration-file).

\`\`\`json
{
  "settings": { "openai": { "apiKey": { "env": "OPENAI_API_KEY" } } },
  "chains": { "support": ["openai/gpt-5-mini", "anthropic/claude-sonnet-5"] },
  "aliases": { "claude-support": "support" },
  "gateway": {
    "listen": "127.0.0.1:4100",
    "hosts": ["ai.example.org"],
    "keys": [
      {
        "name": "web",
        "hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "models": ["support"],
        "maxConcurrent": 50,
        "requestsPerMinute": 600
      }
    ]
  }
}
\`\`\`

Durations are in milliseconds, sizes in bytes. Unknown settings are rejected, and so are unknown names of chains, aliases
and providers. The names of keys are unique, and so are their hashes.

## Settings
`;

const keysIntroduction = {
  keys: 'Each key of a client has these fields. Limits are counted by name and are kept when the configuration is reloaded.',
  adminKeys: 'Each key of the admin listener has these fields.',
} as const;

const secrets = `## Secrets

In \`settings\`, a secret is a reference: \`{ "env": "OPENAI_API_KEY" }\` is the value of a variable, and
\`{ "file": "/run/secrets/openai" }\` is the content of a file without white space at its ends. \`understudy serve\`
rejects a plain text in a setting that is marked as secret, such as \`apiKey\` and \`proxy\`, and in headers that carry a
credential. The variables that \`understudy providers\` names are read without a reference.
`;

/** The page of the configuration reference. */
export function renderPage(): string {
  const { properties = {} } = renderSchema();
  const tables = Object.entries(keysIntroduction).map(
    ([name, text]) => `## ${name}\n\n${text}\n\n${renderTable(fieldsOf(properties[name]))}`,
  );
  return [introduction, renderTable(properties), ...tables, secrets].join('\n');
}

type Fields = Readonly<Record<string, z.core.JSONSchema._JSONSchema>>;

function fieldsOf(schema: z.core.JSONSchema._JSONSchema | undefined): Fields {
  const { items } = Object(schema);
  return Object(items).properties ?? {};
}

function renderTable(fields: Fields): string {
  const rows = Object.entries(fields).map(([name, schema]) => {
    const { type, description = '', default: value } = Object(schema);
    const [text, named] = String(description).split(/ Default: /);
    const fallback = value === undefined ? (named ?? 'required') : `\`${JSON.stringify(value)}\``;
    return `| \`${name}\` | ${describeType(schema, type)} | ${fallback.replace(/\.$/, '')} | ${text} |\n`;
  });
  return `| setting | type | default | description |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

function describeType(schema: unknown, type: unknown): string {
  if (type !== 'array') return String(type);
  const { type: item } = Object(Object(schema).items);
  return item === 'object' ? 'list of objects' : `list of ${String(item)}s`;
}
