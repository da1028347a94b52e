import { errorRules } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';

import { anthropicErrors, openAiErrors } from '../../src/errors/error-format.ts';
import type { ErrorFormat } from '../../src/errors/error-format.ts';
import type { Failure, FailureCode } from '../../src/errors/failure.ts';
import { rejectionRules } from '../../src/errors/rejection-rules.ts';
import type { RejectionCode } from '../../src/errors/rejection.ts';

const introduction = `# Gateway errors

After reading this page, you know which HTTP status and which error a client of the [gateway](gateway.md) receives. This
page is generated from the tables of the gateway.

A failure before the first content has an HTTP status, and a body in the format of the endpoint. A later failure is an
event of the stream. Bodies contain no text of a vendor. The log has the code of the first column.

If all attempts of a chain failed with the same code, the error has that code. If all targets can be available again
soon, it is \`overloaded\`, else \`all-targets-failed\`. The headers \`retry-after\` and \`x-should-retry\` are described in
[Headers](gateway.md#headers).
`;

const rejectionsIntroduction = `## Rejections

The gateway itself rejects these requests. A vendor receives none of them, except chats that a shutdown ends.
`;

const errorsIntroduction = `## Errors of chats

The codes are described in [Errors](errors.md). Errors of the gateway's own access to a vendor, such as a wrong key of
the vendor, are 502.
`;

const causes: Readonly<Record<RejectionCode, string>> = {
  'malformed-request': 'not valid HTTP, or no JSON object as the body',
  'invalid-key': 'missing or wrong key',
  'budget-exhausted': 'the key has used its budget; only with limits of an app of its own',
  'foreign-host': 'the `Host` is not in `hosts`',
  'foreign-origin': 'a web page whose origin is not in `cors`',
  'model-not-allowed': 'the model does not exist, or the key may not use it',
  'path-not-found': 'no such path, or the first target cannot count tokens',
  'method-not-allowed': 'the path has another method',
  'body-too-slow': 'the request did not arrive within 60 s',
  'body-too-large': 'the body is larger than `maxBodyBytes`',
  'unsupported-media-type': 'the body is not plain `application/json`',
  websocket: 'a WebSocket; the APIs have `POST` requests only',
  'key-limit': 'the key has reached its `requestsPerMinute` or `maxConcurrent`',
  'headers-too-large': 'the headers are larger than 16 KiB',
  'gateway-full':
    'the gateway has reached its `maxConcurrent`, or the bodies in transfer its `maxTotalBodyBytes`',
  draining: 'the gateway shuts down',
};

/** The page about the errors that clients receive. */
export function renderErrorPage(): string {
  const rejections = Object.keys(rejectionRules).filter(isRejectionCode);
  const errors = Object.keys(errorRules).filter(isCodeOfCore);
  return [
    introduction,
    rejectionsIntroduction,
    `| code | cause | OpenAI's APIs | Messages API |\n| --- | --- | --- | --- |\n${renderRows(rejections, (code) => [causes[code]])}`,
    errorsIntroduction,
    `| code | OpenAI's APIs | Messages API |\n| --- | --- | --- |\n${renderRows(errors, () => [])}`,
  ].join('\n');
}

function renderRows<Code extends FailureCode>(
  codes: readonly Code[],
  cells: (code: Code) => readonly string[],
): string {
  const statusOf = (code: Code): number => openAiErrors.statusOf(toFailure(code));
  const sorted = codes.toSorted((one, other) => statusOf(one) - statusOf(other));
  return sorted.map((code) => renderRow(code, cells(code))).join('');
}

function isRejectionCode(code: string): code is RejectionCode {
  return Object.hasOwn(rejectionRules, code);
}

function isCodeOfCore(code: string): code is ErrorCode {
  return Object.hasOwn(errorRules, code);
}

function renderRow(code: FailureCode, cells: readonly string[]): string {
  const formats = [openAiErrors, anthropicErrors].map((format) => renderError(code, format));
  return `| ${[`\`${code}\``, ...cells, ...formats].join(' | ')} |\n`;
}

function renderError(code: FailureCode, format: ErrorFormat): string {
  const failure = toFailure(code);
  const { type, code: vendorCode }: { type?: unknown; code?: unknown } = Object(
    format.encode(failure, '')['error'],
  );
  const named = typeof vendorCode === 'string' ? `, \`${vendorCode}\`` : '';
  return `${format.statusOf(failure)} \`${String(type)}\`${named}`;
}

function toFailure(code: FailureCode): Failure {
  return { code, message: '', param: undefined, retryAfterMs: undefined, mayRetry: true };
}
