import { endingFaults } from '../../faults/ending-faults.ts';
import { replyFaults } from '../../faults/reply-faults.ts';
import { styleFaults } from '../../faults/style-faults.ts';
import { openAiReplyFaults } from '../../openai/faults/openai-reply-faults.ts';
import { delaySteps } from '../../server/reply-steps.ts';
import type { Reply } from '../../server/reply.ts';

type EndingFaults = Omit<typeof endingFaults, 'only-comments' | 'endless-comments'>;

const { 'only-comments': _only, 'endless-comments': _endless, ...endings } = endingFaults;

/** The endings of a stream that JSON lines can have. The end marker is the line with `done: true`. */
export const ollamaEndingFaults: EndingFaults = endings;

/** How lines are written. A carriage return alone does not end a line of JSON. */
export const ollamaStyleFaults: Pick<typeof styleFaults, 'crlf' | 'one-write' | 'split-utf8'> = {
  crlf: styleFaults.crlf,
  'one-write': styleFaults['one-write'],
  'split-utf8': styleFaults['split-utf8'],
};

const loadFaults = {
  'slow-load': {
    on: 'chat',
    parameters: { ms: { type: 'delay', default: 1000 } },
    description: 'nothing is sent for `ms`, as while a model is loaded',
    apply: (reply: Reply, { ms }: { readonly ms: number }): Reply => ({
      ...reply,
      steps: delaySteps(reply.steps, ms),
    }),
  },
} as const;

type ConnectionFaults = Pick<
  typeof openAiReplyFaults,
  'reset-before-headers' | 'reset-after-headers' | 'slow-drip' | 'missing-content-type'
>;

/** Faults of the headers, the encoding and the connection. */
export const ollamaReplyFaults: typeof replyFaults & ConnectionFaults & typeof loadFaults = {
  ...replyFaults,
  'reset-before-headers': openAiReplyFaults['reset-before-headers'],
  'reset-after-headers': openAiReplyFaults['reset-after-headers'],
  'slow-drip': openAiReplyFaults['slow-drip'],
  'missing-content-type': openAiReplyFaults['missing-content-type'],
  ...loadFaults,
};
