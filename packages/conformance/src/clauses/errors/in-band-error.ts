import { expectEqual } from '../../assertions.ts';
import type { ClauseContext } from '../../clause-context.ts';
import type { Clause } from '../../clause.ts';
import { collectFailure } from '../../harness/collect-chat.ts';
import { joinBody } from '../../harness/exchange.ts';
import { findReply, supports } from '../../harness/find-reply.ts';
import { delivering } from '../../harness/server-script.ts';
import type { ServerScript } from '../../harness/server-script.ts';
import { TestHarness } from '../../harness/test-harness.ts';
import { createTextParts, textChunks } from '../../responses.ts';
import type { ScriptedResponse, VendorErrorCode } from '../../wire-format.ts';

const codes: readonly VendorErrorCode[] = ['server-error', 'overloaded', 'rate-limited'];

export const inBandErrorBeforeContent: Clause = {
  id: 'in-band-error-before-content',
  rule: 'An error inside a 200 response, before any content, fails with the same code as an error response.',
  check: (context) => expectFailures(context, []),
};

export const inBandErrorAfterContent: Clause = {
  id: 'in-band-error-after-content',
  rule: 'An error inside a response fails the chat after the content before it is emitted, also if both arrive in one read.',
  check: (context) => expectFailures(context, textChunks),
};

async function expectFailures(context: ClauseContext, chunks: readonly string[]): Promise<void> {
  const { wireFormat } = context;
  const scriptFor = (code: VendorErrorCode): ScriptedResponse => ({
    type: 'response',
    parts: [...createTextParts(...chunks), { type: 'error', code, message: 'The request failed' }],
  });
  const text = chunks.join('');
  const supported = codes.filter((code) => supports(wireFormat, scriptFor(code)));
  // Without a supported code, the first one makes the clause fail with the missing part.
  for (const code of supported.length > 0 ? supported : codes.slice(0, 1)) {
    const scripted = scriptFor(code);
    await expectFailure(context, scripted, { code, text });
    if (!wireFormat) continue;
    const reply = findReply(wireFormat, scripted);
    const inOneRead = { ...reply, body: [joinBody(reply)] };
    await expectFailure(context, delivering(inOneRead), { code, text });
  }
}

async function expectFailure(
  context: ClauseContext,
  script: ServerScript,
  { code, text }: { readonly code: VendorErrorCode; readonly text: string },
): Promise<void> {
  await using harness = await TestHarness.open(context, script);
  const result = await collectFailure(harness.chat(), code);
  expectEqual('the text before the error', result.text, text);
}
