import type { Comparison, Variant } from '../../harness/scenario.ts';
import {
  cleanEndInText,
  droppedBeforeText,
  droppedInText,
  emptyEnd,
  endMarkerOnly,
  partialText,
  stallInText,
} from '../../upstreams/primary-faults.ts';
import type { PrimaryFault } from '../../upstreams/primary-faults.ts';
import { startTestUpstreams } from '../../upstreams/test-upstreams.ts';
import { sampleText } from '../upstream/sample-text.ts';
import { prompt } from '../upstream/start-fakegpt.ts';

const calls = 5;
const idleMs = 100;
const responseText = sampleText('english', 64);

export const cutResponses: Comparison = {
  kind: 'comparison',
  name: 'cut-responses',
  title: `Empty and incomplete responses, ${calls} per repetition, idle timeout ${idleMs} ms; a response that is reported as a success, or mixed with the text of another target, ends the run`,
  measures: [{ key: 'error', label: 'Call to error', unit: 'ms', comparison: 'none' }],
  variants: [
    createVariant('no content: dropped', droppedBeforeText, '', 'connection-failed'),
    createVariant('no content: clean end', emptyEnd, '', 'stream-truncated'),
    createVariant('no content: end marker only', endMarkerOnly, '', 'empty-response'),
    createVariant('mid-text: dropped', droppedInText, partialText, 'connection-failed'),
    createVariant('mid-text: clean end', cleanEndInText, partialText, 'stream-truncated'),
    createVariant('mid-text: stall', stallInText, partialText, 'timeout'),
  ],
};

function createVariant(name: string, fault: PrimaryFault, text: string, code: string): Variant {
  const plan = { prompt, text, code, calls, idleMs };
  return {
    name,
    startUpstream: () => startTestUpstreams({ fault, responseText, options: {} }),
    contestants: [
      {
        name: 'understudy',
        create: async (url) =>
          (
            await import('../../contestants/cut-responses/cut-response-contestant.ts')
          ).createCutResponses(url, plan),
      },
    ],
  };
}
