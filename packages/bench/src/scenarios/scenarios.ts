import type { Scenario } from '../harness/scenario.ts';
import { abort, abortBackoff } from './abort.ts';
import { chainOfTwo } from './chain-of-two.ts';
import { coreWay } from './core-way.ts';
import { cutAnswers } from './cut-responses.ts';
import { failover, failoverLimits } from './failover.ts';
import { fakegptFirstText } from './fakegpt-first-text.ts';
import { fakegptStream } from './fakegpt-stream.ts';
import { memory } from './memory.ts';
import { openaiCompletions } from './openai-completions.ts';
import { openaiFirstText } from './openai-first-text.ts';
import { openaiLongAnswers } from './openai-long-answers.ts';
import { openaiStream } from './openai-stream.ts';

/** All there is, in the order in which it is run and shown. */
export const scenarios: readonly Scenario[] = [
  fakegptStream,
  fakegptFirstText,
  openaiStream,
  openaiFirstText,
  openaiCompletions,
  openaiLongAnswers,
  coreWay,
  chainOfTwo,
  failover,
  failoverLimits,
  cutAnswers,
  abort,
  abortBackoff,
  memory,
];
