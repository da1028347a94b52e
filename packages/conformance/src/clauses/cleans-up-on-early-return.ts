import type { ClauseContext } from '../clause-context.ts';
import type { Clause } from '../clause.ts';
import { expectLetGo } from '../harness/expect-released.ts';
import { silent } from '../harness/server-script.ts';
import { canPause } from '../harness/supports.ts';
import { TestHarness } from '../harness/test-harness.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { stalled } from '../responses.ts';

export const letsGoWhenLeft: Clause = {
  id: 'cleans-up-on-early-return',
  rule: 'A consumer that breaks off or cancels closes the connection at once, also between two pulls.',
  async check(subject) {
    if (canPause(subject)) await breakOff(subject);
    await cancelInSilence(subject);
  },
};

async function breakOff(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, stalled);
  for await (const event of rehearsal.ask()) if (event.type === 'text-delta') break;
  await expectLetGo(rehearsal, 'a break');
}

async function cancelInSilence(subject: ClauseContext): Promise<void> {
  await using rehearsal = await TestHarness.open(subject, subject.wireFormat ? silent : stalled);
  const chat = rehearsal.ask();
  const response = chat.response().catch(() => {});
  await waitUntil(() => rehearsal.probe.open > 0, 'expected the chat to begin');
  await chat.cancel();
  await response;
  await expectLetGo(rehearsal, 'a cancel');
}
