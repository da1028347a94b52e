import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const root = resolve(import.meta.dirname, '../../..');
const uri = pathToFileURL(resolve(import.meta.dirname, 'completion-probe.ts')).href;

/** The language server of TypeScript, with one open file that is not on disk. */
async function openEditor(text: string): Promise<{
  complete(position: { line: number; character: number }): Promise<readonly string[]>;
  close(): Promise<void>;
}> {
  const server = spawn(resolve(root, 'node_modules/.bin/tsc'), ['--lsp', '--stdio'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  // The server asks for settings, and for nothing else that needs an answer.
  connection.onRequest((_method, params) =>
    params && 'items' in params && Array.isArray(params.items)
      ? params.items.map(() => null)
      : null,
  );
  connection.listen();
  const capabilities = { textDocument: { completion: {} } };
  const rootUri = pathToFileURL(root).href;
  await connection.sendRequest('initialize', { processId: process.pid, rootUri, capabilities });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'typescript', version: 1, text },
  });
  return {
    complete: async (position) => {
      const textDocument = { uri };
      const result: { readonly items?: readonly { readonly label: string }[] } | null =
        await connection.sendRequest('textDocument/completion', { textDocument, position });
      return result?.items?.map(({ label }) => label) ?? [];
    },
    close: async () => {
      connection.dispose();
      server.kill();
      await once(server, 'exit');
    },
  };
}

it('an editor completes the known models, although any other name compiles', async () => {
  const lines = [
    "import { createUnderstudy } from '@understudy/core';",
    "import { openai } from '../src/index.ts';",
    "const chains = { support: ['openai/gpt-5-mini'] } as const;",
    'const understudy = createUnderstudy({ providers: [openai()], chains });',
    "understudy.chat({ model: '', messages: [] });",
    "understudy.chat({ model: 'openai/ft:our-own', messages: [] });",
  ];
  const editor = await openEditor(lines.join('\n'));
  try {
    const labels = await editor.complete({ line: 4, character: 26 });
    expect(labels).toEqual(
      expect.arrayContaining(['openai/gpt-5-mini', 'openai/o3', 'gpt-5-mini', 'support']),
    );
    expect(labels).not.toContain('openai/');
  } finally {
    await editor.close();
  }
});
