import { expect, it } from 'vitest';

import type { Vendor } from '../src/vendor.ts';
import { allVendors } from '../src/vendors/all-vendors.ts';

const introduction = `# Vendors

After reading this page, you can create a provider for each vendor that
[\`@understudy/provider-openai\`](../packages/provider-openai/README.md) includes, with the factory in the table. _Variable_ is
the environment variable that the vendor's documentation uses for the key. Understudy does not read it; the [command line](cli.md) does. [OpenAI-compatible servers](openai-compatible.md#quirks)
describes the quirks, and how to define other vendors.

The page is generated from the data of the vendors. To update it, run \`npx vitest run vendors-page -u\`.
`;

const azure = `## Azure OpenAI

\`azure\` needs the address of your resource. The model is the name of a deployment. For dated versions of the API, the
path contains the deployment, and the query the version:

\`\`\`ts no-run
import { azure } from '@understudy/provider-openai';

const apiKey = process.env['AZURE_OPENAI_API_KEY'];
export const current = azure({ apiKey, baseUrl: 'https://my-resource.openai.azure.com/openai/v1' });
export const dated = azure({
  apiKey,
  baseUrl: 'https://my-resource.openai.azure.com/openai/deployments/{model}?api-version=2024-10-21',
});
\`\`\`

For a token of Microsoft Entra ID, set \`headers: { authorization }\` instead of \`apiKey\`.
`;

/** Aligns the columns as oxfmt does. */
function renderTable(rows: readonly (readonly string[])[]): string {
  const [header = []] = rows;
  const widths = header.map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...rows.slice(1)]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

function code(value: string): string {
  return `\`${value}\``;
}

function format(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
}

function describeDifferences({ quirks = {}, capabilities = {}, apiKeyHeader }: Vendor): string {
  const differences = Object.entries({
    ...(apiKeyHeader && { apiKeyHeader }),
    ...quirks,
    ...capabilities,
  });
  return differences.map(([name, value]) => code(`${name}: ${format(value)}`)).join(', ');
}

function factoryOf({ id }: Vendor): string {
  return id === 'github-copilot' ? 'githubCopilot' : id;
}

it('docs/vendors.md lists the data of all vendors', async () => {
  const table = renderTable([
    ['vendor', 'factory', '`baseUrl`', 'variable', 'quirks and capabilities'],
    ...allVendors.map((vendor) => [
      `[${vendor.label}](${vendor.url})`,
      code(factoryOf(vendor)),
      code(vendor.baseUrl),
      vendor.credentialEnvVars.map(code).join(', ') || 'none',
      describeDifferences(vendor),
    ]),
  ]);
  const sources = allVendors.map(
    ({ label, sources: pages = [] }) =>
      `- ${label}: ${pages.map((page) => `<${page}>`).join(', ')}`,
  );
  const page = [
    introduction,
    table,
    `\n${azure}`,
    `## Sources\n\nThe quirks come from these pages and reports.\n\n${sources.join('\n')}\n`,
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../../docs/vendors.md');
});
